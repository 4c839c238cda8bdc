"""Wordfish: one dimension behind the frequencies of words."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

import pandas as pd

from . import _checks as checks
from . import _core
from ._frames import frame_of
from ._sentences import bootstrap_options, dfm_of, sentences_of


class Wordfish:
    """Scale documents by the frequencies of their words alone, without reference texts or dictionaries.

    n_dw ~ Poisson(λ_dw), log λ_dw = α_d + ψ_w + β_w θ_d, β_w ~ N(0, sigma²); θ with mean 0 and standard deviation 1 (N − 1),
    α with mean 0. The dimension is what sets the documents apart most, which is the stance of interest only where all of them speak to
    one question: read the words at both ends of :meth:`features` before naming it. A document moves when others join.

    Parameters
    ----------
    solver : {"exact", "quanteda"}
        "exact" finds the maximum and certifies it. "quanteda" stops where textmodel_wordfish() of quanteda.textmodels stops, which is
        not the maximum, for reproducing published figures.
    sigma : float
        Standard deviation of the prior on β.
    direction : (str, str), optional
        Names of a document that lies left of another, and of that other. None: the document furthest from the middle is positive.
    errors : {"conditional", "joint"}
        Standard errors of documents given the words and of words given the documents, or of all parameters together (time
        O(documents² · features), up to 5,000 documents).
    dispersion : {"poisson", "overall", "feature"}
        Widens standard errors for words that come in clusters; positions stay.
    level : float
        Of the intervals.
    tolerance : float
        Of the gradient: how many standard errors a document or word may be from its best place.
    max_iterations : int
    n_restarts : int
        Random starts besides the deterministic one; the best end is kept.
    seed : int
        Of the random starts.
    threads : int
        0: as many as the machine has. The result is the same.

    References
    ----------
    Slapin, J. & Proksch, S.-O. (2008). A scaling model for estimating time-series party positions from texts. American Journal of
    Political Science 52(3), 705-722. doi 10.1111/j.1540-5907.2008.00338.x

    Examples
    --------
    >>> import stance
    >>> texts = {
    ...     "left": "peace peace peace trade talks",
    ...     "middle": "peace trade war talks",
    ...     "right": "war war war trade arms",
    ...     "far": "war arms arms arms",
    ... }
    >>> model = stance.Wordfish(direction=("left", "far")).fit(stance.dfm(texts))
    >>> model.documents()[["document", "position", "se"]].round(2)
      document  position    se
    0     left     -1.11  0.45
    1   middle     -0.47  0.35
    2    right      0.39  0.31
    3      far      1.19  0.49
    >>> model.info()["converged"]
    True
    """

    def __init__(
        self,
        *,
        solver: str = "exact",
        sigma: float = 3.0,
        direction: Optional[Tuple[str, str]] = None,
        errors: str = "conditional",
        dispersion: str = "poisson",
        level: float = 0.95,
        tolerance: float = 1e-8,
        max_iterations: int = 500,
        n_restarts: int = 0,
        seed: int = 1,
        threads: int = 0,
    ) -> None:
        if direction is not None:
            if not isinstance(direction, (tuple, list)) or len(direction) != 2:
                raise TypeError(f"direction: expected (lower, upper), got {checks.shown(direction)}")
            direction = (checks.name(direction[0], "direction[0]"), checks.name(direction[1], "direction[1]"))
        self._options = _core.WordfishOptions(
            solver=checks.name(solver, "solver"),
            sigma=checks.number(sigma, "sigma"),
            direction=direction,
            errors=checks.name(errors, "errors"),
            dispersion=checks.name(dispersion, "dispersion"),
            level=checks.number(level, "level"),
            tolerance=checks.number(tolerance, "tolerance"),
            max_iterations=checks.whole(max_iterations, "max_iterations"),
            n_restarts=checks.whole(n_restarts, "n_restarts"),
            seed=checks.whole(seed, "seed"),
            threads=checks.whole(threads, "threads", 0, 1024),
        )
        self._core: Optional[_core.Wordfish] = None

    def _model(self) -> _core.Wordfish:
        return checks.fitted(self._core, "Wordfish")

    def fit(self, counts: Any) -> Wordfish:
        """Fit the model to a Dfm of counts, or SentenceCounts.

        Raises
        ------
        ValueError
            For a weighted matrix, options out of range, and a direction whose documents are unknown, empty or the same.
        """
        self._core = _core.fit_wordfish(dfm_of(counts, "Wordfish.fit")._core, self._options)
        return self

    def documents(self) -> pd.DataFrame:
        """document, position (θ) with se, lo and hi, undefined (why there is none), n_scored, n_left_out, alpha with its errors."""
        return frame_of(self._model().documents(), nullable=["undefined"])

    def features(self) -> pd.DataFrame:
        """feature, beta and psi with their standard errors, dispersion (φ). Missing for features without counts."""
        return frame_of(self._model().features())

    def info(self) -> Dict[str, Any]:
        """How the fit went: identified, converged, n_iterations, gradient (largest distance of a document or word from its best place, in
        standard errors), log_likelihood (penalised, without its constant), dispersion, n_starts, n_agreeing."""
        return dict(self._model().info())

    @property
    def formula(self) -> str:
        """What was computed, in words."""
        return self._model().formula

    def predict(self, counts: Any) -> pd.DataFrame:
        """Places of other documents, the words being known: columns as of :meth:`documents`. A document's place depends on it alone.

        Documents of the model come out near their fitted place, not at it: there, the constraint on the spread of θ pulls all together.
        """
        return frame_of(self._model().predict(dfm_of(counts, "Wordfish.predict")._core), nullable=["undefined"])

    def bootstrap(
        self, counts: Any, *, n_replicates: int = 200, level: float = 0.95, min_sentences: int = 5, keep_short: bool = False, seed: int = 1
    ) -> pd.DataFrame:
        """Positions with errors from resampling the sentences of each document and fitting anew. Words come in clusters and the scale itself is
        not sure: both are in these errors, and in those of :meth:`documents` neither is.

        Parameters
        ----------
        counts : SentenceCounts
        n_replicates, level, seed
            Of the bootstrap; intervals want 1,000 replicates and more.
        min_sentences : int
            Documents with fewer are refused, or kept as they are where ``keep_short``; those have no error then.
        """
        options = bootstrap_options(n_replicates, level, min_sentences, keep_short, seed)
        scale = _core.bootstrap_wordfish(sentences_of(counts, "Wordfish.bootstrap")._core, self._options, **options)
        return frame_of(scale, nullable=["undefined"])
