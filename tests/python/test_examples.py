"""The examples run, and print what they should."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Dict, List

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

import stance

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "python"


def run(script: str, *arguments: object, ok: bool = True) -> str:
    command = [sys.executable, "-W", "error", str(EXAMPLES / script), *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert (result.returncode == 0) == ok, result.stderr
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def un_wordscores() -> ModuleType:
    spec = importlib.util.spec_from_file_location("un_wordscores", EXAMPLES / "un_wordscores.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_founding_documents(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    printed = run("founding_documents.py", tmp_path / "pictures")
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == ["map.png", "pairs.png", "positions.png", "stance.png", "topic.png"]
    assert all(path.stat().st_size > 10_000 for path in (tmp_path / "pictures").iterdir())
    analysis = stance.analyze(stance.Corpus.from_files(EXAMPLES.parent / "corpus"))
    wide = analysis.positions(wide=True)
    row = next(line for line in printed.splitlines() if line.startswith("nato_orientation"))
    expected = ["·" if np.isnan(value) else f"{value:.2f}" for value in wide["nato_orientation"]]
    assert row.split()[1:] == expected
    first = analysis.compare().contrasts().sort_values("intervals_apart", ascending=False, kind="stable").iloc[0]
    contrast = analysis.contrast(first.a, first.b, first["axis"])
    assert f"The strongest contrast: {first['axis']}, difference {contrast.difference:+.2f}" in printed
    for side in ("a_sentence", "b_sentence"):
        for sentence in contrast.quotations[side].dropna():
            assert sentence in printed


# The worked example of Laver, Benoit & Garry (2003), table 1 and figure 1: five reference texts and a virgin text of 1,000 words each.
SHAPE = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
STARTS = [0, 5, 10, 15, 20, 7]
REFERENCES = {0: -1.5, 1: -0.75, 2: 0.0, 3: 0.75, 4: 1.5}


def lbg() -> sp.csr_matrix:
    table = np.zeros((6, 37))
    for row, start in enumerate(STARTS):
        table[row, start : start + len(SHAPE)] = SHAPE
    return sp.csr_matrix(table)


def test_wordscores_of_the_worked_example(un_wordscores: ModuleType) -> None:
    scores = un_wordscores.wordscores(lbg(), REFERENCES)
    assert scores.raw[5].round(2) == -0.45
    expected = [-1.317931336378, -0.739559799964, 0, 0.739559799964, 1.317931336378, -0.448059076618]
    np.testing.assert_allclose(scores.raw, expected, atol=1e-11)
    np.testing.assert_allclose(scores.se[[0, 1, 2, 5]], [0.006699613187, 0.011433604576, 0.012005250430, 0.011897666787], atol=1e-11)
    np.testing.assert_allclose(scores.rescaled[[0, 2, 5]], [-1.5896768274, 0.0163224829, -0.5296714913], atol=1e-10)
    np.testing.assert_allclose(scores.rescaled_se[[0, 5]], [0.0081639869, 0.0144982095], atol=1e-10)


def test_weights_and_smoothing_by_hand(un_wordscores: ModuleType) -> None:
    # Words a, b, c; references (2, 1, 0) at −1 and (0, 1, 2) at +1; weights 1, 2, 1 and 1 added give (3, 3, 1)/7 and (1, 3, 3)/7,
    # so that the words score −1/2, 0, 1/2. The third text, (1, 1, 2), weighs (1, 2, 2)/5: (−1/2 + 1)/5 = 0.1.
    counts = sp.csr_matrix(np.array([[2.0, 1, 0], [0, 1, 2], [1, 1, 2]]))
    scores = un_wordscores.wordscores(counts, {0: -1.0, 1: 1.0}, np.array([1.0, 2.0, 1.0]), smooth=1.0)
    assert scores.raw[2] == pytest.approx(0.1)
    # variance: Σ n u² (S_w − S)² / (Σ n u)² = (1·0.36 + 4·0.01 + 2·0.16) / 25
    assert scores.se[2] == pytest.approx(np.sqrt(0.72) / 5)


SPEECHES: Dict[str, List[str]] = {
    "USA": ["Freedom and markets make nations prosper.", "Markets need freedom, and freedom needs allies."],
    "RUS": ["Sovereign states resist dictate and sanctions.", "Sanctions and dictate harm sovereign states."],
    "FRA": ["Freedom and markets matter, and sanctions too.", "Freedom needs allies; sanctions harm markets."],
    "BLR": ["Sovereign states and sanctions, dictate and freedom.", "Sovereign states resist sanctions."],
}


def write_speeches(folder: Path) -> pd.DataFrame:
    rows = [(country, year, text) for country, texts in SPEECHES.items() for year, text in zip((2001, 2002), texts)]
    (folder / "Session 56").mkdir()
    for country, year, text in rows:
        (folder / "Session 56" / f"{country}_{year - 1945}_{year}.txt").write_text("\ufeff" + text, encoding="utf-8")
    (folder / "Session 56" / "README.txt").write_text("no speech", encoding="utf-8")
    return pd.DataFrame(rows, columns=["iso", "when", "speech"])


def test_un_wordscores_of_a_folder_and_of_files(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    folder = tmp_path / "texts"
    folder.mkdir()
    frame = write_speeches(folder)
    extra = pd.DataFrame({"iso": ["USA"], "when": [2003], "speech": ["Freedom."]})
    pd.concat([frame, extra]).to_json(tmp_path / "speeches.jsonl", orient="records", lines=True)
    frame.to_csv(tmp_path / "speeches.csv", index=False)
    printed = run("un_wordscores.py", folder, tmp_path / "a", "--show", "FRA", "BLR")
    assert printed.startswith("8 speeches, 2 years, 4 countries")
    columns = ["--country", "iso", "--year", "when", "--text", "speech", "--show", "FRA", "BLR"]
    assert run("un_wordscores.py", tmp_path / "speeches.jsonl", tmp_path / "b", *columns).startswith("2003: left out, no speech of RUS\n8 speeches")
    run("un_wordscores.py", tmp_path / "speeches.csv", tmp_path / "c", *columns)
    a, b, c = (pd.read_csv(tmp_path / name / "scores.csv").sort_values(["year", "country"], ignore_index=True) for name in "abc")
    pd.testing.assert_frame_equal(a, b)
    pd.testing.assert_frame_equal(a, c)
    wide = a.pivot(index="year", columns="country", values="raw")
    assert (wide.USA > wide.FRA).all() and (wide.FRA > wide.BLR).all() and (wide.BLR > wide.RUS).all()
    assert re.search(rf"2001 +{wide.BLR[2001]:.3f} +{wide.FRA[2001]:.3f} +{wide.RUS[2001]:.3f} +{wide.USA[2001]:.3f}", printed)
    assert (tmp_path / "a" / "scores.png").stat().st_size > 10_000


def test_un_wordscores_counts_as_they_are(un_wordscores: ModuleType) -> None:
    texts = ["markets markets 1999 of freedom", "sanctions freedom", "freedom markets"]
    speeches = pd.DataFrame({"country": ["USA", "RUS", "FRA"], "year": 2001, "text": texts})
    scores = un_wordscores.score_year(speeches, {"USA": 1.0, "RUS": -1.0}, stem=False, plain=True)
    # freedom: 1/3 of the words in one reference text and 1/2 in the other, so (1/3 − 1/2) / (1/3 + 1/2) = −0.2; markets 1
    assert scores.raw[2] == pytest.approx(0.4)
    assert scores.words.unique().tolist() == [3]


def test_un_wordscores_without_scored_words(un_wordscores: ModuleType) -> None:
    scores = un_wordscores.wordscores(sp.csr_matrix(np.array([[2.0, 1, 0], [0, 1, 0], [0, 0, 2]])), {0: -1.0, 1: 1.0})
    assert np.isnan(scores.raw[2]) and np.isnan(scores.se[2]) and scores.raw.notna().sum() == 2


def test_un_wordscores_stems(un_wordscores: ModuleType) -> None:
    pytest.importorskip("snowballstemmer")
    speeches = pd.DataFrame({"text": ["nations national allies", "nation ally ally"]})
    counts, words = un_wordscores.words_of(speeches, stem=True)
    assert words == ["alli", "nation"]
    assert counts.toarray().tolist() == [[1, 2], [2, 1]]


def test_un_wordscores_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "named like AFG_50_1995.txt" in run("un_wordscores.py", tmp_path / "empty", tmp_path, ok=False)
    (tmp_path / "x.jsonl").write_text(json.dumps({"country": "FRA", "year": 2001, "body": "Freedom."}), encoding="utf-8")
    assert "no column text; it has country, year, body" in run("un_wordscores.py", tmp_path / "x.jsonl", tmp_path, ok=False)
    assert "no year has speeches of USA and RUS" in run("un_wordscores.py", tmp_path / "x.jsonl", tmp_path, "--text", "body", ok=False)
