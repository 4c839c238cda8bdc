"""Counts by sentence: what bootstraps resample and latent semantic scaling learns from."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Optional, Tuple, Union

import pandas as pd

from . import _checks as checks
from . import _core
from ._corpus import corpus_of
from ._features import Dfm, counting_options, feature_options
from ._progress import Progress, waiting


class SentenceCounts:
    """How often each feature occurs in each sentence. Immutable; made by :func:`sentences`.

    Attributes
    ----------
    counting : dict
        As :attr:`Dfm.counting`.
    diagnostics : list of Diagnostic
        Documents that could not be counted.
    """

    def __init__(self, core: _core.SentenceCounts, counting: Mapping[str, Any]) -> None:
        if not isinstance(core, _core.SentenceCounts):
            raise TypeError("SentenceCounts: use sentences()")
        self._core = core
        self.counting: Dict[str, Any] = dict(counting)
        self.diagnostics = list(core.diagnostics)

    def dfm(self) -> Dfm:
        """The documents: sums of their sentences, features in the same order."""
        return Dfm(self._core.to_dfm(), self.counting, self.diagnostics)

    def n_sentences(self) -> pd.Series:
        """Sentences of each document."""
        return pd.Series(self._core.n_sentences(), index=pd.Index(self.dfm().documents, name="document"), name="n_sentences")

    def __repr__(self) -> str:
        counts = self._core.n_sentences()
        return f"<SentenceCounts of {len(counts)} documents and {int(counts.sum())} sentences>"


def sentences(
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
) -> SentenceCounts:
    """Count words and n-grams sentence by sentence. Parameters as for :func:`dfm`; ``min_df`` and ``max_df`` count documents.

    Examples
    --------
    >>> import stance
    >>> counts = stance.sentences({"a": "War and peace. Peace!", "b": "Peace, peace!"})
    >>> counts
    <SentenceCounts of 2 documents and 3 sentences>
    >>> counts.dfm().matrix.toarray().tolist()
    [[1.0, 2.0, 1.0], [0.0, 2.0, 0.0]]
    """
    counting = feature_options(ngram_range, ngram_gaps, stop_words, min_length, language, clean)
    options = counting_options(counting, min_df, max_df, max_features, threads)
    documents = corpus_of(corpus)
    with waiting(progress, len(documents)) as report:
        return SentenceCounts(_core.count_sentences(documents._core, **options, progress=report), counting)


def dfm_of(counts: Any, what: str) -> Dfm:
    """A matrix as it is, or the documents of sentences. Texts are refused: how words are counted matters too much to be a default."""
    if isinstance(counts, Dfm):
        return counts
    if isinstance(counts, SentenceCounts):
        return counts.dfm()
    raise TypeError(f"{what}: expected a Dfm or SentenceCounts, got {checks.shown(counts)}; count texts first, with stance.dfm()")


def sentences_of(counts: Any, what: str) -> SentenceCounts:
    if isinstance(counts, SentenceCounts):
        return counts
    raise TypeError(f"{what}: expected SentenceCounts, got {checks.shown(counts)}; count texts with stance.sentences()")


def bootstrap_options(n_replicates: Any, level: Any, min_sentences: Any, keep_short: Any, seed: Any) -> Dict[str, Any]:
    """Options of a bootstrap, checked, as the module takes them."""
    return {
        "n_replicates": checks.whole(n_replicates, "n_replicates", 2),
        "level": checks.number(level, "level"),
        "min_sentences": checks.whole(min_sentences, "min_sentences", 2),
        "keep_short": checks.flag(keep_short, "keep_short"),
        "seed": checks.whole(seed, "seed"),
    }
