"""Positions over time, and means of groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional

import pandas as pd

from . import _checks as checks
from . import _core
from ._frames import frame_of

if TYPE_CHECKING:
    from ._analysis import Analysis


@dataclass(frozen=True, repr=False)
class AxisSeries:
    """Positions on one axis over time; made by :meth:`Analysis.series`.

    Attributes
    ----------
    axis : str
    group : str or None
        None: of all documents.
    documents : DataFrame
        ``document``, ``date``, ``time`` (the middle of the day, month or year, as a year with decimals), ``position``, ``se``, ``lo``, ``hi``.
    times : DataFrame
        Documents of one date pooled (random effects): ``date``, ``time``, ``n``, ``position``, ``se``, ``lo``, ``hi``.
    line : DataFrame
        Local linear regression: ``time``, ``position``, ``se``, ``lo``, ``hi``. The interval is for each time by itself, and does not count that
        smoothing cuts bends. Empty where there are fewer than four times.
    bandwidth : float
        Of the line, in years; infinite: a straight one.
    slope : dict
        Of a straight line, per year: ``value``, ``se``, ``lo``, ``hi``, ``p``.
    changes : DataFrame
        Shifts of the mean: ``time``, ``last_before`` and ``first_after`` (dates), ``earliest`` and ``latest`` (where it may lie), ``before``, ``after``,
        ``shift``, ``se``, ``lo``, ``hi``.
    p_value : float
        Of no change at all.
    line_instead : bool
        A straight line fits better than the steps: read the changes as a trend.
    n_undefined : int
        Documents with a date and without a position.
    reasons : dict
        Why there is no ``line``, ``trend`` or search for ``changes``.
    """

    axis: str
    group: Optional[str]
    documents: pd.DataFrame
    times: pd.DataFrame
    line: pd.DataFrame
    bandwidth: float
    slope: Dict[str, float]
    changes: pd.DataFrame
    p_value: float
    line_instead: bool
    n_undefined: int
    reasons: Dict[str, str]
    level: float

    def __repr__(self) -> str:
        whose = "" if self.group is None else f" of {self.group}"
        return f"<AxisSeries {self.axis}{whose}: {len(self.documents)} documents, {len(self.times)} times, {len(self.changes)} changes>"


def _series_of(record: Any, level: float) -> AxisSeries:
    return AxisSeries(
        axis=record["axis"],
        group=record["group"],
        documents=frame_of(record["documents"]),
        times=frame_of(record["times"]),
        line=frame_of(record["line"]),
        bandwidth=record["bandwidth"],
        slope={"value": record["slope"], **{name: record[f"slope_{name}"] for name in ("se", "lo", "hi", "p")}},
        changes=frame_of(record["changes"]),
        p_value=record["change_p"],
        line_instead=record["line_instead"],
        n_undefined=record["n_undefined"],
        reasons=dict(record["reasons"]),
        level=level,
    )


def find(
    analysis: Analysis,
    *,
    axes: Iterable[str] = (),
    by_date: str = "",
    group_by: str = "",
    unit: Optional[str] = None,
    min_group: int = 1,
    tau: str = "reml",
    interval: str = "hartung-knapp",
    bandwidth: Optional[float] = None,
    n_places: Optional[int] = None,
    min_times: int = 2,
    false_alarm: float = 0.05,
    n_permutations: int = 999,
    seed: int = 1,
) -> Dict[str, Any]:
    """What the C++ side finds, with arguments checked."""
    if checks.name(interval, "interval") not in ("hartung-knapp", "normal"):
        raise ValueError(f"interval: expected 'hartung-knapp' or 'normal', got {checks.shown(interval)}")
    if bandwidth is not None and checks.number(bandwidth, "bandwidth") <= 0:
        raise ValueError(f"bandwidth: expected a number of years above 0, got {bandwidth}")
    return dict(
        _core.trends(
            analysis._core,
            axes=checks.strings(axes, "axes"),
            date=by_date,
            group_by=group_by,
            unit=checks.optional_name(unit, "unit"),
            min_group=checks.whole(min_group, "min_group", 1),
            tau=checks.name(tau, "tau"),
            hartung_knapp=interval == "hartung-knapp",
            bandwidth=0.0 if bandwidth is None else float(bandwidth),
            n_places=0 if n_places is None else checks.whole(n_places, "n_places", 1),
            min_times=checks.whole(min_times, "min_times", 1),
            false_alarm=checks.number(false_alarm, "false_alarm"),
            n_permutations=checks.whole(n_permutations, "n_permutations", 19),
            seed=checks.whole(seed, "seed"),
        )
    )


def series(analysis: Analysis, axis: str, by: str, group_by: Optional[str], options: Dict[str, Any]) -> List[AxisSeries]:
    """All series of one axis: first that of all documents, then those of groups."""
    date = checks.name(by, "by")
    if not date:
        raise ValueError("by: expected the name of a document variable, got ''")
    found = find(analysis, axes=[checks.name(axis, "axis")], by_date=date, group_by=checks.optional_name(group_by, "group_by"), **options)
    return [_series_of(record, analysis.level) for record in found["series"]]


def groups(analysis: Analysis, by: str, axes: Optional[Iterable[str]], options: Dict[str, Any]) -> Dict[str, Any]:
    """Means and differences of groups."""
    group_by = checks.name(by, "by")
    if not group_by:
        raise ValueError("by: expected the name of a document variable, got ''")
    return find(analysis, axes=() if axes is None else axes, group_by=group_by, **options)
