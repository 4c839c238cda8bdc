"""Document-feature matrices and their weighting."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

import scipy.sparse as sp

from . import _checks as checks
from . import _core
from ._corpus import corpus_of
from ._progress import Progress, waiting


class Dfm:
    """How often each feature occurs in each document. Immutable; made by :func:`dfm` and :func:`tfidf`.

    Attributes
    ----------
    matrix : scipy.sparse.csr_matrix, n_documents × n_features
        A copy of the numbers of the C++ side, made when first asked for.
    feature_names : list of str
        In bytewise order.
    documents : list of str
        Ids.
    weighting : str
        counts, proportions, presence or tf_idf.
    formula : str
        Of the weights, in words; empty for counts.
    diagnostics : list of Diagnostic
        Documents that could not be counted.
    """

    def __init__(self, core: _core.Counts, diagnostics: Iterable[_core.Diagnostic] = (), formula: str = "") -> None:
        if not isinstance(core, _core.Counts):
            raise TypeError("Dfm: use dfm() or tfidf()")
        self._core = core
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
    options = counting_options(ngram_range, ngram_gaps, stop_words, min_length, min_df, max_df, max_features, language, clean, threads)
    documents = corpus_of(corpus)
    with waiting(progress, len(documents)) as report:
        counts, diagnostics = _core.count_features(documents._core, **options, progress=report)
    return Dfm(counts, diagnostics)


def counting_options(
    ngram_range: Any, ngram_gaps: Any, stop_words: Any, min_length: Any, min_df: Any, max_df: Any, max_features: Any, language: Any, clean: Any, threads: Any
) -> Dict[str, Any]:
    """Options of counting, checked, as the module takes them."""
    if not isinstance(ngram_range, (tuple, list)) or len(ngram_range) != 2:
        raise TypeError(f"ngram_range: expected (shortest, longest), got {checks.shown(ngram_range)}")
    if isinstance(stop_words, str):
        if stop_words != "english":
            raise ValueError(f"stop_words: expected 'english' or a list of words, got {checks.shown(stop_words)}")
        words = _core.english_stop_words()
    else:
        words = [] if stop_words is None else checks.strings(stop_words, "stop_words")
    return {
        "ngram_min": checks.whole(ngram_range[0], "ngram_range[0]", 1, 16),
        "ngram_max": checks.whole(ngram_range[1], "ngram_range[1]", 1, 16),
        "ngram_gaps": checks.name(ngram_gaps, "ngram_gaps"),
        "min_length": checks.whole(min_length, "min_length"),
        "stop_words": words,
        "min_df": checks.whole(min_df, "min_df", 1),
        "max_df": checks.number(max_df, "max_df"),
        "max_features": None if max_features is None else checks.whole(max_features, "max_features", 1),
        "language": checks.language(language, "language"),
        "clean": checks.flag(clean, "clean"),
        "threads": checks.whole(threads, "threads", 0, 1024),
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
    weighted, formula = _core.tfidf(counts._core, checks.name(scheme, "scheme"))
    return Dfm(weighted, counts.diagnostics, formula)
