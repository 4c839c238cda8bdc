"""The stub of the private module is that of the module, and the annotations hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

import stance

SOURCE = ROOT / "bindings" / "python" / "stance"
INSTALLED = Path(stance.__file__).parent


def test_the_stub_is_that_of_the_module(tmp_path: Path) -> None:
    """With STANCE_UPDATE_STUBS=1 the stub in the sources is written anew."""
    pytest.importorskip("pybind11_stubgen")
    command = [sys.executable, "-m", "pybind11_stubgen", "stance._core", "-o", str(tmp_path), "--exit-code"]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    made = (tmp_path / "stance" / "_core.pyi").read_text(encoding="utf-8")
    if os.environ.get("STANCE_UPDATE_STUBS"):
        (SOURCE / "_core.pyi").write_text(made, encoding="utf-8")
    assert (INSTALLED / "_core.pyi").read_text(encoding="utf-8") == made, "call the tests once with STANCE_UPDATE_STUBS=1, and build again"


def test_the_package_says_that_it_is_typed() -> None:
    assert (INSTALLED / "py.typed").is_file()


@pytest.mark.parametrize("what", ["package", "examples"])
@pytest.mark.skipif(sys.version_info < (3, 10), reason="scipy has no stubs for Python 3.9")
def test_mypy(what: str, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    sources = ["-p", "stance"] if what == "package" else list(map(str, sorted((ROOT / "examples" / "python").glob("*.py"))))
    assert sources
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    result = subprocess.run([*command, *sources], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
