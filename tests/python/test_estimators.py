"""Agreement of estimators from Python."""

from __future__ import annotations

import numpy as np
import pytest

import stance


@pytest.fixture(scope="module")
def corpus() -> stance.Corpus:
    places = ["Paris", "Rome", "Oslo", "Vienna", "Athens", "Dublin", "Prague"]
    texts = [" ".join(f"For {place} NATO is {'our partner' if at < i else 'a threat'}." for at, place in enumerate(places)) for i in range(8)]
    return stance.Corpus.from_texts(texts)


def test_agreement(corpus: stance.Corpus) -> None:
    analysis = stance.analyze(corpus, vectors=True)
    sentences = stance.sentences(corpus, stop_words="english", min_length=2)
    agreement = stance.estimator_agreement(analysis, sentences, n_dimensions=3)
    part = agreement.pairs[agreement.pairs.axis == "nato_orientation"].set_index(["a", "b"])
    assert len(part) == 21
    row = part.loc[("position", "wordfish")]
    assert row.n >= 6 and row.pearson > 0.8 and row.sign_by_construction
    assert row.pearson_lo <= row.pearson <= row.pearson_hi
    # The values are there to be checked.
    values = agreement.scales[agreement.scales.axis == "nato_orientation"].pivot(index="document", columns="estimator", values="value")
    both = values.dropna(subset=["position", "wordfish"])
    assert np.corrcoef(both.position, both.wordfish)[0, 1] == pytest.approx(row.pearson)
    references = agreement.scales[(agreement.scales.axis == "nato_orientation") & agreement.scales.is_reference]
    assert set(references.estimator) == {"wordscores"} and len(references) == 2
    table = agreement.matrix("nato_orientation")
    assert table.loc["position", "wordfish"] == table.loc["wordfish", "position"] == row.pearson
    with pytest.raises(ValueError, match="there is no axis"):
        agreement.matrix("nowhere")
    resampled = stance.estimator_agreement(analysis, sentences, n_dimensions=3, n_replicates=50, references=("0", "5"))
    assert len(resampled.pairs) == len(agreement.pairs)


def test_wrong_calls(corpus: stance.Corpus) -> None:
    analysis = stance.analyze(corpus)
    with pytest.raises(TypeError, match="expected an Analysis"):
        stance.estimator_agreement(corpus, stance.sentences(corpus))
    with pytest.raises(TypeError, match="expected SentenceCounts"):
        stance.estimator_agreement(analysis, stance.dfm(corpus))
    with pytest.raises(ValueError, match="there is no document"):
        stance.estimator_agreement(analysis, stance.sentences(corpus), references=("x", "y"))
