"""Document-feature matrices and their weighting."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Tuple, Union

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from . import _checks as checks
from . import _core
from ._features_io import DfmFiles
from ._corpus import corpus_of
from ._progress import Progress, waiting


class Dfm(DfmFiles):
    """How often each feature occurs in each document. Immutable; made by :func:`dfm` and :func:`tfidf`, or read by its class methods.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix, n_documents × n_features
        A copy of the numbers of the C++ side, made when first asked for.
    feature_names : list of str
        In bytewise order.
    documents : list of str
        Ids.
    weighting : str
        counts, proportions, presence, tf_idf or other.
    counting : dict
        The options of :func:`dfm` that say what a feature is: ``ngram_range``, ``ngram_gaps``, ``stop_words``, ``min_length``, ``language``, ``clean``.
        Empty for a matrix that was read: nobody knows.
    formula : str
        Of the weights, in words; empty for counts.
    diagnostics : list of Diagnostic
        Documents that could not be counted, or what a file was read with.
    """

    def __init__(
        self, core: _core.Counts, counting: Mapping[str, Any], diagnostics: Iterable[_core.Diagnostic] = (), formula: str = ""
    ) -> None:
        if not isinstance(core, _core.Counts):
            raise TypeError("Dfm: use dfm() or tfidf()")
        self._core = core
        self.counting: Dict[str, Any] = dict(counting)
        self._matrix: Optional[sp.csr_matrix] = None
        self._feature_names: Optional[List[str]] = None
        self.diagnostics = list(diagnostics)
        self.formula = formula

    @property
    def matrix(self) -> sp.csr_matrix:
        if self._matrix is None:
            data, indices, indptr, shape = self._core.csr()
            self._matrix = sp.csr_matrix((data, indices, indptr), shape=shape)
        return self._matrix

    @property
    def feature_names(self) -> List[str]:
        if self._feature_names is None:
            self._feature_names = self._core.features()
        return self._feature_names

    @property
    def documents(self) -> List[str]:
        return self._core.documents()

    @property
    def weighting(self) -> str:
        return self._core.weighting

    def __repr__(self) -> str:
        rows, columns = self.matrix.shape
        return f"<Dfm of {rows} documents and {columns} features, {self.weighting}>"


def dfm(
    corpus: Any,
    *,
    ngram_range: Tuple[int, int] = (1, 1),
    ngram_gaps: str = "close",
    stop_words: Union[str, Iterable[str], None] = None,
    min_length: int = 1,
    min_df: int = 1,
    max_df: float = 1.0,
    max_features: Optional[int] = None,
    language: str = "en",
    clean: bool = True,
    threads: int = 0,
    progress: Progress = None,
) -> Dfm:
    """Count words and n-grams. Features are words by Unicode's rules (UAX #29), folded (NFKC, lower case by the rules of the language).

    Parameters
    ----------
    corpus : Corpus, or iterable of str
    ngram_range : (int, int)
        Shortest and longest n-gram, within sentences.
    ngram_gaps : {"close", "keep"}
        Whether n-grams go across words that were left out.
    stop_words : "english", or iterable of str, optional
        Folded words to leave out before n-grams are made.
    min_length : int
        Shortest word, in characters.
    min_df : int
        Features in fewer documents are dropped.
    max_df : float
        Features in more than this proportion of the documents are dropped, in (0, 1].
    max_features : int, optional
        Keep the most frequent ones.
    language : str
        For documents that state none.
    clean : bool
        Cut out the noise of PDF extraction and web pages first.
    threads : int
        0: as many as the machine has. The result is the same.
    progress : bool or callable, optional
        As for :func:`analyze`.

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"a": "War and peace.", "b": "Peace, peace!"})
    >>> counts.feature_names
    ['and', 'peace', 'war']
    >>> counts.matrix.toarray().tolist()
    [[1.0, 1.0, 1.0], [0.0, 2.0, 0.0]]
    """
    counting = feature_options(ngram_range, ngram_gaps, stop_words, min_length, language, clean)
    options = counting_options(counting, min_df, max_df, max_features, threads)
    documents = corpus_of(corpus)
    with waiting(progress, len(documents)) as report:
        counts, diagnostics = _core.count_features(documents._core, **options, progress=report)
    return Dfm(counts, counting, diagnostics)


def counting_options(features: Mapping[str, Any], min_df: Any, max_df: Any, max_features: Any, threads: Any) -> Dict[str, Any]:
    """Options of counting, checked, as the module takes them; ``features`` are those of feature_options()."""
    shortest, longest = features["ngram_range"]
    return {
        "ngram_min": shortest,
        "ngram_max": longest,
        **{name: value for name, value in features.items() if name != "ngram_range"},
        "min_df": checks.whole(min_df, "min_df", 1),
        "max_df": checks.number(max_df, "max_df"),
        "max_features": None if max_features is None else checks.whole(max_features, "max_features", 1),
        "threads": checks.whole(threads, "threads", 0, 1024),
    }


def feature_options(
    ngram_range: Any = (1, 1), ngram_gaps: Any = "close", stop_words: Any = None, min_length: Any = 1, language: Any = "en", clean: Any = True
) -> Dict[str, Any]:
    """The options of dfm() that say what a feature is, checked; equal for equal features."""
    if not isinstance(ngram_range, (tuple, list)) or len(ngram_range) != 2:
        raise TypeError(f"ngram_range: expected (shortest, longest), got {checks.shown(ngram_range)}")
    if isinstance(stop_words, str):
        if stop_words != "english":
            raise ValueError(f"stop_words: expected 'english' or a list of words, got {checks.shown(stop_words)}")
        words = _core.english_stop_words()
    else:
        words = [] if stop_words is None else checks.strings(stop_words, "stop_words")
    return {
        "ngram_range": (checks.whole(ngram_range[0], "ngram_range[0]", 1, 16), checks.whole(ngram_range[1], "ngram_range[1]", 1, 16)),
        "ngram_gaps": checks.name(ngram_gaps, "ngram_gaps"),
        "stop_words": sorted(set(words)),
        "min_length": checks.whole(min_length, "min_length"),
        "language": checks.language(language, "language"),
        "clean": checks.flag(clean, "clean"),
    }


def tfidf(counts: Any, scheme: str = "scikit-learn", **options: Any) -> Dfm:
    """Weight a matrix of counts by TF-IDF, fitted on its own documents.

    Parameters
    ----------
    counts : Dfm, Corpus, or iterable of str
        What is no Dfm is counted first, with ``options`` as for :func:`dfm`.
    scheme : str
        "scikit-learn" (tf · (ln((1 + N) / (1 + df)) + 1), L2), "scikit-learn-unsmoothed", "quanteda" (tf · log10(N / df)),
        "quanteda-proportion", "gensim" (tf · log2(N / df), L2), or a SMART triplet such as "ltc" (Manning, Raghavan & Schütze 2008,
        section 6.4.3).

    Raises
    ------
    ValueError
        For an unknown scheme; for a matrix that is weighted already.

    Examples
    --------
    >>> import stance
    >>> stance.tfidf({"a": "War and peace.", "b": "Peace, peace!"}).matrix.toarray().round(2).tolist()
    [[0.63, 0.45, 0.63], [0.0, 1.0, 0.0]]
    """
    if not isinstance(counts, Dfm):
        counts = dfm(counts, **options)
    elif options:
        raise TypeError(f"tfidf: a Dfm is counted already; unexpected {', '.join(options)}")
    return TfidfModel(counts, scheme).transform(counts)


class DocumentFrequencies:
    """In how many documents each feature occurs: what TF-IDF has to know of a collection. Immutable.

    Parts of a collection can be counted anywhere, and merged in any order, with equal results; :func:`stance.spark.document_frequencies`
    counts the rows of a Spark DataFrame. A pickle holds numbers and names only.

    Parameters
    ----------
    counts : Dfm
        Of counts.

    Attributes
    ----------
    n_documents : int
    feature_names : list of str
        In bytewise order.
    frequencies : ndarray of int64
        One for each feature, in [1, n_documents].
    counting : dict
        As :attr:`Dfm.counting`.

    Examples
    --------
    >>> import stance
    >>> here = DocumentFrequencies(stance.dfm(["War and peace.", "Peace, peace!"]))
    >>> there = DocumentFrequencies(stance.dfm(["The war."]))
    >>> here.merge(there)
    <DocumentFrequencies of 4 features in 3 documents>
    >>> here.merge(there)["war"]
    2
    """

    def __init__(self, counts: Dfm) -> None:
        if not isinstance(counts, Dfm):
            raise TypeError(f"counts: expected a Dfm, got {checks.shown(counts)}; write DocumentFrequencies(stance.dfm(texts))")
        self._core = _core.Frequencies(counts._core)
        self.counting: Dict[str, Any] = dict(counts.counting)

    @classmethod
    def from_counts(
        cls, n_documents: int, feature_names: Iterable[str], frequencies: Any, *, total_bytes: float = 0.0, **counting: Any
    ) -> DocumentFrequencies:
        """From numbers that were counted or saved elsewhere.

        Parameters
        ----------
        n_documents : int
        feature_names : iterable of str
            In any order, all different.
        frequencies : array of int
            One for each feature, in [1, n_documents].
        total_bytes : float
            Of all occurrences together, each the bytes of its name + 1; only the SMART letter "b" of normalisation asks for it.
        **counting
            Options of :func:`dfm` that the features were counted with.

        Raises
        ------
        ValueError
            For a frequency out of range, names and frequencies of different number, a name that stands twice.
        """
        numbers = np.asarray(frequencies)
        if not np.issubdtype(numbers.dtype, np.integer) and numbers.size:
            raise TypeError(f"frequencies: expected whole numbers, got an array of {numbers.dtype}")
        core = _core.Frequencies(
            checks.whole(n_documents, "n_documents", 0, 2**62),
            checks.number(total_bytes, "total_bytes"),
            checks.strings(feature_names, "feature_names"),
            numbers.astype(np.int64),
        )
        return cls._of(core, feature_options(**counting))

    @classmethod
    def _of(cls, core: _core.Frequencies, counting: Dict[str, Any]) -> DocumentFrequencies:
        made = cls.__new__(cls)
        made._core = core
        made.counting = counting
        return made

    def merge(self, other: DocumentFrequencies) -> DocumentFrequencies:
        """Those of both parts of a collection together; the parts must not overlap.

        Raises
        ------
        ValueError
            When the features were counted with other options.
        """
        if not isinstance(other, DocumentFrequencies):
            raise TypeError(f"other: expected DocumentFrequencies, got {checks.shown(other)}")
        _same_counting(self.counting, other.counting, "other")
        return self._of(self._core.merged(other._core), dict(self.counting))

    @property
    def n_documents(self) -> int:
        return self._core.n_documents

    @property
    def feature_names(self) -> List[str]:
        return self._core.features()

    @property
    def frequencies(self) -> npt.NDArray[np.int64]:
        return self._core.frequencies()

    def __getitem__(self, feature: str) -> int:
        """0 for a feature that was not seen."""
        return self._core.of(checks.string(feature, "feature"))

    def __len__(self) -> int:
        return self._core.n_features

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DocumentFrequencies):
            return NotImplemented
        return self.counting == other.counting and self._core.same(other._core)

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> Tuple[Callable[..., DocumentFrequencies], Tuple[Any, ...]]:
        core = self._core
        return _frequencies_of, (core.n_documents, core.total_bytes, "\0".join(core.features()), core.frequencies(), self.counting)

    def __repr__(self) -> str:
        return f"<DocumentFrequencies of {len(self)} features in {self.n_documents} documents>"


class TfidfModel:
    """TF-IDF fitted on one collection, to weight the documents of any other. Immutable; a pickle holds numbers and names only.

    Parameters
    ----------
    fitted : DocumentFrequencies, or Dfm of counts
        The collection that says how rare a feature is.
    scheme : str
        As for :func:`tfidf`.

    Attributes
    ----------
    feature_names : list of str
    idf : ndarray
        Of each feature.
    n_documents : int
        That it was fitted on.
    formula : str
        Of the weights, in words.
    scheme : str
    counting : dict
        As :attr:`Dfm.counting`.

    Raises
    ------
    ValueError
        For an unknown scheme, for no documents, for a matrix that is weighted already.

    Examples
    --------
    >>> import stance
    >>> model = TfidfModel(stance.dfm(["War and peace.", "Peace, peace!"]))
    >>> model.transform(["Peace without war."]).matrix.toarray().round(2).tolist()
    [[0.0, 0.58, 0.81]]
    >>> model.formula
    'tf * (log((N + 1) / (df + 1)) + 1), log to base e, L2'
    """

    def __init__(self, fitted: Union[DocumentFrequencies, Dfm], scheme: str = "scikit-learn") -> None:
        if not isinstance(fitted, (DocumentFrequencies, Dfm)):
            raise TypeError(f"fitted: expected DocumentFrequencies or a Dfm, got {checks.shown(fitted)}; write TfidfModel(stance.dfm(texts))")
        self.scheme = checks.name(scheme, "scheme")
        self.counting: Dict[str, Any] = dict(fitted.counting)
        self._fitted = fitted
        self._core = _core.Model(fitted._core, self.scheme)

    def transform(self, documents: Any) -> Dfm:
        """Weights of documents; features that no fitted document has are left out and count for no part of the formula.

        Parameters
        ----------
        documents : Dfm of counts, Corpus, or iterable of str
            What is no Dfm is counted first, as the fitted documents were.

        Returns
        -------
        Dfm
            n_documents × features of the model.

        Raises
        ------
        ValueError
            For a Dfm that was counted with other options, or is weighted already.
        """
        if not isinstance(documents, Dfm) and not self.counting:
            raise TypeError("documents: expected a Dfm: the fitted matrix was read, and how its features were counted is not known")
        counts = documents if isinstance(documents, Dfm) else dfm(documents, progress=False, **self.counting)
        _same_counting(self.counting, counts.counting, "documents")
        return Dfm(self._core.transform(counts._core), self.counting, counts.diagnostics, self.formula)

    @property
    def feature_names(self) -> List[str]:
        return self._core.features()

    @property
    def idf(self) -> npt.NDArray[np.float64]:
        return self._core.idf()

    @property
    def n_documents(self) -> int:
        return self._core.n_documents

    @property
    def formula(self) -> str:
        return self._core.formula

    def __len__(self) -> int:
        return self._core.n_features

    def __reduce__(self) -> Tuple[Callable[..., TfidfModel], Tuple[DocumentFrequencies, str]]:
        return TfidfModel, (DocumentFrequencies(self._fitted) if isinstance(self._fitted, Dfm) else self._fitted, self.scheme)

    def __repr__(self) -> str:
        return f"<TfidfModel of {len(self)} features, fitted on {self.n_documents} documents: {self.formula}>"


def _same_counting(ours: Mapping[str, Any], theirs: Mapping[str, Any], what: str) -> None:
    """Features that were cut in another way have other names, and would silently miss each other. Of matrices that were read nothing is known."""
    for option, value in ours.items() if theirs else ():
        if theirs[option] != value:
            raise ValueError(f"{what}: expected features counted with {option}={checks.shown(value)}, got {checks.shown(theirs[option])}")


def _frequencies_of(n_documents: int, total_bytes: float, names: str, frequencies: Any, counting: Dict[str, Any]) -> DocumentFrequencies:
    """The other end of a pickle."""
    features = names.split("\0") if len(frequencies) else []
    return DocumentFrequencies._of(_core.Frequencies(n_documents, total_bytes, features, frequencies), counting)
