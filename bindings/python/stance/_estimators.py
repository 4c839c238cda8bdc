"""Whether different ways to the same question agree."""

from __future__ import annotations

from typing import Any, Optional, Tuple

import pandas as pd

from . import _checks as checks
from . import _core
from ._analysis import Analysis
from ._frames import frame_of
from ._sentences import sentences_of


class EstimatorAgreement:
    """Made by :func:`estimator_agreement`.

    Attributes
    ----------
    pairs : pandas.DataFrame
        A row for each pair of estimators on each axis: axis, a, b, n (documents that both place), pearson and spearman, each with _se, _lo and _hi,
        sign_by_construction (Pearson's r of this pair cannot be negative).
    scales : pandas.DataFrame
        A row for each axis, estimator and document: value, is_reference (given to the estimator, and left out of its correlations), turned (its
        direction was chosen), note (how it was made, or why it could not be).
    """

    def __init__(self, pairs: Any, scales: Any) -> None:
        self.pairs: pd.DataFrame = frame_of(pairs)
        self.scales: pd.DataFrame = frame_of(scales)

    def matrix(self, axis: str, coefficient: str = "pearson") -> pd.DataFrame:
        """Correlations of one axis as a symmetric table of estimators; missing where undefined.

        Parameters
        ----------
        axis : str
        coefficient : {"pearson", "spearman"}
        """
        if coefficient not in ("pearson", "spearman"):
            raise ValueError(f"coefficient: expected 'pearson' or 'spearman', got {checks.shown(coefficient)}")
        part = self.pairs[self.pairs["axis"] == checks.name(axis, "axis")]
        if part.empty:
            raise ValueError(f"axis: there is no axis {axis!r} here; there are {', '.join(self.pairs['axis'].unique())}")
        names = [part["a"].iloc[0], *part["b"].iloc[: part["b"].nunique()]]
        table = pd.DataFrame(1.0, index=pd.Index(names), columns=pd.Index(names))
        for row in part.itertuples():
            table.loc[row.a, row.b] = table.loc[row.b, row.a] = getattr(row, coefficient)
        return table

    def __repr__(self) -> str:
        return f"<EstimatorAgreement on {self.pairs['axis'].nunique()} axes>"


def estimator_agreement(
    analysis: Any,
    sentences: Any,
    *,
    references: Optional[Tuple[str, str]] = None,
    n_dimensions: int = 100,
    n_replicates: Optional[int] = None,
    level: float = 0.95,
    seed: int = 1,
    threads: int = 0,
) -> EstimatorAgreement:
    """How the positions by statements agree with scales by words, on each bipolar axis.

    Estimators: position; projection (where the analysis was made with ``vectors=True``); dictionary (Lowe's logit of the axis' words);
    latent_semantic (the axis' words as seeds); wordscores (between two references); wordfish and correspondence (which find a dimension of
    their own). They share texts and partly words: agreement is no proof, disagreement a reason to look.

    Wordfish and correspondence analysis have no direction; on each axis they are turned so that they go with the positions. The sign of that
    correlation is then no finding (``sign_by_construction``).

    Parameters
    ----------
    analysis : Analysis
    sentences : SentenceCounts
        Of the same corpus, for example ``stance.sentences(corpus, stop_words="english", min_length=2, min_df=2)``.
    references : (str, str), optional
        Low and high document for Wordscores. None: for each axis the documents with the lowest and the highest position.
    n_dimensions : int
        Of latent semantic scaling.
    n_replicates : int, optional
        Intervals by resampling documents so many times; None: by Fisher's transformation.
    level : float
    seed : int
    threads : int
        0: as many as the machine has. The result is the same.

    Examples
    --------
    >>> import stance
    >>> places = ["Paris", "Rome", "Oslo", "Vienna", "Athens", "Dublin"]
    >>> kinds = ["a threat", "our partner"]
    >>> texts = [" ".join(f"For {place} NATO is {kinds[at < i]}." for at, place in enumerate(places)) for i in range(7)]
    >>> agreement = stance.estimator_agreement(stance.analyze(texts), stance.sentences(texts), n_dimensions=2)
    >>> row = agreement.pairs.query("axis == 'nato_orientation' and a == 'position' and b == 'wordfish'").iloc[0]
    >>> bool(row.n >= 6), bool(row.pearson > 0.8), bool(row.sign_by_construction)
    (True, True, True)
    """
    if not isinstance(analysis, Analysis):
        raise TypeError(f"estimator_agreement: expected an Analysis, got {checks.shown(analysis)}; make one with stance.analyze()")
    if references is not None:
        if not isinstance(references, (tuple, list)) or len(references) != 2:
            raise TypeError(f"references: expected (low, high), got {checks.shown(references)}")
        references = (checks.name(references[0], "references[0]"), checks.name(references[1], "references[1]"))
    return EstimatorAgreement(
        *_core.estimator_agreement(
            analysis._core,
            sentences_of(sentences, "estimator_agreement")._core,
            references=references,
            n_dimensions=checks.whole(n_dimensions, "n_dimensions", 2),
            n_replicates=None if n_replicates is None else checks.whole(n_replicates, "n_replicates", 2),
            level=checks.number(level, "level"),
            seed=checks.whole(seed, "seed"),
            threads=checks.whole(threads, "threads", 0, 1024),
        )
    )
