"""How alike documents are by what they talk about, how sure that is, and which words make it so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Optional, Union

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from . import _checks as checks
from . import _core
from ._features import Dfm
from ._frames import frame_of
from ._sentences import dfm_of, sentences_of

Matrix = npt.NDArray[np.float64]


def _square(matrix: Matrix, counts: Dfm, as_frame: bool) -> Union[pd.DataFrame, Matrix]:
    if not checks.flag(as_frame, "as_frame"):
        return matrix
    ids = pd.Index(counts.documents, name="document")
    return pd.DataFrame(matrix, index=ids, columns=ids.rename(None))


def similarity(counts: Any, measure: str = "cosine", as_frame: bool = True, threads: int = 0) -> Union[pd.DataFrame, Matrix]:
    """Similarity or distance of every pair of documents.

    Parameters
    ----------
    counts : Dfm or SentenceCounts
        Of counts, or weighted (``tfidf``).
    measure : str
        "cosine", "jaccard", "weighted_jaccard", "pearson", and the distances "euclidean_distance", "hellinger_distance",
        "jensen_shannon_divergence" (in nats), "jensen_shannon_distance", "chi_squared_distance".
    as_frame : bool
    threads : int
        0: as many as the machine has; the result is the same.

    Returns
    -------
    DataFrame or ndarray, n_documents × n_documents
        Symmetric; NaN where a document has nothing to compare.

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"a": "war and peace", "b": "peace and trade", "c": "trade"})
    >>> stance.similarity(counts, "jaccard").round(2)
                a     b     c
    document
    a         1.0  0.50  0.00
    b         0.5  1.00  0.33
    c         0.0  0.33  1.00
    """
    matrix = dfm_of(counts, "counts")
    values = _core.similarity(matrix._core, checks.name(measure, "measure"), threads=checks.whole(threads, "threads", 0, 1024))
    return _square(values, matrix, as_frame)


def nearest(counts: Any, k: int = 5, measure: str = "cosine", threads: int = 0) -> pd.DataFrame:
    """For each document the ``k`` others that are most alike, exactly and without the matrix of all pairs.

    Parameters
    ----------
    counts : Dfm or SentenceCounts
    k : int
    measure : str
        As for :func:`similarity`.
    threads : int
        0: as many as the machine has; the result is the same.

    Returns
    -------
    DataFrame
        ``document``, ``rank`` (from 1), ``neighbour``, ``value``.

    Examples
    --------
    >>> import stance
    >>> stance.nearest(stance.dfm({"a": "war and peace", "b": "peace and trade", "c": "trade"}), 1)[["document", "neighbour"]]
      document neighbour
    0        a         b
    1        b         a
    2        c         b
    """
    matrix = dfm_of(counts, "counts")
    n_threads = checks.whole(threads, "threads", 0, 1024)
    return frame_of(_core.nearest(matrix._core, checks.whole(k, "k", 1), checks.name(measure, "measure"), threads=n_threads))


@dataclass(frozen=True, repr=False)
class Explanation:
    """A similarity taken apart.

    Attributes
    ----------
    value : float
        The similarity or distance.
    terms : DataFrame
        ``feature``, what it adds to likeness (``close``) and to difference (``apart``), and in which document it weighs more (``more_in``); the
        strongest first.
    close, apart : float
        Sums over all terms. Of a similarity, close is the value and apart what is missing to 1; of a distance, apart is the value or its square.
    """

    value: float
    close: float
    apart: float
    terms: pd.DataFrame

    def __repr__(self) -> str:
        def listed(column: str) -> str:
            order = self.terms[self.terms[column] > 0].sort_values(column, ascending=False, kind="stable").head(5)
            return ", ".join(f"{feature} {share:.2f}" for feature, share in zip(order["feature"], order[column]))

        return f"<{self.value:.2f}; close because of {listed('close') or 'nothing'}; apart because of {listed('apart') or 'nothing'}>"


def _row(counts: Dfm, document: Any, what: str) -> int:
    name = checks.label(document, what)
    try:
        return counts.documents.index(name)
    except ValueError:
        raise ValueError(f"{what}: there is no document {name!r}") from None


def strongest_first(terms: pd.DataFrame) -> pd.DataFrame:
    """Terms by what they add either way."""
    strength = np.fmax(terms["close"].to_numpy(), terms["apart"].to_numpy())
    return terms.iloc[np.argsort(-strength, kind="stable")].reset_index(drop=True)


def explain_similarity(counts: Any, a: Any, b: Any, measure: str = "cosine") -> Explanation:
    """Which words make two documents close, and which keep them apart.

    cosine: ``close`` is x̂ ŷ and ``apart`` ½ (x̂ − ŷ)², x̂ = x / |x|, so that they add up to the cosine and to what is missing to 1. The other measures
    are taken apart likewise (``include/stance/similarity_explain.hpp`` has the table).

    Parameters
    ----------
    counts : Dfm or SentenceCounts
    a, b : str
        Ids.
    measure : str
        As for :func:`similarity`.

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"a": "war and peace", "b": "peace and trade"})
    >>> stance.explain_similarity(counts, "a", "b")
    <0.67; close because of and 0.33, peace 0.33; apart because of trade 0.17, war 0.17>
    """
    matrix = dfm_of(counts, "counts")
    sums, terms = _core.explain_similarity(matrix._core, _row(matrix, a, "a"), _row(matrix, b, "b"), checks.name(measure, "measure"))
    return Explanation(sums["value"], sums["close"], sums["apart"], strongest_first(frame_of(terms, nullable=["more_in"])))


def soft_cosine(
    counts: Any, terms: Any = None, *, vectors: Optional[npt.ArrayLike] = None, check: bool = True, as_frame: bool = True
) -> Union[pd.DataFrame, Matrix]:
    """Cosine in which terms may be alike: x'Sy / √(x'Sx · y'Sy).

    Parameters
    ----------
    counts : Dfm or SentenceCounts
    terms : sparse matrix or ndarray, n_features × n_features
        S, symmetric and positive semi-definite, usually 1 on the diagonal.
    vectors : array, n_features × k
        Instead of ``terms``: word vectors, S being their cosines. Zero vectors leave their terms out.
    check : bool
        Whether to prove that ``terms`` is semi-definite (takes long where it has many cells).

    References
    ----------
    Sidorov, G., Gelbukh, A., Gómez-Adorno, H. & Pinto, D. (2014). Computación y Sistemas 18(3), 491-504. doi 10.13053/cys-18-3-2043

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"x": "army pact", "y": "pact treaty"})
    >>> counts.feature_names
    ['army', 'pact', 'treaty']
    >>> stance.soft_cosine(counts, [[1, 0, 0], [0, 1, 0.5], [0, 0.5, 1]], as_frame=False).round(4).tolist()
    [[1.0, 0.6124], [0.6124, 1.0]]
    """
    matrix = dfm_of(counts, "counts")
    if (terms is None) == (vectors is None):
        raise ValueError("soft_cosine: expected either terms or vectors")
    if vectors is not None:
        return _square(_core.soft_cosine_of_vectors(matrix._core, np.asarray(vectors, dtype=np.float64)), matrix, as_frame)
    made = sp.csr_matrix(terms, dtype=np.float64)
    made.sum_duplicates()
    values = _core.soft_cosine(matrix._core, made.data, made.indices, made.indptr, made.shape[0], made.shape[1], checks.flag(check, "check"))
    return _square(values, matrix, as_frame)


def similarity_intervals(
    counts: Any,
    measure: str = "cosine",
    *,
    correct: bool = False,
    n_same_source: int = 0,
    n_replicates: int = 200,
    level: float = 0.95,
    min_sentences: int = 5,
    weights: Optional[Iterable[float]] = None,
    seed: int = 1,
    threads: int = 0,
) -> pd.DataFrame:
    """Similarities of all pairs with intervals by a bootstrap over sentences, and without the bias of short texts.

    Two short texts from one source look different, because each holds other words by chance.

    Parameters
    ----------
    counts : SentenceCounts
    measure : str
        As for :func:`similarity`.
    correct : bool
        Take the sampling variance out of the lengths of the vectors: for cosine, pearson and euclidean_distance. For the other measures no correction holds;
        use ``n_same_source``.
    n_same_source : int
        Draws in which the sentences of both documents are dealt out anew: ``same_source`` is the mean of the measure for two texts of these lengths from one
        source, ``p_same`` whether these can be two.
    n_replicates : int
    level : float
        Of the intervals.
    min_sentences : int
        Documents with fewer have neither interval nor correction.
    weights : list of float, optional
        One for each feature, for example its idf.
    seed, threads : int

    Returns
    -------
    DataFrame
        ``a``, ``b``, ``value``, ``se``, ``lo``, ``hi``, ``plain`` (uncorrected), and ``same_source`` and ``p_same`` when asked for.

    Examples
    --------
    >>> import stance
    >>> text = "We trade. We talk. We sign. We meet. We vote. We build."
    >>> counts = stance.sentences({"a": text, "b": text})
    >>> stance.similarity_intervals(counts, correct=True)[["a", "b", "value", "plain"]]
       a  b  value  plain
    0  a  b    1.0    1.0
    """
    sentences = sentences_of(counts, "counts")
    return frame_of(
        _core.similarity_intervals(
            sentences._core,
            measure=checks.name(measure, "measure"),
            n_replicates=checks.whole(n_replicates, "n_replicates", 2),
            level=checks.number(level, "level"),
            min_sentences=checks.whole(min_sentences, "min_sentences", 2),
            correct=checks.flag(correct, "correct"),
            n_same_source=checks.whole(n_same_source, "n_same_source"),
            weights=[] if weights is None else [checks.number(weight, "weights") for weight in weights],
            seed=checks.whole(seed, "seed"),
            threads=checks.whole(threads, "threads", 0, 1024),
        )
    )
