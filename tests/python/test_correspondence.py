"""Correspondence analysis from Python."""

from __future__ import annotations

from typing import Dict, Mapping, Tuple

import numpy as np
import pytest

import stance

# Smokers among the staff of a firm: Greenacre (1984), the example of the R package `ca`.
SMOKE = {"SM": (4, 2, 3, 2), "JM": (4, 3, 7, 4), "SE": (25, 10, 12, 4), "JE": (18, 24, 33, 13), "SC": (10, 6, 7, 2)}
KINDS = ("none", "light", "medium", "heavy")


def texts_of(table: Mapping[str, Tuple[int, ...]]) -> Dict[str, str]:
    return {name: " ".join(" ".join([kind] * count) for kind, count in zip(KINDS, counts)) for name, counts in table.items()}


@pytest.fixture(scope="module")
def model() -> stance.CorrespondenceAnalysis:
    return stance.CorrespondenceAnalysis(n_dimensions=3).fit(stance.dfm(texts_of(SMOKE), clean=False))


def test_smokers_as_prince_has_them(model: stance.CorrespondenceAnalysis) -> None:
    """Oracle: prince 0.23.0, scipy engine."""
    np.testing.assert_allclose(model.singular_values, [0.273421114557299, 0.100085865696555, 0.02033652083952], atol=1e-13)
    assert model.total_inertia == pytest.approx(0.08518986047784069, abs=1e-14)
    assert model.chi_squared == pytest.approx(0.08518986047784069 * 193, abs=1e-11)
    rows = model.rows().set_index("document")
    principal = np.array([-0.06576838388025898, 0.25895842143040204, -0.3805948870502131, 0.2329519082227181, -0.20108912188410916])
    np.testing.assert_allclose(np.abs(rows.principal_1), np.abs(principal), atol=1e-13)
    assert rows.contribution_1.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(rows[["cos2_1", "cos2_2", "cos2_3"]].sum(axis=1), 1.0, atol=1e-12)
    columns = model.columns().set_index("feature")
    assert columns.contribution_1["none"] == pytest.approx(0.6539958288142543, abs=1e-13)
    assert np.isnan(model.documents().se).all()


def test_supplementary_rows(model: stance.CorrespondenceAnalysis) -> None:
    """Oracle: prince 0.23.0; -0.258 and 0.118 in Nenadic & Greenacre (2007)."""
    national = stance.dfm(texts_of({"national": (42, 29, 20, 9)}), clean=False)
    first, second = (model.predict(national, k, coordinates="principal").position[0] for k in (0, 1))
    assert abs(first) == pytest.approx(0.25836812762750044, abs=1e-13)
    assert abs(second) == pytest.approx(0.11764784733765679, abs=1e-13)


def test_bootstrap() -> None:
    first = {"a": "War", "b": "Peace", "c": "Trade"}
    texts = {name: " ".join(f"{one} {two}." for _ in range(10) for two in ("land", "sea", "air")) for name, one in first.items()}
    texts["d"] = "War peace. Trade land. Sea war. Air peace. War land."
    counts = stance.sentences(texts, clean=False)
    scales = stance.CorrespondenceAnalysis().bootstrap(counts, n_replicates=50)
    assert len(scales) == 2
    assert (scales[0].se > 0).all()
    again = stance.CorrespondenceAnalysis(threads=1).bootstrap(counts, n_replicates=50)
    assert again[0].equals(scales[0])
    with pytest.raises(TypeError, match=r"stance.sentences\(\)"):
        stance.CorrespondenceAnalysis().bootstrap(counts.dfm())


def test_wrong_calls(model: stance.CorrespondenceAnalysis) -> None:
    with pytest.raises(ValueError, match=r"fit\(\) first"):
        stance.CorrespondenceAnalysis().documents()
    with pytest.raises(ValueError, match="n_dimensions"):
        stance.CorrespondenceAnalysis(n_dimensions=0)
    with pytest.raises(ValueError, match="coordinates: expected 'standard' or 'principal'"):
        model.documents(coordinates="polar")
    assert list(model.documents(7).undefined) == ["not_identified"] * 5
