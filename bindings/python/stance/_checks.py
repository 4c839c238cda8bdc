"""Checks of arguments. Each message names the argument, what was expected and what was got."""

from __future__ import annotations

import math
import numbers
import operator
import os
from typing import Any, Iterable, List, Optional, TypeVar

import numpy as np
import pandas as pd

from . import _core

LONGEST_NAME = 1000  #: characters of a name, key or path of ours
Model = TypeVar("Model")


def shown(value: Any) -> str:
    """Type and beginning of a value, for messages."""
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 40 else text[:39] + '…'}"


def fitted(model: Optional[Model], what: str) -> Model:
    """What fit() has made; says so where it was not called."""
    if model is None:
        raise ValueError(f"{what}: call fit() first")
    return model


def missing(value: Any) -> bool:
    """Whether a value of a column stands for nothing: None, NaN, NaT or pandas.NA."""
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, (float, np.floating)) and bool(np.isnan(value)))


def utf8(text: str, what: str) -> None:
    """Refuses lone surrogates, which no UTF-8 can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise ValueError(
            f"{what}: character {fault.start} is the lone surrogate {text[fault.start]!r}, which is no text; read the file as UTF-8, "
            "or mend it with text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')"
        ) from None


def string(value: Any, what: str) -> str:
    """A str; says what to do with bytes and missing values."""
    if isinstance(value, str):
        if not value.isascii():
            utf8(value, what)
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{what}: expected str, got {shown(value)}; decode it first, for example with .decode('utf-8')")
    if missing(value):
        raise TypeError(f"{what}: expected str, got {shown(value)}; leave out missing texts first (pandas: frame.dropna)")
    raise TypeError(f"{what}: expected str, got {shown(value)}")


def name(value: Any, what: str) -> str:
    """A str that names something."""
    if isinstance(value, str) and len(value) > LONGEST_NAME:
        raise ValueError(f"{what}: expected a name, got a str of {len(value)} characters")
    return string(value, what)


def optional_name(value: Any, what: str) -> str:
    """A name, with the empty one for None."""
    return "" if value is None else name(value, what)


def language(value: Any, what: str) -> str:
    """A language that the tokenizer knows, or the empty str for None."""
    tag = optional_name(value, what)
    if tag and tag not in _core.languages():
        raise ValueError(f"{what}: unknown language {tag!r}; there are {', '.join(_core.languages())}")
    return tag


def label(value: Any, what: str) -> str:
    """An id: a str, or a number as it is printed."""
    if isinstance(value, bool) or missing(value):
        raise TypeError(f"{what}: expected a str or whole number, got {shown(value)}")
    if isinstance(value, str):
        return string(value, what)
    try:
        return str(operator.index(value))
    except TypeError:
        raise TypeError(f"{what}: expected a str or whole number, got {shown(value)}") from None


def whole(value: Any, what: str, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number in a range."""
    number: Optional[int]
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{what}: expected a whole number, got {shown(value)}")
    if number < least or number > most:
        bounds = f"of {least} or more" if number < least and most == 2**31 - 1 else f"from {least} to {most}"
        raise ValueError(f"{what}: expected a whole number {bounds}, got {number if abs(number) < 10**20 else 'one with more than 20 digits'}")
    return number


def number(value: Any, what: str) -> float:
    """A finite number."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{what}: expected a number, got {shown(value)}")
    result = float(value)
    if not math.isfinite(result):
        raise ValueError(f"{what}: expected a finite number, got {result}")
    return result


def flag(value: Any, what: str) -> bool:
    """True or False."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{what}: expected True or False, got {shown(value)}")
    return bool(value)


def strings(values: Any, what: str) -> List[str]:
    """A list of str from an iterable that is no str itself."""
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{what}: expected a list of str, got {shown(values)}")
    return [name(value, f"{what}[{place}]") for place, value in enumerate(values)]


def path(value: Any, what: str) -> str:
    """A path as str."""
    if isinstance(value, bytes) or not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{what}: expected a path, got {shown(value)}")
    result = name(os.fspath(value), what)
    if "\0" in result:
        raise ValueError(f"{what}: a path cannot hold a NUL character, got {shown(result)}")
    return result
