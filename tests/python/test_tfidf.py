"""Document frequencies and TF-IDF models as values: merged, saved, applied elsewhere."""

from __future__ import annotations

import pickle
import pickletools
from typing import Any

import numpy as np
import pytest
from conftest import CORPUS

import stance

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir())] + ["War and peace.", "Peace, peace!", "", "Ə ə."]


def test_a_count_by_hand() -> None:
    frequencies = stance.DocumentFrequencies(stance.dfm(["War and peace.", "Peace, peace!"]))
    assert frequencies.n_documents == 2 and len(frequencies) == 3
    assert frequencies.feature_names == ["and", "peace", "war"] and frequencies.frequencies.tolist() == [1, 2, 1]
    assert frequencies["peace"] == 2 and frequencies["treaty"] == 0


@pytest.mark.parametrize("options", [{}, {"ngram_range": (1, 2), "stop_words": "english"}], ids=str)
def test_parts_merge_to_the_whole_in_any_order(options: Any) -> None:
    whole = stance.DocumentFrequencies(stance.dfm(TEXTS, **options))
    parts = [stance.DocumentFrequencies(stance.dfm(TEXTS[begin::3], **options)) for begin in range(3)]
    for order in ([0, 1, 2], [2, 0, 1]):
        merged = parts[order[0]].merge(parts[order[1]]).merge(parts[order[2]])
        assert merged == whole
    assert parts[0].merge(parts[1]) != whole
    nothing = stance.DocumentFrequencies(stance.dfm([], **options))
    assert nothing.merge(whole) == whole == whole.merge(nothing)


@pytest.mark.parametrize("scheme", ["scikit-learn", "quanteda", "quanteda-proportion", "gensim", "ltc", "lpb", "npu"])
def test_a_model_is_the_weighting_of_its_own_documents(scheme: str) -> None:
    counts = stance.dfm(TEXTS)
    whole = stance.tfidf(counts, scheme)
    by_frequencies = stance.TfidfModel(stance.DocumentFrequencies(counts), scheme)
    for model in (stance.TfidfModel(counts, scheme), by_frequencies, pickle.loads(pickle.dumps(by_frequencies)), pickle.loads(pickle.dumps(stance.TfidfModel(counts, scheme)))):
        assert model.formula == whole.formula and model.scheme == scheme and model.n_documents == len(TEXTS)
        assert model.feature_names == whole.feature_names and len(model.idf) == len(model)
        for documents in (counts, TEXTS):
            again = model.transform(documents).matrix
            assert again.data.tobytes() == whole.matrix.data.tobytes() and (again.indices == whole.matrix.indices).all()
        # A document alone has the weights that it has among the others.
        alone = model.transform(TEXTS[2:3]).matrix
        np.testing.assert_array_equal(alone.toarray(), whole.matrix[2].toarray())


def test_the_idf_of_scikit_learn() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text")
    theirs = text.TfidfVectorizer(token_pattern=r"(?u)\w+").fit(["War and peace.", "Peace, peace!", "The war."])
    ours = stance.TfidfModel(stance.dfm(["War and peace.", "Peace, peace!", "The war."]))
    assert ours.feature_names == theirs.get_feature_names_out().tolist()
    np.testing.assert_allclose(ours.idf, theirs.idf_, rtol=1e-15)
    np.testing.assert_allclose(
        ours.transform(["The war, the treaty."]).matrix.toarray(), theirs.transform(["The war, the treaty."]).toarray(), rtol=0, atol=1e-15
    )


def test_pickles_hold_data_only() -> None:
    """Names of our own functions, and of numpy's for arrays: no code travels."""
    for thing in (stance.DocumentFrequencies(stance.dfm(TEXTS)), stance.TfidfModel(stance.dfm(TEXTS))):
        pickled = pickle.dumps(thing, protocol=2)
        assert pickle.loads(pickled).feature_names == thing.feature_names
        modules = {argument.split(".")[0].split(" ")[0] for code, argument, _ in pickletools.genops(pickled) if code.name == "GLOBAL"}
        assert modules <= {"stance", "numpy", "_codecs"}
    frequencies = stance.DocumentFrequencies(stance.dfm(TEXTS))
    assert pickle.loads(pickle.dumps(frequencies)) == frequencies
    nothing = stance.DocumentFrequencies(stance.dfm([]))
    assert pickle.loads(pickle.dumps(nothing)) == nothing


def test_numbers_from_elsewhere() -> None:
    total_bytes = 4 + 4 + 6 + 6 + 6  # war, and, peace three times, each with one byte more
    made = stance.DocumentFrequencies.from_counts(2, ["war", "and", "peace"], [1, 1, 2], total_bytes=total_bytes)
    assert made == stance.DocumentFrequencies(stance.dfm(["War and peace.", "Peace, peace."]))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: stance.DocumentFrequencies(["x"]), TypeError, "counts: expected a Dfm"),
        (lambda: stance.DocumentFrequencies(stance.tfidf(["x"])), ValueError, "weight"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a"], [2]), ValueError, r"'a': expected a frequency in \[1, 1\], got 2"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a"], [-1]), ValueError, "'a': expected a frequency"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a", "a"], [1, 1]), ValueError, "'a' is there twice"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a", "b"], [1]), ValueError, "one frequency for each of 2 features, got 1"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a"], [0.5]), TypeError, "frequencies: expected whole numbers"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a"], [[1]]), ValueError, "one dimension"),
        (lambda: stance.DocumentFrequencies.from_counts(1, ["a"], [1], ngram_range=3), TypeError, "ngram_range"),
        (lambda: stance.DocumentFrequencies(stance.dfm(["x"])).merge(3), TypeError, "other: expected DocumentFrequencies"),
        (lambda: stance.DocumentFrequencies(stance.dfm(["x"])).merge(stance.DocumentFrequencies(stance.dfm(["x"], min_length=2))), ValueError, "min_length=int 1, got int 2"),
        (lambda: stance.TfidfModel(["x"]), TypeError, "fitted: expected DocumentFrequencies or a Dfm"),
        (lambda: stance.TfidfModel(stance.dfm(["x"]), "xyz"), ValueError, "x"),
        (lambda: stance.TfidfModel(stance.dfm([])), ValueError, "no documents"),
        (lambda: stance.TfidfModel(stance.dfm(["x"])).transform(stance.dfm(["x"], ngram_range=(1, 2))), ValueError, r"documents: expected features counted with ngram_range=tuple \(1, 1\)"),
        (lambda: stance.TfidfModel(stance.dfm(["x"])).transform(stance.tfidf(["x"])), ValueError, "weight"),
        (lambda: hash(stance.DocumentFrequencies(stance.dfm(["x"]))), TypeError, "unhashable"),
    ],
)
def test_wrong_calls(call: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        call()
