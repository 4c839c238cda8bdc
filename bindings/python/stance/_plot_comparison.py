"""Plots of how documents relate: heat map, map, scatter of pairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _checks as checks
from . import _drawing as drawing
from . import _structure as structure
from ._analysis import Analysis
from ._comparison import Comparison
from ._drawing import BLUE, FAINT, GREEN, INK, ORANGE, PALE, SMALL, VERMILION, Labels, percent, words
from ._structure import Clusters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Matrix = npt.NDArray[np.float64]

_PLANE = ["topic", "stance"]
_OPPOSABLE = ("stance", "targets")  #: kinds of similarity whose 0 is the opposite
_MARKS = {
    "same_topic_same_stance": ("o", BLUE),
    "same_topic_opposite_stance": ("D", VERMILION),
    "different_topic_same_stance": ("s", GREEN),
    "different_topic_opposite_stance": ("^", ORANGE),
}


def similarity(
    source: Union[Analysis, Comparison],
    kind: str = "topic",
    documents: Optional[Iterable[str]] = None,
    *,
    cluster: bool = True,
    numbers: Optional[bool] = None,
    labels: Labels = None,
    ax: Optional[Axes] = None,
) -> Axes:
    """How alike the documents are: a heat map, with a tree that joins the most similar ones first.

    The tree is average linkage (UPGMA) over 1 − similarity; a pair with nothing to compare, hatched, counts there as the mean of the others.
    Columns have the numbers of the rows. The diagonal is left out.

    Parameters
    ----------
    source : Analysis or Comparison
    kind : {"topic", "stance", "emphasis", "targets"}
        See :meth:`Comparison.similarity`.
    documents : iterable of str, optional
        Ids. Default: all.
    cluster : bool
        Order the documents by the tree and draw it; else as they come.
    numbers : bool, optional
        Write the similarities into the cells. Default: for 12 documents or fewer.
    labels : dict or function, optional
        What the documents are called, by id.
    ax : Axes, optional
        To draw into.

    Examples
    --------
    >>> import stance
    >>> analysis = stance.analyze({"north": "We will join NATO. We support the EU.", "south": "We condemn NATO. We support the EU."})
    >>> ax = stance.plot.similarity(analysis, "stance")
    >>> print(stance.plot.alt_text(ax))
    Heat map of the stance similarities of 2 documents. Most alike: north and south, 0.74.
    """
    matrix = source.similarity(checks.string(kind, "kind"))
    assert isinstance(matrix, pd.DataFrame)
    ids = drawing.chosen(documents, list(matrix.index), "documents")
    values = matrix.loc[ids, ids].to_numpy(copy=True)
    np.fill_diagonal(values, np.nan)
    n = len(ids)
    if n < 2:
        raise ValueError(f"documents: expected two or more to compare, got {n}")
    tree = _tree(values) if checks.flag(cluster, "cluster") else None
    if tree is not None:
        order = [int(name) for name in tree.order]
        ids, values = [ids[place] for place in order], values[np.ix_(order, order)]
    side = max(2.6, min(0.42, 0.1 + 3.6 / n) * n)
    names = drawing.names(ids, labels, 36)
    beside = 0.07 * (max(map(len, names)) + 4) * drawing.letters(n) / 8  # names, in inches
    with drawing.canvas(ax, 1.28 * side + beside + 1.1, side + 0.9) as ax:
        ax.set_anchor("W")  # what is left of the width goes to the tree and the scale
        _draw_heat_map(ax, values, names, kind, (n <= 12) if numbers is None else checks.flag(numbers, "numbers"))
        if tree is not None:
            _draw_tree(ax, tree, n)
        _draw_scale(ax, kind, 1.22 if tree is not None else 1.04)
        drawing.describe(ax, _similarity_in_words(values, names, kind))
        return ax


def stance_map(
    source: Union[Analysis, Comparison],
    x: Optional[str] = None,
    y: Optional[str] = None,
    documents: Optional[Iterable[str]] = None,
    *,
    labels: Labels = None,
    ax: Optional[Axes] = None,
) -> Axes:
    """A map of the documents: by two axes, or with similar stances near each other.

    With ``x`` and ``y`` the bars are the intervals of the positions. Without, the map is classical scaling of 1 − stance similarity (Torgerson
    1952, doi 10.1007/BF02288916): only distances mean something, directions do not, and there are no intervals, because those of the
    similarities do not carry over to places on a map. Documents that cannot be placed are named below.

    Parameters
    ----------
    source : Analysis or Comparison
    x, y : str, optional
        Keys of axes; both or neither.
    documents : iterable of str, optional
        Ids. Default: all.
    labels : dict or function, optional
        What the documents are called, by id.
    ax : Axes, optional
        To draw into.

    Raises
    ------
    ValueError
        For one axis alone, unknown names, or fewer than two documents (without axes: three) that can be placed.

    Examples
    --------
    >>> import stance
    >>> analysis = stance.analyze({"north": "We will join NATO. We support the EU.", "south": "We condemn NATO. We support the EU."})
    >>> ax = stance.plot.stance_map(analysis, "nato_orientation", "eu_orientation")
    >>> print(stance.plot.alt_text(ax))
    Map of 2 documents: across nato orientation, up eu orientation, with 95 % intervals. north (+1.00, +0.60); south (−0.80, +0.60).
    """
    if (x is None) != (y is None):
        raise ValueError("stance_map: expected both x and y, or neither")
    analysis = source.analysis if isinstance(source, Comparison) else source
    ids = drawing.chosen(documents, analysis.ids, "documents")
    names = dict(zip(ids, drawing.names(ids, labels, 36)))
    side = 5.2 if len(ids) <= 20 else 7.6
    with drawing.canvas(ax, side * 1.15, side) as ax:
        if x is not None and y is not None:
            placed, points, lines = _draw_plane(ax, analysis, x, y, ids, names)
        else:
            placed, points = _draw_scaling(ax, source, ids, names)
            lines = None
        missing = [names[id] for id in ids if id not in placed]
        if missing:
            note = "Not on the map, for lack of evidence: " + ", ".join(missing[: drawing.SPOKEN])
            note += f" and {len(missing) - drawing.SPOKEN} more" if len(missing) > drawing.SPOKEN else ""
            label = ax.set_xlabel(f"{ax.get_xlabel()}\n{drawing.wrapped(note, 100, 3)}".strip(), fontsize=SMALL)
            drawing.plain([label])
            drawing.describe(ax, f"{drawing.described(ax)} {note}.")
        size = SMALL if len(placed) <= 25 else SMALL - 1
        drawing.place_labels(ax, points, [names[id] for id in placed], size, lines=lines)  # last, when the layout is settled
        return ax


def pairs(
    source: Union[Analysis, Comparison], documents: Optional[Iterable[str]] = None, *, name: int = 6, labels: Labels = None, ax: Optional[Axes] = None
) -> Axes:
    """Topic similarity × stance similarity of all pairs, with the four quarters: same or different topic, same or opposite stance.

    Large marks are pairs whose evidence settles the quarter (column ``quarter`` of :meth:`Comparison.pairs`); small hollow ones do not say enough.

    Parameters
    ----------
    source : Analysis or Comparison
    documents : iterable of str, optional
        Ids. Default: all.
    name : int
        So many pairs are numbered and named below: those on one topic with the most different stances first.
    labels : dict or function, optional
        What the documents are called, by id.
    ax : Axes, optional
        To draw into.

    Examples
    --------
    >>> import stance
    >>> analysis = stance.analyze({"north": "We will join NATO. We support the EU.", "south": "We condemn NATO. We support the EU."})
    >>> ax = stance.plot.pairs(analysis)
    >>> print(stance.plot.alt_text(ax))
    Topic and stance similarity of 1 pair of documents: 1 not enough evidence. Named: north – south (topic 0.82, stance 0.74).
    """
    comparison = source._compared() if isinstance(source, Analysis) else source
    ids = drawing.chosen(documents, comparison.analysis.ids, "documents")
    frame = comparison.pairs()
    frame = frame[frame["a"].isin(ids) & frame["b"].isin(ids)].dropna(subset=["topic", "stance"])
    if frame.empty:
        raise ValueError("pairs: no pair of documents has both a topic and a stance similarity")
    topic, stance = comparison.topic_cut, comparison.stance_cut
    told = frame.assign(apart=(frame["topic"] < topic).astype(int)).sort_values(["apart", "stance"]).head(checks.whole(name, "name"))
    names = dict(zip(ids, drawing.names(ids, labels, 36)))
    texts = [f"{names[a]} – {names[b]}" for a, b in zip(told["a"], told["b"])]
    with drawing.canvas(ax, 6.4, 5.6) as ax:
        _draw_quarters(ax, topic, stance)
        _draw_pairs(ax, frame, topic, stance)
        key = ax.set_title("\n".join(f"{place}  {text}" for place, text in enumerate(texts, 1)), fontsize=SMALL, loc="left", y=0, va="top", pad=-40)
        drawing.plain([key])
        numbers = [str(place + 1) for place in range(len(told))]
        cuts = np.array([[(topic, 0), (topic, 1)], [(0, stance), (1, stance)]])
        drawing.place_labels(ax, told[_PLANE].to_numpy(), numbers, SMALL, others=frame[_PLANE].to_numpy(), lines=cuts)
        drawing.describe(ax, _pairs_in_words(frame, texts, told))
        return ax


def _round_up(value: float) -> float:
    """To the next tenth."""
    return math.ceil(round(value * 10, 6)) / 10


def _tree(values: Matrix) -> Optional[Clusters]:
    """Average linkage over 1 − similarity; None when no pair can be compared."""
    upper = np.triu_indices(len(values), 1)
    known = values[upper]
    if len(values) < 3 or np.isnan(known).all():
        return None
    filled = np.where(np.isnan(values), np.nanmean(known), values)
    np.fill_diagonal(filled, 1)
    return structure.cluster((filled + filled.T) / 2)


def _draw_heat_map(ax: Axes, values: Matrix, names: Sequence[str], kind: str, numbers: bool) -> None:
    from matplotlib import colormaps

    n = len(names)
    top = 1.0 if kind in _OPPOSABLE else _round_up(np.nanmax(values, initial=0.1))
    colours = colormaps["PuOr" if kind in _OPPOSABLE else "cividis"]
    image = ax.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=0, vmax=top, aspect="equal")
    _mark_empty_cells(ax, values)
    if numbers:
        _write_cells(ax, values, image)
    size = drawing.letters(n)
    ax.set_yticks(range(n), [f"{name}  {place + 1}" for place, name in enumerate(names)], fontsize=size)
    ax.set_xticks(range(n), [str(place + 1) for place in range(n)], fontsize=size if n <= 40 else size - 1.5)
    ax.tick_params(length=0)
    drawing.plain(ax.get_yticklabels())
    ax.spines[:].set_visible(False)
    ax.set_title(f"{words(kind)} similarity", fontsize=9, loc="left")
    if np.isnan(values[~np.eye(n, dtype=bool)]).any():
        ax.set_xlabel("hatched: nothing to compare", fontsize=SMALL, color=INK)


def _draw_scale(ax: Axes, kind: str, place: float) -> None:
    """What the colours mean, on the right."""
    from matplotlib.ticker import MaxNLocator

    bar = ax.inset_axes((place, 0.0, 0.03 if len(ax.get_yticks()) <= 20 else 0.02, 1.0))
    ax.figure.colorbar(ax.images[0], cax=bar).locator = MaxNLocator(5)
    bar.tick_params(labelsize=SMALL)
    bar.set_ylabel("0: opposite     1: alike" if kind in _OPPOSABLE else "0: nothing in common     1: the same", fontsize=SMALL)


def _draw_tree(ax: Axes, tree: Clusters, n: int) -> None:
    """The tree on the right of the heat map, its leaves at the rows. Its scale begins shortly before the first join, to tell the joins apart."""
    from scipy.cluster.hierarchy import dendrogram

    side = ax.inset_axes((1.01, 0.0, 0.17, 1.0))
    merges = tree.linkage
    plan = dendrogram(merges, no_plot=True)
    for places, heights in zip(plan["icoord"], plan["dcoord"]):
        side.plot(heights, [(place - 5) / 10 for place in places], color=INK, lw=0.7)  # scipy's leaves stand at 5, 15, 25, …
    side.set_ylim(n - 0.5, -0.5)
    low, high = float(merges[0, 2]), float(merges[-1, 2])
    margin = 0.15 * (high - low) or 0.1
    side.set_xlim(low - margin, high + margin)
    side.set_axis_off()


def _mark_empty_cells(ax: Axes, values: Matrix) -> None:
    """Hatches the pairs with nothing to compare and leaves the diagonal white."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    cells = [Rectangle((column - 0.5, row - 0.5), 1, 1) for row, column in np.argwhere(np.isnan(values)) if row != column]
    if cells:
        look: Dict[str, Any] = {"facecolor": "white", "edgecolor": "#B0B0B0", "hatch": "////", "linewidth": 0.0}
        ax.add_collection(PatchCollection(cells, label="nothing to compare", **look))


def _write_cells(ax: Axes, values: Matrix, image: Any) -> None:
    """Similarities as numbers, black or white, whichever stands out."""
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        red, green, blue, _ = image.cmap(image.norm(value))
        ink = "black" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"
        ax.text(column, row, f"{value:.2f}".replace("0.", ".", 1), ha="center", va="center", fontsize=SMALL, color=ink)


def _similarity_in_words(values: Matrix, names: Sequence[str], kind: str) -> str:
    n = len(names)
    pairs = [(values[a, b], names[a], names[b]) for a in range(n) for b in range(a + 1, n) if not np.isnan(values[a, b])]
    text = f"Heat map of the {kind} similarities of {n} documents."
    if pairs:
        high, low = max(pairs), min(pairs)
        text += f" Most alike: {high[1]} and {high[2]}, {high[0]:.2f}"
        text += f"; least alike: {low[1]} and {low[2]}, {low[0]:.2f}." if len(pairs) > 1 else "."
    missing = n * (n - 1) // 2 - len(pairs)
    return text + (f" {missing} pair{'s have' if missing > 1 else ' has'} nothing to compare." if missing else "")


def _draw_plane(ax: Axes, analysis: Analysis, x: str, y: str, ids: Sequence[str], names: Mapping[str, str]) -> Tuple[List[str], Matrix, Matrix]:
    """Documents by two axes. Returns those that have both positions, where they are, and the lines drawn."""
    frame = analysis.positions()
    keys = drawing.chosen([x, y], list(frame["axis"].unique()), "x, y")
    if len(keys) != 2:
        raise ValueError(f"stance_map: expected two different axes, got {x!r} twice")
    wide = frame[frame["document"].isin(ids) & frame["axis"].isin(keys)].pivot(index="document", columns="axis", values=["position", "lo", "hi"])
    wide = wide.reindex([id for id in ids if id in wide.index]).dropna()
    if len(wide) < 2:
        raise ValueError(f"stance_map: expected two or more documents with positions on {x} and on {y}, got {len(wide)}")
    points = wide["position"][keys].to_numpy()
    reach = [np.abs(wide[end][keys].to_numpy() - points) for end in ("lo", "hi")]
    faint = 0.8 if len(wide) <= 12 else 0.35
    poles = drawing.poles_of(analysis.lexicon)
    beyond = 0.08 if len(wide) <= 12 else 0.3  # room for the labels of those at the ends
    for key, set_limits, draw in ((x, ax.set_xlim, ax.axvline), (y, ax.set_ylim, ax.axhline)):
        two_sided = poles[key]["kind"] == "bipolar"
        set_limits(-1 - beyond if two_sided else -beyond / 2, 1 + beyond if two_sided else 1 + beyond / 2)
        if two_sided:
            draw(0, color=FAINT, lw=0.7, zorder=0)
    ax.errorbar(points[:, 0], points[:, 1], xerr=[reach[0][:, 0], reach[1][:, 0]], yerr=[reach[0][:, 1], reach[1][:, 1]],
                fmt="none", ecolor=BLUE, elinewidth=0.7, alpha=faint, zorder=1)  # fmt: skip
    ax.plot(points[:, 0], points[:, 1], "o", color=BLUE, mec="white", mew=0.5, ms=6, ls="none", zorder=3, label="documents")
    drawing.name_poles(ax, "x", poles[x], 34)
    drawing.name_poles(ax, "y", poles[y], 14)
    ax.set_xlabel(words(x), fontsize=8)
    ax.set_ylabel(words(y), fontsize=8)
    ax.spines[["top", "right"]].set_visible(False)
    placed = list(wide.index)
    bars = [[(wide[end][x][id], py), (px, py)] for id, (px, py) in zip(placed, points) for end in ("lo", "hi")]
    bars += [[(px, wide[end][y][id]), (px, py)] for id, (px, py) in zip(placed, points) for end in ("lo", "hi")]
    stated = [f"{names[id]} ({drawing.signed(px)}, {drawing.signed(py)})" for id, (px, py) in zip(placed, points)]
    more = f"; and {len(stated) - drawing.SPOKEN} more" if len(stated) > drawing.SPOKEN else ""
    drawing.describe(ax, f"Map of {len(placed)} documents: across {words(x)}, up {words(y)}, with {percent(analysis.level)} intervals. "
                         + "; ".join(stated[: drawing.SPOKEN]) + more + ".")  # fmt: skip
    return placed, points, np.array(bars + [[(-1, 0), (1, 0)], [(0, -1), (0, 1)]])


def _draw_scaling(ax: Axes, source: Union[Analysis, Comparison], ids: Sequence[str], names: Mapping[str, str]) -> Tuple[List[str], Matrix]:
    """Documents by their stance similarities. Returns those that could be placed, and where."""
    matrix = source.similarity("stance")
    assert isinstance(matrix, pd.DataFrame)
    placed = [id for id in ids if id in matrix.index]
    scaled = structure.mds(matrix.loc[placed, placed], form="linear")  # who cannot be compared with all others is left out
    placed = [str(id) for id in scaled.coordinates.index]
    if len(placed) < 3:
        raise ValueError(f"stance_map: expected three or more documents whose stances can be compared with each other, got {len(placed)}")
    points, share = scaled.coordinates.to_numpy(), 1.0 if math.isnan(scaled.fit_positive) else scaled.fit_positive
    low, high = points.min(axis=0), points.max(axis=0)
    margin = float((high - low).max()) * 0.15 or 1.0
    ax.update_datalim([low - margin, high + margin])
    ax.margins(0)
    ax.set_aspect("equal", adjustable="datalim")  # the map fills its frame
    ax.plot(points[:, 0], points[:, 1], "o", color=BLUE, mec="white", mew=0.5, ms=6, ls="none", zorder=3, label="documents")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_color(PALE)
    ax.set_title("Near each other: similar stances", fontsize=9, loc="left")
    ax.set_xlabel(f"The map holds {100 * share:.0f} % of the squared distances. Directions mean nothing.", fontsize=SMALL)
    apart = [(float(np.hypot(*(points[a] - points[b]))), names[placed[a]], names[placed[b]]) for a in range(len(placed)) for b in range(a)]
    near, far = min(apart), max(apart)
    drawing.describe(ax, f"Map of {len(placed)} documents by stance similarity, which holds {100 * share:.0f} % of the squared distances. "
                         f"Nearest: {near[2]} and {near[1]}; furthest: {far[2]} and {far[1]}.")  # fmt: skip
    return placed, points


def _draw_pairs(ax: Axes, frame: pd.DataFrame, topic: float, stance: float) -> None:
    """A mark for each pair, with intervals where they are few enough to be told apart."""
    few = len(frame) <= 30
    right = frame[["topic", "topic_hi"] if few else ["topic"]].max().max()
    low = frame[["stance", "stance_lo"] if few else ["stance"]].min().min()
    ax.set_xlim(0, min(1.02, max(_round_up(float(right)), _round_up(topic * 1.5))))
    ax.set_ylim(max(-0.06, min(math.floor(float(low) * 10) / 10, stance - 0.2) - 0.06), 1.06)
    if few:
        across, up = _reach(frame, "topic"), _reach(frame, "stance")
        ax.errorbar(frame["topic"], frame["stance"], xerr=across, yerr=up, fmt="none", ecolor="#CCCCCC", elinewidth=0.8, zorder=0)
    unsure = frame[~frame["quarter"].isin(list(_MARKS))]
    ax.plot(unsure["topic"], unsure["stance"], "o", mfc="white", mec=FAINT, ms=4.5 if few else 2.5, mew=0.7, ls="none", label="not enough evidence")
    for quarter, (mark, colour) in _MARKS.items():
        part = frame[frame["quarter"] == quarter]
        if len(part):
            size, edge = (6.0, "white") if few else (3.5, "none")
            ax.plot(part["topic"], part["stance"], mark, color=colour, ms=size, mec=edge, mew=0.4, ls="none", alpha=0.9, label=_quarter(quarter))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=SMALL, frameon=False)
    ax.tick_params(labelsize=SMALL)
    ax.set_ylabel("stance similarity", fontsize=8)
    ax.set_xlabel("topic similarity", fontsize=8)


def _quarter(key: str) -> str:
    """As the corners say it: "same topic, opposite stance"."""
    return words(key).replace(" topic ", " topic, ")


def _draw_quarters(ax: Axes, topic: float, stance: float) -> None:
    """The cuts, and what lies between them."""
    ax.axvline(topic, color=FAINT, lw=0.8, ls="--", zorder=0)
    ax.axhline(stance, color=FAINT, lw=0.8, ls="--", zorder=0)
    corners = {(0.01, 0.99, "left", "top"): "different topic, same stance", (0.99, 0.99, "right", "top"): "same topic, same stance",
               (0.01, 0.01, "left", "bottom"): "different topic, opposite stance", (0.99, 0.01, "right", "bottom"): "same topic, opposite stance"}  # fmt: skip
    for (x, y, ha, va), text in corners.items():
        ax.text(x, y, text, transform=ax.transAxes, ha=ha, va=va, fontsize=SMALL, color=FAINT, style="italic", zorder=0.5).set_bbox(
            {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        )


def _reach(frame: pd.DataFrame, what: str) -> Matrix:
    """Lengths of the error bars, 0 where there is no interval."""
    ends = np.vstack([frame[what] - frame[f"{what}_lo"], frame[f"{what}_hi"] - frame[what]])
    lengths: Matrix = np.clip(np.nan_to_num(ends), 0, None)
    return lengths


def _pairs_in_words(frame: pd.DataFrame, texts: Sequence[str], told: pd.DataFrame) -> str:
    counts = frame["quarter"].value_counts()
    many = "1 pair" if len(frame) == 1 else f"{len(frame)} pairs"
    text = f"Topic and stance similarity of {many} of documents: " + ", ".join(f"{n} {_quarter(str(q))}" for q, n in counts.items()) + "."
    shown = [f"{pair} (topic {t:.2f}, stance {s:.2f})" for pair, t, s in zip(texts, told["topic"], told["stance"])]
    return text + (f" Named: {'; '.join(shown)}." if shown else "")
