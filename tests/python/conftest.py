"""What the tests of the wheel share."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "examples" / "corpus"


@pytest.fixture(scope="session", autouse=True)
def compiled_packs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Packs that are kept compiled do not go to the user's own folder."""
    os.environ.setdefault("STANCE_CACHE", str(tmp_path_factory.mktemp("compiled-packs")))


@pytest.fixture(scope="session")
def program() -> str:
    """The program stance of the same sources: STANCE_PROGRAM, or the newest in a build tree (others may be of older sources)."""
    built = sorted(ROOT.glob("build/*/bin/stance"), key=lambda path: path.stat().st_mtime, reverse=True)
    places = [os.environ.get("STANCE_PROGRAM"), *map(str, built), shutil.which("stance")]
    for place in places:
        if place and Path(place).is_file():
            return place
    pytest.skip("no program stance: set STANCE_PROGRAM, or build a preset")
