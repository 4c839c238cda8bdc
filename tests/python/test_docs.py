"""The examples in the docstrings, and that everything public has one."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from typing import Any, Iterator, Tuple

import pytest
from conftest import ROOT

import stance

#: Those of spark need a session, and run in test_spark.py.
MODULES = sorted(name for _, name, _ in pkgutil.iter_modules(stance.__path__) if name not in ("_core", "spark"))


@pytest.mark.parametrize("name", ["", *MODULES])
def test_examples(name: str) -> None:
    module = importlib.import_module("stance" + ("." + name if name else ""))  # the suite is installed with all extras
    result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0


def test_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0 < result.attempted


def public() -> Iterator[Tuple[str, Any]]:
    for name in stance.__all__:
        thing = getattr(stance, name)
        if not callable(thing):
            continue
        yield name, thing
        if inspect.isclass(thing):
            for member, value in vars(thing).items():
                if not member.startswith("_") and callable(getattr(value, "__func__", value)):
                    yield f"{name}.{member}", value


@pytest.mark.parametrize(("name", "thing"), list(public()))
def test_everything_public_is_documented(name: str, thing: Any) -> None:
    assert (inspect.getdoc(thing) or "").strip(), name


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    needed = [name for name in MODULES if not name.startswith(("plot", "sklearn", "_plot", "_sklearn", "_drawing", "_spark"))]  # the others are optional
    examples = [e for name in needed for t in finder.find(importlib.import_module(f"stance.{name}")) for e in t.examples]
    assert len(examples) >= 10
