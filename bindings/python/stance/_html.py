"""What notebooks show: positions as a table with small intervals, contrasts side by side, documents with their evidence marked.

Every text of a document goes through xml.etree, which escapes it. Signs and line styles say what colours say; backgrounds are translucent
and letters keep the colour of the page, so that both read well on light and dark ones.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Optional, Tuple, Union

import pandas as pd

from . import _checks as checks
from ._drawing import percent, poles_of, reason, signed, words

if TYPE_CHECKING:
    from ._analysis import Analysis
    from ._comparison import Contrast

_ROWS = 30  #: documents of a table; the frames hold all of them

_STYLE = """
.stance { overflow-x: auto; }
.stance table { border-collapse: collapse; font-size: 0.9em; }
.stance th, .stance td { padding: 0.25em 0.6em; text-align: left; vertical-align: top;
  border-bottom: 1px solid rgba(128,128,128,0.35); }
.stance th { font-weight: 600; }
.stance td.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.stance td.quoted { width: 50%; }
.stance td.number svg { vertical-align: middle; margin-right: 0.6em; }
.stance .faint { opacity: 0.75; font-size: 0.9em; }
.stance .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.stance .text { white-space: pre-wrap; unicode-bidi: plaintext; line-height: 1.7; max-width: 46em; max-height: 40em; overflow-y: auto;
  padding: 0.6em 0.8em; border: 1px solid rgba(128,128,128,0.35); }
.stance mark { color: inherit; background: none; position: relative; }
.stance mark.plus { background: rgba(0,114,178,0.22); border-bottom: 2px solid #2b8cc9; }
.stance mark.minus { background: rgba(213,94,0,0.22); border-bottom: 2px dashed #d55e00; }
.stance mark.both { background: rgba(128,128,128,0.28); border-bottom: 4px double currentColor; }
.stance mark.none { border-bottom: 1px dotted currentColor; }
.stance mark.out { border-bottom: 1px dashed rgba(128,128,128,0.9); opacity: 0.8; }
.stance sup { font-weight: 700; line-height: 1; user-select: none; }
.stance mark:focus { outline: 2px solid currentColor; }
.stance mark:focus::after { content: attr(data-note); position: absolute; left: 0; top: 1.7em; z-index: 9; width: max-content;
  max-width: 30em; white-space: pre-line; text-align: left; direction: ltr; font-size: 0.85rem; line-height: 1.4; padding: 0.4em 0.6em;
  color: CanvasText; background: Canvas; border: 1px solid currentColor; }
"""

#: By what a passage says: sign, and what it means.
_SIGNS = {
    "plus": ("+", "toward the positive pole, or intensity"),
    "minus": ("−", "toward the negative pole"),
    "both": ("±", "both, on different axes"),
    "none": ("○", "named without a stance"),
    "out": ("×", "not counted"),
}


@dataclass(frozen=True)
class Html:
    """A piece of HTML that notebooks render.

    Attributes
    ----------
    html : str
    title : str
    """

    html: str
    title: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Html: {self.title}>"

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes it as a page of its own."""
        page = _Builder()
        with page.element("title"):
            page.text(self.title)
        head = f'<meta charset="utf-8"><meta name="color-scheme" content="light dark">{page.html()}'
        with open(checks.path(path, "path"), "w", encoding="utf-8") as file:
            file.write(f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{self.html}</body></html>\n")


class _Builder:
    """Elements and texts, in the order of the page."""

    def __init__(self) -> None:
        self._tree = ElementTree.TreeBuilder()

    @contextmanager
    def element(self, tag: str, kind: str = "", **attributes: str) -> Iterator[None]:
        """What is written within stands in this element; ``kind`` is its class, and data_note becomes data-note."""
        given = {name.replace("_", "-"): value for name, value in attributes.items()}
        self._tree.start(tag, {**({"class": kind} if kind else {}), **given})
        yield
        self._tree.end(tag)

    def text(self, text: str) -> None:
        self._tree.data(text)

    def leaf(self, tag: str, text: str, kind: str = "", **attributes: str) -> None:
        with self.element(tag, kind, **attributes):
            self.text(text)

    def unseen(self, text: str) -> None:
        """For screen readers alone."""
        self.leaf("bdi", text, "unseen")

    def html(self) -> str:
        return ElementTree.tostring(self._tree.close(), encoding="unicode", method="html")


def analysis_html(analysis: Analysis) -> str:
    """Positions of the documents on the bipolar axes, and their intensities folded away."""
    frame = analysis.positions()
    shown = analysis.ids[:_ROWS]
    frame = frame[frame["document"].isin(shown)]
    page = _Builder()
    with page.element("div", "stance"):
        page.leaf("style", _STYLE)
        with page.element("p"):
            page.leaf("b", "1 document" if len(analysis) == 1 else f"{len(analysis)} documents")
            page.text(f" · {analysis.lexicon.name} {analysis.lexicon.version} · positions with {percent(analysis.level)} intervals")
            if len(analysis) > len(shown):
                page.text(f" · the first {len(shown)} here, all in positions()")
            if analysis.diagnostics:
                page.text(f" · {len(analysis.diagnostics)} notes in diagnostics")
        _table(page, analysis, frame[frame["kind"] == "bipolar"], shown)
        intensities = frame[frame["kind"] == "intensity"]
        if len(intensities):
            with page.element("details"):
                page.leaf("summary", "intensities, 0 to 1")
                _table(page, analysis, intensities, shown)
    return page.html()


def _table(page: _Builder, analysis: Analysis, frame: pd.DataFrame, ids: List[str]) -> None:
    if frame.empty:
        return
    poles = poles_of(analysis.lexicon)
    cells = {(row["document"], row["axis"]): row for row in frame.to_dict("records")}
    keys = list(frame["axis"].unique())
    with page.element("table"):
        with page.element("thead"), page.element("tr"):
            page.leaf("th", "document", scope="col")
            for key in keys:
                page.leaf("th", words(key), scope="col", title=_ends(poles[key]))
        with page.element("tbody"):
            for id in ids:
                with page.element("tr"):
                    page.leaf("th", id, scope="row", dir="auto")
                    for key in keys:
                        _cell(page, cells[id, key])


def _ends(pole: Dict[str, Any]) -> str:
    if pole["kind"] == "bipolar":
        return f"−1: {pole['negative']}; +1: {pole['positive']}"
    return f"1: {pole['positive']}"


def _cell(page: _Builder, row: Dict[Any, Any]) -> None:
    """A position with its interval, or — and why there is none."""
    if row["undefined"] is not None:
        with page.element("td", "number", title=reason(row["undefined"])):
            page.leaf("span", "—", aria_hidden="true")
            page.unseen(reason(row["undefined"]))
        return
    note = f"{_number(row, 'position')} [{_number(row, 'lo')}, {_number(row, 'hi')}], evidence: {row['n_evidence']}"
    low = -1.0 if row["kind"] == "bipolar" else 0.0
    with page.element("td", "number", title=note):
        _bar(page, *((row[name] - low) / (1 - low) for name in ("position", "lo", "hi")), zero=row["kind"] == "bipolar")
        page.text(_number(row, "position"))
        page.unseen(f" from {_number(row, 'lo')} to {_number(row, 'hi')}")


def _number(row: Dict[Any, Any], name: str) -> str:
    return signed(row[name]) if row["kind"] == "bipolar" else f"{row[name]:.2f}"


def _bar(page: _Builder, position: float, lo: float, hi: float, *, zero: bool) -> None:
    """An interval as a line and a position as a dot on it; shares of the width."""
    width, height, margin = 64, 14, 4

    def at(share: float) -> str:
        return f"{margin + share * (width - 2 * margin):.1f}"

    middle = f"{height / 2:g}"
    with page.element("svg", width=str(width), height=str(height), viewBox=f"0 0 {width} {height}", aria_hidden="true"):
        if zero:
            page.leaf("line", "", x1=at(0.5), x2=at(0.5), y1="0", y2=str(height), stroke="currentColor", stroke_opacity="0.4")
        page.leaf("line", "", x1=at(lo), x2=at(hi), y1=middle, y2=middle, stroke="#2b8cc9", stroke_width="2")
        page.leaf("circle", "", cx=at(position), cy=middle, r="3.5", fill="#2b8cc9")


def contrast_html(contrast: Contrast) -> str:
    """Quotations of two documents side by side."""
    page = _Builder()
    with page.element("div", "stance"):
        page.leaf("style", _STYLE)
        with page.element("p"):
            page.leaf("b", words(contrast.axis))
            if contrast.difference != contrast.difference:
                page.text(" · one of the documents has no position")
            else:
                apart = "the intervals are apart" if contrast.intervals_apart else "the intervals overlap"
                page.text(f" · difference of positions {signed(contrast.difference)} · {apart}")
        with page.element("table"):
            with page.element("thead"), page.element("tr"):
                for id in (contrast.a, contrast.b):
                    page.leaf("th", id, scope="col", dir="auto")
            with page.element("tbody"):
                for row in contrast.quotations.to_dict("records"):
                    with page.element("tr"):
                        for side in ("a", "b"):
                            _quoted(page, row[f"{side}_sentence"], row[f"{side}_quotation"], row[f"{side}_value"], row[f"{side}_entry"])
    return page.html()


def _quoted(page: _Builder, sentence: Optional[str], quotation: Optional[str], value: float, entry: Optional[str]) -> None:
    """A sentence with the quotation in it marked; cleaning may have changed the sentence, then all of it is."""
    if not isinstance(sentence, str):
        with page.element("td", "quoted"):
            page.leaf("span", "—", aria_hidden="true")
            page.unseen("nothing more")
        return
    before, middle, behind = sentence.partition(quotation) if quotation and quotation in sentence else ("", sentence, "")
    with page.element("td", "quoted", dir="auto"):
        page.text(before)
        with page.element("mark", "plus" if value > 0 else "minus" if value < 0 else "none"):
            page.text(middle)
        page.text(behind + " ")
        page.leaf("bdi", f"{signed(value)} · {entry}", "faint")


def document_html(analysis: Analysis, document: str, axis: Optional[str] = None, target: Optional[str] = None) -> Html:
    """A document with its evidence marked: of all axes, of one, or toward a target. See :meth:`Analysis.show`."""
    records = analysis.evidence(axis=axis, target=target, document=document)
    if axis is None and target is None:
        records = records[records["kind"] == "axis"]
    text = analysis.corpus[document].text
    rows: List[Dict[Any, Any]] = records[records["start"] >= 0].to_dict("records")
    about = words(axis) if axis is not None else f"stance toward {target}" if target is not None else "all axes"
    counted = sum(bool(row["counted"]) for row in rows)
    page = _Builder()
    with page.element("div", "stance"):
        page.leaf("style", _STYLE)
        with page.element("p"):
            page.leaf("b", document, dir="auto")
            page.text(f" · {about} · {len(rows)} passages, {counted} of which count")
        with page.element("p", "faint"):
            for kind, (sign, meaning) in _SIGNS.items():
                with page.element("mark", kind):
                    page.text(f"{sign} {meaning}")
                page.text("   ")
        with page.element("div", "text", dir="auto", tabindex="0", role="region", aria_label=f"text of {document}"):
            for start, end, active in _segments(rows, len(text)):
                if active:
                    _marked(page, text, start, end, active)
                else:
                    page.text(text[start:end])
    return Html(page.html(), f"{document}: {about}")


def _segments(rows: Iterable[Dict[Any, Any]], length: int) -> Iterator[Tuple[int, int, List[Dict[Any, Any]]]]:
    """Stretches of the text, in order and without gaps, each with the records that cover it."""
    waiting = sorted((row for row in rows if row["start"] < row["end"]), key=lambda row: (row["start"], -row["end"]))
    ends = sorted({0, length} | {row[side] for row in waiting for side in ("start", "end")})
    active: List[Dict[Any, Any]] = []
    place = 0
    for start, end in zip(ends, ends[1:]):
        active = [row for row in active if row["end"] > start]
        while place < len(waiting) and waiting[place]["start"] == start:
            active.append(waiting[place])
            place += 1
        yield start, end, active


def _marked(page: _Builder, text: str, start: int, end: int, active: List[Dict[Any, Any]]) -> None:
    """A stretch with evidence. Its sign and its note stand where a record begins; the words that carry the stance are bold."""
    kind = _kind(active)
    beginning = [row for row in active if row["start"] == start]
    note = "\n".join(_note(row) for row in active)
    extra = {"tabindex": "0", "data_note": note} if beginning else {}
    with page.element("mark", kind, title=note, **extra):
        if beginning:
            with page.element("sup", aria_hidden="true"):
                page.leaf("bdi", _SIGNS[kind][0])
            page.unseen(f" [{'; '.join(_note(row) for row in beginning)}] ")
        cues = [(max(start, row["cue_start"]), min(end, row["cue_end"])) for row in active if row["cue_start"] >= 0]
        done = start
        for cue_start, cue_end in sorted(cues):
            if max(cue_start, done) < cue_end:
                page.text(text[done : max(cue_start, done)])
                page.leaf("b", text[max(cue_start, done) : cue_end])
                done = cue_end
        page.text(text[done:end])


def _kind(active: Iterable[Dict[Any, Any]]) -> str:
    values = [row["value"] if row["counted"] else None for row in active]
    counted = [value for value in values if value is not None]
    plus, minus = any(value > 0 for value in counted), any(value < 0 for value in counted)
    return "both" if plus and minus else "plus" if plus else "minus" if minus else "none" if counted else "out"


def _note(row: Dict[Any, Any]) -> str:
    """What a record says, in words."""
    name = words(row["key"]) if row["kind"] == "axis" else f"stance toward {row['key']}"
    parts = [f"{name} {signed(row['value'])}, weight {row['weight']:g}"]
    if row["target"] is not None and row["kind"] == "axis":
        parts.append(f"about {row['target']}")
    if row["cue"] is not None:
        parts.append(f"cue: {row['cue']}")
    if row["modifiers"]:
        parts.append(str(row["modifiers"]))
    if not row["counted"]:
        parts.append(f"not counted: {words(str(row['reason']))}")
    return " · ".join([*parts, str(row["entry"])])
