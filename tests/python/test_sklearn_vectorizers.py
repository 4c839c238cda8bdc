"""Counts and weights are those of scikit-learn when it gets the same tokens."""

from __future__ import annotations

import re
from itertools import product
from typing import Any, Callable, Dict, List

import numpy as np
import pytest
from conftest import CORPUS

pytest.importorskip("sklearn")

from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

import stance
from stance.sklearn import StanceCountVectorizer, StanceTfidfVectorizer

WORDS = r"(?u)[^\W¹²]+(?:['’.,][^\W¹²]+)*"  #: finds the words that stance finds in the bundled corpus: footnote marks are none
SMALL = ["War and peace.", "Peace, peace!", "", "The war was long; the peace is short. War ends."]
CORPUS_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir())]
#: One sentence each, so that n-grams go as far as those of scikit-learn.
PLAIN_TEXTS = [" ".join(re.findall(r"[^\W\d_]+", text)) for text in CORPUS_TEXTS]
TEXTS = {"corpus": CORPUS_TEXTS, "plain": PLAIN_TEXTS, "small": SMALL}


def tokens_of(**options: Any) -> Callable[[str], List[str]]:
    """An analyzer for scikit-learn: the features of stance, each as often as it occurs."""

    def analyzer(text: str) -> List[str]:
        counts = stance.dfm([text], progress=False, **options)
        return [name for name, count in zip(counts.feature_names, counts.matrix.toarray().ravel()) for _ in range(int(count))]

    return analyzer


def same(ours: Any, theirs: Any, fitted: List[str], others: List[str]) -> None:
    for a, b in ((ours.fit_transform(fitted), theirs.fit_transform(fitted)), (ours.transform(others), theirs.transform(others))):
        assert ours.get_feature_names_out().tolist() == theirs.get_feature_names_out().tolist()
        assert a.shape == b.shape
        assert a.dtype == b.dtype
        np.testing.assert_allclose(a.toarray(), b.toarray(), rtol=0, atol=1e-12)
    assert ours.vocabulary_ == theirs.vocabulary_


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"binary": True},
        {"min_df": 2},
        {"min_df": 0.3, "max_df": 0.9},
        {"max_df": 3, "binary": True},
        {"dtype": np.float32},
        {"vocabulary": ["war", "peace", "unseen"]},
        {"vocabulary": {"peace": 1, "war": 0, "nato": 2}, "binary": True},
        {"stop_words": ["the", "and", "of"]},
    ],
    ids=str,
)
@pytest.mark.parametrize("texts", TEXTS)
def test_counts_with_a_pattern_that_finds_the_same_words(texts: str, options: Dict[str, Any]) -> None:
    same(StanceCountVectorizer(clean=False, **options), CountVectorizer(token_pattern=WORDS, **options), TEXTS[texts], CORPUS_TEXTS + SMALL)


@pytest.mark.parametrize("ngram_range", [(1, 2), (2, 3)])
@pytest.mark.parametrize("stop_words", [None, ["the", "of", "and"]])
def test_ngrams_of_texts_of_one_sentence(ngram_range: Any, stop_words: Any) -> None:
    options = {"ngram_range": ngram_range, "stop_words": stop_words}
    same(StanceCountVectorizer(clean=False, **options), CountVectorizer(token_pattern=WORDS, **options), PLAIN_TEXTS, PLAIN_TEXTS[:2])


@pytest.mark.parametrize("features", [{}, {"ngram_range": (1, 2), "stop_words": "english"}, {"min_length": 4, "clean": False}], ids=str)
def test_counts_of_the_features_of_stance(features: Dict[str, Any]) -> None:
    theirs = CountVectorizer(analyzer=tokens_of(**features), min_df=2, max_df=0.9)
    same(StanceCountVectorizer(min_df=2, max_df=0.9, **features), theirs, CORPUS_TEXTS[:4], CORPUS_TEXTS[2:])


@pytest.mark.parametrize("norm", ["l1", "l2", None])
@pytest.mark.parametrize(("use_idf", "smooth_idf", "sublinear_tf"), list(product([True, False], repeat=3)))
@pytest.mark.parametrize("texts", ["corpus", "small"])
def test_weights(texts: str, norm: Any, use_idf: bool, smooth_idf: bool, sublinear_tf: bool) -> None:
    options = {"norm": norm, "use_idf": use_idf, "smooth_idf": smooth_idf, "sublinear_tf": sublinear_tf, "max_df": 0.9}
    ours, theirs = StanceTfidfVectorizer(clean=False, **options), TfidfVectorizer(token_pattern=WORDS, **options)
    same(ours, theirs, TEXTS[texts], CORPUS_TEXTS[:2] + SMALL + ["words that nobody wrote: qwertz"])
    if use_idf:
        np.testing.assert_allclose(ours.idf_, theirs.idf_, rtol=0, atol=1e-12)


@pytest.mark.parametrize("options", [{"binary": True}, {"dtype": np.float32}, {"vocabulary": ["war", "peace"]}, {"min_df": 2}], ids=str)
def test_weights_with_options_of_counting(options: Dict[str, Any]) -> None:
    ours, theirs = StanceTfidfVectorizer(clean=False, **options), TfidfVectorizer(token_pattern=WORDS, **options)
    same(ours, theirs, SMALL, SMALL[::-1])


@pytest.mark.parametrize(("scheme", "smooth"), [("scikit-learn", True), ("scikit-learn-unsmoothed", False)])
def test_weights_are_those_of_stance_tfidf(scheme: str, smooth: bool) -> None:
    vectorizer = StanceTfidfVectorizer(ngram_range=(1, 2), smooth_idf=smooth)
    theirs = stance.tfidf(CORPUS_TEXTS, scheme, ngram_range=(1, 2))
    np.testing.assert_allclose(vectorizer.fit_transform(CORPUS_TEXTS).toarray(), theirs.matrix.toarray(), rtol=0, atol=1e-12)
    assert vectorizer.get_feature_names_out().tolist() == theirs.feature_names


@pytest.mark.parametrize("limit", [1, 7, 100, 10**6])
def test_the_most_frequent_features_are_kept(limit: int) -> None:
    """Ties go by name, as in stance.dfm; in scikit-learn as its sort leaves them, so that only the counts agree."""
    ours = StanceCountVectorizer(max_features=limit, clean=False)
    counts = ours.fit_transform(CORPUS_TEXTS)
    expected = stance.dfm(CORPUS_TEXTS, max_features=limit, clean=False)
    assert ours.get_feature_names_out().tolist() == expected.feature_names
    assert (counts != expected.matrix).nnz == 0
    theirs = CountVectorizer(max_features=limit, token_pattern=WORDS).fit_transform(CORPUS_TEXTS)
    assert sorted(counts.sum(axis=0).A1) == sorted(theirs.sum(axis=0).A1)


def test_ties_go_by_name() -> None:
    assert set(StanceCountVectorizer(max_features=2).fit(["d c b a e e"]).vocabulary_) == {"a", "e"}


def test_the_order_of_a_given_vocabulary_stays() -> None:
    vectorizer = StanceCountVectorizer(vocabulary=["war", "and", "peace"])
    assert vectorizer.transform(["Peace and peace"]).toarray().tolist() == [[0, 1, 2]]  # without fit, as in scikit-learn
    assert vectorizer.fixed_vocabulary_
    assert vectorizer.get_feature_names_out().tolist() == ["war", "and", "peace"]
    assert StanceCountVectorizer(vocabulary={"war", "and"}).fit(SMALL).vocabulary_ == {"and": 0, "war": 1}


def test_columns_ascend_within_a_row() -> None:
    rows = StanceCountVectorizer(vocabulary=["war", "and", "peace"]).transform(SMALL)
    assert all((np.diff(rows[i].indices) > 0).all() for i in range(len(SMALL)))


def test_unseen_words_count_for_nothing() -> None:
    vectorizer = StanceTfidfVectorizer().fit(["war and peace"])
    assert vectorizer.transform(["qwertz qwertz", ""]).nnz == 0
    assert (vectorizer.transform(["war qwertz"]) != vectorizer.transform(["war"])).nnz == 0


def test_no_documents_to_transform() -> None:
    for lengths in ((1, 1), (2, 2)):
        ours, theirs = StanceCountVectorizer(ngram_range=lengths), CountVectorizer(ngram_range=lengths)
        assert ours.fit(["war peace"]).transform([]).shape == theirs.fit(["war peace"]).transform([]).shape


def test_inverse_transform() -> None:
    ours, theirs = StanceCountVectorizer(), CountVectorizer(token_pattern=WORDS)
    for matrix in (ours.fit_transform(SMALL), ours.transform(SMALL).toarray()):
        found = [row.tolist() for row in ours.inverse_transform(matrix)]
        assert found == [row.tolist() for row in theirs.fit(SMALL).inverse_transform(matrix)]


def test_words_are_those_of_the_language() -> None:
    assert set(StanceCountVectorizer(language="tr").fit(["IRAK İran"]).vocabulary_) == {"ırak", "iran"}


@pytest.mark.parametrize(
    ("options", "texts", "message"),
    [
        ({}, [], "empty vocabulary"),
        ({"stop_words": "english"}, ["the of"], "empty vocabulary"),
        ({"min_df": 5}, SMALL, "max_df corresponds to < documents than min_df"),
        ({"max_df": 0.1}, ["a b", "a b"], "max_df corresponds to < documents"),
        ({"min_df": 2}, ["a b", "c d"], "no terms remain"),
        ({"min_df": 1.5}, SMALL, "min_df: expected a whole number of 1 or more, or a proportion"),
        ({"min_df": 0}, SMALL, "min_df"),
        ({"max_features": 0}, SMALL, "max_features"),
        ({"stop_words": "french"}, SMALL, "stop_words"),
        ({"vocabulary": []}, SMALL, "empty vocabulary"),
        ({"vocabulary": ["a", "a"]}, SMALL, "stands twice"),
        ({"vocabulary": {"a": 0, "b": 2}}, SMALL, "columns 0 to 1"),
        ({"language": "tlh"}, SMALL, "tlh"),
    ],
)
def test_wrong_options(options: Dict[str, Any], texts: List[str], message: str) -> None:
    for vectorizer in (StanceCountVectorizer(**options), StanceTfidfVectorizer(**options)):
        with pytest.raises(ValueError, match=re.escape(message)):
            vectorizer.fit(texts)


@pytest.mark.parametrize("options", [{"min_df": True}, {"max_features": 1.5}, {"binary": 1}, {"ngram_range": 2}, {"vocabulary": "war"}], ids=str)
def test_options_of_a_wrong_type(options: Dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=next(iter(options))):
        StanceCountVectorizer(**options).fit(SMALL)


def test_a_vocabulary_with_upper_case_warns() -> None:
    with pytest.warns(UserWarning, match="NATO"):
        StanceCountVectorizer(vocabulary=["NATO"]).fit(SMALL)


def test_before_fit() -> None:
    for vectorizer in (StanceCountVectorizer(), StanceTfidfVectorizer(), StanceTfidfVectorizer(vocabulary=["war"])):
        with pytest.raises(NotFittedError):
            vectorizer.transform(SMALL)
    with pytest.raises(NotFittedError):
        StanceTfidfVectorizer().idf_
