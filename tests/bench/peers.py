#!/usr/bin/env python3
"""Stance beside its peers, in the same run: writes the section "Speed and memory" of tests/SCOREBOARD.md.

    cmake --workflow --preset bench
    python3 -m venv build/peers && build/peers/bin/pip install scikit-learn gensim pyahocorasick hyperscan
    build/peers/bin/python tests/bench/peers.py speeches.jsonl [--out tests/bench/speed.md]

The texts are a folder of .txt files or a JSONL with the field "text". Peers that this interpreter cannot import (or R has not) are named in the
result as missing, with the command that installs them. What each peer does beside a stage of ours stands in peer_stages.py; what its counts differ
by, in the notes of the tables. tests/tools/scoreboard.py puts the file into the scoreboard without measuring again.

Stages are timed within the process, in processor time of one thread, after reading and imports; rounds go through all tools in turn, so that what
else the machine does hits all alike. Whole processes are timed from outside, by the wall. Takes about half an hour on 8,000 speeches
(--quick: a few minutes, for a look)."""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import peer_stages  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(peer_stages.__file__)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
STAGES = ("tokenize", "tfidf", "tfidf12", "lexicon", "lexicon_glob", "cos_dense", "cos_top10")
WHAT = {
    "tokenize": "words, folded and numbered",
    "tfidf": "TF-IDF, unigrams",
    "tfidf12": "TF-IDF, uni- and bigrams",
    "lexicon": "3,000 phrases of two and three words, from texts to hits",
    "lexicon_glob": "the same with a wildcard in each last word",
    "cos_dense": "cosines of all pairs",
    "cos_top10": "ten nearest of each, exact",
}
GROWTH = ("tokenize", "tfidf", "tfidf12", "lexicon", "score", "cos_dense", "cos_top10")
MEGABYTE = 2 ** 20


class Missing(Exception):
    """A peer that is not installed, or that failed: the others go on."""


def run(command: list) -> subprocess.CompletedProcess:
    return subprocess.run([str(part) for part in command], capture_output=True, encoding="utf-8", errors="replace", check=False, env={**os.environ, **ONE_THREAD})


def last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


# A process of its own between us and what is measured: the peak that wait4() tells counts the one that started it too, up to its exec.
MEASURE = """
import json, os, subprocess, sys, time
with open(sys.argv[1], "wb") as out, open(os.devnull, "wb") as quiet:
    start = time.monotonic()
    child = subprocess.Popen(sys.argv[2:], stdout=out, stderr=quiet)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
child.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"exit": child.returncode, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024}))
"""


def whole_process(command: list, output: Path | None = None) -> dict:
    """Seconds by the wall, processor seconds and peak memory of a program from its start to its end."""
    found = json.loads(run([sys.executable, "-c", MEASURE, output or os.devnull, *command]).stdout)
    if found["exit"] != 0:
        sys.exit(f"peers.py: {' '.join(map(str, command))}: exit {found['exit']}")
    return found


# ---- Texts

class Texts:
    """The input as rows, cut or repeated to a size. Repeated texts are new documents with the words of the old ones."""

    def __init__(self, source: Path, folder: Path) -> None:
        self.folder = folder
        self.texts = peer_stages.read_texts(source)
        if not self.texts:
            sys.exit(f"peers.py: no texts in {source}; expected .txt files in a folder, or a JSONL with the field \"text\"")

    def file(self, name: str, texts: list[str]) -> Path:
        path = self.folder / f"{name}.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for i, text in enumerate(texts):
                out.write(json.dumps({"id": f"d{i}", "text": text}, ensure_ascii=False) + "\n")
        return path

    def documents(self, n: int) -> Path:
        return self.file(f"documents{n}", [self.texts[i % len(self.texts)] for i in range(n)])

    def megabytes(self, size: float) -> Path:
        left, out = int(size * MEGABYTE), []
        while left > 0:
            text = self.texts[len(out) % len(self.texts)]
            kept = text.encode()[:left].decode(errors="ignore")
            out.append(kept)
            left -= len(text.encode())
        return self.file(f"megabytes{size:g}", out)


# ---- Figures

def spread(values: list[float]) -> str:
    """Median and range."""
    return f"{figure(statistics.median(values))} ({figure(min(values))}–{figure(max(values))})" if len(values) > 1 else figure(values[0])


def figure(value: float) -> str:
    """Three digits that count, written out."""
    if value == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}"


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """Slope of the line of least squares through log seconds over log size."""
    return statistics.linear_regression([math.log(s) for s in sizes], [math.log(max(t, 1e-9)) for t in seconds]).slope


def table(header: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, ["---"] * len(header), *rows]) + "\n"


def counts(info: dict) -> str:
    return ", ".join(f"{info[key]:,} {key}" for key in ("words", "types", "features", "cells", "hits", "hits_overlapping", "hits_raw", "seconds_compiling", "pairs", "rows") if key in info)


# ---- Tables

class Bench:
    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.bench, self.stance, self.folder = options.bench, options.stance, folder
        self.rounds = options.rounds
        self.missing: dict[str, str] = {}

    def ours(self, stage: str, texts: Path, threads: int = 1, repeats: int = 1, more: list | None = None) -> dict:
        command = [self.bench, stage, texts, "--threads", threads, "--repeats", repeats, *(more or [])]
        done = run(command)
        if done.returncode != 0:
            sys.exit(f"peers.py: {' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr[-3000:]}")
        info = json.loads(last_line(done.stdout))
        return {**info["info"], "seconds": info["info"]["cpu_seconds"], "wall": info["stages"][stage], "tool": "Stance"}

    def peer(self, name: str, stage: str, texts: Path, patterns: Path) -> dict:
        command = [shutil.which("Rscript") or "Rscript", PEERS.with_suffix(".R")] if name == "quanteda" else [sys.executable, PEERS, name]
        if name == "quanteda" and shutil.which("Rscript") is None:
            raise Missing(f"not installed; {peer_stages.INSTALL[name]}")
        done = run([*command, stage, texts, patterns])
        if done.returncode == peer_stages.NOT_INSTALLED:
            raise Missing(f"not installed; {last_line(done.stderr)}")
        if done.returncode != 0:
            raise Missing(f"failed in `{stage}` with {last_line(done.stderr)!r}")
        return json.loads(last_line(done.stdout))

    def stage(self, stage: str, texts: Path) -> list[list[str]]:
        patterns = self.folder / f"{stage}.patterns"
        matching = stage.startswith("lexicon")
        tools: dict[str, list[dict]] = {}
        for number in range(self.rounds):
            tools.setdefault("Stance", []).append(self.ours(stage, texts, more=["--patterns", patterns] if matching else None))
            if stage == "tokenize":
                tools.setdefault("ICU, std::unordered_map", []).append(self.ours("icu_tokenize", texts))
            for name in peer_stages.peers_of(stage):
                if name in self.missing:
                    continue
                if number > 0 and statistics.median(each["seconds"] for each in tools[name]) > 60:
                    continue  # a minute or more: once is enough
                try:
                    tools.setdefault(name, []).append(self.peer(name, stage, texts, patterns))
                except Missing as missing:
                    self.missing[name] = str(missing)
                    tools.pop(name, None)
        mine = statistics.median(each["seconds"] for each in tools["Stance"])
        rows = []
        for name, runs in tools.items():
            seconds = [each["seconds"] for each in runs]
            ratio = "1" if name == "Stance" else f"{statistics.median(seconds) / mine:.1f}"
            rows.append([WHAT[stage] if name == "Stance" else "", f"{name} {runs[0].get('version', '')}".strip(), spread(seconds), ratio, counts(runs[0])])
        return rows

    def growth(self, texts: Texts, sizes: list[int], quick: bool) -> tuple[list[str], list[list[str]]]:
        rows = []
        for stage in GROWTH:
            times = [min(self.ours(stage, texts.documents(n))["seconds"] for _ in range(1 if quick else 2)) for n in sizes]
            rows.append([f"`{stage}`", *(figure(t) for t in times), f"{exponent(sizes, times):.2f}"])
        return ["processor seconds", *(f"{n:,} documents" for n in sizes), "exponent"], rows

    def size(self, texts: Texts, sizes: list[float]) -> tuple[list[str], list[list[str]], list[list[str]]]:
        """Processor seconds and peak memory over the size of the text."""
        seconds: dict[str, list[float]] = {"`tokenize`": [], "`tfidf`": [], "`score`": [], "`stance score`, whole process": []}
        peaks: dict[str, list[float]] = {"`stance score`, JSONL in and out": [], "`tfidf`, corpus and matrix in memory": []}
        with_peer = "scikit-learn" not in self.missing
        if with_peer:
            peaks["scikit-learn, corpus and TF-IDF matrix in memory"] = []
        for size in sizes:
            path = texts.megabytes(size)
            for stage in ("tokenize", "tfidf", "score"):
                found = self.ours(stage, path)
                seconds[f"`{stage}`"].append(found["seconds"])
                if stage == "tfidf":
                    peaks["`tfidf`, corpus and matrix in memory"].append(found["peak_kb"] / 1024)
            whole = whole_process([self.stance, "score", path, "--format", "jsonl", "--threads", 1])
            seconds["`stance score`, whole process"].append(whole["cpu"])
            peaks["`stance score`, JSONL in and out"].append(whole["peak_mb"])
            if with_peer:
                peaks["scikit-learn, corpus and TF-IDF matrix in memory"].append(self.peer("scikit-learn", "tfidf", path, path)["peak_kb"] / 1024)
        columns = [f"{size:g} MB" for size in sizes]
        # Below four megabytes the start of a process is most of it.
        fitted = [i for i, size in enumerate(sizes) if size >= 4] if max(sizes) > 8 else list(range(len(sizes)))
        rows = [[name, *(figure(t) for t in times), f"{exponent([sizes[i] for i in fitted], [times[i] for i in fitted]):.2f}"] for name, times in seconds.items()]
        return columns, rows, [[name, *(f"{mb:,.0f}" for mb in values)] for name, values in peaks.items()]

    def threads(self, texts: Path) -> list[list[str]]:
        rows = []
        for stage in ("tfidf", "tfidf12", "cos_dense", "cos_top10", "score"):
            walls: dict[int, list[float]] = {1: [], 2: []}
            for _ in range(self.rounds):
                for n in walls:
                    walls[n].append(self.ours(stage, texts, threads=n)["wall"])
            rows.append([f"`{stage}`", spread(walls[1]), spread(walls[2]), f"{statistics.median(walls[1]) / statistics.median(walls[2]):.2f}"])
        walls, outputs = {1: [], 2: []}, {n: self.folder / f"scored{n}.jsonl" for n in (1, 2)}
        for _ in range(self.rounds):
            for n in walls:
                walls[n].append(whole_process([self.stance, "score", texts, "--format", "jsonl", "--threads", n], outputs[n])["wall"])
        if outputs[1].read_bytes() != outputs[2].read_bytes():
            sys.exit("peers.py: stance score gives other bytes with two threads than with one")
        rows.append(["`stance score`, whole process", spread(walls[1]), spread(walls[2]), f"{statistics.median(walls[1]) / statistics.median(walls[2]):.2f}"])
        return rows

    def whole(self, texts: Path, first_text: str) -> list[list[str]]:
        small = self.folder / "small.txt"
        small.write_text(first_text[:3000], encoding="utf-8")
        os.environ["STANCE_CACHE"] = str(self.folder / "packs")
        commands = {"`stance score`, one thread": [self.stance, "score", "{}", "--format", "jsonl", "--threads", 1]}
        if "scikit-learn" not in self.missing:
            commands["scikit-learn, TF-IDF of unigrams alone"] = [sys.executable, PEERS, "scikit-learn", "tfidf", "{}", "-"]
        size = texts.stat().st_size / MEGABYTE
        rows = []
        for name, command in commands.items():
            at = lambda path, command=command: [path if part == "{}" else part for part in command]  # noqa: E731
            large = [whole_process(at(texts)) for _ in range(self.rounds)]
            start = spread([1000 * whole_process(at(small))["wall"] for _ in range(3 * self.rounds)])
            if command[0] == self.stance:
                os.environ["STANCE_CACHE"] = "off"
                start += "; " + spread([1000 * whole_process(at(small))["wall"] for _ in range(3 * self.rounds)]) + " with a pack that was not kept"
                os.environ["STANCE_CACHE"] = str(self.folder / "packs")
            rows.append([name, spread([size / each["cpu"] for each in large]), spread([each["wall"] for each in large]), f"{large[0]['peak_mb']:,.0f}", start])
        return rows


# ---- The section

def machine() -> str:
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists() and (found := re.search(r"^model name\s*: (.*)$", info.read_text(encoding="utf-8"), re.M)):
        cpu = found[1]
    compiler = subprocess.run(["c++", "--version"], capture_output=True, encoding="utf-8", check=False).stdout.splitlines()[:1]
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores of {cpu}, {platform.system()} {platform.machine()}; {compiler[0] if compiler else 'no compiler'}, -O3, no -march; load average {load:.1f} at the end"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path)
    parser.add_argument("--bench", default=str(ROOT / "build" / "bench" / "bin" / "bench"))
    parser.add_argument("--stance", default=str(ROOT / "build" / "bench" / "bin" / "stance"))
    parser.add_argument("--documents", type=int, default=0, help="so many of the texts, repeated where there are fewer; default: as they are")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="a sixteenth of the sizes of growth and memory, one round")
    parser.add_argument("--out", type=Path, help="default: standard output")
    options = parser.parse_args()
    options.rounds = 1 if options.quick else options.rounds
    for program in (options.bench, options.stance):
        if not Path(program).exists():
            sys.exit(f"peers.py: no program {program}; build it with: cmake --workflow --preset bench")
    say = lambda text: print(f"peers: {text}", file=sys.stderr, flush=True)  # noqa: E731
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = Texts(options.input, folder)
        n = options.documents or len(texts.texts)
        corpus = texts.documents(n)
        bench = Bench(options, folder)
        rows = []
        for stage in STAGES:
            say(stage)
            rows += bench.stage(stage, corpus)
        say("whole processes")
        whole = bench.whole(corpus, texts.texts[0])
        say("threads")
        threads = bench.threads(corpus)
        scale = 16 if options.quick else 1
        say("growth with documents")
        growth = bench.growth(texts, [k * 1000 // scale for k in (1, 2, 4, 8)], options.quick)
        say("growth with bytes")
        columns, sizes, peaks = bench.size(texts, [2.0 ** k / scale for k in range(8)])
        repeated = f" ({len(texts.texts):,} different ones, repeated)" if n > len(texts.texts) else ""
        text = f"""### Speed and memory, beside peers

{datetime.date.today().isoformat()}, written by `tests/bench/peers.py`. {machine()}. {n:,} texts{repeated}, {corpus.stat().st_size / MEGABYTE:.1f} MB of rows.
Stages: processor seconds of one thread within the process, median (and range) of up to {options.rounds} rounds that go through the tools in turn; reading and imports are not in it.
Other work on the machine moves single figures by a tenth or two; the ratios are of the same run. MB = 2^20 bytes.

{table(["work", "tool", "seconds", "ratio", "what it counted"], rows)}
{peer_stages.NOTES}
{"".join(f"Missing here: {name}, {how}." + chr(10) for name, how in bench.missing.items())}
Whole processes, from the file to the output:

{table(["program", "MB per processor second", "wall seconds", "peak MB", "one text of 3 kB, wall ms"], whole)}
One thread against two, wall seconds; the output is the same to the byte:

{table(["work", "one", "two", "quicker by"], threads)}
Growth with the number of documents{" (those beyond the input are repeated, so new words stop coming)" if len(texts.texts) < 8000 // scale else ""}; the exponent is the slope of log seconds over log size:

{table(*growth)}
Growth with the size of the text, processor seconds; exponent over 4 MB and more:

{table(["", *columns, "exponent"], sizes)}
Peak memory of the process, MB:

{table(["", *columns], peaks)}"""
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
