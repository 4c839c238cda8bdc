#!/usr/bin/env python3
"""The coded sentences of UN General Debate speeches (tests/benchmark/speeches.tsv) as rows of hand codes, with their texts.

    coded_speeches.py SPEECHES.jsonl [--part PART …] > rows.jsonl     parts: read, fitted, held_out; default: all
    coded_speeches.py --kappa                                        agreement of the two codings of 400 sentences

The repository holds the codes and where the sentences stand, not the speeches: those are UNGDC v13 (Baturo, Dasandi & Mikhaylov 2017, doi:10.7910/DVN/0TJX8Y) as JSON lines with
id ("AFG_50_1995") and text. Standard library only."""

from __future__ import annotations

import argparse
import collections
import csv
import json
import sys
from pathlib import Path
from typing import Iterator, Sequence

BENCHMARK = Path(__file__).resolve().parents[1] / "benchmark"
CODES = BENCHMARK / "speeches.tsv"
SECOND = BENCHMARK / "speeches_second_reading.tsv"
PARTS = ("read", "fitted", "held_out")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE))


def codes(cell: str) -> dict[str, int]:
    return {} if cell == "-" else {key: int(value) for key, value in (pair.rsplit("=", 1) for pair in cell.split(";"))}


def rows(speeches: Path, parts: Sequence[str] = PARTS) -> Iterator[dict]:
    """In the order of the codes. A sentence whose speech is missing or too short is an error: the speeches are others."""
    with speeches.open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for code in table(CODES):
        if code["part"] not in parts:
            continue
        begin, end = int(code["start"]), int(code["end"])
        text = texts.get(code["speech"], "")
        if len(text) < end:
            sys.exit(f"{speeches}: no sentence at {begin} to {end} of {code['speech']}; expected the speeches of UNGDC v13")
        yield {"id": code["id"], "text": " ".join(text[begin:end].split()), "principal": code["speech"][:3], "axes": codes(code["axes"]), "targets": codes(code["targets"]), "tags": ["plain"], "counts": True}


def kappa(pairs: list[tuple[int, int]]) -> tuple[int, float, float]:
    """Labels, agreement, Cohen's κ (Cohen 1960)."""
    n = len(pairs)
    agreement = sum(a == b for a, b in pairs) / n
    first, second = (collections.Counter(pair[i] for pair in pairs) for i in (0, 1))
    chance = sum(first[value] * second[value] for value in (-1, 0, 1)) / n**2
    return n, agreement, (agreement - chance) / (1 - chance)


def print_kappa() -> None:
    first = {code["id"]: code for code in table(CODES)}
    for column in ("targets", "axes"):
        pairs, alone = [], collections.Counter()
        for code in table(SECOND):
            a, b = codes(first[code["id"]][column]), codes(code[column])
            pairs += [(a[key], b[key]) for key in a if key in b]
            alone.update(first=len(a.keys() - b.keys()), second=len(b.keys() - a.keys()))
        n, agreement, value = kappa(pairs)
        print(f"{column}: {n} labels of both coders, agreement {agreement:.3f}, κ {value:.3f}; of one coder only: {alone['first']} and {alone['second']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("speeches", nargs="?", type=Path)
    parser.add_argument("--part", action="append", choices=PARTS)
    parser.add_argument("--kappa", action="store_true")
    arguments = parser.parse_args()
    if arguments.kappa:
        print_kappa()
        return 0
    if arguments.speeches is None:
        parser.error("expected the file of speeches")
    for row in rows(arguments.speeches, arguments.part or PARTS):
        print(json.dumps(row, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
