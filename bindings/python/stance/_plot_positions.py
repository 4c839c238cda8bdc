"""Plots of positions: documents by axis, axes by document."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Iterable, List, Mapping, Optional

import pandas as pd

from . import _checks as checks
from . import _drawing as drawing
from ._analysis import Analysis
from ._drawing import BLUE, FAINT, INK, PALE, SMALL, Labels, percent, signed, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def positions(
    analysis: Analysis,
    axes: Optional[Iterable[str]] = None,
    documents: Optional[Iterable[str]] = None,
    *,
    sort: Optional[str] = None,
    columns: Optional[int] = None,
    labels: Labels = None,
    ax: Optional[Axes] = None,
) -> List[Axes]:
    """Where the documents stand, a panel for each axis and a row for each document, with intervals.

    A filled dot: the interval leaves out 0; a hollow one: it holds 0. The numbers on the right count the pieces of evidence. A hatched row has no
    position, and says why.

    Parameters
    ----------
    analysis : Analysis
    axes : iterable of str, optional
        Keys. Default: the bipolar axes on which a document has a position.
    documents : iterable of str, optional
        Ids, in the order of the rows. Default: all.
    sort : str, optional
        Key of the axis by whose positions the rows are sorted, highest first, those without one last.
    columns : int, optional
        Panels beside each other. Default: 3, or 5 for more than 12 documents.
    labels : dict or function, optional
        What the documents are called, by id. Default: their ids, the middle of long ones left out.
    ax : Axes, optional
        To draw into, for one axis.

    Returns
    -------
    list of Axes
        One for each axis.

    Raises
    ------
    ValueError
        For unknown axes and documents, and when no document has a position on a bipolar axis.
    ImportError
        Without matplotlib.
    """
    frame = analysis.positions()
    ids = drawing.chosen(documents, analysis.ids, "documents")
    frame = frame[frame["document"].isin(ids)]
    keys = _axes_with_positions(frame) if axes is None else drawing.chosen(axes, list(frame["axis"].unique()), "axes")
    if sort is not None:
        sort = drawing.chosen([sort], list(frame["axis"].unique()), "sort")[0]
        ranks = frame[frame["axis"] == sort].set_index("document")["position"]
        ids.sort(key=lambda id: -ranks[id] if not math.isnan(ranks[id]) else math.inf)
    if ax is not None and len(keys) != 1:
        raise ValueError(f"ax: expected one axis to draw, got {len(keys)}; name it: axes=['{keys[0]}'], or leave out ax")
    across = min(len(keys), (3 if len(ids) <= 12 else 5) if columns is None else checks.whole(columns, "columns", 1))
    panels = [ax] if ax is not None else _panels(len(keys), across, len(ids))
    names = drawing.names(ids, labels, 36)
    poles = drawing.poles_of(analysis.lexicon)
    for place, (panel, key) in enumerate(zip(panels, keys)):
        rows = frame[frame["axis"] == key].set_index("document").loc[ids]
        _draw_rows(panel, rows, rows["kind"].iloc[0] == "bipolar")
        panel.set_title(words(key), fontsize=9, loc="left")
        drawing.name_poles(panel, "x", poles[key], 19)
        panel.set_yticks(range(len(ids)), names if place % across == 0 else [""] * len(ids), fontsize=drawing.letters(len(ids)))
        drawing.plain(panel.get_yticklabels())
        drawing.describe(panel, _positions_in_words(rows, dict(zip(ids, names)), key, poles[key], analysis.level))
    _explain(panels, analysis.level, own_figure=ax is None)
    return panels


def profile(
    analysis: Analysis, document: str, axes: Optional[Iterable[str]] = None, *, labels: Labels = None, ax: Optional[Axes] = None
) -> Axes:
    """Where one document stands on every axis, a row for each, the poles named at both ends.

    Parameters
    ----------
    analysis : Analysis
    document : str
        Id.
    axes : iterable of str, optional
        Keys, all bipolar or all intensities. Default: the bipolar axes.
    labels : dict or function, optional
        What the document is called, by id.
    ax : Axes, optional
        To draw into.

    Raises
    ------
    ValueError
        For an unknown document or axis, and when bipolar axes and intensities are mixed.

    Examples
    --------
    >>> import stance
    >>> analysis = stance.analyze({"north": "We will join NATO. We support the EU."})
    >>> ax = stance.plot.profile(analysis, "north", ["nato_orientation", "eu_orientation"])
    >>> print(stance.plot.alt_text(ax))
    Positions of north on 2 axes, with 95 % intervals. nato orientation +1.00 [−0.82, +1.00]; eu orientation +0.60 [−0.73, +0.97].
    """
    id = drawing.chosen([document], analysis.ids, "document")[0]
    frame = analysis.positions()
    frame = frame[frame["document"] == id].set_index("axis")
    bipolar = list(frame.index[frame["kind"] == "bipolar"])
    keys = drawing.chosen(axes, list(frame.index), "axes") if axes is not None else bipolar or list(frame.index)
    rows = frame.loc[keys]
    if rows["kind"].nunique() != 1:
        raise ValueError("axes: expected all bipolar or all intensities, since their scales differ; call profile() for each kind")
    poles = drawing.poles_of(analysis.lexicon)
    two_sided = rows["kind"].iloc[0] == "bipolar"
    name = drawing.names([id], labels, 60)[0]
    with drawing.canvas(ax, 7.8, 1.1 + 0.42 * len(keys)) as ax:
        _draw_rows(ax, rows, two_sided)
        drawing.plain([ax.set_title(name, fontsize=9)])
        if two_sided:  # the name of the axis above what its lower end means
            ax.set_yticks(range(len(keys)), [drawing.wrapped(poles[key]["negative"], 38, 2) for key in keys], fontsize=SMALL)
            drawing.plain(ax.get_yticklabels())
            for label in ax.get_yticklabels():
                label.set_verticalalignment("top")
            ax.set_yticks([place - 0.04 for place in range(len(keys))], list(map(words, keys)), minor=True, fontsize=SMALL, fontweight="bold", va="bottom")
            ax.tick_params(which="minor", length=0)
        else:
            ax.set_yticks(range(len(keys)), list(map(words, keys)), fontsize=SMALL)
        right = ax.secondary_yaxis("right")
        right.set_yticks(range(len(keys)), [drawing.wrapped(poles[key]["positive"], 34, 2) for key in keys], fontsize=SMALL)
        right.tick_params(length=0, pad=18)
        right.spines["right"].set_visible(False)
        ax.set_xticks([-1, 0, 1] if two_sided else [0, 0.5, 1], ["−1", "0", "+1"] if two_sided else ["0", "0.5", "1"], fontsize=SMALL)
        stated = _in_words(rows, {key: words(key) for key in keys})
        drawing.describe(ax, f"Positions of {name} on {len(keys)} axes, with {percent(analysis.level)} intervals. {stated}")
        _explain([ax], analysis.level, own_figure=False)
        return ax


def _axes_with_positions(frame: pd.DataFrame) -> List[str]:
    held = set(frame[(frame["kind"] == "bipolar") & frame["position"].notna()]["axis"])
    found = [key for key in frame["axis"].unique() if key in held]
    if not found:
        raise ValueError("positions: no document has a position on a bipolar axis; analysis.positions() says why, or name the axes to be drawn")
    return found


def _panels(panels: int, columns: int, rows: int) -> List[Axes]:
    """A figure of panels with common rows."""
    lines = math.ceil(panels / columns)
    row = 0.24 if rows <= 15 else 0.17
    size = (2.3 + 2.75 * columns, 0.45 + lines * (1.05 + row * rows))
    grid = drawing.pyplot().subplots(lines, columns, figsize=size, squeeze=False, layout="constrained")[1]
    axes = list(grid.flat)
    for empty in axes[panels:]:
        empty.remove()
    return axes[:panels]


def _draw_rows(ax: Axes, rows: pd.DataFrame, two_sided: bool) -> None:
    """Dots with intervals, a row each, from the top; rows without a position are hatched."""
    low = -1.0 if two_sided else 0.0
    places = pd.Series(range(len(rows)), index=rows.index)
    ax.set_xlim(low - 0.04 * (1 - low), 1 + 0.04 * (1 - low))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    for place in range(1, len(rows), 2):
        ax.axhspan(place - 0.5, place + 0.5, color=PALE, alpha=0.35, lw=0, zorder=0)
    if two_sided:
        ax.axvline(0, color=FAINT, lw=0.7, zorder=1)
    held = rows[rows["position"].notna()]
    at = places[held.index]
    ax.hlines(at, held["lo"], held["hi"], color=BLUE, lw=1.3, zorder=2, label="intervals")
    sure = (held["lo"] > 0) | (held["hi"] < 0) if two_sided else held["position"].notna()
    ax.plot(held["position"][sure], at[sure], "o", color=BLUE, ms=5, ls="none", zorder=3, label="interval leaves out 0")
    ax.plot(held["position"][~sure], at[~sure], "o", mfc="white", mec=BLUE, mew=1.2, ms=5, ls="none", zorder=3, label="interval holds 0")
    size = min(SMALL, drawing.letters(len(rows)))
    for place, (position, undefined, count) in enumerate(zip(rows["position"], rows["undefined"], rows["n_evidence"])):
        if math.isnan(position):
            ax.barh(place, 1 - low, left=low, height=0.7, color="white", edgecolor=PALE, hatch="////", lw=0, zorder=1)
            text = ax.text((low + 1) / 2, place, drawing.reason(undefined), ha="center", va="center", fontsize=size, color=INK, style="italic")
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        ax.text(1.02, place, str(count), transform=ax.get_yaxis_transform(), ha="left", va="center", fontsize=size, color=FAINT)
    ax.tick_params(length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)


def _explain(axes: List[Axes], level: float, own_figure: bool) -> None:
    """Says below what the signs mean."""
    hatched = any(len(ax.patches) and any(patch.get_hatch() for patch in ax.patches) for ax in axes)
    note = f"Bars: {percent(level)} intervals. Filled: the interval leaves out 0; hollow: it holds 0. Right: pieces of evidence."
    note += " Hatched: no position." if hatched else ""
    if own_figure:
        axes[0].figure.supxlabel(note if len(axes) > 1 else drawing.wrapped(note, 90, 3), fontsize=SMALL, color=INK)
    else:
        axes[0].set_xlabel(drawing.wrapped(note, 90, 3), fontsize=SMALL, color=INK)


def _positions_in_words(rows: pd.DataFrame, names: Mapping[str, str], key: str, axis: Mapping[str, Any], level: float) -> str:
    if axis["kind"] == "bipolar":
        ends = f"from −1 ({axis['negative']}) to +1 ({axis['positive']})"
    else:
        ends = f"from 0 (not in the text) to 1 ({axis['positive']})"
    many = "1 document" if len(rows) == 1 else f"{len(rows)} documents"
    return f"Positions of {many} on {words(key)}, {ends}, with {percent(level)} intervals. {_in_words(rows, names)}"


def _in_words(rows: pd.DataFrame, names: Mapping[str, str]) -> str:
    """The highest and the lowest rows with their intervals, and those without a position."""
    held = rows[rows["position"].notna()].sort_values("position", ascending=False, kind="stable")
    told = held if len(held) <= drawing.SPOKEN else pd.concat([held.head(drawing.SPOKEN // 2), held.tail(drawing.SPOKEN // 2)])
    numbers = zip(told.index, told["position"], told["lo"], told["hi"])
    stated = [f"{names[id]} {signed(position)} [{signed(lo)}, {signed(hi)}]" for id, position, lo, hi in numbers]
    if len(told) < len(held):
        stated.insert(drawing.SPOKEN // 2, f"{len(held) - len(told)} more between these")
    silent = rows[rows["position"].isna()]["undefined"]
    missing = [f"{names[str(id)]} ({drawing.reason(undefined)})" for id, undefined in silent.items()]
    if len(missing) > drawing.SPOKEN:
        missing = missing[: drawing.SPOKEN] + [f"{len(missing) - drawing.SPOKEN} more"]
    return " ".join(f"{part}." for part in ("; ".join(stated), f"No position: {', '.join(missing)}" if missing else "") if part)
