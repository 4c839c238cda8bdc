"""Plots over time and of groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, List, Optional

import numpy as np
import pandas as pd

from . import _checks as checks
from . import _drawing as drawing
from ._analysis import Analysis
from ._drawing import BLUE, FAINT, INK, PALE, SMALL, VERMILION, percent, signed, words
from ._trends import AxisSeries

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def series(analysis: Analysis, axis: str, by: str = "date", *, points: bool = True, ax: Optional[Axes] = None, **options: Any) -> Axes:
    """Positions on an axis over time: means of each date with intervals, the smooth line with its band, and the changes.

    Parameters
    ----------
    analysis : Analysis
    axis : str
    by : str
        Document variable with dates.
    points : bool
        With a small dot for each document.
    ax : Axes, optional
        To draw into.
    **options
        As for :meth:`Analysis.series`.

    Raises
    ------
    ValueError
        When no document with a date has a position on the axis.

    Examples
    --------
    >>> import pandas as pd, stance
    >>> said = [("We will never join NATO.", year) for year in range(1990, 1998)] + [("We will join NATO.", year) for year in range(1998, 2006)]
    >>> corpus = stance.Corpus.from_pandas(pd.DataFrame(said, columns=["text", "year"]))
    >>> ax = stance.plot.series(stance.analyze(corpus, principal="Georgia"), "nato_orientation", by="year")
    >>> print(stance.plot.alt_text(ax))
    Positions on nato orientation over time, 16 documents of 16 dates from 1990 to 2005. Smooth line from −0.59 to +1.00. Change between 1997 and 1998: from −0.30 to +1.00.
    """
    found = analysis.series(axis, by, **options)
    if found.times.empty:
        raise ValueError(f"series: no document with a date has a position on {axis}; analysis.positions() says why")
    pole = drawing.poles_of(analysis.lexicon)[axis]
    with drawing.canvas(ax, 7.2, 3.9) as ax:
        _draw_series(ax, found, checks.flag(points, "points"), pole["kind"] == "bipolar")
        drawing.name_poles(ax, "y", pole, 26)
        ax.set_title(words(axis), fontsize=9, loc="left")
        ax.set_xlabel(drawing.wrapped(_series_note(found), 100, 3), fontsize=SMALL, color=INK)
        drawing.describe(ax, _series_in_words(found))
        return ax


def group_means(analysis: Analysis, axis: str, by: str, *, sort: bool = True, ax: Optional[Axes] = None, **options: Any) -> Axes:
    """Mean position of each group on an axis, with its interval.

    Parameters
    ----------
    analysis : Analysis
    axis : str
    by : str
        Document variable of the groups.
    sort : bool
        Highest first; else by name.
    ax : Axes, optional
        To draw into.
    **options
        As for :meth:`Analysis.group_means`.

    Raises
    ------
    ValueError
        When no group has a mean.
    """
    frame = analysis.group_means(by, [axis], **options)
    held = frame[frame["mean"].notna()]
    if held.empty:
        raise ValueError(f"group_means: no value of {by} has a document with a position on {axis}")
    if checks.flag(sort, "sort"):
        held = held.sort_values("mean", ascending=False, kind="stable")
    pole = drawing.poles_of(analysis.lexicon)[axis]
    with drawing.canvas(ax, 6.6, 1.3 + 0.24 * len(held)) as ax:
        _draw_means(ax, held, pole["kind"] == "bipolar")
        drawing.name_poles(ax, "x", pole, 26)
        ax.set_yticks(range(len(held)), [drawing.shortened(group, 36) for group in held["group"]], fontsize=drawing.letters(len(held)))
        drawing.plain(ax.get_yticklabels())
        ax.set_title(f"{words(axis)} by {words(by)}", fontsize=9, loc="left")
        note = f"Bars: {percent(analysis.level)} intervals of the mean. Hollow: the interval holds 0. Ticks: without weights. Right: documents."
        left = len(frame) - len(held)
        note += f" {left} more have no position." if left else ""
        ax.set_xlabel(drawing.wrapped(note, 95, 3), fontsize=SMALL, color=INK)
        drawing.describe(ax, _means_in_words(held, axis, by, left, analysis.level))
        return ax


def _draw_series(ax: Axes, found: AxisSeries, points: bool, two_sided: bool) -> None:
    times, line = found.times, found.line
    if points and len(found.documents) > len(times):
        ax.plot(found.documents["time"], found.documents["position"], "o", color=FAINT, alpha=0.35, ms=2.2, ls="none", mew=0, zorder=1, label="documents")
    if not line.empty:
        ax.fill_between(line["time"], line["lo"], line["hi"], color=BLUE, alpha=0.15, lw=0, zorder=2, label="interval of the line")
        ax.plot(line["time"], line["position"], color=BLUE, lw=1.6, zorder=3, label="line")
    known = times[times["lo"].notna()]
    ax.vlines(known["time"], known["lo"], known["hi"], color=INK, lw=0.8, zorder=4, label="intervals")
    ax.plot(times["time"], times["position"], "o", color=INK, ms=3.5, ls="none", zorder=5, label="means of dates")
    _draw_changes(ax, found)
    low = -1.0 if two_sided else 0.0
    ax.set_ylim(low - 0.04 * (1 - low), 1 + 0.04 * (1 - low))
    ax.axhline(0, color=FAINT, lw=0.7, zorder=0)
    _tick_years(ax, times)
    ax.tick_params(length=2, labelsize=SMALL)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(FAINT)


def _tick_years(ax: Axes, times: pd.DataFrame) -> None:
    """Years under their dots, which stand in the middle of the year; of finer dates the first of January."""
    from matplotlib.ticker import MaxNLocator

    if not (times["date"].str.len() == 4).all():
        ax.xaxis.set_major_locator(MaxNLocator(9, integer=True))
        return
    first, last = int(times["date"].iloc[0]), int(times["date"].iloc[-1])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (last - first) / step <= 10)
    years = [year for year in range(first, last + 1) if year % step == 0 or step == 1]
    ax.set_xticks([year + 0.5 for year in years], [str(year) for year in years])


def _draw_changes(ax: Axes, found: AxisSeries) -> None:
    """A dashed line where the mean shifts, a pale band where that may lie, and the means of the stretches."""
    if found.changes.empty:
        return
    time_of = dict(zip(found.times["date"], found.times["time"]))
    first, last = float(found.times["time"].min()), float(found.times["time"].max())
    edges = [first, *found.changes["time"], last]
    levels = [found.changes["before"].iloc[0], *found.changes["after"]]
    for start, end, level in zip(edges, edges[1:], levels):
        ax.plot([start, end], [level, level], color=VERMILION, lw=1.4, zorder=3)
    for time, earliest, latest in zip(found.changes["time"], found.changes["earliest"], found.changes["latest"]):
        ax.axvspan(time_of[earliest], time_of[latest], color=VERMILION, alpha=0.08, lw=0, zorder=0)
        ax.axvline(time, color=VERMILION, lw=1.0, ls="--", zorder=2)


def _series_note(found: AxisSeries) -> str:
    note = f"Dots: means of each date, bars: {percent(found.level)} intervals."
    if not found.line.empty:
        note += f" Blue: smooth line, its band: {percent(found.level)} at each time by itself."
    if not found.changes.empty:
        note += " Red, dashed: change of the mean, pale: where it may lie."
        note += " A straight line fits better than the steps." if found.line_instead else ""
    if found.n_undefined:
        note += f" {found.n_undefined} more documents have no position."
    return note


def _series_in_words(found: AxisSeries) -> str:
    dates = found.times["date"]
    parts = [f"Positions on {words(found.axis)} over time, {len(found.documents)} documents of {len(dates)} dates from {dates.iloc[0]} to {dates.iloc[-1]}."]
    if not found.line.empty:
        parts.append(f"Smooth line from {signed(found.line['position'].iloc[0])} to {signed(found.line['position'].iloc[-1])}.")
    columns = (found.changes[name] for name in ("last_before", "first_after", "before", "after"))
    for last_before, first_after, before, after in zip(*columns):
        parts.append(f"Change between {last_before} and {first_after}: from {signed(before)} to {signed(after)}.")
    if found.changes.empty and "changes" not in found.reasons:
        parts.append("No change found.")
    if found.line_instead:
        parts.append("A straight line fits better than these steps.")
    return " ".join(parts)


def _draw_means(ax: Axes, held: pd.DataFrame, two_sided: bool) -> None:
    low = -1.0 if two_sided else 0.0
    places = np.arange(len(held))
    ax.set_xlim(low - 0.04 * (1 - low), 1 + 0.04 * (1 - low))
    ax.set_ylim(len(held) - 0.5, -0.5)
    for place in range(1, len(held), 2):
        ax.axhspan(place - 0.5, place + 0.5, color=PALE, alpha=0.35, lw=0, zorder=0)
    if two_sided:
        ax.axvline(0, color=FAINT, lw=0.7, zorder=1)
    ax.hlines(places, held["lo"], held["hi"], color=BLUE, lw=1.3, zorder=2, label="intervals")
    ax.plot(held["unweighted"], places, "|", color=INK, ms=7, ls="none", zorder=3, label="without weights")
    sure = ((held["lo"] > 0) | (held["hi"] < 0)).to_numpy() if two_sided else held["lo"].notna().to_numpy()
    ax.plot(held["mean"][sure], places[sure], "o", color=BLUE, ms=5, ls="none", zorder=4, label="interval leaves out 0")
    ax.plot(held["mean"][~sure], places[~sure], "o", mfc="white", mec=BLUE, mew=1.2, ms=5, ls="none", zorder=4, label="interval holds 0")
    for row, count in enumerate(held["n_documents"]):
        ax.text(1.02, row, str(count), transform=ax.get_yaxis_transform(), ha="left", va="center", fontsize=min(SMALL, drawing.letters(len(held))), color=FAINT)
    ax.tick_params(length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(FAINT)


def _means_in_words(held: pd.DataFrame, axis: str, by: str, left: int, level: float) -> str:
    told = held.sort_values("mean", ascending=False, kind="stable")
    if len(told) > drawing.SPOKEN:
        told = pd.concat([told.head(drawing.SPOKEN // 2), told.tail(drawing.SPOKEN // 2)])
    stated: List[str] = []
    for group, mean, lo, hi in zip(told["group"], told["mean"], told["lo"], told["hi"]):
        stated.append(f"{group} {signed(mean)}" + ("" if math.isnan(lo) else f" [{signed(lo)}, {signed(hi)}]"))
    if len(told) < len(held):
        stated.insert(drawing.SPOKEN // 2, f"{len(held) - len(told)} more between these")
    missing = f" {left} more have no position." if left else ""
    return f"Mean positions on {words(axis)} by {words(by)}, {len(held)} groups, with {percent(level)} intervals. {'; '.join(stated)}.{missing}"
