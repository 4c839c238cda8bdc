"""tests/tools/fit_learned_words.py: what it writes is a pack that says what the rows say. Needs the tool of the tests and scikit-learn."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import stance
from conftest import ROOT

pytest.importorskip("sklearn")

PACK = """
meta: {name: small.en, version: "1", language: en}
include: [learned.yaml]
targets:
  League: {kind: alliance, names: [League]}
  Northland: {kind: state, names: [Northland]}
"""


@pytest.fixture(scope="module")
def tool() -> Path:
    built = sorted(ROOT.glob("build/*/bin/stance_learned_features"), key=lambda path: path.stat().st_mtime)
    if not built:
        pytest.skip("no stance_learned_features: build a preset with the tests")
    return built[-1]


def test_the_fit_is_a_pack_and_says_what_the_rows_say(tmp_path: Path, tool: Path) -> None:
    nouns = ["words", "letters", "talks", "songs", "years", "days", "roads", "notes"]
    rows = [
        {"id": f"{adjective}{noun}{verb}", "text": f"Those {adjective} {noun} {verb} the League.", "principal": "Northland", "axes": {}, "targets": {"League": label}, "counts": True}
        for adjective, label in (("warm", 1), ("cold", -1), ("grey", 0))
        for noun in nouns
        for verb in ("reached", "touched", "left")
    ]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    bare = tmp_path / "bare.yaml"
    bare.write_text(PACK.replace("include: [learned.yaml]\n", ""))
    command = [sys.executable, ROOT / "tests/tools/fit_learned_words.py", "--tool", tool, "--lexicon", bare, "--rows", tmp_path / "rows.jsonl", "--held-out", tmp_path / "rows.jsonl",
               "--reason", "made up: \"warm\" and cold", "--penalty", "10", "--out", tmp_path / "learned.yaml"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "72 labels" in done.stdout
    assert "{'right': 48}" in done.stdout, "both poles, and silence about the third"
    (tmp_path / "pack.yaml").write_text(PACK)
    lexicon = stance.load_lexicon(tmp_path / "pack.yaml")
    values = {}
    for adjective in ("warm", "cold", "grey"):
        analysis = stance.analyze([f"Our {adjective} greetings reached the League."], lexicon, principal="Northland")
        values[adjective] = analysis.targets()["stance"].iloc[0]
    assert values["warm"] > 0.2
    assert values["cold"] < -0.2
    assert values["grey"] != values["grey"] or abs(values["grey"]) < 0.05, "undefined, or nothing"
