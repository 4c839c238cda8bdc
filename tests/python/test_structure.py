"""Trees, maps, time lines and group means."""

import json
import math
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

import stance

FOR, AGAINST, SILENT = "We shall join NATO. NATO helps our army.", "We will never join NATO. NATO is a threat to peace.", "The harvest was good."


@pytest.fixture(scope="module")
def speeches() -> pd.DataFrame:
    """Two parties over sixteen years, against NATO and then for it; every fifth speech says nothing of it."""
    rows = []
    for year in range(1990, 2006):
        for place, party in enumerate(("reds", "blues", "reds")):
            text = SILENT if (year + place) % 5 == 0 else FOR if year >= 1998 else AGAINST
            rows.append({"id": f"{year}-{place}", "year": year, "party": party, "text": text})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def turning(speeches: pd.DataFrame) -> stance.Analysis:
    return stance.analyze(stance.Corpus.from_pandas(speeches, id_col="id"), principal="Georgia", axes=["nato_orientation", "non_alignment"])


@pytest.fixture(scope="module")
def distances() -> pd.DataFrame:
    points = np.random.default_rng(3).normal(size=(30, 4))
    names = [f"d{place:02d}" for place in range(30)]
    return pd.DataFrame(np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1)), names, names)


@pytest.mark.parametrize("linkage", ["single", "complete", "average", "ward"])
def test_trees_are_scipys(distances: pd.DataFrame, linkage: str) -> None:
    tree = stance.cluster(distances, linkage, kind="distance")
    condensed = squareform(distances.to_numpy(), checks=False)
    theirs = hierarchy.linkage(condensed, linkage)
    np.testing.assert_allclose(tree.linkage[:, 2], theirs[:, 2], rtol=1e-10)
    np.testing.assert_array_equal(np.sort(tree.linkage[:, :2]), np.sort(theirs[:, :2]))
    assert hierarchy.is_valid_linkage(tree.linkage)
    correlation, heights = hierarchy.cophenet(theirs, condensed)
    assert tree.cophenetic_correlation == pytest.approx(correlation, abs=1e-10)
    np.testing.assert_allclose(squareform(tree.cophenetic().to_numpy(), checks=False), heights, rtol=1e-10)
    assert [tree.names[leaf] for leaf in hierarchy.leaves_list(tree.linkage)] == tree.order
    for k in (2, 5, 9):
        ours, other = tree.cut(k), hierarchy.fcluster(theirs, k, "maxclust")
        assert len(set(zip(ours, other))) == k == ours.nunique()


def test_silhouettes_are_scikit_learns(distances: pd.DataFrame) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    tree = stance.cluster(distances, kind="distance")
    frame = tree.silhouette(4)
    theirs = metrics.silhouette_samples(distances.to_numpy(), frame["cluster"], metric="precomputed")
    np.testing.assert_allclose(frame["silhouette"], theirs, atol=1e-12)
    k, means = tree.suggest(6)
    assert list(means.index) == [2, 3, 4, 5, 6]
    assert means[4] == pytest.approx(theirs.mean(), abs=1e-12)
    assert means.idxmax() == k
    assert tree.cut().nunique() == tree.suggest()[0]


def test_maps_recover_distances(distances: pd.DataFrame) -> None:
    found = stance.mds(distances, 4, kind="distance")
    points = found.coordinates.to_numpy()
    np.testing.assert_allclose(np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1)), distances.to_numpy(), atol=1e-9)
    assert found.fit == pytest.approx(1)
    assert list(found.coordinates.index) == list(distances.index)


def test_undefined_documents_are_left_out_and_listed(distances: pd.DataFrame) -> None:
    holes = distances.copy()
    holes.loc["d03", :] = holes.loc[:, "d03"] = math.nan
    tree = stance.cluster(holes, kind="distance")
    assert tree.left_out.to_dict("records") == [{"document": "d03", "reason": "undefined", "n_undefined": 29}]
    assert "d03" not in tree.order and len(tree) == 29
    assert list(stance.mds(holes, kind="distance").left_out["document"]) == ["d03"]


def test_wrong_calls_say_what_is_wrong(distances: pd.DataFrame) -> None:
    for call, message in [
        (lambda: stance.cluster(distances, "centroid"), "linkage: expected single"),
        (lambda: stance.cluster(distances, kind="angle"), "kind: expected"),
        (lambda: stance.cluster(distances, form="cubic"), "form: expected"),
        (lambda: stance.cluster([[0, 1], [2, 0]], kind="distance"), "other side of the diagonal"),
        (lambda: stance.cluster(distances, kind="distance").cut(31), "k: expected 1 to 30"),
        (lambda: stance.cluster(distances, kind="distance").cut(3, height=1.0), "got both"),
        (lambda: stance.mds(distances, 0), "dimensions"),
        (lambda: stance.cluster(distances, order="random"), "order: expected"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()


def test_series(turning: stance.Analysis) -> None:
    found = turning.series("nato_orientation", by="year")
    assert list(found.times["date"]) == [str(year) for year in range(1990, 2006)]
    assert found.times["n"].sum() == len(found.documents) == 48 - found.n_undefined
    assert list(found.changes["first_after"]) == ["1998"]
    assert found.changes["shift"].iloc[0] > 0.5
    assert found.slope["value"] > 0 and found.slope["p"] < 0.01
    assert len(found.line) == 16 and (found.line["lo"] <= found.line["position"]).all()
    assert len(turning.series("nato_orientation", by="year", n_places=50).line) == 50
    assert set(turning.series_by_group("nato_orientation", "party", by="year")) == {"reds", "blues"}
    with pytest.raises(ValueError, match="did you mean 'year'"):
        turning.series("nato_orientation", by="yaer")
    with pytest.raises(ValueError, match="axes: 'nato' was not analysed"):
        turning.series("nato", by="year")


def test_group_means(turning: stance.Analysis, speeches: pd.DataFrame) -> None:
    frame = turning.group_means("party", ["nato_orientation"])
    assert list(frame["group"]) == ["blues", "reds"]
    positions = turning.positions().query("axis == 'nato_orientation'").merge(speeches, left_on="document", right_on="id")
    for row in frame.itertuples():
        of = positions[positions["party"] == row.group]["position"]
        assert row.n_documents == of.notna().sum() and row.n_undefined == of.isna().sum()
        assert row.unweighted == pytest.approx(of.mean())
        assert row.lo < row.mean < row.hi
    differences = turning.group_differences("party", ["nato_orientation"])
    assert differences["difference"].iloc[0] == pytest.approx(frame["mean"].iloc[0] - frame["mean"].iloc[1])
    assert turning.group_means("party", ["nato_orientation"], min_group=1000)["reason"].notna().all()


def test_numbers_are_those_of_the_program(turning: stance.Analysis, speeches: pd.DataFrame, tmp_path: Path, program: str) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps(row) + "\n" for row in speeches.to_dict("records")))
    command = [program, "trends", rows, "--date-column", "year", "--group-by", "party", "--axes", "nato_orientation", "--principal", "Georgia", "--format", "json"]
    report = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    found = turning.series("nato_orientation", by="year")
    np.testing.assert_allclose([time["value"] for time in report["series"][0]["times"]], found.times["position"], atol=1e-6)
    np.testing.assert_allclose([place["value"] for place in report["series"][0]["smooth"]["places"]], found.line["position"], atol=1e-6)
    np.testing.assert_allclose([group["mean"]["value"] for group in report["groups"]], turning.group_means("party", ["nato_orientation"])["mean"], atol=1e-6)
