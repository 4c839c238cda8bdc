"""From texts to numbers, frames, JSON and matrices, in the installed wheel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import stance

TEXTS = {
    "north": "We will join NATO. NATO is our reliable partner. Membership of NATO guarantees our security.",
    "south": "We will not join NATO. NATO is a threat to our security. We condemn NATO.",
}


@pytest.fixture(scope="module")
def analysis() -> stance.Analysis:
    return stance.analyze(TEXTS)


def test_the_package_is_the_installed_one() -> None:
    assert "site-packages" in Path(stance.__file__).parts


def test_positions(analysis: stance.Analysis) -> None:
    table = analysis.positions()
    assert len(table) == 2 * len(analysis.lexicon.axes)
    nato = table[table.axis == "nato_orientation"].set_index("document")
    assert nato.position["north"] > 0 > nato.position["south"]
    assert (nato.lo <= nato.position).all() and (nato.position <= nato.hi).all()
    wide = analysis.positions(wide=True)
    assert wide.loc["north", "nato_orientation"] == nato.position["north"]
    assert list(wide.columns) == list(analysis.lexicon.axes.axis)


def test_evidence_adds_up(analysis: stance.Analysis) -> None:
    records = analysis.evidence(axis="nato_orientation", document="south")
    position = analysis.positions(wide=True).loc["south", "nato_orientation"]
    assert records.contribution.sum() == pytest.approx(position)
    for record in records.itertuples():
        assert TEXTS["south"][record.start : record.end] == record.quotation


def test_comparison(analysis: stance.Analysis) -> None:
    topic = analysis.similarity("topic")
    assert topic.loc["north", "south"] == topic.loc["south", "north"] > 0.5
    assert isinstance(analysis.similarity("stance", as_frame=False), np.ndarray)
    assert len(analysis.pairs()) == 1
    contrast = analysis.contrast("north", "south", "nato_orientation")
    assert contrast.difference > 1
    assert "We will join NATO." in set(contrast.quotations.a_sentence)


def test_dfm_and_tfidf() -> None:
    counts = stance.dfm(TEXTS)
    assert counts.matrix.shape == (2, len(counts.feature_names))
    assert counts.matrix[0, counts.feature_names.index("nato")] == 3
    weighted = stance.tfidf(counts)
    assert weighted.weighting == "tf_idf"
    np.testing.assert_allclose(np.sqrt(weighted.matrix.multiply(weighted.matrix).sum(axis=1)), 1)


def test_corpora(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("We shall join NATO.", encoding="utf-8")
    from_files = stance.Corpus.from_files(tmp_path)
    assert from_files["a"].text == "We shall join NATO."
    frame = pd.DataFrame({"text": list(TEXTS.values()), "country": ["GEO", None], "year": [2010, 2011]}, index=list(TEXTS))
    corpus = stance.Corpus.from_pandas(frame, principal_col="country")
    assert corpus.ids == ["north", "south"]
    assert corpus["north"].principal == "GEO" and corpus[-1].principal == ""
    assert corpus["south"].variables == {"year": "2011"}


def test_faults_of_a_lexicon_have_places() -> None:
    with pytest.raises(stance.ParseError) as caught:
        stance.load_lexicon({"meta": {"name": "x", "version": "1", "language": "en"}, "axes": {"a": {"kind": "bipolr"}}})
    assert any("bipolr" in d.message and d.line > 1 for d in caught.value.diagnostics)
