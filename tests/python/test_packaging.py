"""What goes into the wheel and into the source distribution."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from conftest import ROOT

import stance


def test_the_version_is_stated_once() -> None:
    match = re.search(r"project\(stance\s+VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"))
    assert match is not None
    assert stance.__version__ == importlib.metadata.version("stance") == match[1]


def test_the_wheel_holds_the_package_and_its_data_alone() -> None:
    files = importlib.metadata.files("stance")
    assert files is not None
    names = {str(name) for name in files}
    here = Path(stance.__file__).parent
    assert {path.name for path in (ROOT / "lexicons").glob("*.yaml")} == {path.name for path in (here / "share/stance/lexicons").glob("*.yaml")}
    assert "stance/share/stance/lexicons/background.en.tsv" in names and "stance/py.typed" in names
    tops = {name.split("/")[0] for name in names}
    assert tops <= {"stance", "stance.libs", f"stance-{stance.__version__}.dist-info"}


def test_the_source_distribution_builds_by_itself() -> None:
    """It holds every tracked file that the wheel is made from, and no build tree."""
    path = os.environ.get("STANCE_SDIST")
    if not path or not (ROOT / ".git").exists():
        pytest.skip("no source distribution: tests/python/run.sh makes one from a clone")
    with tarfile.open(path) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    needed = {name for name in tracked if name.startswith(("bindings/", "include/", "lexicons/", "lib/", "CMakeLists.txt", "pyproject.toml", "README.md", "LICENSE"))}
    assert needed <= held
    assert not [name for name in held if name.startswith(("build/", "tests/", ".git/"))]
