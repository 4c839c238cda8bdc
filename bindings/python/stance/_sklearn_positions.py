"""Documents to positions, as an estimator of scikit-learn."""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, Optional, Union

import numpy as np
from sklearn.utils.validation import check_is_fitted

from . import _checks as checks
from ._analysis import analyze
from ._corpus import Corpus
from ._lexicon import Lexicon, load_lexicon
from ._sklearn_base import TextEstimator


class StanceTransformer(TextEstimator):
    r"""Texts to positions: one row for each text, one column for each axis and target.

    .. math:: position = \frac{\sum_i w_i v_i}{\sum_i w_i}

    over the evidence :math:`i` for an axis that counts, :math:`v \in [-1, 1]` its value and :math:`w > 0` its weight; for an intensity
    :math:`1 - \exp(-rate / scale)`. The numbers are those of :func:`stance.analyze`. Nothing is learnt of the texts: :meth:`fit` loads the
    lexicon and settles the columns, so that rows of a test set say nothing about those of a training set.

    Parameters
    ----------
    lexicon : Lexicon, or what :func:`stance.load_lexicon` takes
        A name, path or dict stays as it is until :meth:`fit`.
    axes : iterable of str, optional
        Keys; default: all of the lexicon; empty: none.
    targets : iterable of str, optional
        Keys, names or ISO codes: stances toward these as well, each in a column ``toward_<key>``. Default: none.
    principal : str, optional
        Whose policy the texts state. Default: inferred from each text.
    language : str, optional
        For texts that state none. Default: the lexicon's.
    fill : float, optional
        Stands where a position is undefined for want of evidence. Default: NaN, which many estimators of scikit-learn refuse; it is not
        the same as a neutral 0. Other fillings are the work of ``sklearn.impute.SimpleImputer``, which has ``add_indicator`` too.
    min_words : int
        A text at least this long without evidence has an intensity of 0, a shorter one none.
    clean : bool or dict
        As for :func:`stance.analyze`.
    rules : dict, optional
        Evidence rules to switch off: ``{"negation": False}``.
    threads : int
        0: as many as the machine has. The result is the same.

    Attributes
    ----------
    lexicon_ : Lexicon
        In a pickle it is data: its files may have changed or gone when it is read.
    axes_, targets_ : list of str
        Keys of the columns.

    Examples
    --------
    >>> from stance.sklearn import StanceTransformer
    >>> transformer = StanceTransformer(axes=["nato_orientation"], targets=["European Union"], fill=0.0)
    >>> transformer.fit_transform(["We shall join NATO.", "Partnership with the European Union is our choice.", "Good morning."])
    array([[1. , 0. ],
           [0. , 0.6],
           [0. , 0. ]])
    >>> transformer.get_feature_names_out().tolist()
    ['nato_orientation', 'toward_EU']
    """

    def __init__(
        self,
        lexicon: Any = "geopolitics.en",
        *,
        axes: Optional[Iterable[str]] = None,
        targets: Optional[Iterable[str]] = None,
        principal: Optional[str] = None,
        language: Optional[str] = None,
        fill: Optional[float] = None,
        min_words: int = 300,
        clean: Union[bool, Mapping[str, bool]] = True,
        rules: Optional[Mapping[str, bool]] = None,
        threads: int = 0,
    ) -> None:
        self.lexicon = lexicon
        self.axes = axes
        self.targets = targets
        self.principal = principal
        self.language = language
        self.fill = fill
        self.min_words = min_words
        self.clean = clean
        self.rules = rules
        self.threads = threads

    def fit(self, documents: Any, y: Any = None) -> StanceTransformer:
        """Load the lexicon and settle the columns.

        Parameters
        ----------
        documents : Corpus, or iterable of str
            Checked, and not looked at otherwise.
        y : ignored

        Raises
        ------
        ValueError
            Without documents; for axes and targets that the lexicon does not know.
        TypeError
            For a document that is no str.
        """
        self._documents(documents)
        return self._settle()

    def fit_transform(self, documents: Any, y: Any = None) -> Any:
        """The same as fit and transform; takes a generator, which two calls could not read twice."""
        corpus = self._documents(documents)
        return self._settle()._positions(corpus)

    def transform(self, documents: Any) -> Any:
        """Positions of documents.

        Parameters
        ----------
        documents : Corpus, or iterable of str

        Returns
        -------
        ndarray of shape (n_documents, n_axes + n_targets)
            A frame after ``set_output(transform="pandas")``; scikit-learn 1.9 and newer give it the index of a Series.
        """
        check_is_fitted(self)
        return self._positions(self._documents(documents))

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Names of the columns: keys of axes, then ``toward_<key>`` of targets.

        Parameters
        ----------
        input_features : ignored

        Returns
        -------
        ndarray of str objects
        """
        check_is_fitted(self)
        return np.array([*self.axes_, *(f"toward_{key}" for key in self.targets_)], dtype=object)

    def _documents(self, documents: Any) -> Corpus:
        corpus = self._corpus(documents)
        if len(corpus) == 0:
            raise ValueError(f"Found array with 0 sample(s): {type(self).__name__} expected at least one document")
        return corpus

    def _settle(self) -> StanceTransformer:
        lexicon = load_lexicon(self.lexicon)
        axes = _axes_of(lexicon, self.axes)
        targets = _targets_of(lexicon, self.targets)
        if not axes and not targets:
            raise ValueError("axes: expected at least one axis or target, got none of either")
        self.lexicon_, self.axes_, self.targets_ = lexicon, axes, targets
        return self

    def _positions(self, corpus: Corpus) -> Any:
        fill = np.nan if self.fill is None else checks.number(self.fill, "fill")
        analysis = analyze(
            corpus,
            self.lexicon_,
            axes=self.axes_ or None,
            principal=self.principal,
            language=self.language,
            threads=self.threads,
            min_words=self.min_words,
            clean=self.clean,
            rules=self.rules,
            evidence=False,
            features=False,
            progress=False,
        )
        self._complete(analysis.ids, corpus, analysis.diagnostics)
        parts = []
        if self.axes_:
            parts.append(analysis.positions(wide=True).reindex(columns=self.axes_))
        if self.targets_:
            parts.append(analysis.targets(wide=True).reindex(columns=self.targets_))
        values = np.column_stack([part.to_numpy(dtype=np.float64) for part in parts])
        values[np.isnan(values)] = fill
        return values


def _axes_of(lexicon: Lexicon, axes: Optional[Iterable[str]]) -> List[str]:
    """Keys of axes, checked; all of the lexicon for None."""
    known = [str(key) for key in lexicon.axes["axis"]]
    if axes is None:
        return known
    chosen = checks.strings(axes, "axes")
    for key in chosen:
        if key not in known:
            raise ValueError(f"axes: {lexicon.name} has no axis {checks.shown(key)}; it has {', '.join(known)}")
    return _distinct(chosen, "axes")


def _targets_of(lexicon: Lexicon, targets: Optional[Iterable[str]]) -> List[str]:
    """Keys of targets that were given by key, name or ISO code."""
    keys = []
    for name in [] if targets is None else checks.strings(targets, "targets"):
        key = lexicon.find_target(name)
        if key is None:
            raise ValueError(f"targets: {lexicon.name} has no target {checks.shown(name)}; lexicon.targets lists them")
        keys.append(key)
    return _distinct(keys, "targets")


def _distinct(keys: List[str], what: str) -> List[str]:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{what}: {key!r} stands twice")
    return keys
