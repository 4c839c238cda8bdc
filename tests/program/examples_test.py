#!/usr/bin/env python3
"""The numbered programs of examples/ print what the comment at their end says, the program in include/stance.hpp is 01_score, and
README.md quotes what they and the main job print.

    examples_test.py SOURCE_DIR BIN_DIR            compares; exits 1 with a diff
    examples_test.py SOURCE_DIR BIN_DIR --update   writes what the programs print into the comments, after a change of the lexicon
"""

import difflib
import re
import subprocess
import sys
from pathlib import Path

MARK = "\n// Output:\n"


def commented(text: str, prefix: str) -> str:
    return "".join((prefix + line).rstrip() + "\n" for line in text.splitlines())


def printed(program: Path) -> str:
    return subprocess.run([program], capture_output=True, encoding="utf-8", check=True, timeout=60).stdout


def compare(path: Path, is_now: str, should_be: str, update: bool) -> bool:
    if is_now == should_be:
        return True
    if update:
        path.write_text(should_be, encoding="utf-8")
        return True
    sys.stdout.writelines(difflib.unified_diff(is_now.splitlines(True), should_be.splitlines(True), f"{path} says", "the program prints"))
    return False


def excerpt(output: str) -> str:
    """Of `stance compare examples/corpus`: the positions and two contrasts, in whole lines."""
    lines = output.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("Positions"))
    positions = lines[start : lines.index("", start)]
    blocks = [block.splitlines() for block in output[output.index("\nContrasts\n") :].split("\n\n")[1:]]
    chosen = [block for block in blocks if block[0].startswith(("non_alignment: georgia", "russia_cis_orientation: belarus")) and
              ("switzerland" in block[0] or "georgia_open" in block[0])][:2] or blocks[:2]
    parts = ["\n".join(positions), "… (emphasis, similarities, pairs) …", "Contrasts"] + ["\n".join(block) for block in chosen]
    return "\n\n".join(parts) + "\n"


def quote(readme: str, name: str, output: str) -> str:
    """The README with the block behind the mark of `name` replaced by the output."""
    mark = f"<!-- prints: {name} -->\n```\n"
    begin = readme.index(mark) + len(mark)
    end = readme.index("\n```", begin) + 1
    return readme[:begin] + output + readme[end:]


def main() -> int:
    source, binaries = Path(sys.argv[1]), Path(sys.argv[2])
    update = "--update" in sys.argv[3:]
    programs = sorted((source / "examples").glob("[0-9][0-9]_*.cpp"))
    good = len(programs) >= 4
    readme_path = source / "README.md"
    readme = wanted_readme = readme_path.read_text(encoding="utf-8")
    job = [binaries / "stance", "compare", "examples/corpus", "--color", "never"]
    main_job = subprocess.run(job, cwd=source, capture_output=True, encoding="utf-8", check=True, timeout=60).stdout
    wanted_readme = quote(wanted_readme, "examples/run.sh", excerpt(main_job))
    for path in programs:
        text = path.read_text(encoding="utf-8")
        code = text.split(MARK)[0].rstrip("\n")
        output = printed(binaries / f"example_{path.stem}")
        wanted_readme = quote(wanted_readme, path.stem, output)
        good = compare(path, text, code + "\n" + MARK + commented(output, "//   "), update) and good
        if path.stem == "01_score":
            umbrella = source / "include" / "stance.hpp"
            header = umbrella.read_text(encoding="utf-8")
            body = code[code.index("int main() {\n") + 13 : code.rindex("\n}")]
            good = body in readme and good
            block = "/// A complete program (examples/01_score.cpp):\n///\n" + commented(code, "///     ") + "///\n/// and what it prints:\n///\n"
            block += commented(output, "///     ")
            wanted = re.sub(r"/// A complete program.*?\n(?=\n)", lambda _: block, header, count=1, flags=re.S)
            good = compare(umbrella, header, wanted, update) and good
    good = compare(readme_path, readme, wanted_readme, update) and good
    if not good:
        print("To accept: examples_test.py SOURCE_DIR BIN_DIR --update")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
