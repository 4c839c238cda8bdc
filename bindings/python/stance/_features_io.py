"""Document-feature matrices of and for other programs: Matrix Market, triplets, scipy."""

from __future__ import annotations

import io
import os
from typing import Any, Iterable, List, Mapping, Optional, Type, TypeVar, Union

import numpy as np
import pandas as pd
import scipy.sparse as sp

from . import _checks as checks
from . import _core

Path = Union[str, os.PathLike[str]]
D = TypeVar("D", bound="DfmFiles")


class DfmFiles:
    """Reading and writing, as a part of :class:`Dfm`."""

    def __init__(
        self, core: _core.Counts, counting: Mapping[str, Any], diagnostics: Iterable[_core.Diagnostic] = (), formula: str = ""
    ) -> None:
        self._core = core

    @classmethod
    def from_matrix_market(
        cls: Type[D],
        path: Path,
        *,
        documents: Optional[Iterable[str]] = None,
        features: Optional[Iterable[str]] = None,
        weighting: Optional[str] = None,
    ) -> D:
        """Read a Matrix Market file (coordinate; real, integer or pattern; general or symmetric), rows being documents.

        Parameters
        ----------
        path : path
        documents, features : iterable of str, optional
            Default: the names in comments of the file ("%stance document …"), else the lines of the files ``.rows`` and ``.cols`` beside it,
            else text1, text2, … and feat1, feat2, …
        weighting : str, optional
            Default: the file's, else counts, or other where a cell is negative.

        Raises
        ------
        ParseError
            With all faults of the file, each with line and column.
        """
        core, diagnostics = _core.read_matrix_market(checks.path(path, "path"), _names(documents, "documents"), _names(features, "features"), _optional(weighting))
        return cls(core, {}, diagnostics)

    def to_matrix_market(self, path: Optional[Path] = None, names: str = "comments") -> Optional[str]:
        """Write a Matrix Market file, or give it as a str.

        Parameters
        ----------
        path : path, optional
            None: the text is returned.
        names : {"comments", "side_files", "none"}
            Where the names go: into comments, which other programs skip, or into the files ``.rows`` and ``.cols`` beside it, one a line
            (in R: ``dimnames(m) <- list(readLines("counts.rows"), readLines("counts.cols"))``).

        Examples
        --------
        >>> import stance
        >>> print(stance.dfm({"a": "War and peace."}).to_matrix_market(names="none"), end="")
        %%MatrixMarket matrix coordinate integer general
        1 3 3
        1 1 1
        1 2 1
        1 3 1
        """
        where = checks.name(names, "names")
        if path is None:
            return _core.to_matrix_market(self._core, where)
        _core.write_matrix_market(self._core, checks.path(path, "path"), where)
        return None

    @classmethod
    def from_triplets(
        cls: Type[D],
        source: Union[Path, pd.DataFrame],
        *,
        documents: Optional[Iterable[str]] = None,
        features: Optional[Iterable[str]] = None,
        weighting: Optional[str] = None,
    ) -> D:
        """Read document, feature and count, one row for each cell, from a CSV file or a DataFrame.

        Parameters
        ----------
        source : path or DataFrame
            Columns by the names that tidytext and quanteda give them (document, doc_id, …; feature, term, word, …; count, n, …), or the
            first three. Rows about one cell are added; a count of 0 only names its document and feature.
        documents, features : iterable of str, optional
            All there are, in their order. Default: documents in order of appearance, features in bytewise order.
        weighting : str, optional
            Default: counts, or other where a cell is negative.

        Raises
        ------
        ParseError
            With all faults of the file, each with line and column.

        Examples
        --------
        >>> import pandas as pd
        >>> import stance
        >>> table = pd.DataFrame({"doc_id": ["a", "a", "b"], "term": ["war", "peace", "war"], "n": [2, 1, 3]})
        >>> counts = stance.Dfm.from_triplets(table)
        >>> counts.feature_names, counts.matrix.toarray().tolist()
        (['peace', 'war'], [[1.0, 2.0], [0.0, 3.0]])
        """
        given = (_names(documents, "documents"), _names(features, "features"), _optional(weighting))
        if isinstance(source, pd.DataFrame):
            core, diagnostics = _core.parse_triplets(source.to_csv(index=False), *given)
        else:
            core, diagnostics = _core.read_triplets(checks.path(source, "source"), *given)
        return cls(core, {}, diagnostics)

    def to_triplets(self, path: Optional[Path] = None) -> Optional[pd.DataFrame]:
        """The cells as a DataFrame with the columns document, feature and count, or written to a CSV file.

        A document without words and a feature without documents get a row with count 0, so that nothing is lost.
        """
        text = _core.to_triplets(self._core)
        if path is None:
            return pd.read_csv(io.StringIO(text), dtype={"document": str, "feature": str, "count": float}, keep_default_na=False)
        with open(checks.path(path, "path"), "w", encoding="utf-8", newline="") as out:
            out.write(text)
        return None

    @classmethod
    def from_scipy(cls: Type[D], matrix: Any, documents: Iterable[str], features: Iterable[str], weighting: str = "counts") -> D:
        """A Dfm from a sparse or dense matrix and its names.

        Parameters
        ----------
        matrix : scipy sparse matrix or array, or 2-D array, n_documents × n_features
            Copied. Cells that are stored twice are added.
        documents, features : iterable of str
            All different.
        weighting : str
            What the cells are: counts, proportions, presence, tf_idf or other. Only the last two may be negative.

        Raises
        ------
        ValueError
            For sizes that do not agree, repeated names, and cells that are not finite or, as counts, negative.

        Examples
        --------
        >>> import scipy.sparse
        >>> import stance
        >>> stance.Dfm.from_scipy(scipy.sparse.csr_matrix([[1, 0], [2, 3]]), ["a", "b"], ["peace", "war"])
        <Dfm of 2 documents and 2 features, counts>
        """
        if not sp.issparse(matrix) and np.ndim(matrix) != 2:
            raise TypeError(f"matrix: expected a sparse matrix or an array of two dimensions, got {checks.shown(matrix)}")
        cells = sp.coo_matrix(matrix)
        rows, columns = _names(documents, "documents"), _names(features, "features")
        if cells.shape != (len(rows), len(columns)):
            raise ValueError(f"matrix: expected {len(rows)} × {len(columns)} cells for these names, got {cells.shape[0]} × {cells.shape[1]}")
        if not np.issubdtype(cells.dtype, np.number) and cells.dtype != np.bool_:
            raise TypeError(f"matrix: expected numbers, got {cells.dtype}")
        if np.iscomplexobj(cells.data):
            raise TypeError("matrix: expected real numbers, got complex ones")
        data = np.asarray(cells.data, dtype=np.float64)
        core = _core.from_coo(rows, columns, cells.row.tolist(), cells.col.tolist(), data.tolist(), checks.name(weighting, "weighting"))
        return cls(core, {})


def _names(names: Optional[Iterable[str]], what: str) -> List[str]:
    return [] if names is None else checks.strings(names, what)


def _optional(weighting: Optional[str]) -> Optional[str]:
    return None if weighting is None else checks.name(weighting, "weighting")
