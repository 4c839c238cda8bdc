"""Latent semantic scaling from Python, against numpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import stance

RANDOM = np.random.default_rng(4)
WORDS = [f"w{chr(97 + i)}" for i in range(12)]
TABLE = RANDOM.poisson(0.8, size=(40, 12)) + np.eye(40, 12, dtype=int)
SENTENCES = [" ".join(word for word, count in zip(WORDS, row) for _ in range(count)).capitalize() + "." for row in TABLE]
TEXTS = {f"d{d}": " ".join(SENTENCES[8 * d : 8 * d + 8]) for d in range(5)}
SEEDS = {"wa": 1.0, "wb": 1.0, "wc": -1.0}


@pytest.fixture(scope="module")
def sentences() -> stance.SentenceCounts:
    counts = stance.sentences(TEXTS, clean=False)
    assert counts.dfm().feature_names == WORDS
    assert counts.n_sentences().tolist() == [8] * 5
    return counts


def by_numpy(k: int) -> Any:
    vectors = np.linalg.svd(TABLE.astype(float), full_matrices=False)[2][:k].T
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors @ (vectors[0] / 2 + vectors[1] / 2 - vectors[2])


def test_polarities_and_scores_as_numpy_has_them(sentences: stance.SentenceCounts) -> None:
    model = stance.LatentSemanticScaling(SEEDS, n_dimensions=5).fit(sentences)
    expected = by_numpy(5)
    np.testing.assert_allclose(model.features().polarity, expected, atol=1e-11)
    documents = TABLE.reshape(5, 8, 12).sum(axis=1)
    scores = documents @ expected / documents.sum(axis=1)
    table = model.predict(sentences)
    np.testing.assert_allclose(table.position, scores, atol=1e-11)
    assert model.n_dimensions == 5
    assert model.seeds().set_index("feature").weight.to_dict() == {"wa": 0.5, "wb": 0.5, "wc": -1.0}
    rescaled = model.predict(sentences, rescale=True)
    np.testing.assert_allclose(rescaled.position, (scores - scores.mean()) / scores.std(ddof=1), atol=1e-9)


def test_the_axis_is_the_same_order(sentences: stance.SentenceCounts) -> None:
    mean = stance.LatentSemanticScaling(SEEDS, n_dimensions=5).fit(sentences).features().polarity
    axis = stance.LatentSemanticScaling(SEEDS, n_dimensions=5, polarity="cosine_to_axis").fit(sentences).features().polarity
    ratio = axis / mean
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-9)
    assert axis.abs().max() <= 1.0


def test_options(sentences: stance.SentenceCounts) -> None:
    model = stance.LatentSemanticScaling(["wa", "w?", "zz*"], n_dimensions=5, terms=["wa", "wb"], weighting="logcount").fit(sentences)
    assert model.missing_seeds == ["zz*"]
    assert model.features().polarity.notna().sum() == 2
    short = stance.dfm({"one": "wa wb", "none": "zz"}, clean=False)
    table = model.predict(short, min_n=10)
    assert table.n_scored.tolist() == [2.0, 0.0]
    assert list(table.undefined) == [None, "no_known_features"]


def test_wrong_calls(sentences: stance.SentenceCounts) -> None:
    with pytest.raises(ValueError, match="none of the negative side occurs in the corpus: nowhere"):
        stance.LatentSemanticScaling({"wa": 1, "nowhere": -1}).fit(sentences)
    with pytest.raises(ValueError, match=r"fit\(\) first"):
        stance.LatentSemanticScaling(SEEDS).features()
    with pytest.raises(TypeError, match=r"stance.sentences\(\)"):
        stance.LatentSemanticScaling(SEEDS).fit(["text"])
    with pytest.raises(ValueError, match="polarity"):
        stance.LatentSemanticScaling(SEEDS, polarity="other").fit(sentences)
    with pytest.raises(TypeError, match="seeds"):
        stance.LatentSemanticScaling("wa")
