"""Latent semantic scaling: a scale from a few seed words and a corpus."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Tuple

import pandas as pd

from . import _checks as checks
from . import _core
from ._features import Dfm
from ._frames import frame_of
from ._sentences import SentenceCounts, dfm_of


def _weights(patterns: Any, what: str) -> List[Tuple[str, float]]:
    """Pairs of a pattern and its weight, from a mapping, or from an iterable of str (weight 1)."""
    if isinstance(patterns, Mapping):
        pairs = patterns.items()
        return [(checks.name(pattern, f"{what}: pattern"), checks.number(weight, f"{what}[{checks.shown(pattern)}]")) for pattern, weight in pairs]
    return [(pattern, 1.0) for pattern in checks.strings(patterns, what)]


class LatentSemanticScaling:
    """Words get a polarity by how near they are, in the space of a corpus, to seed words of two sides; documents the mean of their words.

    X ≈ U_k Σ_k V_kᵀ for sentences × words, v_f row f of V_k; g_f = Σ_s p_s cos(v_f, v_s); y_d = Σ_f n_df g_f / N_d. Nearness is association and no
    assertion: who rejects an alliance speaks of it like who welcomes it. Read :meth:`seeds` and the ends of :meth:`features` first.

    Parameters
    ----------
    seeds : mapping of str to float, or iterable of str
        Patterns (``*`` any letters, ``?`` one) with weights, positive for one side and negative for the other. Each side weighs 1 in all.
    n_dimensions : int
        Of the space; fewer are kept where the table has lower rank.
    slice : int, optional
        Use the first so many only.
    polarity : {"mean_cosine", "cosine_to_axis"}
        The mean of cosines, as in LSX; or the cosine to the axis that the seeds make, in [−1, 1]. The order of words is the same.
    weighting : str
        "count", "logcount" (1 + log10 n), or a scheme of :func:`tfidf`.
    terms : mapping of str to float, or iterable of str, optional
        Words that get a polarity, with factors.
    threads : int
        0: as many as the machine has. The result is the same.

    References
    ----------
    Watanabe, K. (2021). Latent semantic scaling: a semisupervised text analysis technique for new domains and languages. Communication
    Methods and Measures 15(2), 81-102. doi 10.1080/19312458.2020.1832976

    Examples
    --------
    >>> import stance
    >>> texts = {
    ...     "a": "Peace and talks. Talks and trade. Peace, trade.",
    ...     "b": "War and arms. Arms, armies. War, armies.",
    ...     "c": "Trade. Armies and trade.",
    ... }
    >>> counts = stance.sentences(texts, stop_words="english")
    >>> model = stance.LatentSemanticScaling({"peace": 1, "war": -1}, n_dimensions=2).fit(counts)
    >>> model.features().round(1).set_index("feature").polarity.to_dict()
    {'armies': -1.0, 'arms': -1.4, 'peace': 1.4, 'talks': 1.4, 'trade': 1.0, 'war': -1.4}
    >>> model.predict(counts)[["document", "position"]].round(2)
      document  position
    0        a      1.25
    1        b     -1.25
    2        c      0.32
    """

    def __init__(
        self,
        seeds: Any,
        *,
        n_dimensions: int = 300,
        slice: Optional[int] = None,
        polarity: str = "mean_cosine",
        weighting: str = "count",
        terms: Any = None,
        threads: int = 0,
    ) -> None:
        self._seeds = _weights(seeds, "seeds")
        self._options: Dict[str, Any] = {
            "n_dimensions": checks.whole(n_dimensions, "n_dimensions", 2),
            "slice": None if slice is None else checks.whole(slice, "slice", 1),
            "polarity": checks.name(polarity, "polarity"),
            "weighting": checks.name(weighting, "weighting"),
            "terms": [] if terms is None else _weights(terms, "terms"),
            "threads": checks.whole(threads, "threads", 0, 1024),
        }
        self._core: Optional[_core.LatentSemantic] = None

    def _model(self) -> _core.LatentSemantic:
        return checks.fitted(self._core, "LatentSemanticScaling")

    def fit(self, sentences: Any) -> LatentSemanticScaling:
        """Learn polarities from SentenceCounts, or from a Dfm of counts whose rows are sentences.

        Raises
        ------
        ValueError
            Where a side has no seed that occurs, naming the seeds; for a weighted matrix and options out of range.
        """
        if not isinstance(sentences, (SentenceCounts, Dfm)):
            raise TypeError(
                f"LatentSemanticScaling.fit: expected SentenceCounts or a Dfm, got {checks.shown(sentences)}; count texts with stance.sentences()"
            )
        self._core = _core.fit_latent_semantic(sentences._core, self._seeds, **self._options)
        return self

    def features(self) -> pd.DataFrame:
        """feature and polarity; missing for features that are no terms, or do not occur."""
        return frame_of(self._model().features())

    def seeds(self) -> pd.DataFrame:
        """Seeds that occur: feature, weight, and their own polarity. Where signs differ, the corpus uses the word in another sense."""
        return frame_of(self._model().seeds())

    @property
    def missing_seeds(self) -> List[str]:
        """Patterns among the seeds that take no word of the corpus."""
        return list(self._model().missing_seeds)

    @property
    def n_dimensions(self) -> int:
        """Dimensions used."""
        return self._model().n_dimensions

    def predict(self, counts: Any, *, min_n: float = 0.0, rescale: bool = False, level: float = 0.95) -> pd.DataFrame:
        """Score documents: document, position with se, lo and hi, undefined, n_scored, n_left_out.

        Parameters
        ----------
        counts : Dfm or SentenceCounts
        min_n : float
            Documents with fewer known words are filled up with words of polarity 0.
        rescale : bool
            z-scores over the documents of this call. LSX does so by default; then a document moves whenever others join.
        level : float
            Of the intervals. They take polarities for known and words for independent, and are too narrow for that.
        """
        return frame_of(
            self._model().predict(
                dfm_of(counts, "LatentSemanticScaling.predict")._core,
                min_n=checks.number(min_n, "min_n"),
                rescale=checks.flag(rescale, "rescale"),
                level=checks.number(level, "level"),
            ),
            nullable=["undefined"],
        )
