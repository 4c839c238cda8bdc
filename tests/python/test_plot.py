"""Plots: what is drawn is what the frames say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List

import numpy as np
import pandas as pd
import pytest

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.image import AxesImage  # noqa: E402

import stance  # noqa: E402
import stance._drawing as drawing  # noqa: E402
import stance._plot_comparison as comparison_plots  # noqa: E402

TEXTS = {
    "north": "We will join NATO. NATO is our reliable partner. Membership of NATO guarantees our security. We support the European Union.",
    "south": "We will not join NATO. NATO is a threat to our security. We condemn NATO. The European Union is our partner.",
    "east": "We are a member of NATO and cooperate with the European Union. Democracy and human rights come first.",
    "silent": "The weather was fine and the harvest was good.",
}


@pytest.fixture(scope="module")
def analysis() -> stance.Analysis:
    return stance.analyze(TEXTS)


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def by_label(ax: Any, label: str) -> Any:
    found = [line for line in ax.lines if line.get_label() == label]
    assert len(found) == 1, [line.get_label() for line in ax.lines]
    return found[0]


def dots(ax: Any) -> Dict[int, float]:
    """Position by row, of filled and hollow dots."""
    lines = [by_label(ax, "interval leaves out 0"), by_label(ax, "interval holds 0")]
    return {int(y): float(x) for line in lines for x, y in zip(line.get_xdata(), line.get_ydata())}


def inside_figure(ax: Any) -> None:
    """Nothing that is written leaves the figure, and no two labels of documents cover each other."""
    figure = ax.get_figure()
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    inside = [label for label in ax.get_xticklabels() if ax.get_xlim()[0] <= label.get_position()[0] <= ax.get_xlim()[1]]
    inside += [label for label in ax.get_yticklabels() if min(ax.get_ylim()) <= label.get_position()[1] <= max(ax.get_ylim())]
    for text in ax.texts + inside + [ax._left_title,ax.title, ax.xaxis.label, ax.yaxis.label]:
        if text.get_text():
            box = text.get_window_extent(renderer)
            assert -1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1 and -1 <= box.y0 and box.y1 <= figure.bbox.y1 + 1, text
    for child in ax.child_axes:  # the tree, the scale of the colours
        box = child.get_tightbbox(renderer)
        assert box is None or (-1 <= box.x0 and box.x1 <= figure.bbox.x1 + 1), child
    rows = [text.get_window_extent(renderer) for text in ax.get_yticklabels() if text.get_text()]
    assert not any(a.overlaps(b) for i, a in enumerate(rows) for b in rows[:i])


def test_positions_draws_the_numbers_of_the_frame(analysis: stance.Analysis) -> None:
    panels = stance.plot.positions(analysis, axes=["nato_orientation", "eu_orientation"])
    frame = analysis.positions().set_index(["axis", "document"])
    assert [ax.get_title(loc="left") for ax in panels] == ["nato orientation", "eu orientation"]
    assert [label.get_text() for label in panels[0].get_yticklabels()] == analysis.ids
    for ax, key in zip(panels, ["nato_orientation", "eu_orientation"]):
        rows = frame.loc[key].loc[analysis.ids].reset_index()
        held = rows[rows.position.notna()]
        assert dots(ax) == dict(zip(held.index, held.position))
        intervals = [line for line in ax.collections if line.get_label() == "intervals"][0].get_segments()
        assert len(intervals) == len(held)
        for segment, row in zip(intervals, held.itertuples()):
            assert segment.tolist() == [[row.lo, row.Index], [row.hi, row.Index]]
        filled = [int(y) for y in by_label(ax, "interval leaves out 0").get_ydata()]
        assert filled == [row.Index for row in held.itertuples() if row.lo > 0 or row.hi < 0]
        counts = {round(text.get_position()[1]): text.get_text() for text in ax.texts if text.get_position()[0] == 1.02}
        assert counts == {row.Index: str(row.n_evidence) for row in rows.itertuples()}
        inside_figure(ax)


def test_what_is_undefined_is_no_dot_and_says_why(analysis: stance.Analysis) -> None:
    ax = stance.plot.positions(analysis, axes=["nato_orientation"])[0]
    row = analysis.ids.index("silent")
    assert row not in dots(ax)
    assert [text.get_position()[1] for text in ax.texts if text.get_text() == "not mentioned"] == [row]
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert [round(patch.get_y() + patch.get_height() / 2) for patch in hatched] == [row]
    assert "No position: silent (not mentioned)." in stance.plot.alt_text(ax)


def test_poles_are_named_at_both_ends(analysis: stance.Analysis) -> None:
    ax = stance.plot.positions(analysis, axes=["nato_orientation"])[0]
    low, high = ax.get_xticklabels()[0], ax.get_xticklabels()[-1]
    poles = analysis.lexicon.axes.set_index("axis").loc["nato_orientation"]
    assert low.get_text().replace("\n", " ") == f"−1 {poles.negative}" and low.get_position()[0] == -1
    assert high.get_text().replace("\n", " ") == f"+1 {poles.positive}" and high.get_position()[0] == 1


def test_sorting_and_choosing_documents(analysis: stance.Analysis) -> None:
    ax = stance.plot.positions(analysis, ["nato_orientation"], ["silent", "south", "north"], sort="nato_orientation")[0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["north", "south", "silent"]
    north, south = (analysis.positions(wide=True)["nato_orientation"][id] for id in ("north", "south"))
    assert dots(ax) == {0: north, 1: south}


def test_default_axes_are_those_with_positions_in_order_of_the_lexicon(analysis: stance.Analysis) -> None:
    wide = analysis.positions(wide=True)
    bipolar = analysis.lexicon.axes.query("kind == 'bipolar'").axis
    expected = [key.replace("_", " ") for key in bipolar if wide[key].notna().any()]
    assert [ax.get_title(loc="left") for ax in stance.plot.positions(analysis)] == expected


def test_intensities_run_from_zero(analysis: stance.Analysis) -> None:
    ax = stance.plot.positions(analysis, axes=["military_cooperation"])[0]
    assert -0.1 < ax.get_xlim()[0] < 0 and ax.get_xticklabels()[0].get_text() == "0\nnot in the text"


def test_profile(analysis: stance.Analysis) -> None:
    ax = stance.plot.profile(analysis, "north")
    rows = analysis.positions().query("document == 'north' and kind == 'bipolar'").reset_index(drop=True)
    held = rows[rows.position.notna()]
    assert dots(ax) == dict(zip(held.index, held.position))
    assert [label.get_text() for label in ax.get_yticklabels(minor=True)] == [key.replace("_", " ") for key in rows.axis]
    poles = analysis.lexicon.axes.set_index("axis").negative
    assert all(poles[key].startswith(label.get_text().replace("\n", " ").rstrip("…")) for key, label in zip(rows.axis, ax.get_yticklabels()))
    inside_figure(ax)
    names = [label.get_window_extent() for label in [*ax.get_yticklabels(minor=True), *ax.get_yticklabels()]]
    assert not any(a.overlaps(b) for i, a in enumerate(names) for b in names[:i])


def test_what_poles_mean_is_kept_apart_beside_long_names() -> None:
    """The panels are narrow then; and letters are a little wider in some resolutions."""
    renamed = {f"{name}_programme_of_the_government_of": text for name, text in TEXTS.items()}
    panels = stance.plot.positions(stance.analyze(renamed), axes=list(stance.load_lexicon().axes.query("kind == 'bipolar'").axis))
    panels[0].figure.set_dpi(90)
    panels[0].figure.canvas.draw()
    for ax in panels:
        low, high = (label.get_window_extent() for label in (ax.get_xticklabels()[0], ax.get_xticklabels()[-1]))
        assert low.x1 + 8 < high.x0, ax.get_title(loc="left")


def test_it_draws_into_the_axes_given(analysis: stance.Analysis) -> None:
    figure, grid = plt.subplots(1, 2)
    assert stance.plot.positions(analysis, ["nato_orientation"], ax=grid[0]) == [grid[0]]
    assert stance.plot.similarity(analysis, "topic", ax=grid[1]) is grid[1]
    assert plt.get_fignums() == [figure.number]
    assert stance.plot.alt_text(figure).count("\n") == 1
    with pytest.raises(ValueError, match="one axis to draw, got 2"):
        stance.plot.positions(analysis, ["nato_orientation", "eu_orientation"], ax=grid[0])


def test_similarity_cells_labels_and_gaps(analysis: stance.Analysis) -> None:
    ax = stance.plot.similarity(analysis, "stance")
    matrix = analysis.similarity("stance")
    assert isinstance(matrix, pd.DataFrame)
    ids = [label.get_text().rsplit("  ", 1)[0] for label in ax.get_yticklabels()]
    assert sorted(ids) == sorted(analysis.ids)
    expected = matrix.loc[ids, ids].to_numpy(copy=True)
    np.fill_diagonal(expected, np.nan)
    image = [child for child in ax.get_children() if isinstance(child, AxesImage)][0]
    drawn = np.ma.filled(np.ma.asarray(image.get_array()), np.nan)
    np.testing.assert_array_equal(drawn, expected)
    gaps = [cells for cells in ax.collections if cells.get_label() == "nothing to compare"][0]
    assert len(gaps.get_paths()) == np.isnan(expected).sum() - len(ids) > 0
    assert ax.get_xlabel() == "hatched: nothing to compare"
    written = {(int(x), int(y)): text.get_text() for text in ax.texts for x, y in [text.get_position()]}
    assert written == {(c, r): f"{v:.2f}".replace("0.", ".", 1) for (r, c), v in np.ndenumerate(expected) if not np.isnan(v)}
    inside_figure(ax)


@pytest.mark.parametrize("count", [2, 60])
def test_similarity_has_room_for_few_and_many(count: int) -> None:
    texts = {f"{place:02}_ministry_of_foreign_affairs_report": f"We will join NATO number{place}. We support the EU." for place in range(count)}
    inside_figure(stance.plot.similarity(stance.analyze(texts), "stance"))


def test_the_tree_joins_what_is_most_similar() -> None:
    values = np.array([[np.nan, 0.1, 0.9, 0.1], [0.1, np.nan, 0.1, 0.6], [0.9, 0.1, np.nan, np.nan], [0.1, 0.6, np.nan, np.nan]])
    clusters = comparison_plots._tree(values)
    assert clusters is not None
    tree = clusters.linkage
    assert sorted(tree[0, :2]) == [0, 2] and tree[0, 2] == pytest.approx(0.1)
    assert sorted(tree[1, :2]) == [1, 3] and tree[1, 2] == pytest.approx(0.4)
    # average of the other four pairs; the one without a similarity counts as the mean of the known five, (0.1·3 + 0.9 + 0.6) / 5
    assert tree[2, 2] == pytest.approx(1 - (0.1 + 0.1 + 0.1 + 0.36) / 4)
    assert comparison_plots._tree(np.full((3, 3), np.nan)) is None


def test_map_by_two_axes(analysis: stance.Analysis) -> None:
    ax = stance.plot.stance_map(analysis, "nato_orientation", "eu_orientation")
    wide = analysis.positions(wide=True)[["nato_orientation", "eu_orientation"]].dropna()
    points = by_label(ax, "documents")
    assert [tuple(p) for p in zip(points.get_xdata(), points.get_ydata())] == [tuple(p) for p in wide.to_numpy()]
    assert [text.get_text() for text in ax.texts if text.get_text()] == list(wide.index)
    assert "for lack of evidence: silent" in ax.get_xlabel() and "silent" in stance.plot.alt_text(ax)
    bars = np.concatenate([bar.get_segments() for bar in ax.collections])
    frame = analysis.positions().query("axis == 'nato_orientation'").set_index("document").loc[wide.index]
    assert bars[: len(wide), :, 0] == pytest.approx(frame[["lo", "hi"]].to_numpy())
    with pytest.raises(ValueError, match="both x and y"):
        stance.plot.stance_map(analysis, "nato_orientation")


@pytest.fixture(scope="module")
def speeches() -> stance.Analysis:
    """Sixteen years of two parties, against NATO and then for it."""
    rows = [
        {"year": year, "party": party, "text": "We will join NATO." if year >= 1998 else "NATO is a threat to peace." if party == "reds" else "We will never join NATO."}
        for year in range(1990, 2006)
        for party in ("reds", "blues")
    ]
    corpus = stance.Corpus.from_pandas(pd.DataFrame([*rows, {"year": 2000, "party": "greens", "text": "The harvest was good."}]))
    return stance.analyze(corpus, principal="Georgia")


def test_series_shows_means_line_and_change(speeches: stance.Analysis) -> None:
    ax = stance.plot.series(speeches, "nato_orientation", by="year")
    found = speeches.series("nato_orientation", by="year")
    means = by_label(ax, "means of dates")
    assert list(means.get_xdata()) == list(found.times["time"]) and list(means.get_ydata()) == list(found.times["position"])
    line = by_label(ax, "line")
    assert list(line.get_ydata()) == list(found.line["position"])
    assert [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "--"] == [1998.0]
    text = stance.plot.alt_text(ax)
    assert "Change between 1997 and 1998" in text and "1 more documents have no position" in ax.get_xlabel().replace("\n", " ")
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1990", "1992", "1994", "1996", "1998", "2000", "2002", "2004"]
    inside_figure(ax)
    with pytest.raises(ValueError, match="no document with a date has a position"):
        stance.plot.series(speeches, "turkiye_orientation", by="year")


def test_group_means_shows_each_group(speeches: stance.Analysis) -> None:
    ax = stance.plot.group_means(speeches, "nato_orientation", "party")
    frame = speeches.group_means("party", ["nato_orientation"]).dropna(subset=["mean"]).sort_values("mean", ascending=False)
    assert [label.get_text() for label in ax.get_yticklabels()] == list(frame["group"])
    assert list(by_label(ax, "without weights").get_xdata()) == list(frame["unweighted"])
    assert "1 more have no position" in ax.get_xlabel().replace("\n", " ") and "2 groups" in stance.plot.alt_text(ax)
    inside_figure(ax)
    with pytest.raises(ValueError, match="no value of party"):
        stance.plot.group_means(speeches, "turkiye_orientation", "party")


def test_map_by_similarity_names_whom_it_leaves_out(analysis: stance.Analysis) -> None:
    ax = stance.plot.stance_map(analysis)
    assert sorted(text.get_text() for text in ax.texts if text.get_text()) == ["east", "north", "south"]
    assert "for lack of evidence: silent" in ax.get_xlabel()


def test_pairs_shows_each_pair_in_its_quarter(analysis: stance.Analysis) -> None:
    comparison = analysis.compare(topic_cut=0.2, stance_cut=0.6)
    ax = stance.plot.pairs(comparison, name=2)
    frame = comparison.pairs().dropna(subset=["stance"])
    shown = [line for line in ax.lines if not line.get_label().startswith("_") and len(line.get_xdata())]
    drawn = {line.get_label().replace(" ", "_"): sorted(zip(line.get_xdata(), line.get_ydata())) for line in shown}
    assert drawn == {quarter: sorted(zip(part.topic, part.stance)) for quarter, part in frame.groupby("quarter")}
    cuts = {(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_linestyle() == "--"}
    assert (0.2, 0) in cuts and (0, 0.6) in cuts
    first = frame.assign(apart=frame.topic < 0.2).sort_values(["apart", "stance"]).iloc[0]
    assert ax.get_title(loc="left").split("\n")[0] == f"1  {first.a} – {first.b}"
    inside_figure(ax)


def test_pairs_names_its_quarters_as_the_corners_do() -> None:
    many = 30  # so that the intervals are narrow, and each pair is surely in its quarter
    for_it, against = "We support NATO. We trust the European Union. " * many, "We condemn NATO. We distrust the European Union. " * many
    ax = stance.plot.pairs(stance.analyze({"north": for_it, "also": for_it, "south": against}))
    corners = {text.get_text() for text in ax.texts}
    for label, n in {"same topic, same stance": 1, "same topic, opposite stance": 2}.items():
        assert label in corners
        assert len(by_label(ax, label).get_xdata()) == n


@pytest.mark.parametrize("dpi", [50, 90, 200])
def test_labels_stay_off_their_points_in_every_resolution(dpi: int) -> None:
    texts = {f"{name}_with_a_very_long_identifier": text for name, text in TEXTS.items() if name != "silent"}
    ax = stance.plot.stance_map(stance.analyze(texts).compare(min_shared_axes=1))
    figure = ax.get_figure()
    assert figure is not None
    figure.set_dpi(dpi)
    figure.canvas.draw()
    places = ax.transData.transform(np.column_stack(by_label(ax, "documents").get_data()))
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    assert len(boxes) == len(places) == 3
    assert not any(box.padded(2 * dpi / 72).contains(x, y) for box in boxes for x, y in places)


@pytest.mark.parametrize("count", [2, 60])
def test_labels_do_not_cover_each_other(count: int) -> None:
    places = np.random.default_rng(3).uniform(-1, 1, (count, 2))
    ax = plt.subplots(figsize=(8, 7))[1]
    ax.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3))
    texts = drawing.place_labels(ax, places, [f"document_{i}" for i in range(count)], 6.0)
    renderer: Any = getattr(ax.figure.canvas, "get_renderer")()
    boxes = [text.get_window_extent(renderer) for text in texts]
    assert len(boxes) == count
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    dots_at = ax.transData.transform(places)
    assert not any(box.contains(x, y) for box in boxes for x, y in dots_at)


def test_names_are_shortened_in_the_middle_and_stay_apart() -> None:
    long = ["ministry_of_foreign_affairs_programme_2024_final", "ministry_of_foreign_affairs_programme_2025_final"]
    assert drawing.names(["a"], None, 10) == ["a"]
    short = drawing.names(long, None, 20)
    assert len(set(short)) == 2 and all(len(name) <= 40 for name in short)
    assert drawing.shortened("ministry_of_foreign_affairs", 11) == "minis…fairs"
    assert drawing.names(["a", "b"], {"a": "Albania"}, 10) == ["Albania", "b"]
    assert drawing.names(["a"], str.upper, 10) == ["A"]
    with pytest.raises(TypeError, match="labels"):
        drawing.names(["a"], 3, 10)  # type: ignore[arg-type]


def test_ids_are_no_formulas() -> None:
    texts = {"cost $5_{x": "We will join NATO.", "cost $9$": "We condemn NATO."}
    ax = stance.plot.positions(stance.analyze(texts), ["nato_orientation"])[0]
    ax.figure.canvas.draw()
    assert [label.get_text() for label in ax.get_yticklabels()] == list(texts)
    assert not any(label.get_parse_math() for label in ax.get_yticklabels())


def test_saved_files_hold_the_alt_text(analysis: stance.Analysis, tmp_path: Path) -> None:
    from PIL import Image

    panels = stance.plot.positions(analysis, ["nato_orientation"])
    text = stance.plot.save(panels, tmp_path / "positions.png", dpi=50)
    assert text == stance.plot.alt_text(panels) and "north +" in text
    with Image.open(tmp_path / "positions.png") as image:
        assert image.info["Description"] == text  # type: ignore[attr-defined]
    stance.plot.save(panels[0], tmp_path / "positions.svg")
    assert "NATO is a threat" in (tmp_path / "positions.svg").read_text(encoding="utf-8")
    stance.plot.save(panels[0].figure, tmp_path / "positions.pdf")
    with pytest.raises(ValueError, match="nothing here was drawn"):
        stance.plot.alt_text(plt.subplots()[1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda a: stance.plot.positions(a, ["nonsense"]), "axes: unknown 'nonsense'"),
        (lambda a: stance.plot.positions(a, documents=["nobody"]), "documents: unknown 'nobody'"),
        (lambda a: stance.plot.positions(a, documents=["silent"]), "no document has a position"),
        (lambda a: stance.plot.positions(a, []), "at least one"),
        (lambda a: stance.plot.profile(a, "north", ["nato_orientation", "idealism"]), "all bipolar or all intensities"),
        (lambda a: stance.plot.similarity(a, documents=["north"]), "two or more"),
        (lambda a: stance.plot.stance_map(a, "eu_orientation", "eu_orientation"), "two different axes"),
        (lambda a: stance.plot.stance_map(a, documents=["north", "silent"]), "three or more"),
        (lambda a: stance.plot.pairs(a, ["north", "silent"]), "no pair"),
    ],
)
def test_wrong_calls_say_what_was_expected(analysis: stance.Analysis, call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call(analysis)
    assert not plt.get_fignums(), "no empty figure is left behind"


def test_matplotlib_is_loaded_late_and_missed_politely() -> None:
    code = """
import json, sys
sys.modules["matplotlib"] = None
import stance
try:
    stance.plot.positions(stance.analyze(["We shall join NATO."]))
except ImportError as fault:
    print(json.dumps(str(fault)))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'stance[plot]'" in json.loads(result.stdout)


def test_everything_is_exported() -> None:
    public: List[str] = sorted(stance.plot.__all__)
    assert public == ["alt_text", "group_means", "pairs", "positions", "profile", "save", "series", "similarity", "stance_map"]
    assert all(callable(getattr(stance.plot, name)) for name in public)
