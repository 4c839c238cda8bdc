"""The numbers of the wheel are those of the program stance, to the last bit."""

from __future__ import annotations

import json
import subprocess
from typing import Any, Dict, List

import numpy as np
import pandas as pd
import pytest
from conftest import CORPUS

import stance


def printed(program: str, *arguments: str) -> str:
    result = subprocess.run([program, *arguments, str(CORPUS)], capture_output=True, check=True)
    return result.stdout.decode("utf-8")


def rounded(number: float) -> Any:
    """As the program prints it: six decimals, never -0, null for what is undefined. C++ rounds halves away from zero."""
    if np.isnan(number):
        return None
    return float(np.copysign(np.floor(abs(number) * 1e6 + 0.5), number) / 1e6) + 0.0


@pytest.fixture(scope="module")
def analysis() -> stance.Analysis:
    return stance.analyze(stance.Corpus.from_files(CORPUS))


@pytest.mark.parametrize("evidence", [False, True])
def test_json_of_scores(program: str, analysis: stance.Analysis, evidence: bool) -> None:
    assert analysis.to_json(evidence=evidence) == printed(program, "score", "--format", "json", *["--evidence"] * evidence)


def test_json_lines(program: str, analysis: stance.Analysis) -> None:
    assert analysis.to_json(lines=True) == printed(program, "score", "--format", "jsonl")


@pytest.mark.parametrize("evidence", [False, True])
def test_json_of_comparison(program: str, analysis: stance.Analysis, evidence: bool) -> None:
    assert analysis.compare().to_json(evidence=evidence) == printed(program, "compare", "--format", "json", *["--evidence"] * evidence)


def test_options(program: str) -> None:
    options = ["--principal", "GEO", "--level", "0.8", "--without", "negation,voice", "--no-clean", "captions,menus", "--axes", "eu_orientation,idealism"]
    ours = stance.analyze(
        stance.Corpus.from_files(CORPUS),
        principal="GEO",
        level=0.8,
        rules={"negation": False, "voice": False},
        clean={"captions": False, "menus": False},
        axes=["idealism", "eu_orientation"],
        vectors=True,
    )
    assert ours.to_json() == printed(program, "score", "--format", "json", "--vectors", *options)


def test_bytes_do_not_depend_on_threads(analysis: stance.Analysis) -> None:
    one = stance.analyze(analysis.corpus, threads=1)
    many = stance.analyze(analysis.corpus, threads=5)
    assert one.to_json(evidence=True) == many.to_json(evidence=True) == analysis.to_json(evidence=True)
    assert one.compare().to_json() == many.compare().to_json()


def test_frames_hold_the_numbers_of_the_json(program: str, analysis: stance.Analysis) -> None:
    documents = json.loads(printed(program, "score", "--format", "json", "--evidence"))["documents"]
    assert [d["id"] for d in documents] == analysis.ids == analysis.corpus.ids
    rows = []
    for d in documents:
        for axis, r in d["axes"].items():
            lo, hi = r["ci"] or (None, None)
            row: Dict[str, Any] = {"document": d["id"], "axis": axis, "kind": r["kind"], "position": r["position"], "se": r["se"], "lo": lo, "hi": hi}
            row.update({name: r[name] for name in ("n_evidence", "n_neutral", "n_not_counted", "salience", "coverage", "undefined")})
            for scale in ("logit", "relative", "absolute"):
                row[scale], row[scale + "_se"] = (r[scale]["value"], r[scale]["se"]) if r[scale] else (None, None)
            rows.append(row)
    same_table(analysis.positions(scales=True), rows)

    rows = []
    for d in documents:
        for target, r in d["targets"].items():
            lo, hi = r["ci"] or (None, None)
            row = {"document": d["id"], "target": target, "stance": r["stance"], "se": r["se"], "lo": lo, "hi": hi}
            row.update({name: r[name] for name in ("n_evidence", "n_neutral", "n_not_counted", "salience", "mentions", "undefined")})
            rows.append(row)
    same_table(analysis.targets(), rows)


def same_table(frame: pd.DataFrame, rows: List[Dict[str, Any]]) -> None:
    assert len(frame) == len(rows) > 0
    assert list(frame.columns) == list(rows[0])
    for name in frame.columns:
        column = frame[name].tolist()
        ours = [rounded(value) if frame[name].dtype == np.float64 else value for value in column]
        assert ours == [row[name] for row in rows], name


def test_evidence_is_that_of_the_json(analysis: stance.Analysis) -> None:
    """Same records in the same order; offsets are bytes there and characters here."""
    table = analysis.evidence().set_index(["document", "kind", "key"])
    checked = 0
    for d in json.loads(analysis.to_json(evidence=True))["documents"]:
        text = analysis.corpus[d["id"]].text
        for kind, group in (("axis", d["axes"]), ("target", d["targets"])):
            for key, result in group.items():
                if not result["evidence"]:
                    continue
                ours = table.loc[[(d["id"], kind, key)]]
                assert len(ours) == len(result["evidence"])
                for mine, theirs in zip(ours.itertuples(), result["evidence"]):
                    assert rounded(mine.contribution) == theirs["contribution"] and rounded(mine.value) == theirs["value"]
                    assert len(text[: mine.start].encode()) == theirs["start"] and len(text[: mine.end].encode()) == theirs["end"]
                    assert (mine.quotation, mine.sentence, mine.target) == (theirs["quotation"], theirs["sentence"], theirs["target"])
                    assert (mine.counted, mine.reason, mine.entry, mine.group) == (theirs["counted"], theirs["reason"], theirs["entry"], theirs["group"])
                    assert mine.cue == (theirs["cue"] or {"text": None})["text"]
                    assert mine.modifiers == "; ".join(f"{m['kind']}: {m['text']}" for m in theirs["modifiers"])
                    checked += 1
    assert checked > 500


def test_matrices_and_pairs_are_those_of_the_json(analysis: stance.Analysis) -> None:
    compared = json.loads(analysis.compare().to_json())
    for kind in ("topic", "stance"):
        ours = [[rounded(cell) for cell in row] for row in analysis.similarity(kind, as_frame=False)]
        assert ours == compared["similarity"][kind]
    assert list(analysis.similarity().index) == compared["similarity"]["ids"]
    pairs = analysis.pairs()
    assert len(pairs) == len(compared["pairs"]) == 21
    for mine, theirs in zip(pairs.itertuples(), compared["pairs"]):
        assert (mine.a, mine.b, mine.quarter) == (theirs["a"], theirs["b"], theirs["quarter"])
    contrasts = analysis.compare().contrasts()
    assert len(contrasts) == len(compared["contrasts"])
    first = compared["contrasts"][0]
    ours = analysis.contrast(first["a"], first["b"], first["axis"])
    assert rounded(ours.difference) == first["difference"]
    assert len(ours.quotations) == len(first["quotations"])


def test_rows_that_cannot_be_read_are_reported_alike(program: str, tmp_path: Any) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_bytes(b'{"id": "a", "text": "We shall join NATO."}\n{"id": "b"}\n{"id": "c", "text": "x", "language": "xx"}\n[1]\n')
    result = subprocess.run([program, "score", "--format", "json", str(rows)], capture_output=True, check=False)
    ours = stance.analyze(stance.Corpus.from_files(rows))
    assert ours.to_json() == result.stdout.decode()
    assert {d.code for d in ours.diagnostics} == {"T107", "T108", "A302"}
    compared = subprocess.run([program, "compare", "--format", "json", str(rows)], capture_output=True, check=False)
    assert ours.compare().to_json() == compared.stdout.decode()
