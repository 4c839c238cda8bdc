"""Trees of clusters and maps."""

from __future__ import annotations

from typing import Any, List, NoReturn, Optional, Tuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _checks as checks
from . import _core
from ._frames import frame_of

Matrix = npt.NDArray[np.float64]


class Clusters:
    """A tree over documents. Immutable; made by :func:`cluster`.

    Attributes
    ----------
    names : list of str
        Of the leaves, in the order of the matrix.
    order : list of str
        The leaves from left to right.
    linkage : ndarray, (n − 1) × 4
        As ``scipy.cluster.hierarchy.linkage`` gives it, so that its ``dendrogram`` and ``fcluster`` work on it; the left cluster of each merge first.
    left_out : DataFrame
        ``document``, ``reason`` (undefined: it has a distance to nobody; incomplete: to some only), ``n_undefined``.
    notes : list of str
        What a reader must know.
    formula : str
        Of the distances.
    cophenetic_correlation : float
        How well the tree keeps the distances: 1 is perfect; below about 0.7 a tree is a poor picture of them.
    """

    def __init__(self, core: _core.Tree) -> None:
        if not isinstance(core, _core.Tree):
            raise TypeError("Clusters: use cluster()")
        self._core = core

    @property
    def names(self) -> List[str]:
        return self._core.names()

    @property
    def order(self) -> List[str]:
        names = self.names
        return [names[leaf] for leaf in self._core.order()]

    @property
    def linkage(self) -> Matrix:
        return self._core.merges()

    @property
    def left_out(self) -> pd.DataFrame:
        return frame_of(self._core.left_out())

    @property
    def notes(self) -> List[str]:
        return self._core.notes

    @property
    def formula(self) -> str:
        return self._core.formula

    @property
    def cophenetic_correlation(self) -> float:
        return self._core.cophenetic_correlation()

    def cut(self, k: Optional[int] = None, *, height: Optional[float] = None) -> pd.Series:
        """Clusters by document, numbered from left to right.

        Parameters
        ----------
        k : int, optional
            Cut into so many clusters; default: as many as :meth:`suggest` says.
        height : float, optional
            Cut at this height instead.

        Returns
        -------
        Series of int
            By document.
        """
        if k is not None and height is not None:
            raise ValueError("cut: expected k or height, got both")
        if height is not None:
            labels = self._core.cut_at(checks.number(height, "height"))
        else:
            labels = self._core.cut_into(checks.whole(self.suggest()[0] or 1 if k is None else k, "k", 1))
        return pd.Series(labels, index=pd.Index(self.names, name="document"), name="cluster")

    def silhouette(self, k: Optional[int] = None, *, height: Optional[float] = None) -> pd.DataFrame:
        """How well each document lies in its cluster.

        Parameters
        ----------
        k, height
            As for :meth:`cut`.

        Returns
        -------
        DataFrame
            ``document``, ``cluster``, ``silhouette`` (1: well inside; 0: between two; below 0: nearer to another; 0 for one alone),
            ``neighbour`` (the nearest other cluster). ``frame.silhouette.mean()`` is the mean silhouette.

        Notes
        -----
        Rousseeuw (1987), doi 10.1016/0377-0427(87)90125-7.
        """
        return frame_of(self._core.silhouette(self.cut(k, height=height).to_list()))

    def suggest(self, max_k: int = 10) -> Tuple[int, pd.Series]:
        """The number of clusters with the largest mean silhouette, and the means by number of clusters.

        A heuristic, no test: it always names a number, also in one cloud without clusters. Kaufman & Rousseeuw (1990) read 0.71 and more as a
        strong structure, 0.51 as a reasonable one, 0.26 as a weak one, and less as none. 0 for fewer than three documents.
        """
        k, means = self._core.suggest(checks.whole(max_k, "max_k", 2))
        return k, pd.Series(means, index=pd.RangeIndex(2, 2 + len(means), name="k"), name="silhouette")

    def cophenetic(self) -> pd.DataFrame:
        """Height at which two documents meet, for every pair."""
        index = pd.Index(self.names, name="document")
        return pd.DataFrame(self._core.cophenetic(), index=index, columns=index.rename(None))

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"<Clusters of {len(self)} documents>"

    def __copy__(self) -> Clusters:
        return self

    def __deepcopy__(self, memo: object) -> Clusters:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("Clusters are not pickled: keep linkage and names, or cluster again")


def cluster(
    matrix: Any, linkage: str = "average", *, kind: str = "similarity", form: Optional[str] = None, names: Any = None, order: str = "optimal"
) -> Clusters:
    """Agglomerative hierarchical clustering of documents.

    Parameters
    ----------
    matrix : DataFrame or array, n_documents × n_documents
        Symmetric; what :meth:`Analysis.similarity` gives, or distances. Documents with missing values are left out and listed.
    linkage : {"single", "complete", "average", "ward"}
        "ward" is that of scipy and the ward.D2 of R; it needs Euclidean distances, and a note says when these are not.
    kind : {"similarity", "distance"}
        Similarities become distances by ``form``.
    form : {"linear", "euclidean"}, optional
        1 − s, or √(2(1 − s)). Default: euclidean for ward, else linear.
    names : list of str, optional
        For an array; a frame has them.
    order : {"optimal", "tight"}
        Of the leaves: like beside like (O(n³)), or the tighter cluster to the left.

    Returns
    -------
    Clusters
        The same in any order of the documents: ties are broken by name.

    Raises
    ------
    ValueError
        For a matrix that is not symmetric, negative distances, or unknown names.

    Notes
    -----
    O(n²) time. Müllner (2011), arXiv:1109.2378.

    Examples
    --------
    >>> import pandas as pd, stance
    >>> names = ["a", "b", "c", "d"]
    >>> alike = pd.DataFrame([[1, .9, .2, .1], [.9, 1, .3, .2], [.2, .3, 1, .8], [.1, .2, .8, 1]], names, names)
    >>> tree = stance.cluster(alike)
    >>> tree.linkage.round(2).tolist()
    [[0.0, 1.0, 0.1, 2.0], [2.0, 3.0, 0.2, 2.0], [4.0, 5.0, 0.8, 4.0]]
    >>> tree.cut(2).to_dict()
    {'a': 1, 'b': 1, 'c': 2, 'd': 2}
    """
    named, values = _named(matrix, names)
    method = checks.name(linkage, "linkage")
    if checks.name(order, "order") not in ("optimal", "tight"):
        raise ValueError(f"order: expected 'optimal' or 'tight', got {checks.shown(order)}")
    return Clusters(
        _core.cluster(
            named,
            values,
            similarity=_is_similarity(kind),
            linkage=method,
            euclidean_form=_is_euclidean(form, method == "ward"),
            known_euclidean=False,
            optimal=order == "optimal",
        )
    )


class Map:
    """Documents as points whose distances come as near as they can to those given. Made by :func:`mds`.

    Attributes
    ----------
    coordinates : DataFrame
        By document; columns 1, 2, …
    eigenvalues : ndarray
        Descending; all of them up to 400 documents, else those of the map.
    fit : float
        Share of the variation that the map shows: Σ of its eigenvalues / Σ|λ|, the first GOF of R's ``cmdscale``; NaN where not all are known.
    fit_positive : float
        The second one, / Σ max(λ, 0).
    fit_squares : float
        Σλ² of the map / Σλ² of all.
    most_negative : float
        The smallest eigenvalue: negative where no map can show the distances as they are.
    left_out : DataFrame
        As for :class:`Clusters`.
    notes : list of str
    formula : str
        Of the distances.
    """

    def __init__(self, found: Any) -> None:
        index = pd.Index(found["names"], name="document")
        points = found["coordinates"]
        self.coordinates = pd.DataFrame(points, index=index, columns=range(1, points.shape[1] + 1))
        self.eigenvalues: Matrix = found["eigenvalues"]
        self.fit: float = found["fit_absolute"]
        self.fit_positive: float = found["fit_positive"]
        self.fit_squares: float = found["fit_squares"]
        self.most_negative: float = found["most_negative"]
        self.left_out = frame_of(found["left_out"])
        self.notes: List[str] = found["notes"]
        self.formula: str = found["formula"]

    def __repr__(self) -> str:
        shown = "an unknown share" if np.isnan(self.fit) else f"{100 * self.fit:.0f} %"
        return f"<Map of {len(self.coordinates)} documents in {self.coordinates.shape[1]} dimensions: {shown} of the variation>"


def mds(matrix: Any, dimensions: int = 2, *, kind: str = "similarity", form: str = "euclidean", names: Any = None) -> Map:
    """Classical (Torgerson) multidimensional scaling: a map of documents.

    Parameters
    ----------
    matrix : DataFrame or array, n_documents × n_documents
        As for :func:`cluster`.
    dimensions : int
    kind : {"similarity", "distance"}
    form : {"euclidean", "linear"}
        √(2(1 − s)), or 1 − s.
    names : list of str, optional
        For an array.

    Notes
    -----
    Axes have no meaning of their own; the point farthest from 0 lies on the positive side of each. Torgerson (1952), doi 10.1007/BF02288916;
    Gower (1966), doi 10.1093/biomet/53.3-4.325. O(n³) up to 400 documents, then O(n²) by Lanczos iterations.

    Examples
    --------
    >>> import stance
    >>> stance.mds([[0, 3, 4], [3, 0, 5], [4, 5, 0]], kind="distance", names=["a", "b", "c"])
    <Map of 3 documents in 2 dimensions: 100 % of the variation>
    """
    named, values = _named(matrix, names)
    return Map(
        _core.mds(
            named,
            values,
            similarity=_is_similarity(kind),
            euclidean_form=_is_euclidean(form, True),
            known_euclidean=False,
            dimensions=checks.whole(dimensions, "dimensions", 1, 1000),
        )
    )


def _named(matrix: Any, names: Any) -> Tuple[List[str], Matrix]:
    if isinstance(matrix, pd.DataFrame):
        if names is not None:
            raise TypeError("names: a frame has its own")
        if list(matrix.index) != list(matrix.columns):
            raise ValueError("matrix: expected the same names in the index and in the columns")
        return [checks.label(name, "matrix.index") for name in matrix.index], matrix.to_numpy(dtype=np.float64)
    values = np.asarray(matrix, dtype=np.float64)
    if names is None:
        names = [f"{place:0{len(str(max(len(values) - 1, 0)))}d}" for place in range(len(values))]
    return checks.strings(names, "names"), values


def _is_similarity(kind: str) -> bool:
    if checks.name(kind, "kind") not in ("similarity", "distance"):
        raise ValueError(f"kind: expected 'similarity' or 'distance', got {checks.shown(kind)}")
    return kind == "similarity"


def _is_euclidean(form: Optional[str], default: bool) -> bool:
    if form is None:
        return default
    if checks.name(form, "form") not in ("linear", "euclidean"):
        raise ValueError(f"form: expected 'linear' or 'euclidean', got {checks.shown(form)}")
    return form == "euclidean"
