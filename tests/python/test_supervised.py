"""Wordscores, class affinity, dictionaries and the bootstrap from Python: the same numbers as in C++, in frames."""

from __future__ import annotations

from typing import Dict, List

import numpy as np
import pandas as pd
import pytest

import stance

# Laver, Benoit & Garry (2003), doi 10.1017/S0003055403000698: one run of counts, shifted; each word a sentence of its own.
RUN = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
WORDS = [f"w{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(37)]
SHIFTS = {"R1": 0, "R2": 5, "R3": 10, "R4": 15, "R5": 20, "V1": 7}
SCORES = {"R1": -1.5, "R2": -0.75, "R3": 0, "R4": 0.75, "R5": 1.5}


@pytest.fixture(scope="module")
def sentences() -> stance.SentenceCounts:
    texts = {name: " ".join(" ".join([WORDS[shift + i]] * n).capitalize() + "." for i, n in enumerate(RUN)) for name, shift in SHIFTS.items()}
    return stance.sentences(texts, clean=False)


@pytest.fixture(scope="module")
def counts(sentences: stance.SentenceCounts) -> stance.Dfm:
    return sentences.dfm()


def test_wordscores_of_the_published_example(counts: stance.Dfm) -> None:
    """Oracle: recomputed in base R 4.2.2; equal to the values of austin's and quanteda's tests (tests/unit/wordscores_test.cpp)."""
    model = stance.Wordscores().fit(counts, SCORES)
    raw = model.predict(counts).set_index("document")
    np.testing.assert_allclose(raw.position, [-1.31793133637844, -0.739559799963893, 0, 0.739559799963893, 1.31793133637844, -0.448059076617713], atol=1e-12)
    assert raw.se["V1"] == pytest.approx(0.0118976667871439, abs=1e-12)
    assert raw.undefined["V1"] is None
    mv = model.predict(counts, rescaling="mv").set_index("document")
    assert mv.position["V1"] == pytest.approx(-0.509957230983982, abs=1e-12)
    assert mv.se["V1"] == pytest.approx(0.0135412974015448, abs=1e-12)
    lbg = model.predict(counts, rescaling="lbg", spread_documents=list(SHIFTS))
    assert lbg.position[5] == pytest.approx(-0.529671491259039, abs=1e-12)
    assert "6 chosen documents" in lbg.attrs["formula"]
    assert model.references().score.tolist() == list(SCORES.values())
    assert model.words().value[5] == pytest.approx(-1.48125)


def test_scores_as_a_series_and_one_virgin_text(counts: stance.Dfm) -> None:
    given = pd.Series({**SCORES, "V1": np.nan})
    model = stance.Wordscores().fit(counts, given)
    assert model.predict(counts).position[5] == pytest.approx(-0.448059076617713)
    alone = model.predict(counts, rescaling="lbg").set_index("document")
    assert alone.undefined["V1"] == "not_identified" and np.isnan(alone.position["V1"])


def test_logit_and_smoothing(counts: stance.Dfm) -> None:
    with pytest.raises(ValueError, match="one reference only"):
        stance.Wordscores(scale="logit").fit(counts, {"R1": -1, "R5": 1})
    model = stance.Wordscores(scale="logit", smoothing=0.5).fit(counts, {"R1": -1, "R5": 1})
    assert model.predict(counts, rescaling="mv").position[0] == -1.0
    assert np.isnan(model.words().value[18]) and not np.isnan(stance.Wordscores(smoothing=1, smoothed_words="all").fit(counts, {"R1": -1, "R5": 1}).words().value[18])


def test_class_affinity(counts: stance.Dfm) -> None:
    """Oracle: mpmath and scipy 1.17.1 (tests/unit/affinity_test.cpp)."""
    model = stance.ClassAffinity().fit(counts, {"R1": 0, "R5": 1})
    table = model.predict(counts).set_index("document")
    assert table.affinity_0["V1"] == pytest.approx(0.9986670961468478, abs=1e-12)
    assert table.affinity_0_se["V1"] == pytest.approx(0.0018655334614425532, abs=1e-12)
    assert table.position["V1"] == pytest.approx(1 - 0.9986670961468478, abs=1e-12)
    assert table.n_left_out["V1"] == 238


def test_dictionary_scales() -> None:
    """Oracle: tests of quanteda.sentiment: (3, 2) of 10 words are 0.3364722366, .2 and .1."""
    counts = stance.dfm({"a": "good good good bad bad x x x x x", "b": "nothing of it"})
    logit = stance.DictionaryScale(["bad"], ["goo*"]).positions(counts)
    assert logit.position[0] == pytest.approx(0.3364722366, abs=1e-10)
    assert logit.se[0] == pytest.approx(0.8280786712, abs=1e-10)
    assert logit.undefined[1] == "no_known_features"
    assert stance.DictionaryScale(["bad"], ["good"], formula="relative").positions(counts).position[0] == pytest.approx(0.2)
    assert stance.DictionaryScale(["bad"], ["good"], formula="absolute").positions(counts).position[0] == pytest.approx(0.1)
    neutral = stance.DictionaryScale(["bad"], ["good"], no_evidence="as_formula").positions(counts)
    assert (neutral.position[1], neutral.se[1]) == (0, 2)
    scale = stance.DictionaryScale({"bad": 2, "nowhere": 1}, ["good"])
    assert scale.unmatched(counts) == ["nowhere"]
    assert scale.words(counts).set_index("feature").value.to_dict() == {"bad": -2.0, "good": 1.0}
    assert scale.importance(counts).position[0] == pytest.approx(np.log(8 / 10))


def test_dictionary_of_an_axis() -> None:
    words = stance.pole_words("nato_orientation")
    assert set(words.pole) == {"negative", "positive"} and (words.weight > 0).all()
    scale = stance.DictionaryScale.from_axis("nato_orientation", formula="relative")
    assert "(R - L) / (R + L)" in scale.positions(stance.dfm(["We shall join the alliance."])).attrs["formula"]
    with pytest.raises(ValueError, match="did you mean 'nato_orientation'"):
        stance.pole_words("nato_orientatio")


def test_bootstrap_of_models(sentences: stance.SentenceCounts) -> None:
    model = stance.Wordscores().fit(sentences, SCORES)
    analytic = model.predict(sentences).set_index("document")
    one = model.bootstrap(sentences, n_replicates=100, threads=1).set_index("document")
    two = model.bootstrap(sentences, n_replicates=100, threads=2).set_index("document")
    pd.testing.assert_frame_equal(one, two)
    assert one.position["V1"] == analytic.position["V1"]
    assert one.se["V1"] > 3 * analytic.se["V1"]  # each sentence says one word, up to 158 times
    frozen = model.bootstrap(sentences, n_replicates=100, refit=False).set_index("document")
    assert 0 < frozen.se["V1"] != one.se["V1"]
    assert model.bootstrap(sentences, n_replicates=20, min_sentences=18).se.isna().all()
    with pytest.raises(ValueError, match="too short"):
        model.bootstrap(sentences, n_replicates=20, min_sentences=18, short_documents="refuse")
    affinity = stance.ClassAffinity().fit(sentences, {"R1": 0, "R5": 1}).bootstrap(sentences, n_replicates=20)
    assert affinity.attrs["formula"].endswith("20 replicates, percentile intervals, seed 1")
    dictionary = stance.DictionaryScale(WORDS[:18], WORDS[19:], formula="relative").bootstrap(sentences, n_replicates=20, interval="normal")
    assert dictionary.se[5] > 0


def test_bootstrap_of_anything() -> None:
    """Oracle: the mean of 1, 2, 3, 4, 10 has the bootstrap error √(10 / 5), tests/unit/bootstrap_test.cpp."""
    text = " ".join("Mark " + "word " * n + "." for n in (1, 2, 3, 4, 10))
    counts = stance.sentences({"a": text}, clean=False)

    def mean(matrix: stance.Dfm) -> List[float]:
        cells: Dict[str, float] = dict(zip(matrix.feature_names, matrix.matrix.toarray()[0]))
        return [cells["word"] / cells["mark"], float("nan")]

    result = stance.bootstrap(counts, mean, n_replicates=2000)
    assert result.value[0] == 4
    assert result.se[0] == pytest.approx(np.sqrt(2), rel=0.07)
    assert np.isnan(result.value[1])

    def failing(matrix: stance.Dfm) -> float:
        raise KeyError("no such word")

    with pytest.raises(KeyError, match="no such word"):
        stance.bootstrap(counts, failing)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda c: stance.Wordscores().predict(c), ValueError, "call fit"),
        (lambda c: stance.Wordscores().fit(c, {"R9": 1}), ValueError, "there is no document 'R9'"),
        (lambda c: stance.Wordscores().fit(c, [1, 2]), TypeError, "expected a mapping"),
        (lambda c: stance.Wordscores().fit(c, {"R1": 1}), ValueError, "at least two different scores"),
        (lambda c: stance.Wordscores(scale="log").fit(c, SCORES), ValueError, "expected one of 'linear', 'logit', got 'log'"),
        (lambda c: stance.Wordscores().fit(["a text"], SCORES), TypeError, "count texts first"),
        (lambda c: stance.Wordscores().fit(c, SCORES).predict(c, rescaling="x"), ValueError, "rescaling"),
        (lambda c: stance.Wordscores().fit(c, SCORES).bootstrap(c), TypeError, "expected SentenceCounts"),
        (lambda c: stance.ClassAffinity(smoothing=0).fit(c, SCORES), ValueError, "smoothing"),
        (lambda c: stance.DictionaryScale([], ["waa"]).positions(c), ValueError, "negative pole"),
        (lambda c: stance.DictionaryScale("waa", ["wab"]), TypeError, "negative"),
        (lambda c: stance.bootstrap(c, len), TypeError, "expected SentenceCounts"),
    ],
)
def test_wrong_calls(counts: stance.Dfm, call: object, error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        call(counts)  # type: ignore[operator]
