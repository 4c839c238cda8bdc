"""Key words and key words in context."""

from __future__ import annotations

import json
import math
import subprocess
from typing import Optional

import numpy as np
import pytest
from conftest import CORPUS

import stance

TEXTS = {f"e{i}": "The Eurasian union is our market. We trust Moscow." for i in range(4)}
TEXTS.update({f"w{i}": "The European union is our home. We trust Brussels." for i in range(4)})


@pytest.fixture(scope="module")
def quanteda() -> stance.Dfm:
    """d1 = 7 b + 3 a, d2 = 2 b + 7 a: the example of quanteda's tests."""
    return stance.dfm({"d1": "bb " * 7 + "aa " * 3, "d2": "bb " * 2 + "aa " * 7})


@pytest.mark.parametrize(
    ("measure", "correction", "statistic", "p"),
    [
        # R's chisq.test and fisher.test; scipy 1.17.1
        ("chi2", "none", 4.3371604938, 0.0372890630),
        ("chi2", "yates", 2.6324382716, 0.1047008150),
        ("chi2", "williams", 4.3371604938 / 1.0795332467, None),
        ("g2", "none", 4.5349393323, 0.0332096340),
        ("fisher", "none", math.log(7.166306303557892), 0.0697785187),
        ("pmi", "none", 0.3905394579, math.nan),
    ],
)
def test_published_values(quanteda: stance.Dfm, measure: str, correction: str, statistic: float, p: Optional[float]) -> None:
    table = stance.keyness(quanteda, "d1", measure=measure, correction=correction, fdr="none").table()
    row = table[table["feature"] == "bb"].iloc[0]
    assert row["statistic"] == pytest.approx(statistic, rel=1e-6)
    if p is not None:
        assert row["p"] == pytest.approx(p, abs=1e-9, nan_ok=True)


def test_groups_by_ids() -> None:
    counts = stance.dfm(TEXTS)
    result = stance.keyness(counts, ["e0", "e1", "e2", "e3"])
    assert result.reference == ["w0", "w1", "w2", "w3"]
    table = result.table().set_index("feature")
    assert table.loc["moscow", "side"] == "target"
    assert table.loc["moscow", "units_target"] == 4
    assert table.loc["brussels", "side"] == "reference"
    assert table.loc["union", "side"] == "none"
    assert stance.keyness(counts, "e0", "w0").target == ["e0"]


def test_variables_and_dates() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": list(TEXTS), "text": list(TEXTS.values()), "country": ["BLR", "ARM"] * 2 + ["GEO"] * 4, "date": [f"200{i}-05-01" for i in range(8)]})
    corpus = stance.Corpus.from_pandas(frame, text_col="text", id_col="id")
    counts = stance.dfm(corpus)
    assert stance.keyness(counts, ["BLR", "ARM"], corpus=corpus, by="country").target == ["e0", "e1", "e2", "e3"]
    assert stance.keyness(counts, "BLR", "GEO", corpus=corpus, by="country").target == ["e0", "e2"]
    assert stance.keyness(counts, cut="2004", corpus=corpus).target == ["w0", "w1", "w2", "w3"]
    with pytest.raises(ValueError, match="its values are 'ARM', 'BLR', 'GEO'"):
        stance.keyness(counts, "FRA", corpus=corpus, by="country")


def test_sentences_are_units_of_single_documents() -> None:
    counts = stance.sentences({"a": "Peace now. Peace later. Peace always. War never.", "b": "War now. War later. War always. Peace never."})
    table = stance.keyness(counts, "a", min_count=1).table().set_index("feature")
    assert table.loc["peace", "units_target"] == 3
    assert table.loc["peace", "units_reference"] == 1
    assert not math.isnan(table.loc["peace", "p_units"])


def test_one_document_does_not_make_a_word_key() -> None:
    texts = {f"a{i}": "we speak of peace and trade " * 20 + ("dragons " * 60 if i == 0 else "") for i in range(6)}
    texts.update({f"b{i}": "we speak of war and trade " * 20 for i in range(6)})
    table = stance.keyness(stance.dfm(texts), [f"a{i}" for i in range(6)]).table().set_index("feature")
    assert table.loc["dragons", "p_adjusted"] < 1e-10
    assert table.loc["dragons", "p_units_adjusted"] > 0.2
    assert table.loc["dragons", "largest_share_target"] == 1.0


def test_quotations_are_slices_of_the_text() -> None:
    corpus = stance.Corpus.from_files(str(CORPUS))
    counts = stance.dfm(corpus, stop_words=stance.grammar_words())
    result = stance.keyness(counts, ["georgia_open_shore_platform", "switzerland_neutrality_essay"])
    quotations = result.quotations(corpus, top=15, stop_words=stance.grammar_words())
    assert len(quotations) == 30
    for quotation in quotations.itertuples():
        assert corpus[quotation.document].text[quotation.start : quotation.end].replace("’", "'").lower() == quotation.feature
        assert quotation.document in (result.target + result.reference)


def test_the_program_has_the_same_numbers(program: str) -> None:
    process = subprocess.run([program, "keyness", str(CORPUS), "--target", "poland_defence_white_paper", "--unit", "document", "--stop-words", "none",
                              "--top", "0", "--format", "json"], capture_output=True, check=True)
    rows = json.loads(process.stdout)["rows"]
    table = stance.keyness(stance.dfm(stance.Corpus.from_files(str(CORPUS))), "poland_defence_white_paper").table()
    assert [row["feature"] for row in rows] == table["feature"].tolist()
    assert np.allclose([row["statistic"] for row in rows], table["statistic"], atol=1e-6)


def test_kwic_has_as_many_lines_as_the_matrix() -> None:
    corpus = stance.Corpus.from_files(str(CORPUS))
    counts = stance.dfm(corpus, ngram_range=(1, 2))
    features = ["nato", "european union", "we"]
    lines = stance.kwic(corpus, features, ngram_range=(1, 2))
    for feature in features:
        column = counts.matrix[:, counts.feature_names.index(feature)].toarray().ravel()
        found = lines[lines["feature"] == feature]["document"].value_counts()
        assert {document: n for document, n in zip(counts.documents, column) if n} == found.to_dict()
    one = stance.kwic(corpus, "nato", documents=["georgia_open_shore_platform"])
    assert set(one["document"]) == {"georgia_open_shore_platform"}


def test_adjusted_p_values() -> None:
    # statsmodels 0.15.0, multipletests
    p = [0.01, 0.02, 0.03, 0.04, 0.05, 0.001, 0.5, 0.04]
    assert stance.adjust_p_values(p)[:2] == pytest.approx([0.04, 0.05333333333333334])
    assert stance.adjust_p_values(p, "by")[5] == pytest.approx(0.02174285714285714)


def test_wrong_calls(quanteda: stance.Dfm) -> None:
    for match, call in (
        ("expected a target", lambda: stance.keyness(quanteda)),
        ("there is no document 'd9'", lambda: stance.keyness(quanteda, "d9")),
        ("need the corpus", lambda: stance.keyness(quanteda, "x", by="country")),
        ("measure: expected one of g2", lambda: stance.keyness(quanteda, "d1", measure="zeta")),
        ("correction: expected one of none, yates, williams", lambda: stance.keyness(quanteda, "d1", correction="bonferroni")),
        ("fdr: expected one of bh, by, none", lambda: stance.keyness(quanteda, "d1", fdr="holm")),
        ("weighted already", lambda: stance.keyness(stance.tfidf(quanteda), "d1")),
        ("no document 'zz'", lambda: stance.kwic({"a": "x"}, "x", documents=["zz"])),
    ):
        with pytest.raises(ValueError, match=match):
            call()
    with pytest.raises(TypeError, match="count texts first"):
        stance.keyness({"a": "x"}, "a")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected stopwords"):
        stance.kwic({"a": "x"}, "x", stopwords=["y"])
