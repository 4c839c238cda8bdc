#!/usr/bin/env python3
"""Checks the shape of the repository: the one-way chain of modules, clean public headers, file lengths, stray words.

    check.py ROOT    prints each fault as file:line: message and exits 1 when there is one

A file belongs to the module of its name: include/stance/match.hpp, lib/match.cpp, lib/match_compile.cpp and
lib/detail/match_automaton.hpp all belong to `match`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

# The chain. Each module may include itself, the modules named here, and all that those may include. Nothing else.
BELOW: dict[str, tuple[str, ...]] = {
    "error": (),
    "text": ("error",),
    "clean": ("text",),
    "read": ("text",),
    "vocabulary": ("clean", "read"),
    "tokens": ("vocabulary",),
    "pattern": ("error",),
    "lexicon": ("tokens", "pattern", "data_path"),
    "dictionary": ("lexicon",),
    "match": ("lexicon",),
    "evidence": ("match",),
    "lexicon_cache": ("evidence",),
    "dfm": ("tokens", "random", "parallel"),
    "dfm_io": ("dfm",),
    "tfidf": ("dfm",),
    "position": ("evidence", "tfidf", "resampling"),
    "estimate": ("random",),
    "similarity": ("position", "parallel", "estimate", "bootstrap"),
    "bootstrap": ("dfm", "estimate", "resampling"),
    # Methods of the literature: they count words, and know neither lexicons nor statements.
    "scaling": ("tfidf", "estimate", "pattern"),
    "scaling_bootstrap": ("scaling", "bootstrap"),
    "wordscores": ("scaling", "bootstrap"),
    "affinity": ("scaling", "bootstrap"),
    "dictionary_scale": ("scaling", "bootstrap", "position"),
    "wordfish": ("scaling", "bootstrap", "svd"),
    "correspondence": ("scaling", "bootstrap", "svd"),
    "latent_semantic": ("scaling", "bootstrap", "svd"),
    "kwic": ("dfm",),
    "keyness": ("scaling", "kwic", "date"),
    "structure": ("similarity", "bootstrap"),
    "date": ("error",),
    "series": ("date", "estimate", "resampling", "parallel"),
    "estimators": ("analysis", "agreement", "wordscores", "affinity", "dictionary_scale", "wordfish", "correspondence", "latent_semantic", "projection"),
    "analysis": ("similarity", "parallel", "projection"),
    "background": ("tfidf", "data_path"),
    "projection": ("lexicon", "background"),
    "compare": ("analysis", "structure"),
    "trends": ("analysis", "series"),
    "agreement": ("error",),
    "hand_codes": ("lexicon", "read"),
    "validation": ("analysis", "agreement", "hand_codes"),
    "report": ("compare", "validation", "estimators", "scaling_bootstrap", "keyness", "structure", "trends"),
    # lib/detail only
    "random": ("error",),
    "resampling": ("random",),
    "data_path": ("error",),
    "parallel": ("error",),
    "svd": ("random", "parallel"),
}
# Modules that work on vectors and positions must not reach for the evidence behind them, although it lies below.
NOT_DIRECTLY: dict[str, tuple[str, ...]] = {"similarity": ("lexicon", "match", "evidence")}
# Every module may include these; they include nothing of ours.
FREE = ("version", "config", "fingerprint", "sums")
# include/stance.hpp: includes everything, and nothing in include/ or lib/ includes it.
UMBRELLA = "include/stance.hpp"

MAX_LINES = 600
SOURCE_SUFFIXES = {".hpp", ".cpp", ".py", ".cmake", ".in", ".sh", ".txt"}
DATA_FOLDERS = ("lexicons/", "examples/corpus/", "tests/data/")
# Words of the workshop that mean nothing to a reader of the repository. Written in parts, so that this file does not hold them.
STRAY_WORDS = ("/wo" "rk/", "shared" "/tools", "far" "m-", "before" "-stop", "FIELD" ".md", "reference" "_values.json")

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def module_of(path: str) -> str | None:
    """Module of a file, from its name; the longest name counts. None when the table does not know it."""
    stem = Path(path).name.split(".")[0]
    names = [name for name in (*BELOW, *FREE) if stem == name or stem.startswith(name + "_")]
    return max(names, key=len, default=None)


def may_include(module: str) -> set[str]:
    """All modules below, by any way down."""
    seen: set[str] = set()
    todo = [module]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo.extend(BELOW.get(name, ()))
    return seen


def includes(path: Path) -> list[tuple[int, str, bool]]:
    """(line, what, quoted?) of each #include."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if match := INCLUDE.match(line):
            found.append((number, match[1] or match[2], match[1] is not None))
    return found


def check_chain(root: Path) -> list[str]:
    faults = []
    files = [p for folder in ("include", "lib") for p in sorted((root / folder).rglob("*")) if ".hpp" in p.name or p.suffix == ".cpp"]
    for path in files:
        name = path.relative_to(root).as_posix()
        if name == UMBRELLA:
            continue
        module = module_of(name)
        if module is None:
            faults.append(f"{name}:1: belongs to no module: name it after one (text_….cpp), or add a module to BELOW in tests/structure/check.py")
            continue
        allowed = may_include(module)
        for line, what, quoted in includes(path):
            if not what.startswith(("stance/", "detail/")) and what != "stance.hpp":
                if quoted and (what.startswith(".") or (path.parent / what).exists()):
                    faults.append(f'{name}:{line}: #include "{what}": say "stance/…" or "detail/…", so that the chain can be checked')
                continue
            other = module_of(what) if what != "stance.hpp" else None
            if other is None:
                faults.append(f"{name}:{line}: includes {what}, which belongs to no module that `{module}` may use")
            elif other in NOT_DIRECTLY.get(module, ()):
                faults.append(f"{name}:{line}: `{module}` must not include {what}: it sees vectors and positions, not lexicon, match, evidence")
            elif other not in allowed and other not in FREE:
                faults.append(f"{name}:{line}: upward include: `{module}` must not include {what} (module `{other}`); "
                              f"below it are only: {', '.join(sorted(allowed - {module})) or 'none'}")
    return faults


def check_public_headers(root: Path) -> list[str]:
    """include/ needs the standard library and Eigen, nothing else."""
    faults = []
    for path in sorted((root / "include").rglob("*.hpp*")):
        name = path.relative_to(root).as_posix()
        for line, what, quoted in includes(path):
            if what.startswith("detail/"):
                faults.append(f"{name}:{line}: a public header includes the private {what}")
            elif not quoted and ("/" in what or "." in what) and not what.startswith(("Eigen/", "stance/")):
                faults.append(f"{name}:{line}: a public header includes <{what}>; only the standard library and Eigen may show")
    return faults


def check_outside(root: Path) -> list[str]:
    """Examples and other people's programs live from the public headers."""
    faults = []
    for folder in ("examples", "tests/consumer"):
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            for line, what, _ in includes(path):
                if what.startswith("detail/"):
                    faults.append(f"{path.relative_to(root).as_posix()}:{line}: includes the private {what}; use the public headers")
    return faults


def repository_files(root: Path) -> list[str]:
    """Files that are or would be tracked; without git, all files outside build trees."""
    listing = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             capture_output=True, check=False) if (root / ".git").exists() else None
    if listing is not None and listing.returncode == 0:
        return sorted(name for name in listing.stdout.decode().split("\0") if name and (root / name).is_file())
    skipped = {".git", "build", "__pycache__", ".cache"}
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*")
                  if p.is_file() and not skipped.intersection(p.relative_to(root).parts))


def check_files(root: Path) -> list[str]:
    faults = []
    for name in repository_files(root):
        data = (root / name).read_bytes()
        lines = data.count(b"\n")
        if Path(name).suffix in SOURCE_SUFFIXES and not name.startswith(DATA_FOLDERS) and lines > MAX_LINES:
            faults.append(f"{name}:1: {lines} lines; a file has at most {MAX_LINES}: split it by subject")
        if name.startswith(".ci/"):
            continue
        for word in STRAY_WORDS:
            at = data.find(word.encode())
            if at >= 0:
                faults.append(f"{name}:{data.count(bytes([10]), 0, at) + 1}: holds '{word}', a word of the workshop and not of the project")
    return faults


def check(root: Path) -> list[str]:
    return check_chain(root) + check_public_headers(root) + check_outside(root) + check_files(root)


def main() -> int:
    if len(sys.argv) != 2 or not (Path(sys.argv[1]) / "include" / "stance").is_dir():
        print(__doc__, file=sys.stderr)
        return 2
    faults = check(Path(sys.argv[1]))
    print("\n".join(faults) if faults else "The structure is sound.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
