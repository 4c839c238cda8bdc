"""Similarities of vectors, their intervals, and what they are made of."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.sparse as sp
import scipy.spatial.distance as distance
from conftest import CORPUS

import stance

MEASURES = ["cosine", "jaccard", "weighted_jaccard", "pearson", "euclidean_distance", "hellinger_distance", "jensen_shannon_divergence", "jensen_shannon_distance", "chi_squared_distance"]


@pytest.fixture(scope="module")
def counts() -> stance.Dfm:
    return stance.dfm(stance.Corpus.from_files(str(CORPUS)))


def test_equal_to_scipy(counts: stance.Dfm) -> None:
    x = counts.matrix.toarray()
    for measure, oracle in (("cosine", 1 - distance.cdist(x, x, "cosine")), ("pearson", np.corrcoef(x)), ("euclidean_distance", distance.cdist(x, x)),
                            ("jensen_shannon_distance", distance.cdist(x / x.sum(1, keepdims=True), x / x.sum(1, keepdims=True), "jensenshannon")),
                            ("jaccard", 1 - distance.cdist(x > 0, x > 0, "jaccard"))):
        assert np.allclose(stance.similarity(counts, measure, as_frame=False), oracle, atol=1e-7), measure


@pytest.mark.parametrize("measure", MEASURES)
def test_explanations_add_up(counts: stance.Dfm, measure: str) -> None:
    a, b = counts.documents[:2]
    value = stance.similarity(counts, measure).loc[a, b]
    explained = stance.explain_similarity(counts, a, b, measure)
    assert explained.value == pytest.approx(value, abs=1e-15)
    if measure in ("cosine", "jaccard", "weighted_jaccard"):
        assert explained.terms["close"].sum() == pytest.approx(value)
        assert explained.terms["apart"].sum() == pytest.approx(1 - value)
    elif measure == "jensen_shannon_divergence":
        assert explained.terms["apart"].sum() == pytest.approx(value)
    elif measure != "pearson":
        assert math.sqrt(explained.terms["apart"].sum()) == pytest.approx(value)


def test_nearest_is_the_head_of_the_matrix(counts: stance.Dfm) -> None:
    matrix = stance.similarity(counts)
    found = stance.nearest(counts, 3)
    assert found.equals(stance.nearest(counts, 3, threads=2))
    assert matrix.equals(stance.similarity(counts, threads=1))
    for document in counts.documents:
        expected = matrix.loc[document].drop(document).sort_values(ascending=False).head(3)
        assert found[found["document"] == document]["value"].tolist() == expected.tolist()


def test_soft_cosine(counts: stance.Dfm) -> None:
    n = len(counts.feature_names)
    assert np.allclose(stance.soft_cosine(counts, sp.identity(n), as_frame=False), stance.similarity(counts, as_frame=False))
    vectors = np.random.default_rng(1).normal(size=(n, 5))
    x = counts.matrix @ (vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    assert np.allclose(stance.soft_cosine(counts, vectors=vectors, as_frame=False), 1 - distance.cdist(x, x, "cosine"))
    with pytest.raises(ValueError, match="semi-definite"):
        stance.soft_cosine(stance.dfm({"a": "x y z"}), [[1, 0.9, 0], [0.9, 1, 0.9], [0, 0.9, 1]])
    with pytest.raises(ValueError, match="either terms or vectors"):
        stance.soft_cosine(counts)


def test_intervals_and_same_source() -> None:
    sentences = stance.sentences(stance.Corpus.from_files(str(CORPUS)), stop_words="english")
    plain = stance.similarity_intervals(sentences, n_replicates=50)
    corrected = stance.similarity_intervals(sentences, correct=True, n_replicates=50, n_same_source=99)
    assert (corrected["value"] >= plain["value"]).all()
    assert ((corrected["lo"] <= corrected["value"]) & (corrected["value"] <= corrected["hi"])).all()
    assert (corrected["plain"] == plain["value"]).all()
    assert (corrected["same_source"] > corrected["plain"]).mean() > 0.8  # the corpus has one text of each author
    with pytest.raises(ValueError, match="correction: expected none for hellinger_distance"):
        stance.similarity_intervals(sentences, "hellinger_distance", correct=True)
    with pytest.raises(TypeError, match="SentenceCounts"):
        stance.similarity_intervals(sentences.dfm())


def test_comparisons_by_other_measures_and_their_reasons() -> None:
    analysis = stance.analyze(stance.Corpus.from_files(str(CORPUS)))
    assert analysis.similarity("topic", measure="hellinger_distance").iloc[0, 1] != analysis.similarity("topic").iloc[0, 1]
    comparison = analysis.compare()
    pairs = comparison.pairs()
    pair = pairs[pairs["n_shared_axes"] >= 3].iloc[0]
    reasons = comparison.explain(pair["a"], pair["b"])
    assert reasons.topic.value == pytest.approx(pair["topic"])
    assert reasons.topic.terms["close"].sum() == pytest.approx(pair["topic"])
    assert reasons.stance == pytest.approx(pair["stance"])
    assert reasons.axes["close"].sum() == pytest.approx(pair["stance"])
    assert reasons.axes["apart"].sum() == pytest.approx(1 - pair["stance"])
    assert pair["a"] in repr(reasons)
    with pytest.raises(ValueError, match="euclidean_distance"):
        analysis.compare(measure="euclidean_distance")
