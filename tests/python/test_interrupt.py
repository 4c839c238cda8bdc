"""Ctrl-C is answered within a second, wherever the work is, and the interpreter lives on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

PRELUDE = """
import signal, sys, time, stance
signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores SIGINT, and so would this
long_text = "We shall join NATO. Our partnership with the European Union grows every year. Russia occupies our land. " * 20_000
many = stance.Corpus.from_texts((long_text[:100_000] for _ in range(1500)))
def go(work):
    print("ready", flush=True)
    try:
        work()
    except KeyboardInterrupt:
        print("stopped", time.monotonic(), flush=True)
    else:
        print("finished", flush=True)
    assert len(stance.analyze(["We shall join NATO."])) == 1
"""
WORK = {
    "analyze": "go(lambda: stance.analyze(many))",
    "one thread": "go(lambda: stance.analyze(many, threads=1))",
    "stream": "go(lambda: [None for _ in stance.analyze_stream((d.text for d in many))])",
    "dfm": "go(lambda: stance.dfm(many, ngram_range=(1, 3)))",
    "compare": (
        "analysis = stance.analyze({str(n): long_text[n : n + 60_000] + ' word%d' % n for n in range(90)})\n"
        "go(lambda: analysis.compare(interval_limit=1000))"
    ),
}


def seconds_to_answer(work: str) -> float:
    process = subprocess.Popen([sys.executable, "-c", PRELUDE + work], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    sent = time.monotonic()
    out, err = process.communicate(timeout=60)
    words = out.split()
    assert words[:1] == ["stopped"], out + err
    assert process.returncode == 0, err
    return float(words[1]) - sent


@pytest.mark.parametrize("name", WORK)
def test_ctrl_c(name: str) -> None:
    """The best of several runs: a machine that is busy with other work answers late."""
    assert any(seconds_to_answer(WORK[name]) < 1.0 for _ in range(3))
