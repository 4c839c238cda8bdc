"""Correspondence analysis."""

from __future__ import annotations

from typing import Any, List, Optional

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _checks as checks
from . import _core
from ._frames import frame_of
from ._sentences import bootstrap_options, dfm_of, sentences_of


class CorrespondenceAnalysis:
    """Documents and words on the dimensions that show best where the use of words departs from the average.

    S = D_r^(−1/2) (P − r cᵀ) D_c^(−1/2) = U Σ Vᵀ, P the table as shares and r, c its margins; standard coordinates D_r^(−1/2) U and
    D_c^(−1/2) V, principal coordinates times Σ. On each dimension the document furthest out is positive. A document moves when others join.

    Parameters
    ----------
    n_dimensions : int
        Fewer are kept where the table has fewer.
    threads : int
        0: as many as the machine has. The result is the same.

    References
    ----------
    Nenadić, O. & Greenacre, M. (2007). Correspondence analysis in R, with two- and three-dimensional graphics: the ca package. Journal of
    Statistical Software 20(3). doi 10.18637/jss.v020.i03

    Examples
    --------
    >>> import stance
    >>> texts = {"a": "peace peace peace trade", "b": "peace trade war", "c": "war war trade arms", "d": "war arms arms arms"}
    >>> model = stance.CorrespondenceAnalysis(n_dimensions=1).fit(stance.dfm(texts))
    >>> model.documents()[["document", "position"]].round(2)
      document  position
    0        a      1.33
    1        b      0.54
    2        c     -0.50
    3        d     -1.23
    """

    def __init__(self, *, n_dimensions: int = 2, threads: int = 0) -> None:
        self._n_dimensions = checks.whole(n_dimensions, "n_dimensions", 1)
        self._threads = checks.whole(threads, "threads", 0, 1024)
        self._core: Optional[_core.Correspondence] = None

    def _model(self) -> _core.Correspondence:
        return checks.fitted(self._core, "CorrespondenceAnalysis")

    def fit(self, counts: Any) -> CorrespondenceAnalysis:
        """Analyse a Dfm of counts, or the documents of SentenceCounts. Rows and columns without counts are left out."""
        matrix = dfm_of(counts, "CorrespondenceAnalysis.fit")._core
        self._core = _core.fit_correspondence(matrix, n_dimensions=self._n_dimensions, threads=self._threads)
        return self

    @property
    def singular_values(self) -> npt.NDArray[np.float64]:
        """Of the dimensions kept, descending. Their squares are inertias."""
        return self._model().singular_values

    @property
    def total_inertia(self) -> float:
        """Over all dimensions, also those that are not kept."""
        return self._model().total_inertia

    @property
    def chi_squared(self) -> float:
        """Pearson's statistic: total_inertia times the number of counts."""
        return self._model().chi_squared

    def documents(self, dimension: int = 0, *, coordinates: str = "standard") -> pd.DataFrame:
        """One dimension, from 0, in "standard" or "principal" coordinates. For standard errors see :meth:`bootstrap`."""
        place = checks.whole(dimension, "dimension")
        return frame_of(self._model().documents(place, checks.name(coordinates, "coordinates")), nullable=["undefined"])

    def predict(self, counts: Any, dimension: int = 0, *, coordinates: str = "standard") -> pd.DataFrame:
        """Documents that take no part in the analysis (supplementary rows), columns as of :meth:`documents`."""
        matrix = dfm_of(counts, "CorrespondenceAnalysis.predict")._core
        place = checks.whole(dimension, "dimension")
        return frame_of(self._model().predict(matrix, place, checks.name(coordinates, "coordinates")), nullable=["undefined"])

    def rows(self) -> pd.DataFrame:
        """Documents: mass, distance (squared, from the average profile), then standard_1, …, principal_1, …, contribution_1, …, cos2_1, …"""
        return self._margin("document", self._model().document_names(), self._model().rows())

    def columns(self) -> pd.DataFrame:
        """Features: the columns of :meth:`rows`."""
        return self._margin("feature", self._model().feature_names(), self._model().columns())

    @staticmethod
    def _margin(kind: str, names: List[str], parts: Any) -> pd.DataFrame:
        table = {kind: names, "mass": parts["mass"], "distance": parts["distance"]}
        for part in ("standard", "principal", "contribution", "cos2"):
            for k in range(parts[part].shape[1]):
                table[f"{part}_{k + 1}"] = parts[part][:, k]
        return frame_of(table)

    def bootstrap(
        self,
        counts: Any,
        *,
        coordinates: str = "standard",
        alignment: str = "reflection",
        n_replicates: int = 200,
        level: float = 0.95,
        min_sentences: int = 5,
        keep_short: bool = False,
        seed: int = 1,
    ) -> List[pd.DataFrame]:
        """Standard errors and intervals of documents by resampling their sentences: one frame for each dimension.

        Parameters
        ----------
        counts : SentenceCounts
        alignment : {"reflection", "procrustes"}
            How replicates are laid over the whole: each dimension turned round where needed, or all of them rotated together, for maps.
        n_replicates, level, seed
            Of the bootstrap; intervals want 1,000 replicates and more.
        min_sentences : int
            Documents with fewer are refused, or kept as they are where ``keep_short``; those have no error then.
        """
        scales = _core.bootstrap_correspondence(
            sentences_of(counts, "CorrespondenceAnalysis.bootstrap")._core,
            n_dimensions=self._n_dimensions,
            coordinates=checks.name(coordinates, "coordinates"),
            alignment=checks.name(alignment, "alignment"),
            **bootstrap_options(n_replicates, level, min_sentences, keep_short, seed),
            threads=self._threads,
        )
        return [frame_of(scale, nullable=["undefined"]) for scale in scales]
