"""Lexicons: targets, cues and axes, read from YAML packs (lexicons/FORMAT.md)."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

import pandas as pd

from . import _checks as checks
from . import _core


MOST_KEPT = 8  #: lexicons that are kept, so that a call by name does not read and compile the pack again
_loaded: Dict[str, Tuple[List[Tuple[int, int]], Lexicon]] = {}


class Lexicon:
    """A lexicon with its compiled patterns. Immutable; make one with :func:`load_lexicon`.

    Attributes
    ----------
    name, version, language, licence, description, bias : str
    sources : list of str
        Papers, documents and coding rules behind the entries.
    hash : str
        Names this state of the lexicon: XXH3 over the hashes of its files.
    files : DataFrame
        Columns ``name``, ``path`` and ``hash``.
    axes : DataFrame
        Columns ``axis``, ``kind`` (bipolar: −1 to +1, intensity: 0 to 1), ``negative`` and ``positive`` (what the poles mean),
        ``description``, ``scale`` (intensities: weighted records per 1,000 words at which it is 1 − 1/e), ``entry`` (file:line).
    targets : DataFrame
        Columns ``target``, ``kind``, ``iso2``, ``iso3``, ``historic``, ``entry``.
    """

    def __init__(self, core: _core.Pack) -> None:
        if not isinstance(core, _core.Pack):
            raise TypeError("Lexicon: use load_lexicon()")
        self._core = core
        self._meta: Dict[str, Any] = core.meta()

    @property
    def name(self) -> str:
        return str(self._meta["name"])

    @property
    def version(self) -> str:
        return str(self._meta["version"])

    @property
    def language(self) -> str:
        return str(self._meta["language"])

    @property
    def licence(self) -> str:
        return str(self._meta["licence"])

    @property
    def description(self) -> str:
        return str(self._meta["description"])

    @property
    def bias(self) -> str:
        """Known bias, in words."""
        return str(self._meta["bias"])

    @property
    def sources(self) -> List[str]:
        return list(self._meta["sources"])

    @property
    def hash(self) -> str:
        return self._core.hash()

    @property
    def files(self) -> pd.DataFrame:
        return pd.DataFrame(self._core.files(), columns=["name", "path", "hash"])

    @property
    def axes(self) -> pd.DataFrame:
        return pd.DataFrame(dict(self._core.axes()))

    @property
    def targets(self) -> pd.DataFrame:
        return pd.DataFrame(dict(self._core.targets()))

    def find_target(self, name: str) -> Optional[str]:
        """Key of a target by key, ISO code or plain name in any letter case; None when the lexicon does not know it."""
        return self._core.find_target(checks.name(name, "name"))

    def __copy__(self) -> Lexicon:
        return self

    def __deepcopy__(self, memo: object) -> Lexicon:
        return self

    def __reduce__(self) -> Tuple[Callable[[List[Tuple[str, bytes]]], Lexicon], Tuple[List[Tuple[str, bytes]]]]:
        return _from_sources, (self._core.sources(),)

    def __repr__(self) -> str:
        return f"<Lexicon {self.name} {self.version} ({self.hash[:12]})>"


def load_lexicon(
    source: Union[str, os.PathLike[str], Mapping[str, Any], Lexicon] = "geopolitics.en", format: str = "stance", **options: Any
) -> Lexicon:
    """Load a lexicon by name, from a path, or from a dict of the same shape as the YAML file.

    Parameters
    ----------
    source : str, path, mapping or Lexicon
        A name is looked for in the folders of the environment variable ``STANCE_LEXICON_PATH``, then among the packs of this package.
        What it compiles to is kept between runs in the user's cache folder (``STANCE_CACHE``: another folder, or "off"), and made again when a file of it has changed.
    format : str
        Of the file: "stance", or that of another program, which is then converted: "quanteda", "liwc", "lexicoder", "yoshikoder",
        "wordstat", "csv". What cannot be carried over is in the diagnostics of :func:`convert_lexicon`.
    options
        Then as for :func:`convert_lexicon`, ``axes`` for example.

    Raises
    ------
    ParseError
        With all faults of the pack and where each stands.
    FileNotFoundError
        When there is no such file or pack; says where it looked.

    Examples
    --------
    >>> lexicon = load_lexicon("geopolitics.en")
    >>> lexicon.find_target("North Atlantic Treaty Organization")
    'NATO'
    """
    if format != "stance":
        from ._dictionary import convert_lexicon

        if isinstance(source, (Lexicon, Mapping)):
            raise TypeError(f"lexicon: expected the path of a dictionary in the format {checks.shown(format)}, got {checks.shown(source)}")
        return convert_lexicon(source, format=format, **options).lexicon
    if options:
        raise TypeError(f"load_lexicon: unexpected {', '.join(options)}; these are for dictionaries of another format")
    if isinstance(source, Lexicon):
        return source
    if isinstance(source, Mapping):
        try:
            text = json.dumps(source, ensure_ascii=False, allow_nan=False, indent=1)
        except (TypeError, ValueError) as fault:
            raise type(fault)(f"lexicon: expected a dict of strings, numbers, lists and dicts: {fault}") from None
        checks.utf8(text, "lexicon")
        return Lexicon(_core.parse_lexicon(text, "dict"))
    path = _core.find_lexicon(checks.path(source, "lexicon"))
    lexicon = _loaded.get(path)
    if lexicon is None or lexicon[0] != _stamps(lexicon[1]):
        fresh = Lexicon(_core.load_lexicon(path))
        lexicon = (_stamps(fresh), fresh)
        if len(_loaded) >= MOST_KEPT:
            _loaded.clear()
        _loaded[path] = lexicon
    return lexicon[1]


def check_lexicon(path: Union[str, os.PathLike[str]]) -> List[_core.Diagnostic]:
    """Every error and warning of a pack, in file order; empty when there is nothing to say."""
    return _core.check_lexicon(checks.path(path, "path"))


def _stamps(lexicon: Lexicon) -> List[Tuple[int, int]]:
    """Time and size of the files, which tell whether one has changed."""
    stamps = []
    for _, path, _ in lexicon._core.files():
        try:
            status = os.stat(path)
        except OSError:
            return [(-1, -1)]
        stamps.append((status.st_mtime_ns, status.st_size))
    return stamps


def _from_sources(sources: List[Tuple[str, bytes]]) -> Lexicon:
    """The other end of a pickle: YAML text, no code."""
    return Lexicon(_core.parse_files(sources))
