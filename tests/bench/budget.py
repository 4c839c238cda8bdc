#!/usr/bin/env python3
"""A budget of instructions for each stage of the library.

    budget.py --program build/release/bin/stance_budget --compiler "GNU 12.2.0 -O3 -DNDEBUG" [--update]

Runs the program under callgrind, which counts instructions: the same count on a busy machine and on an idle one. Fails when a stage needs
more than 10 % more than budget.json, beside this file, allows. Whoever makes a stage slower on purpose calls it with --update and commits
the new numbers with the change; whoever makes one quicker does too, so that the gain is kept.

A count depends on what was compiled with what: another compiler, C library or ICU moves it by more than 10 %. budget.json therefore names
them, and with others the program says which differ, compares nothing and exits 77 (skipped). Versions are those of the packages without
the distribution's revision. Standard library only."""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

BUDGET = Path(__file__).resolve().with_name("budget.json")
TOLERANCE = 0.10
SKIPPED = 77
# What compiled code and its counts come from, by the names of Debian's packages. The compiler brings libstdc++.
PACKAGES = ("libc6", "libicu-dev", "libeigen3-dev", "libboost-dev", "libyaml-dev", "libyaml-cpp-dev", "libsimdjson-dev", "nlohmann-json3-dev", "libfmt-dev",
            "robin-map-dev", "libxxhash-dev", "libtbb-dev", "valgrind")


def skip(reason: str) -> int:
    print(f"budget: skipped, nothing was compared: {reason}")
    return SKIPPED


def upstream(version: str) -> str:
    """2.36-9+deb12u10 is 2.36, 1:3.19.0-1 is 3.19.0, 9.1.0+ds1-2 is 9.1.0."""
    return re.sub(r"[-+~].*$", "", version.partition(":")[2] or version)


def processor_has_avx2() -> bool:
    """Callgrind shows programs a processor with AVX2 where this machine has it, and the C library and simdjson choose their code by that."""
    try:
        return " avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False


def surroundings(compiler: str) -> dict[str, str]:
    found = {"compiler": " ".join(compiler.split()), "machine": platform.machine(), "avx2": "yes" if processor_has_avx2() else "no"}
    for package in PACKAGES:
        asked = subprocess.run(["dpkg-query", "-W", "-f=${Version}\n", package], capture_output=True, encoding="utf-8", check=False)
        found[package] = upstream(asked.stdout.split("\n")[0]) if asked.returncode == 0 else "not installed"
    return found


def counts(program: str) -> dict[str, int]:
    """Instructions of each stage, in the order of the stages."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/out", program]
        # An environment of one size: the start of the stack depends on it, and alignment with that.
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
        if run.returncode != 0:
            sys.exit(f"budget: {' '.join(command)}: exit {run.returncode}\n{run.stderr[-3000:]}")
        found = {}
        for part in sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:])):
            text = part.read_text(encoding="utf-8", errors="replace")
            name = re.search(r"^desc: Trigger: Client Request: (\S+)", text, re.M)
            total = re.search(r"^(?:totals|summary): (\d+)", text, re.M)
            if name and total:
                found[name[1]] = int(total[1])
    if not found:
        sys.exit("budget: callgrind wrote no counts; is the program built with valgrind/callgrind.h?")
    return found


def report(got: dict[str, int], allowed: dict[str, int]) -> list[str]:
    """Prints all stages; returns what is over the budget, or not in one of the two."""
    faults = [f"{name}: in budget.json, but not measured" for name in allowed if name not in got]
    print(f"{'stage':<16} {'instructions':>14} {'budget':>14}  change")
    for name, count in got.items():
        if name not in allowed:
            print(f"{name:<16} {count:>14,} {'–':>14}")
            faults.append(f"{name}: measured, but not in budget.json")
            continue
        change = count / allowed[name] - 1
        print(f"{name:<16} {count:>14,} {allowed[name]:>14,}  {change:+.1%}")
        if change > TOLERANCE:
            faults.append(f"{name}: {change:+.1%}, allowed are {TOLERANCE:.0%}")
        elif change < -TOLERANCE:
            print(f"  {name} is quicker than its budget: call with --update, so that the gain is kept")
    return faults


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="", help="stance_budget of an optimised build; empty: it could not be built")
    parser.add_argument("--compiler", required=True, help="name, version and flags, as CMake says them")
    parser.add_argument("--update", action="store_true", help="write budget.json")
    options = parser.parse_args()
    if not options.program or shutil.which("valgrind") is None:
        return skip("valgrind is not installed (lib/cmake/setup.sh installs it)")
    here = surroundings(options.compiler)
    if options.update:
        got = counts(options.program)
        BUDGET.write_text(json.dumps({"made_with": here, "instructions": got}, indent=1) + "\n", encoding="utf-8")
        print(f"budget: {len(got)} stages written to {BUDGET}")
        return 0
    budget = json.loads(BUDGET.read_text(encoding="utf-8"))
    other = [f"{key} {value} (budget: {budget['made_with'].get(key, 'not named')})" for key, value in here.items() if budget["made_with"].get(key) != value]
    if other:
        return skip("its numbers are of other surroundings: " + "; ".join(other))
    faults = report(counts(options.program), budget["instructions"])
    if faults:
        print("\nbudget: over it:\n  " + "\n  ".join(faults))
        print(f"If that is meant, update the budget in the same commit:\n  {sys.executable} {Path(__file__).resolve()} --program {options.program} --compiler '{options.compiler}' --update")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
