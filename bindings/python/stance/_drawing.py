"""What the plots share: matplotlib when it is needed, colours, labels that do not overlap, alt texts."""

from __future__ import annotations

import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from . import _checks as checks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from ._lexicon import Lexicon

Labels = Union[Mapping[str, str], Callable[[str], str], None]
Points = npt.NDArray[np.float64]

# Okabe & Ito (2008), "Color Universal Design": told apart with every common colour blindness.
BLUE, VERMILION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"
INK, FAINT, PALE = "#222222", "#767676", "#E6E6E6"
SMALL = 7.0  #: points, size of notes
SPOKEN = 8  #: documents that an alt text names one by one

#: Why there is no position, in words for readers.
UNDEFINED = {
    "no_mention": "not mentioned",
    "no_polarity": "named, no stance",
    "only_reported": "only others' views",
    "too_short": "text too short",
}

_alt_texts: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def pyplot() -> Any:
    """matplotlib.pyplot, or an error that says how to get it."""
    try:
        import matplotlib.pyplot
    except ImportError as fault:
        raise ImportError(f"stance.plot needs matplotlib ({fault}); install it with: pip install 'stance[plot]'") from fault
    return matplotlib.pyplot


@contextmanager
def canvas(ax: Optional[Axes], width: float, height: float) -> Iterator[Axes]:
    """The axes given, or those of a figure of its own (in inches), which goes away when drawing fails."""
    if ax is not None:
        yield ax
        return
    figure, own = pyplot().subplots(figsize=(width, height), layout="constrained")
    try:
        yield own
    except BaseException:
        pyplot().close(figure)
        raise


def describe(ax: Axes, text: str) -> None:
    """Keeps the alt text of a plot."""
    _alt_texts[ax] = text


def described(ax: Axes) -> Optional[str]:
    """The alt text of a plot."""
    return _alt_texts.get(ax)


def words(key: str) -> str:
    """A key as a title."""
    return key.replace("_", " ")


def reason(undefined: Optional[str]) -> str:
    """Why there is no position, in words."""
    return UNDEFINED.get(str(undefined), words(str(undefined)))


def signed(value: float) -> str:
    """A position as it is printed: +0.50, −0.50."""
    return f"{value:+.2f}".replace("-", "−")


def percent(level: float) -> str:
    """The level of an interval as it is printed: 95 %."""
    return f"{100 * level:g} %"


def letters(rows: int) -> float:
    """Size of row labels, in points."""
    return 8.0 if rows <= 15 else SMALL if rows <= 35 else 6.0


def shortened(text: str, length: int) -> str:
    """Text with its middle left out: file names tell themselves apart at both ends."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    tail = (length - 1) // 2
    return text[: length - 1 - tail].rstrip() + "…" + text[-tail:].lstrip()


def names(ids: Sequence[str], labels: Labels, length: int) -> List[str]:
    """What the documents are called: by ``labels``, else by their ids, shortened as far as they stay apart."""
    if labels is None:
        given = list(ids)
    elif isinstance(labels, Mapping):
        given = [checks.string(labels.get(id, id), "labels") for id in ids]
    elif callable(labels):
        given = [checks.string(labels(id), "labels") for id in ids]
    else:
        raise TypeError(f"labels: expected a dict of ids and names or a function, got {checks.shown(labels)}")
    for limit in (length, 2 * length):
        short = [shortened(name, limit) for name in given]
        if len(set(short)) == len(set(given)):
            return short
    return given


def wrapped(text: str, width: int, lines: int) -> str:
    """Text in lines, the last of which says with … that there was more."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" …"))


def plain(texts: Iterable[Text]) -> None:
    """Labels as they are: a $ in the id of a document begins no formula."""
    for text in texts:
        text.set_parse_math(False)


def chosen(asked: Optional[Iterable[str]], known: Sequence[str], what: str) -> List[str]:
    """Names that were asked for, checked; all when none were."""
    if asked is None:
        return list(known)
    picked = list(dict.fromkeys(checks.strings(asked, what)))
    unknown = [name for name in picked if name not in set(known)]
    if unknown:
        raise ValueError(f"{what}: unknown {', '.join(map(repr, unknown))}; expected some of {shortened(', '.join(known), 200)}")
    if not picked:
        raise ValueError(f"{what}: expected at least one name, got none")
    return picked


def poles_of(lexicon: Lexicon) -> Dict[str, Dict[str, Any]]:
    """The rows of ``Lexicon.axes``, by key."""
    return {row["axis"]: {str(name): value for name, value in row.items()} for row in lexicon.axes.to_dict("records")}


def name_poles(ax: Axes, which: str, pole: Mapping[str, Any], width: int) -> None:
    """Ticks of the x or y axis whose labels say what its ends mean; ``pole`` is a row of ``Lexicon.axes``."""
    axis = ax.xaxis if which == "x" else ax.yaxis
    if pole["kind"] == "bipolar":
        ends = [f"−1\n{wrapped(pole['negative'], width, 4)}", "−0.5", "0", "+0.5", f"+1\n{wrapped(pole['positive'], width, 4)}"]
        if which == "y":
            ends[0] = "\n".join(reversed(ends[0].split("\n", 1)))  # the number beside its tick
        axis.set_ticks([-1, -0.5, 0, 0.5, 1], labels=ends, fontsize=SMALL)
    else:
        ends = [f"0\n{wrapped('not in the text', width, 2)}", "0.5", f"1\n{wrapped(pole['positive'], width, 4)}"]
        axis.set_ticks([0, 0.5, 1], labels=ends, fontsize=SMALL)
    labels = axis.get_ticklabels()
    plain(labels)
    if which == "x":
        labels[0].set_horizontalalignment("left")
        labels[-1].set_horizontalalignment("right")
    else:
        labels[0].set_verticalalignment("bottom")
        labels[-1].set_verticalalignment("top")


def place_labels(
    ax: Axes, points: Points, texts: Sequence[str], size: float, *, others: Optional[Points] = None, lines: Optional[Points] = None
) -> List[Text]:
    """Writes a label beside each point where it covers no other label and no point; a thin line leads to those that had to move away.

    Greedy, in order of the points, and deterministic: of places on growing rings the first free one, else the least crowded.

    Parameters
    ----------
    points : array, n × 2
        In data coordinates. The limits of ``ax`` must be set.
    texts : sequence of str
        Their labels.
    size : float
        Of the letters, in points.
    others : array, m × 2, optional
        Points without a label, to keep free as well.
    lines : array, k × 2 × 2, optional
        Ends of upright and level lines that a label should not cross if it can help it.
    """
    from matplotlib.patheffects import withStroke

    figure = ax.figure
    figure.canvas.draw()
    renderer: Any = getattr(figure.canvas, "get_renderer")()
    scale = figure.dpi / 72
    frame = ax.get_window_extent(renderer)
    pixels: Points = ax.transData.transform(points)
    marks = [_box(x, y, 7 * scale, 7 * scale) for x, y in ax.transData.transform(points if others is None else np.vstack([points, others]))]
    strokes = [] if lines is None else [_around(ax.transData.transform(ends), scale) for ends in lines]
    placed: List[Tuple[float, float, float, float]] = []
    result: List[Text] = []
    for (x, y), data, text in zip(pixels, points, texts):
        label = ax.annotate(text, (data[0], data[1]), xytext=(0, 0), textcoords="offset points", fontsize=size, color=INK, ha="center", va="center")
        label.set_parse_math(False)
        label.set_in_layout(False)
        label.set_path_effects([withStroke(linewidth=2, foreground="white")])
        extent = label.get_window_extent(renderer)
        width, height = extent.width + 2 * scale, extent.height
        best, away, least = (0.0, 0.0), 0, np.inf
        for ring, (dx, dy) in _places(width, height, 6 * scale, corners_first=bool(strokes)):
            box = _box(x + dx, y + dy, width, height)
            distance = (ring - 1) * 4 * scale * height
            if distance >= least:
                break
            cost = distance + 20 * sum(_overlap(box, other) for other in placed) + 10 * sum(_overlap(box, other) for other in marks)
            cost += sum(_overlap(box, stroke) for stroke in strokes)
            cost += 40 * (_area(box) - _overlap(box, (frame.x0, frame.y0, frame.x1, frame.y1)))
            if cost < least:
                best, away, least = (dx, dy), ring, cost
        placed.append(_box(x + best[0], y + best[1], width, height))
        # Held at the end that is beside the point: in another resolution letters have another width.
        side = int(np.sign(best[0])) if abs(best[0]) >= width / 2 else 0
        label.set_horizontalalignment(("center", "left", "right")[side])
        label.set_position(((best[0] - side * extent.width / 2) / scale, best[1] / scale))
        if away > 1:
            ax.annotate(
                "", (data[0], data[1]), xytext=(best[0] / scale, best[1] / scale), textcoords="offset points",
                arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.4, "shrinkA": 4, "shrinkB": 2}, zorder=1,
            ).set_in_layout(False)  # fmt: skip
        result.append(label)
    return result


def _places(width: float, height: float, gap: float, corners_first: bool) -> Iterable[Tuple[int, Tuple[float, float]]]:
    """Offsets of the centre of a label: beside, above and below the point and at its corners, then further away."""
    sides, corners = ((1, 0), (-1, 0), (0, 1), (0, -1)), ((1, 1), (-1, 1), (1, -1), (-1, -1))
    for ring in range(1, 13):
        away = gap * (1 + 1.4 * (ring - 1))
        for right, up in corners + sides if corners_first else sides + corners:
            tight = 0.5 if right and up else 1.0
            yield ring, (right * (width / 2 + tight * away), up * (height / 2 + tight * away))


def _around(ends: Points, scale: float) -> Tuple[float, float, float, float]:
    """Box of an upright or level line in pixels."""
    (x0, y0), (x1, y1) = ends.min(axis=0) - scale, ends.max(axis=0) + scale
    return float(x0), float(y0), float(x1), float(y1)


def _box(x: float, y: float, width: float, height: float) -> Tuple[float, float, float, float]:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _area(box: Tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _overlap(a: Tuple[float, float, float, float], b: Tuple[float, float, float, float]) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
