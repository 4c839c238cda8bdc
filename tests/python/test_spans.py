"""start and end of evidence are indices of the Python str, whatever stands before them."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path
from typing import Dict

import pandas as pd
import pytest
from conftest import CORPUS

import stance

SENTENCES = ["We shall join NATO.", "Türkiye is our reliable partner.", "We condemn the aggression of Russia.", "We will never join the CSTO."]
FILLERS = [
    "",
    "Ə, ı, İ, ğ, ş — hərflər. ",
    "Это — предложение. ",
    "🇦🇿🤝🏽👨‍👩‍👧‍👦 emoji 😀. ",
    "e\u0301 o\u0308 a\u0323\u0302 combining. ",
    "\u200f\u05e9\u05dc\u05d5\u05dd right to left. ",
    "𝒞𝒶𝓁𝓁 of the astral plane. ",
    "\ufeff\u00ad\u200bzero widths. ",
    "\x00\x07\x1b control. ",
    "日本語の文章。 ",
]
COLUMNS = [("start", "end", "quotation"), ("cue_start", "cue_end", "cue")]


def check(evidence: pd.DataFrame, texts: Dict[str, str]) -> int:
    for record in evidence.itertuples():
        text = texts[record.document]
        assert text[record.start : record.end] == record.quotation != ""
        if record.cue is None:
            assert record.cue_start == record.cue_end == -1
        else:
            assert text[record.cue_start : record.cue_end] == record.cue
    return len(evidence)


def test_non_ascii_texts() -> None:
    chance = random.Random(1)
    texts = {}
    for number in range(200):
        parts = [chance.choice(FILLERS) + sentence for sentence in chance.sample(SENTENCES, 3) for _ in range(chance.randint(1, 30))]
        text = chance.choice(["\n\n", " ", "\r\n"]).join(parts)
        texts[str(number)] = unicodedata.normalize(chance.choice(["NFC", "NFD"]), text)
    analysis = stance.analyze(texts)
    assert check(analysis.evidence(), texts) > 5000
    for cut in analysis.cuts().itertuples():
        assert texts[cut.document][cut.start : cut.end] == cut.text


def test_the_bundled_corpus() -> None:
    analysis = stance.analyze(stance.Corpus.from_files(CORPUS))
    texts = {document.id: document.text for document in analysis.corpus}
    assert check(analysis.evidence(), texts) > 500
    for cut in analysis.cuts().itertuples():
        assert texts[cut.document][cut.start : cut.end] == cut.text
    pairs = analysis.compare().contrasts()
    for pair in pairs.itertuples():
        for said in analysis.contrast(pair.a, pair.b, pair.axis).quotations.itertuples():
            if said.a_quotation is not None:
                assert texts[pair.a][said.a_start : said.a_end] == said.a_quotation
            if said.b_quotation is not None:
                assert texts[pair.b][said.b_start : said.b_end] == said.b_quotation


def test_files_that_are_not_utf8(tmp_path: Path) -> None:
    """The str has U+FFFD for each fault, and the indices count them as Python does."""
    data = b"\xef\xbb\xbfA\xff\xfe\xe2\x82 caf\xe9 \xf0\x9f\x98. We shall join NATO. \xc3\xa9\xed\xa0\x80 We condemn NATO."
    (tmp_path / "a.txt").write_bytes(data)
    left_out = stance.Corpus.from_files(tmp_path)
    assert len(left_out) == 0 and [d.code for d in left_out.diagnostics] == ["T106"]
    corpus = stance.Corpus.from_files(tmp_path, repair=True)
    assert corpus["a"].text == data.decode("utf-8", "replace")
    analysis = stance.analyze(corpus, repair=True)
    assert check(analysis.evidence(), {"a": corpus["a"].text}) >= 4


@pytest.mark.parametrize("size", [255, 256, 257, 511, 512, 513])
def test_where_blocks_of_bytes_end(size: int) -> None:
    for filler in ("x", "é", "€", "😀"):
        text = filler * (size // len(filler.encode())) + " " * (size % len(filler.encode())) + ". We shall join NATO."
        assert check(stance.analyze({"a": text}).evidence(), {"a": text}) >= 1


def test_texts_without_full_stops_are_quoted_in_part() -> None:
    """A record holds its surroundings and not the whole transcript, which would be as many copies of the text as it has records."""
    text = " ".join(f"and we shall join NATO ərəb {number}" for number in range(400))
    analysis = stance.analyze({"a": text})
    assert [d.code for d in analysis.diagnostics] == ["A304"]
    evidence = analysis.evidence(axis="nato_orientation")
    assert len(evidence) == 400 and check(evidence, {"a": text})
    for number, record in enumerate(evidence.itertuples()):
        assert len(record.sentence.encode()) <= 2 * 2000 + len("join NATO") + 2 * len("…".encode())
        assert f"shall join NATO ərəb {number}" in record.sentence
        assert record.sentence.startswith("…") == (len(text[: record.start].encode()) > 2000)
    lines = stance.kwic({"a": text}, "nato")
    assert len(lines) == 400
    for number, line in enumerate(lines.itertuples()):
        assert line.before.endswith("shall join ") and line.behind.startswith(f" ərəb {number}")
        assert max(len(line.before.encode()), len(line.behind.encode())) <= 2000 + len("…".encode())
        assert line.before.lstrip("…") in text and line.behind.rstrip("…") in text
