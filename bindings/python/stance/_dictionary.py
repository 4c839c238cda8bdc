"""Dictionaries of quanteda, LIWC, Lexicoder, Yoshikoder, WordStat and CSV files as lexicons, and lexicons as quanteda dictionaries."""

from __future__ import annotations

import os
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _checks as checks
from . import _core
from ._lexicon import Lexicon, load_lexicon

Categories = Union[str, Sequence[str]]


class Conversion:
    """What :func:`convert_lexicon` made.

    Attributes
    ----------
    lexicon : Lexicon
        Ready for :func:`analyze`.
    text : str
        The file in the format that was asked for; :meth:`save` writes it.
    diagnostics : list of Diagnostic
        What was changed (I2xx), left out (I3xx) or lost to quanteda (I4xx), with line, column and reason.
    counts : dict
        Of a dictionary: categories, entries = exact + changed + left_out + unused, merged, axes, patterns.
        Of a lexicon that was exported: patterns = exact + changed + left_out, values (phrases written).
    format, encoding : str
        Of the source.
    """

    def __init__(self, lexicon: Lexicon, text: str, diagnostics: List[_core.Diagnostic], counts: Dict[str, int], format: str, encoding: str) -> None:
        self.lexicon = lexicon
        self.text = text
        self.diagnostics = diagnostics
        self.counts = counts
        self.format = format
        self.encoding = encoding

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Write the text as UTF-8."""
        with open(checks.path(path, "path"), "w", encoding="utf-8", newline="\n") as file:
            file.write(self.text)

    def __repr__(self) -> str:
        counts = ", ".join(f"{n} {what}" for what, n in self.counts.items())
        return f"<Conversion of {self.lexicon.name} ({self.format}): {counts}>"


def convert_lexicon(
    source: Union[str, os.PathLike[str], Lexicon],
    *,
    format: Optional[str] = None,
    to: str = "stance",
    axes: Optional[Mapping[str, Tuple[Categories, Categories]]] = None,
    encoding: Optional[str] = None,
    separator: str = " ",
    lenient: bool = False,
    keep_case: bool = False,
    name: Optional[str] = None,
    version: str = "1.0.0",
    language: str = "en",
    licence: str = "",
    scale: float = 5.0,
) -> Conversion:
    """Make a lexicon of a dictionary of another program, or a quanteda dictionary of a lexicon.

    Nothing is lost in silence: see the diagnostics and counts of the result.

    Parameters
    ----------
    source : path or Lexicon
    format : str, optional
        "quanteda", "liwc", "lexicoder", "yoshikoder", "wordstat", "csv" or "stance". Default: by the name of the file and what is in it.
    to : {"stance", "quanteda"}
        Format of ``text``.
    axes : mapping, optional
        Key of each axis to its negative and positive pole: names or paths ("economy/left") of categories, each with all that is below it.
        Default: every category is an intensity.
    encoding : str, optional
        Such as "latin1" or "windows-1254". Default: byte order mark, UTF-8, else Windows-1252.
    separator : str
        Between the words of a phrase.
    lenient : bool
        Leave out entries with faults, and use the rest.
    keep_case : bool
        Capitals of the dictionary ask for capitals in the text.
    name, version, language, licence : str
        Of the lexicon. The language decides how letters are folded.
    scale : float
        Of intensities: weighted records per 1,000 words at which they are 1 − 1/e.

    Raises
    ------
    ParseError
        With all faults of the file, each with line and column.
    ValueError
        For a category that is not there or could be several; an unknown format or encoding.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> import stance
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "mini.yml"
    >>> _ = file.write_text("left: [welfare, trade union*]\\nright: [tax cut*]\\n")
    >>> made = stance.convert_lexicon(file, axes={"economy": ("left", "right")})
    >>> made.counts["exact"], list(made.lexicon.axes["axis"])
    (3, ['economy'])
    >>> analysis = stance.analyze(["Tax cuts now."], lexicon=made.lexicon)
    >>> float(analysis.positions()["position"].iloc[0])
    1.0
    """
    if checks.name(to, "to") not in ("stance", "quanteda"):
        raise ValueError(f"to: expected 'stance' or 'quanteda', got {checks.shown(to)}")
    if isinstance(source, Lexicon):
        return _from_lexicon(source, to, axes)
    path = checks.path(source, "source")
    if format == "stance" or (format is None and _is_pack(path)):
        return _from_lexicon(load_lexicon(path), to, axes)
    with open(path, "rb") as file:
        content = file.read()
    pack, text, diagnostics, counts, found, read_as = _core.import_dictionary(
        content,
        path,
        format=None if format is None else checks.name(format, "format"),
        encoding=checks.optional_name(encoding, "encoding"),
        separator=checks.string(separator, "separator"),
        lenient=checks.flag(lenient, "lenient"),
        axes=[] if axes is None else _poles(axes),
        name=checks.optional_name(name, "name"),
        version=checks.name(version, "version"),
        language=checks.language(language, "language") or "en",
        licence=checks.string(licence, "licence"),
        keep_case=checks.flag(keep_case, "keep_case"),
        scale=checks.number(scale, "scale"),
    )
    made = Conversion(Lexicon(pack), text, diagnostics, counts, found, read_as)
    if to == "quanteda":
        text, more, _ = _core.export_quanteda(pack)
        made.text = text
        made.diagnostics = diagnostics + more
    return made


def _from_lexicon(lexicon: Lexicon, to: str, axes: object) -> Conversion:
    if axes is not None:
        raise ValueError("axes: a lexicon has axes; poles are for dictionaries of other programs")
    if to == "stance":
        return Conversion(lexicon, _core.to_yaml(lexicon._core), [], {}, "stance", "UTF-8")
    text, diagnostics, counts = _core.export_quanteda(lexicon._core)
    return Conversion(lexicon, text, diagnostics, counts, "stance", "UTF-8")


def _poles(axes: Mapping[str, Tuple[Categories, Categories]]) -> List[Tuple[str, List[str], List[str]]]:
    if not isinstance(axes, Mapping):
        raise TypeError(f"axes: expected a dict of axis to (negative, positive), got {checks.shown(axes)}")
    out = []
    for key, poles in axes.items():
        if isinstance(poles, str) or not isinstance(poles, Iterable) or len(poles) != 2:
            raise TypeError(f"axes[{key!r}]: expected (negative, positive), got {checks.shown(poles)}")
        negative, positive = ([pole] if isinstance(pole, str) else checks.strings(pole, f"axes[{key!r}]") for pole in poles)
        out.append((checks.name(key, "axes"), negative, positive))
    return out


def _is_pack(path: str) -> bool:
    """Packs are YAML as quanteda's dictionaries are; only packs have a key "meta" at the top. What is no file may be the name of a pack."""
    if not os.path.isfile(path):
        return True
    if not path.lower().endswith((".yaml", ".yml")):
        return False
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        return any(line.startswith(("meta:", "include:")) for line in file)
