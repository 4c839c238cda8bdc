"""What notebooks show: the numbers of the frames, the whole text, and nothing that a text could run."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import pytest

import stance
import stance._html as html

TEXTS = {
    "north": "We will join NATO. NATO is our reliable partner. Membership of NATO guarantees our security.",
    "south": "We will not join NATO. NATO is a threat to our security. We condemn NATO.",
    "<b>&\"'": "NATO is a threat <script>alert('x')</script> & \"danger\". 🇦🇿👩‍👩‍👧 We condemn NATO.\n"
    "\tنحن نرفض We condemn NATO، وهذا.\r\nמדינת We support the EU ושלום.",
}
VOID = {"meta", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """The elements of a page: (tag, attributes, text), the text without what is for eyes or screen readers alone."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: List[Tuple[str, Dict[str, str], List[str]]] = []
        self.open: List[int] = []
        self.feed(source)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Optional[str]]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, []))
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag, tag

    def handle_data(self, data: str) -> None:
        around = [self.elements[place] for place in self.open]
        aside = any(attributes.get("class") == "unseen" or "aria-hidden" in attributes for _, attributes, _ in around)
        for _, attributes, text in around:
            if not aside or attributes.get("class") == "unseen":
                text.append(data)

    def all(self, tag: str, kind: str = "") -> List[Tuple[Dict[str, str], str]]:
        found = [(attributes, "".join(text)) for name, attributes, text in self.elements if name == tag]
        return [(attributes, text) for attributes, text in found if not kind or attributes.get("class") == kind]


@pytest.fixture(scope="module")
def analysis() -> stance.Analysis:
    return stance.analyze(TEXTS)


@pytest.mark.parametrize("document", list(TEXTS))
def test_the_text_is_whole_and_harmless(analysis: stance.Analysis, document: str) -> None:
    page = Page(analysis.show(document).html)
    assert page.all("div", "text")[0][1] == TEXTS[document]
    assert {tag for tag, _, _ in page.elements} <= {"div", "style", "p", "b", "mark", "sup", "bdi"}
    assert page.all("div", "text")[0][0]["dir"] == "auto"


def test_marks_hold_the_evidence(analysis: stance.Analysis) -> None:
    page = Page(analysis.show("south", axis="nato_orientation").html)
    legend, marks = page.all("mark")[:5], page.all("mark")[5:]
    assert [attributes["class"] for attributes, _ in legend] == ["plus", "minus", "both", "none", "out"]
    records = analysis.evidence(axis="nato_orientation", document="south")
    covered = {place for row in records.itertuples() for place in range(row.start, row.end)}
    assert "".join(text for _, text in marks) == "".join(TEXTS["south"][place] for place in sorted(covered))
    notes = "\n".join(attributes["title"] for attributes, _ in marks)
    for row in records.itertuples():
        assert row.entry in notes and (row.counted or f"not counted: {row.reason.replace('_', ' ')}" in notes)
    minus = [(attributes, text) for attributes, text in marks if attributes["class"] == "minus"]
    assert "We condemn NATO"[3:] in [text for _, text in minus]
    assert all(attributes["tabindex"] == "0" and attributes["data-note"] == attributes["title"] for attributes, _ in minus)
    signs = [text for tag, attributes, text in page.elements if tag == "sup"]
    assert len(signs) == len(minus) + len([1 for attributes, _ in marks if attributes["class"] != "minus" and "tabindex" in attributes])


def test_overlapping_records_are_cut_into_stretches() -> None:
    def record(start: int, end: int, value: float, counted: bool = True) -> Dict[str, object]:
        return {"start": start, "end": end, "value": value, "counted": counted}

    a, b, c = record(2, 8, 1.0), record(5, 12, -1.0), record(5, 8, 0.5, counted=False)
    stretches = list(html._segments([c, b, a], 15))
    assert [(start, end) for start, end, _ in stretches] == [(0, 2), (2, 5), (5, 8), (8, 12), (12, 15)]
    assert [active for _, _, active in stretches] == [[], [a], [a, b, c], [b], []]
    assert [html._kind(active) for _, _, active in stretches[1:4]] == ["plus", "both", "minus"]
    assert html._kind([c]) == "out" and html._kind([record(0, 1, 0.0)]) == "none"
    assert list(html._segments([], 0)) == []


def test_show_of_a_target(analysis: stance.Analysis) -> None:
    page = Page(analysis.show("north", target="NATO").html)
    assert any("stance toward NATO +" in attributes.get("title", "") for attributes, _ in page.all("mark"))
    with pytest.raises(ValueError, match="nobody"):
        analysis.show("nobody")


def test_the_table_has_the_positions(analysis: stance.Analysis) -> None:
    page = Page(analysis._repr_html_())
    heads = [text for attributes, text in page.all("th") if attributes["scope"] == "col"]
    bipolar = list(analysis.lexicon.axes.query("kind == 'bipolar'").axis)
    assert heads[: len(bipolar) + 1] == ["document"] + [key.replace("_", " ") for key in bipolar]
    assert [text for attributes, text in page.all("th") if attributes["scope"] == "row"][:3] == analysis.ids
    frame = analysis.positions().query("kind == 'bipolar'")
    cells = page.all("td")[: len(frame)]
    spoken = page.all("bdi", "unseen")[: len(frame)]
    for row, (attributes, text), (_, unseen) in zip(frame.itertuples(), cells, spoken):
        if row.undefined is None:
            number, lo, hi = (f"{value:+.2f}".replace("-", "−") for value in (row.position, row.lo, row.hi))
            assert attributes["title"] == f"{number} [{lo}, {hi}], evidence: {row.n_evidence}"
            assert (text, unseen) == (number, f" from {lo} to {hi}")
        else:
            assert text == "" and unseen == attributes["title"] == {"no_mention": "not mentioned", "no_polarity": "named, no stance"}[row.undefined]
    circle = page.all("circle")[0][0]
    first = frame[frame.position.notna()].iloc[0]
    assert float(circle["cx"]) == pytest.approx(4 + 56 * (first.position + 1) / 2, abs=0.06)


def test_a_long_table_says_what_it_leaves_out() -> None:
    page = Page(stance.analyze([f"We will join NATO {i}." for i in range(35)])._repr_html_())
    assert len([1 for attributes, _ in page.all("th") if attributes["scope"] == "row"]) == 2 * 30
    assert "the first 30 here" in page.all("p")[0][1]


def test_contrast_side_by_side(analysis: stance.Analysis) -> None:
    contrast = analysis.contrast("north", "south", "nato_orientation")
    page = Page(contrast._repr_html_())
    assert [text for _, text in page.all("th")] == ["north", "south"]
    assert f"{contrast.difference:+.2f}" in page.all("p")[0][1]
    marks = page.all("mark")
    assert {attributes["class"] for attributes, _ in marks} == {"plus", "minus"}
    assert [text for attributes, text in marks if attributes["class"] == "plus"] == contrast.quotations.a_quotation.dropna().tolist()
    alone = Page(analysis.contrast("north", "south", "idealism")._repr_html_())
    assert len(alone.all("td")) == 0


def test_a_saved_page(analysis: stance.Analysis, tmp_path: Path) -> None:
    view = analysis.show("<b>&\"'")
    view.save(tmp_path / "page.html")
    page = Page((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert page.all("title")[0][1] == "<b>&\"': all axes"
    assert repr(view) == "<Html: <b>&\"': all axes>"
    assert view._repr_html_() == view.html
