"""Positions, counts and TF-IDF weights as estimators of scikit-learn.

Needs the extra ``sklearn``: ``pip install 'stance[sklearn]'``. What the estimators learn is data (a lexicon, a vocabulary, numbers), so
that a pickle of one gives the same numbers elsewhere.

Documents are an iterable of str: a list, a Series, an array of one dimension. A :class:`stance.Corpus`, or a list of
:class:`stance.Document`, also says whose policy each text states and in which language; cross-validation takes it as it takes a list.

In a search over parameters with ``n_jobs``, set ``threads=1``: each process would start as many threads as the machine has.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from numbers import Integral
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import pandas as pd
import scipy.sparse as sp

try:
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.utils.validation import check_array, check_is_fitted
except ImportError as fault:
    raise ImportError("stance.sklearn needs scikit-learn; install it with: pip install 'stance[sklearn]'") from fault

from . import _checks as checks
from ._analysis import analyze
from ._corpus import Corpus, Document, corpus_of
from ._features import Dfm, dfm
from ._lexicon import Lexicon, load_lexicon

__all__ = ["StanceCountVectorizer", "StanceTfidfVectorizer", "StanceTransformer"]


class _TextEstimator(TransformerMixin, BaseEstimator):
    """What the estimators share: the documents that they take, and the tags that say so."""

    def _corpus(self, documents: Any) -> Corpus:
        """A corpus of documents. Their ids and the index of a Series are no names here: a sample with replacement has some twice."""
        if isinstance(documents, str):
            raise ValueError(f"{type(self).__name__}: expected an iterable of str, got one str; write [text]")
        if getattr(documents, "ndim", 1) != 1:
            raise ValueError(f"{type(self).__name__}: expected one column of str, got an array of shape {documents.shape}; pass a single column")
        if isinstance(documents, pd.Series):
            documents = list(documents)
        if isinstance(documents, (list, tuple)) and documents and all(isinstance(item, Document) for item in documents):
            documents = [replace(item, id=str(place)) for place, item in enumerate(documents)]
        return corpus_of(documents)

    def _complete(self, ids: Sequence[str], corpus: Corpus, diagnostics: Iterable[Any]) -> None:
        """Refuses to go on without a row for each document."""
        if len(ids) != len(corpus):
            faults = [str(diagnostic) for diagnostic in diagnostics if diagnostic.severity == "error"]
            raise ValueError(
                f"{type(self).__name__}: {len(corpus) - len(ids)} of {len(corpus)} documents could not be read; leave them out first: "
                + "; ".join(faults[:3])
            )

    def _more_tags(self) -> Dict[str, Any]:
        """Tags for scikit-learn before 1.6."""
        return {"X_types": ["string"]}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


class StanceTransformer(_TextEstimator):
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
            A frame after ``set_output(transform="pandas")``, with the index of a Series.
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


class StanceCountVectorizer(_TextEstimator):
    """Counts of words and n-grams over the tokenizer of stance, as ``sklearn.feature_extraction.text.CountVectorizer`` has them.

    Words are those of Unicode (UAX #29), folded (NFKC, lower case by the rules of the language), after the noise of PDF extraction and web
    pages has been cut out; n-grams stay within sentences. Parameters and attributes of scikit-learn's names have its meanings.
    ``language``, ``clean`` and ``min_length`` are in the place of ``analyzer``, ``token_pattern``, ``lowercase`` and the like.

    Parameters
    ----------
    ngram_range : (int, int)
        Shortest and longest n-gram.
    stop_words : "english", or iterable of str, optional
        Folded words to leave out before n-grams are made; "english" is the list of stance, not that of scikit-learn.
    language : str
        Of the rules for words: "en", "az", "tr" or "ru".
    min_length : int
        Shortest word, in characters. scikit-learn's default pattern has 2.
    clean : bool
        Cut out noise first.
    max_df, min_df : float in [0, 1], or int of 1 or more
        Features in more, or fewer, documents are dropped; a float is a proportion of the documents. Not used with a ``vocabulary``.
    max_features : int, optional
        Keep the most frequent ones; of equally frequent ones the first by name. Not used with a ``vocabulary``.
    vocabulary : mapping from feature to column, or iterable of features, optional
        Folded; default: learnt from the documents.
    binary : bool
        1 in the place of all counts that are not 0.
    dtype : type
        Of the matrix.
    threads : int
        0: as many as the machine has. The result is the same.

    Attributes
    ----------
    vocabulary_ : dict
        Column of each feature. Columns are in the order of the names, unless a ``vocabulary`` says otherwise.
    fixed_vocabulary_ : bool
        Whether it was given.

    Examples
    --------
    >>> from stance.sklearn import StanceCountVectorizer
    >>> vectorizer = StanceCountVectorizer()
    >>> vectorizer.fit_transform(["War and peace.", "Peace, peace!"]).toarray()
    array([[1, 1, 1],
           [0, 2, 0]])
    >>> vectorizer.get_feature_names_out().tolist()
    ['and', 'peace', 'war']
    >>> vectorizer.transform(["No war, no cry."]).toarray()
    array([[0, 0, 1]])
    """

    def __init__(
        self,
        *,
        ngram_range: Tuple[int, int] = (1, 1),
        stop_words: Union[str, Iterable[str], None] = None,
        language: str = "en",
        min_length: int = 1,
        clean: bool = True,
        max_df: Union[float, int] = 1.0,
        min_df: Union[float, int] = 1,
        max_features: Optional[int] = None,
        vocabulary: Union[Mapping[str, int], Iterable[str], None] = None,
        binary: bool = False,
        dtype: Any = np.int64,
        threads: int = 0,
    ) -> None:
        self.ngram_range = ngram_range
        self.stop_words = stop_words
        self.language = language
        self.min_length = min_length
        self.clean = clean
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype
        self.threads = threads

    def fit(self, documents: Any, y: Any = None) -> StanceCountVectorizer:
        """Learn the vocabulary.

        Parameters
        ----------
        documents : Corpus, or iterable of str
        y : ignored

        Raises
        ------
        ValueError
            When no feature is left; for parameters out of range.
        TypeError
            For a document that is no str.
        """
        self._fit_counts(documents)
        return self

    def fit_transform(self, documents: Any, y: Any = None) -> Any:
        """The same as fit and transform, with the documents counted once."""
        return self._fit_counts(documents)

    def transform(self, documents: Any) -> Any:
        """Counts of the features of the vocabulary; others are left out.

        Parameters
        ----------
        documents : Corpus, or iterable of str

        Returns
        -------
        scipy.sparse.csr_matrix of shape (n_documents, n_features)
        """
        self._with_vocabulary()
        return self._in_columns(self._count(documents))

    def inverse_transform(self, X: Any) -> List[Any]:
        """Features that each row has.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_documents, n_features)

        Returns
        -------
        list of ndarray of str objects
        """
        names = self.get_feature_names_out()
        rows = sp.csr_matrix(check_array(X, accept_sparse="csr"))
        return [names[np.sort(row.nonzero()[1])] for row in (rows[i] for i in range(rows.shape[0]))]

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Features in the order of the columns.

        Parameters
        ----------
        input_features : ignored

        Returns
        -------
        ndarray of str objects
        """
        self._with_vocabulary()
        return np.array(sorted(self.vocabulary_, key=self.vocabulary_.__getitem__), dtype=object)

    def _with_vocabulary(self) -> None:
        """A given vocabulary needs no fit, as in scikit-learn."""
        if self.vocabulary is not None and not hasattr(self, "vocabulary_"):
            self.vocabulary_, self.fixed_vocabulary_ = _vocabulary_of(self.vocabulary), True
        check_is_fitted(self, "vocabulary_")

    def _count(self, documents: Any) -> Dfm:
        corpus = self._corpus(documents)
        counts = dfm(
            corpus,
            ngram_range=self.ngram_range,
            stop_words=self.stop_words,
            min_length=self.min_length,
            language=self.language,
            clean=self.clean,
            threads=self.threads,
            progress=False,
        )
        self._complete(counts.documents, corpus, counts.diagnostics)
        return counts

    def _finish(self, matrix: Any) -> Any:
        if checks.flag(self.binary, "binary"):
            matrix.data.fill(1)
        return matrix.astype(self.dtype)

    def _in_columns(self, counts: Dfm) -> Any:
        """The columns of the vocabulary, by a product with a matrix that has a 1 for each feature that it knows."""
        columns = np.fromiter((self.vocabulary_.get(name, -1) for name in counts.feature_names), dtype=np.int64)
        known = np.flatnonzero(columns >= 0)
        places = sp.csr_matrix((np.ones(len(known)), (known, columns[known])), shape=(len(columns), len(self.vocabulary_)))
        # A matrix of no documents has no columns.
        matrix = sp.csr_matrix(counts.matrix @ places if len(columns) else (counts.matrix.shape[0], len(self.vocabulary_)))
        matrix.sort_indices()
        return self._finish(matrix)

    def _fit_counts(self, documents: Any) -> Any:
        if self.vocabulary is not None:
            self.vocabulary_, self.fixed_vocabulary_ = _vocabulary_of(self.vocabulary), True
            return self._in_columns(self._count(documents))
        counts = self._count(documents)
        names = counts.feature_names
        if not names:
            raise ValueError("empty vocabulary; perhaps the documents only contain stop words, or there are none")
        matrix = self._finish(counts.matrix.copy())
        kept = self._kept(matrix)
        self.vocabulary_ = {names[place]: column for column, place in enumerate(kept)}
        self.fixed_vocabulary_ = False
        return matrix if len(kept) == len(names) else matrix[:, kept]

    def _kept(self, matrix: Any) -> Any:
        """Columns that the bounds leave, ascending."""
        n_documents = matrix.shape[0]
        most = _documents_of(self.max_df, "max_df", n_documents)
        least = _documents_of(self.min_df, "min_df", n_documents)
        if most < least:
            raise ValueError("max_df corresponds to < documents than min_df")
        frequencies = np.bincount(matrix.indices, minlength=matrix.shape[1])
        kept = np.flatnonzero((frequencies <= most) & (frequencies >= least))
        if self.max_features is not None:
            limit = checks.whole(self.max_features, "max_features", 1)
            totals = np.asarray(matrix.sum(axis=0), dtype=np.float64).ravel()[kept]
            # Stable: a sort that is not would choose among equals as the processor likes.
            kept = np.sort(kept[np.argsort(-totals, kind="stable")[:limit]])
        if not len(kept):
            raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        return kept


class StanceTfidfVectorizer(StanceCountVectorizer):
    r"""TF-IDF over the tokenizer of stance, as ``sklearn.feature_extraction.text.TfidfVectorizer`` has it.

    .. math:: w_{dt} = tf_{dt} \cdot \left(\ln \frac{1 + N}{1 + df_t} + 1\right)

    divided by the Euclidean length of the row; :math:`df_t` of the :math:`N` fitted documents have the feature. The weights are those of
    ``sklearn.feature_extraction.text.TfidfTransformer``, and of ``stance.tfidf(…, scheme="scikit-learn")``. Parameters of
    :class:`StanceCountVectorizer`, and:

    Parameters
    ----------
    norm : {"l2", "l1"} or None
        What the rows are divided by.
    use_idf : bool
        False: idf is 1.
    smooth_idf : bool
        False: :math:`\ln(N / df_t) + 1`.
    sublinear_tf : bool
        :math:`1 + \ln tf` in the place of tf.
    dtype : type
        Of the matrix: float64 or float32.

    Attributes
    ----------
    idf_ : ndarray of shape (n_features,)

    Examples
    --------
    >>> from stance.sklearn import StanceTfidfVectorizer
    >>> vectorizer = StanceTfidfVectorizer()
    >>> vectorizer.fit_transform(["War and peace.", "Peace, peace!"]).toarray().round(2)
    array([[0.63, 0.45, 0.63],
           [0.  , 1.  , 0.  ]])
    >>> vectorizer.idf_.round(2)
    array([1.41, 1.  , 1.41])
    """

    def __init__(
        self,
        *,
        ngram_range: Tuple[int, int] = (1, 1),
        stop_words: Union[str, Iterable[str], None] = None,
        language: str = "en",
        min_length: int = 1,
        clean: bool = True,
        max_df: Union[float, int] = 1.0,
        min_df: Union[float, int] = 1,
        max_features: Optional[int] = None,
        vocabulary: Union[Mapping[str, int], Iterable[str], None] = None,
        binary: bool = False,
        dtype: Any = np.float64,
        norm: Optional[str] = "l2",
        use_idf: bool = True,
        smooth_idf: bool = True,
        sublinear_tf: bool = False,
        threads: int = 0,
    ) -> None:
        super().__init__(
            ngram_range=ngram_range,
            stop_words=stop_words,
            language=language,
            min_length=min_length,
            clean=clean,
            max_df=max_df,
            min_df=min_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
            dtype=dtype,
            threads=threads,
        )
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    @property
    def idf_(self) -> Any:
        check_is_fitted(self, "_weights")
        return self._weights.idf_

    def fit(self, documents: Any, y: Any = None) -> StanceTfidfVectorizer:
        """Learn the vocabulary and the idf of its features.

        Parameters
        ----------
        documents : Corpus, or iterable of str
        y : ignored
        """
        self._fit_weights(self._fit_counts(documents))
        return self

    def fit_transform(self, documents: Any, y: Any = None) -> Any:
        """The same as fit and transform, with the documents counted once."""
        counts = self._fit_counts(documents)
        return self._fit_weights(counts).transform(counts, copy=False)

    def transform(self, documents: Any) -> Any:
        """Weights of the features of the vocabulary; others are left out and count for no part of the formula.

        Parameters
        ----------
        documents : Corpus, or iterable of str

        Returns
        -------
        scipy.sparse.csr_matrix of shape (n_documents, n_features)
        """
        check_is_fitted(self, "_weights")
        return self._weights.transform(super().transform(documents), copy=False)

    def _fit_weights(self, counts: Any) -> Any:
        weights = TfidfTransformer(norm=self.norm, use_idf=self.use_idf, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf)
        self._weights = weights.fit(counts)
        return self._weights


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


def _vocabulary_of(vocabulary: Any) -> Dict[str, int]:
    """Column of each feature of a given vocabulary, as scikit-learn reads one."""
    terms = checks.strings(sorted(vocabulary) if isinstance(vocabulary, (set, frozenset)) else vocabulary, "vocabulary")
    if isinstance(vocabulary, Mapping):
        columns = {term: checks.whole(vocabulary[term], f"vocabulary[{term!r}]") for term in terms}
        if sorted(columns.values()) != list(range(len(columns))):
            raise ValueError(f"vocabulary: expected each of the columns 0 to {len(columns) - 1} once, got others")
    else:
        columns = {term: column for column, term in enumerate(terms)}
        if len(columns) != len(terms):
            raise ValueError("vocabulary: a feature stands twice")
    if not columns:
        raise ValueError("empty vocabulary passed to fit")
    unfolded = next((term for term in columns if term != term.lower()), None)
    if unfolded is not None:
        warnings.warn(f"vocabulary: {unfolded!r} has upper case letters, and words are folded: it matches nothing", UserWarning, stacklevel=4)
    return columns


def _documents_of(bound: Any, what: str, n_documents: int) -> float:
    """A bound as a number of documents: a whole number is one, a float a proportion."""
    if isinstance(bound, Integral):
        return checks.whole(bound, what, 1)
    share = checks.number(bound, what)
    if not 0 <= share <= 1:
        raise ValueError(f"{what}: expected a whole number of 1 or more, or a proportion from 0.0 to 1.0, got {share}")
    return share * n_documents
