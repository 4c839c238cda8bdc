"""Scales that are told where the ends are: Wordscores, class affinity, dictionaries; and errors of any scale by resampling sentences."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
import pandas as pd

from . import _checks as checks
from . import _core
from ._features import Dfm
from ._frames import frame_of
from ._lexicon import Lexicon, load_lexicon
from ._sentences import dfm_of, sentences_of

_BOOTSTRAP = """Standard errors and intervals by resampling the sentences of each document with replacement.

        Words of a sentence are not independent, so that these are often larger than those of :meth:`{method}`.

        Parameters
        ----------
        sentences : SentenceCounts
{parameters}        n_replicates : int
            50 to 200 for standard errors, 1,000 and more for intervals.
        interval : {{"percentile", "basic", "bias_corrected", "normal"}}
        level : float
        min_sentences : int
            Documents with fewer sentences (with a feature in them) are short.
        short_documents : {{"keep", "refuse"}}
            Keep short documents as they are, without an error; or raise.
        seed : int
        threads : int
            0: as many as the machine has. The result is the same.
        """


def _scored(table: Any, formula: str) -> pd.DataFrame:
    """A frame of documents; what was computed is in ``attrs["formula"]``."""
    frame = frame_of(table, nullable=["undefined"])
    frame.attrs["formula"] = formula
    return frame


def _scores(scores: Any, counts: Dfm, what: str) -> List[Optional[float]]:
    """The score of each document, or None, from a mapping or a Series."""
    if isinstance(scores, pd.Series):
        scores = scores.dropna().to_dict()
    if not isinstance(scores, Mapping):
        raise TypeError(f"{what}: expected a mapping of document to score, got {checks.shown(scores)}")
    documents = counts.documents
    known = set(documents)
    wanted: Dict[str, float] = {}
    for document, score in scores.items():
        name = checks.label(document, f"{what}: document")
        if name not in known:
            raise ValueError(f"{what}: there is no document {name!r}")
        wanted[name] = checks.number(score, f"{what}[{name!r}]")
    return [wanted.get(document) for document in documents]


def _bootstrap_options(
    n_replicates: Any, interval: Any, level: Any, min_sentences: Any, short_documents: Any, seed: Any, threads: Any
) -> Dict[str, Any]:
    return {
        "n_replicates": checks.whole(n_replicates, "n_replicates", 2),
        "interval": checks.name(interval, "interval"),
        "level": checks.number(level, "level"),
        "min_sentences": checks.whole(min_sentences, "min_sentences", 2),
        "short_documents": checks.name(short_documents, "short_documents"),
        "seed": checks.whole(seed, "seed"),
        "threads": checks.whole(threads, "threads", 0, 1024),
    }


def _refit_scores(refit: Any, scores: Optional[Mapping[str, float]], counts: Dfm) -> Optional[List[Optional[float]]]:
    """Scores by document where the model is to be fitted anew in each replicate; its references must then be among the documents."""
    if not checks.flag(refit, "refit"):
        return None
    return _scores(scores, counts, "bootstrap: refit=True, references of the model")


class Wordscores:
    """Place texts between reference texts whose positions are known, by the words that they share with them.

    S_w = Σ_r P_wr A_r, P_wr = F_wr / Σ_r F_wr; S_v = Σ_w F_wv S_w over scored words; SE = √(Σ_w F_wv (S_w − S_v)² / N_v). Every shared word pulls
    to the middle of the references: raw scores are bunched there. Rescaling stretches them by a rule that is a choice.

    Parameters
    ----------
    scale : {"linear", "logit"}
        Of word scores: Laver, Benoit & Garry (2003), or the log ratio of the shares in two references, Beauchamp (2012).
    smoothing : float
        Added to the count of each word in each reference.
    smoothed_words : {"of_references", "all"}
        "all" gives words that no reference has a score, too, as quanteda does; it tells the references' lengths only.

    References
    ----------
    Laver, M., Benoit, K. & Garry, J. (2003). Extracting policy positions from political texts using words as data. American Political Science
    Review 97(2), 311-331. doi 10.1017/S0003055403000698

    Martin, L. W. & Vanberg, G. (2008). A robust transformation procedure for interpreting political text. Political Analysis 16(1), 93-100.
    doi 10.1093/pan/mpm010

    Examples
    --------
    >>> import stance
    >>> texts = {"left": "peace peace peace trade", "right": "war war trade arms", "new": "peace war trade trade", "far": "arms arms war other"}
    >>> counts = stance.dfm(texts)
    >>> model = stance.Wordscores().fit(counts, {"left": -1, "right": 1})
    >>> model.words().set_index("feature").value.to_dict()
    {'arms': 1.0, 'other': nan, 'peace': -1.0, 'trade': 0.0, 'war': 1.0}
    >>> model.predict(counts, rescaling="mv")[["document", "position", "n_left_out"]].round(2)
      document  position  n_left_out
    0     left     -1.00         0.0
    1    right      1.00         0.0
    2      new      0.00         0.0
    3      far      1.33         1.0
    """

    def __init__(self, *, scale: str = "linear", smoothing: float = 0.0, smoothed_words: str = "of_references") -> None:
        self._options: Dict[str, Any] = {
            "scale": checks.name(scale, "scale"),
            "smoothing": checks.number(smoothing, "smoothing"),
            "smoothed_words": checks.name(smoothed_words, "smoothed_words"),
        }
        self._core: Optional[_core.Wordscores] = None

    def _model(self) -> _core.Wordscores:
        return checks.fitted(self._core, "Wordscores")

    def fit(self, counts: Any, scores: Any) -> Wordscores:
        """Learn word scores.

        Parameters
        ----------
        counts : Dfm or SentenceCounts
        scores : mapping of document to score, or Series
            Of the reference texts; all others are virgin.

        Raises
        ------
        ValueError
            For fewer than two different scores, unknown or empty references, a weighted matrix; for the logit scale, references that are not
            two, and no smoothing where a word is in one of them only.
        """
        matrix = dfm_of(counts, "Wordscores.fit")
        self._core = _core.fit_wordscores(matrix._core, _scores(scores, matrix, "scores"), **self._options)
        return self

    def words(self) -> pd.DataFrame:
        """feature and value; missing for words that no reference has."""
        return frame_of(self._model().words())

    def references(self) -> pd.DataFrame:
        """document, score (given) and raw (its own raw score)."""
        return frame_of(self._model().references())

    def predict(
        self, counts: Any, *, rescaling: str = "none", spread_documents: Optional[Sequence[str]] = None, level: float = 0.95
    ) -> pd.DataFrame:
        """Score any documents: document, position with se, lo and hi, undefined, n_scored, n_left_out.

        Parameters
        ----------
        counts : Dfm or SentenceCounts
        rescaling : {"none", "lbg", "mv"}
            "lbg" gives the spread of the references; a text then moves when others join. "mv" puts the references where they were, by their raw scores
            when the model was fitted, so that a text's score depends on it alone.
        spread_documents : list of str, optional
            Whose spread "lbg" takes; None: of all that are no references. One text alone has none: ``undefined`` is then "not_identified".
        level : float
            Of the intervals. Errors take words as independent and word scores as known.
        """
        spread = None if spread_documents is None else checks.strings(spread_documents, "spread_documents")
        return _scored(
            *self._model().predict(
                dfm_of(counts, "Wordscores.predict")._core,
                rescaling=checks.name(rescaling, "rescaling"),
                spread_documents=spread,
                level=checks.number(level, "level"),
            )
        )

    def bootstrap(
        self,
        sentences: Any,
        *,
        rescaling: str = "none",
        spread_documents: Optional[Sequence[str]] = None,
        refit: bool = True,
        n_replicates: int = 200,
        interval: str = "percentile",
        level: float = 0.95,
        min_sentences: int = 5,
        short_documents: str = "keep",
        seed: int = 1,
        threads: int = 0,
    ) -> pd.DataFrame:
        counts = sentences_of(sentences, "Wordscores.bootstrap")
        model = self._model()
        table = self.references()
        scores = _refit_scores(refit, dict(zip(table["document"], table["score"])), counts.dfm())
        spread = None if spread_documents is None else checks.strings(spread_documents, "spread_documents")
        return _scored(
            *_core.bootstrap_wordscores(
                counts._core,
                model,
                scores,
                rescaling=checks.name(rescaling, "rescaling"),
                spread_documents=spread,
                **_bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, threads),
            )
        )

    bootstrap.__doc__ = _BOOTSTRAP.format(
        method="predict",
        parameters="        rescaling, spread_documents\n            As for :meth:`predict`.\n        refit : bool\n"
        "            Fit the model anew in each replicate: errors then hold what is not known of the words. Its references must be among the documents.\n",
    )


class ClassAffinity:
    """Take texts for mixtures of classes of reference texts: each word comes from class k with probability θ_k.

    θ = argmax Σ_w n_w log Σ_k p_wk θ_k + α Σ_k log θ_k. Against Wordscores, words that all classes use alike say nothing.

    Parameters
    ----------
    smoothing : float
        α, greater than 0.
    reference_smoothing : float
        Added to the count of each word in each class, greater than 0.
    excluded : list of str
        Words that take no part.

    References
    ----------
    Perry, P. O. & Benoit, K. (2017). Scaling text with the class affinity model. arXiv 1710.08963

    Examples
    --------
    >>> import stance
    >>> texts = {"left": "peace peace peace trade", "right": "war war trade arms", "new": "peace war trade trade"}
    >>> counts = stance.dfm(texts)
    >>> model = stance.ClassAffinity().fit(counts, {"left": 0, "right": 1})
    >>> model.predict(counts)[["document", "position", "affinity_0", "affinity_1"]].round(2)
      document  position  affinity_0  affinity_1
    0     left      0.14        0.86        0.14
    1    right      0.84        0.16        0.84
    2      new      0.48        0.52        0.48
    """

    def __init__(self, *, smoothing: float = 0.5, reference_smoothing: float = 0.5, excluded: Sequence[str] = ()) -> None:
        self._options: Dict[str, Any] = {
            "smoothing": checks.number(smoothing, "smoothing"),
            "reference_smoothing": checks.number(reference_smoothing, "reference_smoothing"),
            "excluded": checks.strings(excluded, "excluded"),
        }
        self._core: Optional[_core.ClassAffinity] = None
        self._references: Dict[str, float] = {}

    def _model(self) -> _core.ClassAffinity:
        return checks.fitted(self._core, "ClassAffinity")

    def fit(self, counts: Any, scores: Any) -> ClassAffinity:
        """Learn the classes: references with the same score are one class.

        Parameters
        ----------
        counts : Dfm or SentenceCounts
        scores : mapping of document to score, or Series
        """
        matrix = dfm_of(counts, "ClassAffinity.fit")
        given = _scores(scores, matrix, "scores")
        self._core = _core.fit_affinity(matrix._core, given, **self._options)
        self._references = {name: score for name, score in zip(matrix.documents, given) if score is not None}
        return self

    def words(self) -> pd.DataFrame:
        """feature and value, Σ_k p_wk A_k / Σ_k p_wk; missing for words that no class has."""
        return frame_of(self._model().words())

    def predict(self, counts: Any, *, level: float = 0.95, threads: int = 0) -> pd.DataFrame:
        """document, position (Σ_k θ_k A_k) with se, lo and hi, undefined, n_scored, n_left_out, and affinity_k with affinity_k_se for each class of
        score k."""
        model = self._model()
        table, formula = model.predict(
            dfm_of(counts, "ClassAffinity.predict")._core, level=checks.number(level, "level"), threads=checks.whole(threads, "threads", 0, 1024)
        )
        columns: Dict[str, Any] = dict(table)
        affinities, errors = columns.pop("affinities"), columns.pop("std_errors")
        for place, score in enumerate(model.scores()):
            columns[f"affinity_{score:g}"] = affinities[:, place]
            columns[f"affinity_{score:g}_se"] = errors[:, place]
        return _scored(columns, formula)

    def bootstrap(
        self,
        sentences: Any,
        *,
        refit: bool = True,
        n_replicates: int = 200,
        interval: str = "percentile",
        level: float = 0.95,
        min_sentences: int = 5,
        short_documents: str = "keep",
        seed: int = 1,
        threads: int = 0,
    ) -> pd.DataFrame:
        counts = sentences_of(sentences, "ClassAffinity.bootstrap")
        model = self._model()
        scores = _refit_scores(refit, self._references, counts.dfm())
        options = _bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, threads)
        return _scored(*_core.bootstrap_affinity(counts._core, model, scores, **self._options, **options))

    bootstrap.__doc__ = _BOOTSTRAP.format(
        method="predict",
        parameters="        refit : bool\n            Fit the model anew in each replicate. Its references must be among the documents.\n",
    )


def pole_words(axis: str, lexicon: Any = "geopolitics.en") -> pd.DataFrame:
    """Words of both poles of an axis with their weights: a dictionary, or seeds, for methods that count words.

    Returns
    -------
    pandas.DataFrame
        pole ("negative" or "positive"), word (a trailing ``*`` for the beginning of words), weight.

    Examples
    --------
    >>> import stance
    >>> words = stance.pole_words("nato_orientation")
    >>> list(words.columns)
    ['pole', 'word', 'weight']
    """
    negative, positive = _core.pole_words(load_lexicon(lexicon)._core, checks.name(axis, "axis"))
    rows = [("negative", *entry) for entry in negative] + [("positive", *entry) for entry in positive]
    return pd.DataFrame(rows, columns=["pole", "word", "weight"])


def _pole(entries: Any, what: str) -> List[Tuple[str, float]]:
    if isinstance(entries, Mapping):
        return [(checks.name(pattern, f"{what}: pattern"), checks.number(weight, f"{what}[{pattern!r}]")) for pattern, weight in entries.items()]
    return [(pattern, 1.0) for pattern in checks.strings(entries, what)]


class DictionaryScale:
    """Two lists of features against each other.

    R and L: weighted counts of the + and the − list. logit: log((R + ½) / (L + ½)); relative: (R − L) / (R + L); absolute: (R − L) / N; valence: mean
    weight of the features found. A document without any of them has no position, which is not a neutral 0.

    Parameters
    ----------
    negative, positive : list of str, or mapping of str to weight
        Features as the matrix has them (folded words: lower case), or globs: ``*`` any text, ``?`` one character. Of several entries that
        take a feature the most exact one has it.
    formula : {"logit", "relative", "absolute", "valence"}
    no_evidence : {"undefined", "as_formula"}
        "as_formula" gives such documents what the formula gives, as quanteda.sentiment does.
    level : float
        Of the intervals.

    References
    ----------
    Lowe, W., Benoit, K., Mikhaylov, S. & Laver, M. (2011). Scaling policy preferences from coded political texts. Legislative Studies Quarterly
    36(1), 123-155. doi 10.1111/j.1939-9162.2010.00006.x

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"a": "Peace and trade, peace.", "b": "War, wars, peace.", "c": "Nothing."})
    >>> scale = stance.DictionaryScale(["war*"], {"peace": 1, "trade": 0.5})
    >>> scale.positions(counts)[["document", "position", "undefined"]].round(2)
      document  position          undefined
    0        a      1.79               None
    1        b     -0.51               None
    2        c       NaN  no_known_features
    """

    def __init__(self, negative: Any, positive: Any, *, formula: str = "logit", no_evidence: str = "undefined", level: float = 0.95) -> None:
        self._poles = (_pole(negative, "negative"), _pole(positive, "positive"))
        self._options: Dict[str, Any] = {"formula": checks.name(formula, "formula"), "no_evidence": checks.name(no_evidence, "no_evidence")}
        self._level = checks.number(level, "level")

    @classmethod
    def from_axis(cls, axis: str, lexicon: Union[str, Lexicon] = "geopolitics.en", **options: Any) -> DictionaryScale:
        """The words of an axis of a lexicon, see :func:`pole_words`. Options as of the class."""
        words = pole_words(axis, lexicon)
        poles = {pole: dict(zip(part["word"], part["weight"])) for pole, part in words.groupby("pole")}
        if len(poles) != 2:
            raise ValueError(f"axis: {axis!r} has words of one pole only")
        return cls(poles["negative"], poles["positive"], **options)

    def _looked_up(self, counts: Dfm) -> _core.DictionaryScale:
        return _core.DictionaryScale(counts._core, *self._poles)

    def positions(self, counts: Any) -> pd.DataFrame:
        """document, position with se, lo and hi, undefined, n_scored (features of the dictionary), n_left_out (all others)."""
        matrix = dfm_of(counts, "DictionaryScale.positions")
        return _scored(*self._looked_up(matrix).positions(matrix._core, **self._options, level=self._level))

    def importance(self, counts: Any) -> pd.DataFrame:
        """How much a document speaks of it at all, log((R + L + 1) / N): columns as of :meth:`positions`."""
        matrix = dfm_of(counts, "DictionaryScale.importance")
        return _scored(*self._looked_up(matrix).importance(matrix._core, level=self._level))

    def words(self, counts: Any) -> pd.DataFrame:
        """Features of the dictionary that occur, with their weights: negative ones on the − list."""
        return frame_of(self._looked_up(dfm_of(counts, "DictionaryScale.words")).words()).dropna().reset_index(drop=True)

    def unmatched(self, counts: Any) -> List[str]:
        """Entries that take none of the features: misspelt, of another case, or not in these texts."""
        return list(self._looked_up(dfm_of(counts, "DictionaryScale.unmatched")).unmatched)

    def bootstrap(
        self,
        sentences: Any,
        *,
        n_replicates: int = 200,
        interval: str = "percentile",
        min_sentences: int = 5,
        short_documents: str = "keep",
        seed: int = 1,
        threads: int = 0,
    ) -> pd.DataFrame:
        counts = sentences_of(sentences, "DictionaryScale.bootstrap")
        options = _bootstrap_options(n_replicates, interval, self._level, min_sentences, short_documents, seed, threads)
        return _scored(*self._looked_up(counts.dfm()).bootstrap(counts._core, **self._options, **options))

    bootstrap.__doc__ = _BOOTSTRAP.format(method="positions", parameters="").replace("        level : float\n", "")


def bootstrap(
    sentences: Any,
    statistic: Callable[[Dfm], Any],
    *,
    n_replicates: int = 200,
    interval: str = "percentile",
    level: float = 0.95,
    min_sentences: int = 5,
    short_documents: str = "refuse",
    seed: int = 1,
) -> pd.DataFrame:
    """Errors of anything that is computed from a matrix of counts, by resampling the sentences of each document with replacement.

    Parameters
    ----------
    sentences : SentenceCounts
    statistic : callable
        Takes a Dfm and gives a number, or as many numbers each time; NaN: undefined.
    n_replicates, interval, level, min_sentences, short_documents, seed
        As for :meth:`Wordscores.bootstrap`. Short documents are refused here: every replicate of a single sentence is the same, and an error of
        0 would be a lie.

    Returns
    -------
    pandas.DataFrame
        A row for each number: value (of all sentences), se, lo, hi, bias (mean of the replicates − value), n_undefined.

    Examples
    --------
    >>> import stance
    >>> text = "War. Peace and war. Peace. Peace, peace. No war. Trade."
    >>> counts = stance.sentences({"a": text})
    >>> def share_of_war(counts):
    ...     row = dict(zip(counts.feature_names, counts.matrix.toarray()[0]))
    ...     return row["war"] / sum(row.values())
    >>> result = stance.bootstrap(counts, share_of_war, n_replicates=500)
    >>> bool(0.1 < result.se[0] < 0.25), round(float(result.value[0]), 3)
    (True, 0.3)
    """
    counts = sentences_of(sentences, "bootstrap")
    if not callable(statistic):
        raise TypeError(f"statistic: expected a function of a Dfm, got {checks.shown(statistic)}")
    options = _bootstrap_options(n_replicates, interval, level, min_sentences, short_documents, seed, 1)
    del options["threads"]

    def numbers(core: _core.Counts) -> List[float]:
        return [float(value) for value in np.atleast_1d(np.asarray(statistic(Dfm(core, counts.counting)), dtype=float)).ravel()]

    return frame_of(_core.bootstrap(counts._core, numbers, **options))
