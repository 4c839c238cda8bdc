#!/usr/bin/env python3
"""lib/METHODS.md quotes what the program prints: each block that begins with "$ stance …" is run and compared. A line "…" stands for lines
that are left out.

    STANCE_BIN=… STANCE_SOURCE=… methods_test.py            compares; exits 1 with a diff
    STANCE_BIN=… STANCE_SOURCE=… methods_test.py --update   writes what the program prints into the page, after a change of the lexicon
"""

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"```\n\$ (stance [^\n]*)\n(.*?)```\n", re.S)
LEFT_OUT = "…"


def printed(command: str, source: Path) -> list[str]:
    words = shlex.split(command)
    done = subprocess.run([os.environ["STANCE_BIN"], *words[1:]], cwd=source, capture_output=True, encoding="utf-8", timeout=300)
    if done.returncode != 0:
        raise SystemExit(f"{command}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout.rstrip("\n").splitlines()


def excerpt(quoted: list[str], output: list[str]) -> list[str]:
    """The lines of the output that the quotation shows: from the first line of each part on, as many as the part has."""
    if LEFT_OUT not in quoted:
        return output
    shown: list[str] = []
    at = 0
    while at < len(quoted):
        if quoted[at] == LEFT_OUT:
            shown.append(LEFT_OUT)
            at += 1
            continue
        end = quoted.index(LEFT_OUT, at) if LEFT_OUT in quoted[at:] else len(quoted)
        if quoted[at] not in output:
            return [f"(no line: {quoted[at]})"]
        begin = output.index(quoted[at])
        shown += output[begin : begin + end - at]
        at = end
    return shown


def main() -> int:
    source = Path(os.environ["STANCE_SOURCE"])
    page = source / "lib" / "METHODS.md"
    text = page.read_text(encoding="utf-8")
    wanted = text
    blocks = BLOCK.findall(text)
    if len(blocks) < 9:
        print(f"{page}: expected at least 9 blocks with a command, found {len(blocks)}")
        return 1
    for command, quoted in blocks:
        lines = excerpt(quoted.splitlines(), printed(command, source))
        wanted = wanted.replace(f"$ {command}\n{quoted}```", f"$ {command}\n" + "".join(line + "\n" for line in lines) + "```")
    if wanted == text:
        print(f"1..1\nok 1 - {len(blocks)} blocks of METHODS.md are what the program prints")
        return 0
    if "--update" in sys.argv[1:]:
        page.write_text(wanted, encoding="utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), wanted.splitlines(True), "METHODS.md says", "the program prints"))
    print("To accept: methods_test.py --update")
    return 1


if __name__ == "__main__":
    sys.exit(main())
