"""Which words tell two groups of documents apart, and where they stand."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Union

import pandas as pd

from . import _checks as checks
from . import _core
from ._corpus import Corpus, corpus_of
from ._features import Dfm, counting_options, feature_options
from ._frames import frame_of
from ._sentences import SentenceCounts

COUNTING: Dict[str, Any] = {
    "ngram_range": (1, 1),
    "ngram_gaps": "close",
    "stop_words": None,
    "min_length": 1,
    "min_df": 1,
    "max_df": 1.0,
    "max_features": None,
    "language": "en",
    "clean": True,
    "threads": 0,
}  #: defaults of dfm()


def _counting(options: Dict[str, Any], what: str) -> Dict[str, Any]:
    unknown = sorted(set(options) - set(COUNTING))
    if unknown:
        raise TypeError(f"{what}: unexpected {', '.join(unknown)}; options of counting are {', '.join(COUNTING)}")
    given = {**COUNTING, **options}
    pruning = {name: given.pop(name) for name in ("min_df", "max_df", "max_features", "threads")}
    return counting_options(feature_options(**given), **pruning)


def _names(values: Any, what: str) -> List[str]:
    """One name or several."""
    if isinstance(values, str):
        return [checks.name(values, what)]
    if not isinstance(values, Iterable):
        raise TypeError(f"{what}: expected a str or a list of them, got {checks.shown(values)}")
    return [checks.label(value, f"{what}[{place}]") for place, value in enumerate(values)]


class Keyness:
    """Key features of two groups. Immutable; made by :func:`keyness`.

    Attributes
    ----------
    target, reference : list of str
        Ids of the documents on either side.
    left_out : list of str
        Documents that could not be placed: without the variable or date.
    total_target, total_reference : float
        Counts of all features.
    formula, prior_formula : str
        What ``statistic`` is, and what ``delta`` was shrunk with.
    notes : list of str
        What to beware of.
    """

    def __init__(self, core: _core.KeynessResult) -> None:
        if not isinstance(core, _core.KeynessResult):
            raise TypeError("Keyness: use keyness()")
        self._core = core
        self.target = core.target()
        self.reference = core.reference()
        self.left_out = list(core.left_out)
        self.total_target = core.total_target
        self.total_reference = core.total_reference
        self.formula = core.formula
        self.prior_formula = core.prior_formula
        self.notes = list(core.notes)

    def table(self) -> pd.DataFrame:
        """All features tested: those of the target by falling strength, then those of the reference by rising strength.

        Returns
        -------
        DataFrame
            ``feature``; ``side`` (target, reference or none); ``statistic``, ``p`` and ``p_adjusted`` of the measure; ``log_ratio``, the effect
            size; ``delta`` with ``_se``, ``_lo``, ``_hi``, the log-odds ratio shrunk by the prior; counts in ``target`` and ``reference`` and
            ``per_million_…``; ``units_…`` with the feature, ``dp_norm_…`` (0 even, 1 uneven) and ``largest_share_…`` of the occurrences in one unit;
            ``smallest_expected`` count; ``t``, ``p_units`` and ``p_units_adjusted`` of the test on units. NaN where undefined.
        """
        return frame_of(self._core.rows())

    def quotations(self, corpus: Any, top: int = 20, **counting: Any) -> pd.DataFrame:
        """A telling sentence for each of the ``top`` features of either side (0: all).

        Parameters
        ----------
        corpus : Corpus
            The texts that were counted.
        top : int
        **counting
            The options with which :func:`dfm` or :func:`sentences` counted them.

        Returns
        -------
        DataFrame
            ``feature``, ``document``, ``before``, ``keyword``, ``behind``, and ``start`` and ``end`` of the keyword in the text.
        """
        options = _counting(counting, "quotations")
        return frame_of(self._core.quotations(corpus_of(corpus)._core, checks.whole(top, "top"), **options))

    def __repr__(self) -> str:
        return f"<Keyness of {self._core.target_name} against {self._core.reference_name}>"


def keyness(
    counts: Union[Dfm, SentenceCounts],
    target: Union[str, Iterable[Any], None] = None,
    reference: Union[str, Iterable[Any], None] = None,
    *,
    corpus: Optional[Corpus] = None,
    by: Optional[str] = None,
    cut: Optional[str] = None,
    measure: str = "g2",
    correction: str = "none",
    fdr: str = "bh",
    prior: str = "corpus",
    prior_total: Optional[float] = None,
    prior_count: float = 0.01,
    background: str = "en",
    variance: str = "two_terms",
    unit_test: str = "cautious",
    n_permutations: int = 999,
    seed: int = 1,
    zero_count: float = 0.5,
    min_count: float = 3.0,
    min_units: int = 1,
    threads: int = 0,
) -> Keyness:
    """Which words tell a target from a reference.

    Tests on counts take each word for an independent draw, which it is not: words cluster in texts. So the result also says how each word is
    spread over the units, and ``unit_test`` tests whether the units agree, so that one document cannot make a word key.

    Parameters
    ----------
    counts : Dfm or SentenceCounts
        Of counts. The units are documents, or sentences: use these to compare single documents.
    target, reference : str or list of str
        Ids of documents, or with ``by`` values of that variable. No reference: all others.
    corpus : Corpus, optional
        Holds the variables, for ``by`` and ``cut``.
    by : str, optional
        A document variable ("country"), or with ``cut`` the one of dates (default "date").
    cut : str, optional
        A date, "2008", "2008-08" or "2008-08-08": later documents and those of it are the target, earlier ones the reference.
    measure : str
        What features are ranked by. "g2" (Dunning, four cells), "g2_two_cells" (Rayson & Garside), "chi2", "fisher", "odds_ratio",
        "fightin_words" (Monroe, Colaresi & Quinn) have p-values; "log_ratio", "percent_difference", "bic", "pmi" have none.
    correction : {"none", "yates", "williams"}
        Of g2 and chi2.
    fdr : {"bh", "by", "none"}
        Benjamini-Hochberg, Benjamini-Yekutieli, or p-values as they are.
    prior : {"corpus", "background", "uninformative"}
        Of the shrunken log-odds ``delta``: shares of words in all of ``counts``, in texts at large, or ``prior_count`` for each word.
    prior_total : float, optional
        a_0, words that the informative priors count as. None: as many as the smaller side has.
    prior_count : float
    background : str
        Language of the bundled background table.
    variance : {"two_terms", "four_terms"}
        Of ``delta``: as Monroe et al. approximate it, or in full (scattertext).
    unit_test : {"cautious", "welch", "permutation", "none"}
        t with the larger of Welch's and Student's standard errors of the units' relative frequencies, Welch's, or its permutation distribution.
    n_permutations, seed : int
    zero_count : float
        What stands for a count of 0 where a ratio needs one.
    min_count : float
        Features with fewer occurrences on both sides together are not tested.
    min_units : int
        The same for units with the feature.
    threads : int
        0: as many as the machine has. The result is the same.

    Raises
    ------
    ValueError
        For sides without documents, weighted matrices, options out of range.

    References
    ----------
    Dunning, T. (1993). Computational Linguistics 19(1), 61-74. Rayson, P. & Garside, R. (2000). doi 10.3115/1117729.1117730.
    Monroe, B., Colaresi, M. & Quinn, K. (2008). Political Analysis 16(4), 372-403. doi 10.1093/pan/mpn018.
    Lijffijt, J. et al. (2016). Digital Scholarship in the Humanities 31(2), 374-397. doi 10.1093/llc/fqu064.

    Examples
    --------
    >>> import stance
    >>> counts = stance.dfm({"d1": "bb " * 7 + "aa " * 3, "d2": "bb " * 2 + "aa " * 7})
    >>> result = stance.keyness(counts, "d1", fdr="none")
    >>> result.table()[["feature", "side", "statistic", "p", "log_ratio"]].round(4)
      feature       side  statistic       p  log_ratio
    0      bb     target     4.5349  0.0332     1.6554
    1      aa  reference    -4.5349  0.0332    -1.3744
    """
    if not isinstance(counts, (Dfm, SentenceCounts)):
        raise TypeError(f"keyness: expected a Dfm or SentenceCounts, got {checks.shown(counts)}; count texts first, with stance.dfm()")
    if (by is not None or cut is not None) and corpus is None:
        raise ValueError("keyness: by and cut need the corpus that holds the variables: corpus=…")
    if cut is not None and (target is not None or reference is not None):
        raise ValueError("keyness: expected a target or a cut, not both")
    if cut is None and target is None:
        raise ValueError("keyness: expected a target: ids of documents, values of the variable by=…, or a date cut=…")
    return Keyness(
        _core.keyness(
            counts._core if isinstance(counts, Dfm) else None,
            counts._core if isinstance(counts, SentenceCounts) else None,
            None if corpus is None else corpus_of(corpus)._core,
            by=checks.optional_name(by, "by"),
            target=[] if target is None else _names(target, "target"),
            reference=[] if reference is None else _names(reference, "reference"),
            cut=checks.optional_name(cut, "cut"),
            measure=checks.name(measure, "measure"),
            correction=checks.name(correction, "correction"),
            fdr=checks.name(fdr, "fdr"),
            prior=checks.name(prior, "prior"),
            prior_total=None if prior_total is None else checks.number(prior_total, "prior_total"),
            prior_count=checks.number(prior_count, "prior_count"),
            background=checks.name(background, "background"),
            variance=checks.name(variance, "variance"),
            unit_test=checks.name(unit_test, "unit_test"),
            n_permutations=checks.whole(n_permutations, "n_permutations", 1),
            seed=checks.whole(seed, "seed"),
            zero_count=checks.number(zero_count, "zero_count"),
            min_count=checks.number(min_count, "min_count"),
            min_units=checks.whole(min_units, "min_units"),
            threads=checks.whole(threads, "threads", 0, 1024),
        )
    )


def kwic(corpus: Any, features: Union[str, Iterable[str]], *, documents: Optional[Iterable[str]] = None, **counting: Any) -> pd.DataFrame:
    """Key words in context: every place where features stand, with the sentence around them.

    Parameters
    ----------
    corpus : Corpus, or iterable of str
    features : str or list of str
        As in :attr:`Dfm.feature_names`: folded words, or n-grams of the words that the options leave.
    documents : list of str, optional
        Ids; None: all.
    **counting
        Options of :func:`dfm`; ``ngram_range`` must hold the lengths of the features.

    Returns
    -------
    DataFrame
        ``document``, ``feature``, ``before``, ``keyword``, ``behind``, ``start``, ``end`` (of the keyword in the text), in the order of the texts.
        Of sentences of more than 8,000 bytes (texts without full stops) ``before`` and ``behind`` are 2,000 bytes, with an ellipsis.

    Examples
    --------
    >>> import stance
    >>> stance.kwic({"a": "We join NATO. They left.", "b": "nato?"}, "nato")[["document", "before", "keyword", "behind"]]
      document    before keyword behind
    0        a  We join     NATO      .
    1        b              nato      ?
    """
    texts = corpus_of(corpus)
    options = _counting(counting, "kwic")
    places: List[int] = []
    if documents is not None:
        for name in _names(documents, "documents"):
            place = texts._core.find(name)
            if place is None:
                raise ValueError(f"documents: there is no document {name!r}")
            places.append(place)
        if not places:
            raise ValueError("documents: expected one id or more, got none")
    return frame_of(_core.kwic(texts._core, _names(features, "features"), sorted(set(places)), **options))


def grammar_words(language: str = "en") -> List[str]:
    """Words of grammar that are not about stance, to leave out of key words: articles, prepositions and the like, but no pronouns, negators or modals.

    Examples
    --------
    >>> import stance
    >>> words = stance.grammar_words()
    >>> "the" in words, "we" in words, "not" in words
    (True, False, False)
    """
    return _core.grammar_words(checks.language(language, "language"))


def adjust_p_values(p_values: Iterable[float], method: str = "bh") -> List[float]:
    """p-values adjusted for their number: "bh" (Benjamini & Hochberg 1995) or "by" (Benjamini & Yekutieli 2001). NaN is no test.

    Examples
    --------
    >>> import stance
    >>> stance.adjust_p_values([0.0625, 0.125, 0.5, 1.0])
    [0.25, 0.25, 0.6666666666666666, 1.0]
    """
    return [float(p) for p in _core.adjust_p_values([float(p) for p in p_values], checks.name(method, "method"))]
