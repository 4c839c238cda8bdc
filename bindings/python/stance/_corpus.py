"""Documents and corpora."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import pandas as pd

from . import _checks as checks
from . import _core


@dataclass(frozen=True)
class Document:
    """One text with what is known about it.

    Attributes
    ----------
    id : str
        Unique within a corpus.
    text : str
        The text as it was given; ``start`` and ``end`` of evidence are indices into it.
    language : str
        ``"en"``, ``"az"``, ``"tr"`` or ``"ru"``; empty: the lexicon's.
    principal : str
        Whose policy the text states: a target of the lexicon by key, name or ISO code. Empty: inferred from the text.
    source : str
        File, and row, that it came from.
    variables : dict of str
        The rest of the row: date, party, …
    """

    id: str
    text: str = field(repr=False)
    language: str = ""
    principal: str = ""
    source: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


class Corpus:
    """Documents with unique ids, in reading order. Immutable; make one with a ``from_…`` method.

    Attributes
    ----------
    ids : list of str
    diagnostics : list of Diagnostic
        What could not be read, and why. A bad file or row loses none of the others.

    Examples
    --------
    >>> corpus = Corpus.from_texts({"north": "We will join NATO.", "south": "We will not join NATO."})
    >>> corpus
    <Corpus of 2 documents: north, south>
    >>> corpus["south"].text
    'We will not join NATO.'
    """

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._core = _core.Documents()
        for place, document in enumerate(documents):
            if not isinstance(document, Document):
                raise TypeError(f"documents[{place}]: expected a Document, got {checks.shown(document)}; Corpus.from_texts takes str")
            self._add(place, document.id, document.text, document.language, document.principal, document.source, document.variables)

    def _add(self, place: int, id: Any, text: Any, language: Any, principal: Any, source: str, variables: Mapping[str, Any]) -> None:
        fields = (
            checks.label(id, f"ids[{place}]"),
            _text(text, f"texts[{place}]"),
            checks.optional_name(None if checks.missing(language) else language, f"languages[{place}]"),
            checks.optional_name(None if checks.missing(principal) else principal, f"principals[{place}]"),
            source,
            {
                checks.name(name, "variables"): checks.string(str(value), f"variables[{name!r}]")
                for name, value in variables.items()
                if not checks.missing(value)
            },
        )
        try:
            self._core.add(*fields)
        except ValueError as fault:
            raise ValueError(f"ids[{place}]: {fault}") from None

    @classmethod
    def _of(cls, core: _core.Documents) -> Corpus:
        corpus = cls.__new__(cls)
        corpus._core = core
        return corpus

    @classmethod
    def from_texts(
        cls,
        texts: Union[Iterable[str], Mapping[str, str]],
        ids: Optional[Iterable[Any]] = None,
        languages: Union[str, Iterable[Optional[str]], None] = None,
        principals: Union[str, Iterable[Optional[str]], None] = None,
        variables: Union[Mapping[str, Iterable[Any]], pd.DataFrame, None] = None,
    ) -> Corpus:
        """From texts in memory.

        Parameters
        ----------
        texts : iterable of str, or mapping from id to text
            A list, a generator, a pandas or polars Series, an Arrow string array. Each text is copied once, as it comes; those in the memory
            of Arrow (also behind a pandas Series) are read there, without a str for each.
        ids : iterable of str or int, optional
            Default: the index of a pandas Series, else "0", "1", …
        languages, principals : str, or iterable of str or None, optional
            One for all, or one for each text.
        variables : mapping from name to column, or DataFrame, optional
            Document variables, one value for each text; missing values are left out.

        Raises
        ------
        TypeError
            For a text that is no str (bytes, None, NaN).
        ValueError
            For columns of another length than the texts, an id that stands twice, a lone surrogate, bytes in Arrow that are not UTF-8.
        """
        if isinstance(texts, (str, bytes)):
            raise TypeError(f"texts: expected an iterable of str, got one {type(texts).__name__}; write [text]")
        if hasattr(texts, "columns") or hasattr(texts, "column_names"):
            raise TypeError(f"texts: expected a column, got a whole {type(texts).__name__}; write Corpus.from_pandas(frame, text_col=…)")
        if isinstance(texts, (set, frozenset)):
            raise TypeError("texts: a set has no order, so that its texts would have other ids in each run; write sorted(texts)")
        if isinstance(texts, Mapping):
            if ids is not None:
                raise ValueError("ids: expected none, since texts is a mapping from id to text")
            ids, texts = list(texts.keys()), list(texts.values())
        in_arrow = arrow_texts(texts)
        if in_arrow is None and not isinstance(texts, Iterable):
            raise TypeError(f"texts: expected an iterable of str, got {checks.shown(texts)}")
        if ids is None and isinstance(texts, pd.Series):
            ids = texts.index
        columns = _Columns(ids, languages, principals, variables)
        corpus = cls()
        place = -1
        for place, text in enumerate(plain(texts) if in_arrow is None else in_arrow):
            corpus._add(place, *columns.row(place, text))
        columns.finish(place + 1)
        return corpus

    @classmethod
    def from_files(
        cls,
        paths: Union[str, os.PathLike[str], Iterable[Union[str, os.PathLike[str]]]],
        text_field: str = "text",
        id_field: str = "id",
        principal_field: str = "principal",
        language_field: str = "language",
        *,
        principal: Optional[str] = None,
        language: Optional[str] = None,
        csv_delimiter: Optional[str] = None,
        recursive: bool = True,
        repair: bool = False,
    ) -> Corpus:
        """From files and folders: ``.txt .text .md .markdown .jsonl .ndjson .csv .tsv``.

        Parameters
        ----------
        paths : path, or iterable of paths
            A folder gives its files in the byte order of their paths.
        text_field, id_field, principal_field, language_field : str
            Columns or keys of rows; other fields become document variables.
        principal, language : str, optional
            For documents that state none.
        csv_delimiter : str, optional
            One character; default: comma, a tab for ``.tsv``.
        recursive : bool
            Whether folders are walked down.
        repair : bool
            Read what is not UTF-8 all the same, with U+FFFD for each fault. Otherwise such a document is left out with a diagnostic.

        Returns
        -------
        Corpus
            Its ``diagnostics`` say what could not be read; nothing is raised for a bad file or row.

        Raises
        ------
        FileNotFoundError
            For a path that does not exist.
        """
        if isinstance(paths, Iterable) and not isinstance(paths, (str, bytes)):
            inputs = [checks.path(item, f"paths[{place}]") for place, item in enumerate(paths)]
        else:
            inputs = [checks.path(paths, "paths")]
        if csv_delimiter is not None and (len(checks.string(csv_delimiter, "csv_delimiter")) != 1 or not csv_delimiter.isascii()):
            raise ValueError(f"csv_delimiter: expected one ASCII character, got {csv_delimiter!r}")
        for path in inputs:
            if path != "-" and not os.path.exists(path):
                raise FileNotFoundError(f"paths: there is no file or folder {path!r}")
        return cls._of(
            _core.read_documents(
                inputs,
                text_field=checks.name(text_field, "text_field"),
                id_field=checks.name(id_field, "id_field"),
                language_field=checks.name(language_field, "language_field"),
                principal_field=checks.name(principal_field, "principal_field"),
                language=checks.language(language, "language"),
                principal=checks.optional_name(principal, "principal"),
                csv_delimiter=csv_delimiter,
                recursive=checks.flag(recursive, "recursive"),
                repair=checks.flag(repair, "repair"),
            )
        )

    @classmethod
    def from_pandas(
        cls,
        frame: Any,
        text_col: str = "text",
        id_col: Optional[str] = None,
        principal_col: Optional[str] = None,
        language_col: Optional[str] = None,
    ) -> Corpus:
        """From a table: pandas or polars frame, Arrow table.

        Parameters
        ----------
        frame : pandas.DataFrame, polars.DataFrame or pyarrow.Table
        text_col : str
        id_col : str, optional
            Default: the index of a pandas frame, else "0", "1", …
        principal_col, language_col : str, optional

        Returns
        -------
        Corpus
            The other columns are document variables.
        """
        names = column_names(frame)
        used = {"text_col": text_col, "id_col": id_col, "principal_col": principal_col, "language_col": language_col}
        for argument, name in used.items():
            if name is not None and name not in names:
                raise ValueError(f"{argument}: the frame has no column {checks.shown(name)}; it has {', '.join(map(repr, names))}")
        return cls.from_texts(
            frame[text_col],
            None if id_col is None else plain(frame[id_col]),
            None if language_col is None else plain(frame[language_col]),
            None if principal_col is None else plain(frame[principal_col]),
            {str(name): plain(frame[name]) for name in names if name not in used.values()},
        )

    @property
    def ids(self) -> List[str]:
        """Ids in reading order."""
        return self._core.ids()

    @property
    def diagnostics(self) -> List[_core.Diagnostic]:
        """What could not be read, and why."""
        return self._core.diagnostics

    def __len__(self) -> int:
        return len(self._core)

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._core.find(id) is not None

    def __getitem__(self, key: Union[int, str]) -> Document:
        """A document by place (from the end when negative) or by id."""
        if isinstance(key, str):
            place = self._core.find(key)
            if place is None:
                raise KeyError(f"no document {checks.shown(key)} in {self!r}")
        else:
            place = checks.whole(key, "place", -(2**31))
            if not -len(self) <= place < len(self):
                raise IndexError(f"no document {place} in {self!r}")
            place %= len(self)
        return Document(*self._core.fields(place))

    def __iter__(self) -> Iterator[Document]:
        return (self[place] for place in range(len(self)))

    def __copy__(self) -> Corpus:
        return self

    def __deepcopy__(self, memo: object) -> Corpus:
        return self

    def __reduce__(self) -> Tuple[Callable[..., Corpus], Tuple[List[Document]]]:
        return type(self), (list(self),)

    def __repr__(self) -> str:
        ids = self.ids
        names = ", ".join(ids[:3]) + (", …" if len(ids) > 3 else "")
        faults = len(self.diagnostics)
        return (
            f"<Corpus of {len(ids)} document{'s' * (len(ids) != 1)}{': ' + names if ids else ''}"
            f"{f'; {faults} could not be read, see diagnostics' if faults else ''}>"
        )


class _Columns:
    """What stands beside the texts, read in step with them."""

    def __init__(self, ids: Any, languages: Any, principals: Any, variables: Any) -> None:
        if isinstance(ids, (str, bytes)):
            raise TypeError(f"ids: expected an iterable, got {checks.shown(ids)}")
        self.columns: Dict[str, Any] = {
            name: self._iterator(name, values) for name, values in (("ids", ids), ("languages", languages), ("principals", principals))
        }
        self.variables: Dict[str, Iterator[Any]] = {}
        if variables is not None:
            for name in column_names(variables):
                values = variables[name]
                if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
                    raise TypeError(f"variables[{name!r}]: expected one value for each text, got {checks.shown(values)}")
                self.variables[str(name)] = iter(plain(values))

    @staticmethod
    def _iterator(name: str, values: Any) -> Any:
        if values is None or isinstance(values, str):
            return values
        if isinstance(values, bytes) or not isinstance(values, Iterable):
            raise TypeError(f"{name}: expected str, or one for each text, got {checks.shown(values)}")
        return iter(plain(values))

    @staticmethod
    def _next(name: str, values: Any, place: int) -> Any:
        if values is None or isinstance(values, str):
            return values
        try:
            return next(values)
        except StopIteration:
            raise ValueError(f"{name}: expected one for each text, got {place} and there are more texts") from None

    def row(self, place: int, text: Any) -> Tuple[Any, Any, Any, Any, str, Dict[str, Any]]:
        values = {name: self._next(name, column, place) for name, column in self.columns.items()}
        id = str(place) if self.columns["ids"] is None else values["ids"]
        variables = {name: self._next(f"variables[{name!r}]", column, place) for name, column in self.variables.items()}
        return id, text, values["languages"], values["principals"], "", variables

    def finish(self, n_texts: int) -> None:
        """Refuses columns that are longer than the texts."""
        named = {**self.columns, **{f"variables[{name!r}]": column for name, column in self.variables.items()}}
        for name, column in named.items():
            if column is None or isinstance(column, str):
                continue
            for _ in column:
                raise ValueError(f"{name}: expected one for each text, got more than the {n_texts} texts")


def _text(text: Any, what: str) -> Union[str, _core.ArrowText]:
    """A text that is UTF-8."""
    if not isinstance(text, _core.ArrowText):
        return checks.string(text, what)
    if text.fault is not None:
        raise ValueError(f"{what}: byte {text.fault} is not UTF-8")
    return text


def arrow_texts(values: Any) -> Optional[_core.ArrowTexts]:
    """A column of text in the memory of Arrow; None for what is none, or would have to be converted to it."""
    if isinstance(values, pd.Series):
        if type(values.dtype).__name__ != "ArrowDtype" and getattr(values.dtype, "storage", None) != "pyarrow":
            return None
        memory: Any = values.array
        values = memory.__arrow_array__()  # pandas before 3.0 has no capsule of a column
    if not hasattr(values, "__arrow_c_stream__") and not hasattr(values, "__arrow_c_array__"):
        return None
    return _core.arrow_texts(values)


def plain(values: Any) -> Any:
    """Python objects instead of the scalars of other libraries."""
    for method in ("to_pylist", "tolist", "to_list"):
        if hasattr(values, method):
            return getattr(values, method)()
    return values


def column_names(frame: Any) -> Sequence[str]:
    """Names of the columns of a mapping or of a pandas, polars or Arrow table."""
    for attribute in ("column_names", "columns"):
        names = getattr(frame, attribute, None)
        if names is not None and not callable(names) and not isinstance(frame, Mapping):
            return names if all(isinstance(name, str) for name in names) else list(names)
    if isinstance(frame, Mapping):
        return list(frame)
    raise TypeError(f"frame: expected a pandas or polars frame, an Arrow table or a mapping of columns, got {checks.shown(frame)}")


def corpus_of(documents: Any) -> Corpus:
    """A corpus as it is, or one of texts or Documents."""
    if isinstance(documents, Corpus):
        return documents
    if isinstance(documents, Document):
        return Corpus([documents])
    if isinstance(documents, (list, tuple)) and documents and all(isinstance(item, Document) for item in documents):
        return Corpus(documents)
    return Corpus.from_texts(documents)
