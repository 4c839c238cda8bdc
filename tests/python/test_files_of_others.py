"""Dictionaries and matrices of other programs: scipy reads what we write, and we read what scipy writes."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.io
import scipy.sparse as sp

import stance

COUNTS = stance.dfm({"a": "War and peace.", "b": "Peace, peace!", "c": "…"})
LIWC = "%\n1\tHarm\n2\tCare\n%\nwar*\t1\npeace*\t2\n"


def same(a: stance.Dfm, b: stance.Dfm) -> None:
    assert a.documents == b.documents
    assert a.feature_names == b.feature_names
    assert (a.matrix != b.matrix).nnz == 0
    assert a.weighting == b.weighting


# ---- Matrix Market


@pytest.mark.parametrize("names", ["comments", "side_files", "none"])
def test_scipy_reads_what_is_written(names: str, tmp_path: Path) -> None:
    for counts in (COUNTS, stance.tfidf(COUNTS)):
        path = tmp_path / "counts.mtx"
        assert counts.to_matrix_market(path, names=names) is None
        read = sp.csr_matrix(scipy.io.mmread(path))
        assert (read != counts.matrix).nnz == 0
        assert read.dtype == (np.int64 if counts is COUNTS else np.float64)
    if names == "side_files":
        assert (tmp_path / "counts.rows").read_text(encoding="utf-8").splitlines() == COUNTS.documents
        assert (tmp_path / "counts.cols").read_text(encoding="utf-8").splitlines() == COUNTS.feature_names


@pytest.mark.parametrize("field", ["real", "integer", "pattern"])
@pytest.mark.parametrize("symmetry", ["general", "symmetric"])
def test_what_scipy_writes_is_read(field: str, symmetry: str, tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    cells = random.integers(0, 3, (5, 5)) * (1 if field != "real" else 0.1)
    if symmetry == "symmetric":
        cells = np.maximum(cells, cells.T)
    if field == "pattern":
        cells = np.minimum(cells, 1)
    path = tmp_path / "m.mtx"
    scipy.io.mmwrite(path, sp.coo_matrix(cells), comment="made by scipy", field=field, symmetry=symmetry)
    read = stance.Dfm.from_matrix_market(path)
    np.testing.assert_array_equal(read.matrix.toarray(), cells)
    assert read.documents[0] == "text1" and read.feature_names[4] == "feat5"
    assert [d.code for d in read.diagnostics] == ["M108", "M108"]


def test_round_trips_with_names(tmp_path: Path) -> None:
    odd = stance.Dfm.from_scipy(sp.csr_matrix([[1.5, 0, -2], [0, 0, 0]]), ['a "quoted" é', "b\nnewline"], ["x", "y,z", "ü %"], weighting="other")
    path = tmp_path / "odd.mtx"
    odd.to_matrix_market(path)
    same(stance.Dfm.from_matrix_market(path), odd)
    with pytest.raises(ValueError, match="line end"):
        odd.to_matrix_market(path, names="side_files")
    COUNTS.to_matrix_market(path, names="side_files")
    same(stance.Dfm.from_matrix_market(path), COUNTS)
    named = stance.Dfm.from_matrix_market(path, documents=["1", "2", "3"], weighting="other")
    assert named.documents == ["1", "2", "3"] and named.weighting == "other"


def test_faults_of_a_matrix_have_places(tmp_path: Path) -> None:
    path = tmp_path / "f.mtx"
    path.write_text("%%MatrixMarket matrix coordinate integer general\n2 2 3\n1 3 1\n1 1 x\n", encoding="utf-8")
    with pytest.raises(stance.ParseError) as caught:
        stance.Dfm.from_matrix_market(path)
    assert [(d.code, d.line, d.column) for d in caught.value.diagnostics] == [("M105", 2, 1), ("M104", 3, 3), ("M104", 4, 5)]
    with pytest.raises(stance.ParseError, match="cannot be read"):
        stance.Dfm.from_matrix_market(tmp_path / "nowhere.mtx")


# ---- Triplets, scipy


def test_triplets(tmp_path: Path) -> None:
    table = COUNTS.to_triplets()
    assert table is not None
    assert table.to_numpy().tolist() == [["a", "and", 1.0], ["a", "peace", 1.0], ["a", "war", 1.0], ["b", "peace", 2.0], ["c", "and", 0.0]]
    same(stance.Dfm.from_triplets(table), COUNTS)
    same(stance.Dfm.from_triplets(table.rename(columns={"document": "doc_id", "feature": "term", "count": "n"})[["n", "term", "doc_id"]]), COUNTS)
    assert COUNTS.to_triplets(tmp_path / "t.csv") is None
    same(stance.Dfm.from_triplets(tmp_path / "t.csv"), COUNTS)
    assert stance.Dfm.from_triplets(table, documents=["c", "b", "a"]).documents == ["c", "b", "a"]
    with pytest.raises(stance.ParseError, match="M103"):
        stance.Dfm.from_triplets(table, documents=["a", "b"])
    with pytest.raises(stance.ParseError, match="2:5"):
        stance.Dfm.from_triplets(pd.DataFrame({"document": ["a"], "feature": ["x"], "count": ["many"]}))


def test_from_scipy() -> None:
    same(stance.Dfm.from_scipy(COUNTS.matrix, COUNTS.documents, COUNTS.feature_names), COUNTS)
    same(stance.Dfm.from_scipy(COUNTS.matrix.toarray(), COUNTS.documents, COUNTS.feature_names), COUNTS)
    twice = sp.coo_matrix(([1, 2], ([0, 0], [0, 0])), shape=(1, 1))
    assert stance.Dfm.from_scipy(twice, ["a"], ["x"]).matrix.toarray().tolist() == [[3.0]]
    assert stance.tfidf(stance.Dfm.from_scipy(np.eye(2), ["a", "b"], ["x", "y"])).weighting == "tf_idf"
    with pytest.raises(ValueError, match="expected 1 × 2 cells"):
        stance.Dfm.from_scipy(np.eye(2), ["a"], ["x", "y"])
    with pytest.raises(ValueError, match="0 or more"):
        stance.Dfm.from_scipy(-np.eye(2), ["a", "b"], ["x", "y"])
    with pytest.raises(ValueError, match="finite"):
        stance.Dfm.from_scipy(np.array([[np.nan]]), ["a"], ["x"])
    with pytest.raises(TypeError):
        stance.Dfm.from_scipy([1, 2], ["a"], ["x"])
    with pytest.raises(TypeError, match="complex"):
        stance.Dfm.from_scipy(np.array([[1j]]), ["a"], ["x"])


# ---- Dictionaries


def test_a_dictionary_scores_texts(tmp_path: Path) -> None:
    path = tmp_path / "moral.dic"
    path.write_text(LIWC, encoding="utf-8")
    made = stance.convert_lexicon(path, axes={"care": ("Harm", ["Care"])})
    assert made.format == "liwc" and made.encoding == "UTF-8"
    assert made.counts == {"categories": 2, "entries": 2, "exact": 2, "changed": 0, "left_out": 0, "unused": 0, "merged": 0, "axes": 1, "patterns": 2}
    position = stance.analyze(["War. Peace. Peaceful people."], lexicon=made.lexicon).positions()["position"].iloc[0]
    assert position == pytest.approx(1 / 3)
    made.save(tmp_path / "care.yaml")
    assert stance.load_lexicon(tmp_path / "care.yaml").hash != ""
    assert pickle.loads(pickle.dumps(made.lexicon)).hash == made.lexicon.hash
    loaded = stance.load_lexicon(path, format="liwc", axes={"care": ("Harm", "Care")})
    assert loaded.hash == made.lexicon.hash
    assert list(stance.convert_lexicon(path).lexicon.axes["axis"]) == ["Harm", "Care"]


def test_to_quanteda(tmp_path: Path) -> None:
    path = tmp_path / "moral.dic"
    path.write_text(LIWC, encoding="utf-8")
    assert stance.convert_lexicon(path, to="quanteda").text == 'Harm:\n  - "war*"\nCare:\n  - "peace*"\n'
    pack = stance.convert_lexicon("geopolitics.en", to="quanteda")
    assert pack.counts["patterns"] == pack.counts["exact"] + pack.counts["changed"] + pack.counts["left_out"]
    assert {d.code for d in pack.diagnostics} >= {"I401", "I402", "I403", "I404"}
    one = stance.convert_lexicon("geopolitics.en")
    one.save(tmp_path / "one.yaml")
    assert stance.convert_lexicon(tmp_path / "one.yaml").text == one.text


def test_faults_of_a_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "bad.dic"
    path.write_text("%\n1\tA\n%\nx\t9\ny\t1\n", encoding="utf-8")
    with pytest.raises(stance.ParseError) as caught:
        stance.convert_lexicon(path)
    assert [(d.code, d.line, d.column) for d in caught.value.diagnostics] == [("I104", 4, 3)]
    assert stance.convert_lexicon(path, lenient=True).counts["left_out"] == 1
    good = tmp_path / "good.dic"
    good.write_text(LIWC, encoding="utf-8")
    with pytest.raises(ValueError, match="no category 'Nobody'"):
        stance.convert_lexicon(good, axes={"x": ("Harm", "Nobody")})
    with pytest.raises(ValueError, match="format"):
        stance.convert_lexicon(good, format="latex")
    with pytest.raises(ValueError, match="encoding"):
        stance.convert_lexicon(good, encoding="klingon")
    with pytest.raises(ValueError, match="to: expected"):
        stance.convert_lexicon(good, to="latex")
    with pytest.raises(TypeError, match="axes"):
        stance.convert_lexicon(good, axes={"x": "Harm"})  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="unexpected axes"):
        stance.load_lexicon(good, axes={"x": ("Harm", "Care")})
    with pytest.raises(FileNotFoundError):
        stance.convert_lexicon(tmp_path / "nowhere.dic", format="liwc")
    with pytest.raises(ValueError, match="a lexicon has axes"):
        stance.convert_lexicon("geopolitics.en", axes={"x": ("a", "b")})
