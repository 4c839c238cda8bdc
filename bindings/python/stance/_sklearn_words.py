"""Counts and TF-IDF weights as estimators of scikit-learn."""

from __future__ import annotations

import warnings
from numbers import Integral
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.utils.validation import check_array, check_is_fitted

from . import _checks as checks
from ._features import Dfm, dfm
from ._sklearn_base import TextEstimator


class StanceCountVectorizer(TextEstimator):
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
        return matrix.astype(self.dtype, copy=False)

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
        matrix = self._finish(counts.matrix)
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
