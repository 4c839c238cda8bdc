"""Wordfish from Python: the same numbers as in C++, in frames."""

from __future__ import annotations

from typing import Dict

import numpy as np
import pytest

import stance

# Laver, Benoit & Garry (2003), doi 10.1017/S0003055403000698: one run of counts, shifted. Two-letter names: single letters may be cut differently.
RUN = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
WORDS = [f"w{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(37)]  # waa … war … wbk
SHIFTS = {"R1": 0, "R2": 5, "R3": 10, "R4": 15, "R5": 20, "V1": 7}


def text(shift: int) -> str:
    return " ".join(" ".join([WORDS[shift + place]] * count) for place, count in enumerate(RUN)) + "."


@pytest.fixture(scope="module")
def lbg() -> stance.Dfm:
    texts: Dict[str, str] = {name: text(shift) for name, shift in SHIFTS.items()}
    counts = stance.dfm(texts, clean=False)
    assert counts.feature_names == WORDS
    return counts


def test_the_maximum_of_the_lbg_table(lbg: stance.Dfm) -> None:
    """Oracle: numpy 2.4.6, Newton steps on the Lagrangian; base R 4.2.2 to 2e-7 (see tests/unit/wordfish_test.cpp)."""
    model = stance.Wordfish(direction=("R1", "R5")).fit(lbg)
    table = model.documents()
    expected = [-1.3572556858662923, -0.6121583201839109, 0.094455324297409, 0.7361421377157465, 1.4593073052009833, -0.3204907611639356]
    np.testing.assert_allclose(table.position, expected, atol=1e-9)
    assert table.se[0] == pytest.approx(0.0154750, abs=1e-6)
    np.testing.assert_allclose(table.hi - table.position, 1.959963984540054 * table.se, rtol=1e-12)
    assert list(table.undefined) == [None] * 6
    info = model.info()
    assert info["converged"] and info["gradient"] <= 1e-8
    assert info["log_likelihood"] == pytest.approx(21183.2000655722, abs=1e-6)
    features = model.features().set_index("feature")
    assert features.beta["war"] == pytest.approx(-1.076909961435295, abs=1e-6)  # the 18th
    assert features.beta_se["war"] == pytest.approx(0.17177596538323325, abs=1e-6)


def test_quantedas_stopping_point(lbg: stance.Dfm) -> None:
    """Oracle: a port of quanteda's C++ to base R."""
    model = stance.Wordfish(solver="quanteda", direction=("R1", "R5")).fit(lbg)
    np.testing.assert_allclose(model.documents().position, [-1.290570, -0.616439, 0.033510, 0.709612, 1.523337, -0.359450], atol=6e-7)
    assert "quanteda" in model.formula


def test_new_documents_depend_on_themselves(lbg: stance.Dfm) -> None:
    model = stance.Wordfish(direction=("R1", "R5")).fit(lbg)
    many = model.predict(lbg).set_index("document")
    one = model.predict(stance.dfm({"V1": text(7) + " unheard", "none": "unheard"}, clean=False)).set_index("document")
    assert one.position["V1"] == pytest.approx(many.position["V1"], abs=1e-12)
    assert one.n_left_out["V1"] == 1
    assert one.undefined["none"] == "no_known_features"
    assert np.isnan(one.position["none"])


def test_wrong_calls(lbg: stance.Dfm) -> None:
    with pytest.raises(ValueError, match=r"fit\(\) first"):
        stance.Wordfish().documents()
    with pytest.raises(TypeError, match=r"count texts first, with stance.dfm\(\)"):
        stance.Wordfish().fit(["a text"])
    with pytest.raises(ValueError, match="solver: expected 'exact' or 'quanteda'"):
        stance.Wordfish(solver="fast").fit(lbg)
    with pytest.raises(ValueError, match="direction: expected the name of a document, got 'R9'"):
        stance.Wordfish(direction=("R1", "R9")).fit(lbg)
    with pytest.raises(TypeError, match="direction"):
        stance.Wordfish(direction="R1")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="counts"):
        stance.Wordfish().fit(stance.tfidf(lbg))


def test_two_documents_have_no_order() -> None:
    model = stance.Wordfish().fit(stance.dfm({"a": "war war peace", "b": "peace trade"}))
    assert not model.info()["identified"]
    assert list(model.documents().undefined) == ["not_identified"] * 2
