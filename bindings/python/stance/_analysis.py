"""Analysis of a corpus, and the comparison of its documents."""

from __future__ import annotations

from itertools import islice
from typing import Any, Dict, Iterable, Iterator, List, Mapping, NoReturn, Optional, Union

import pandas as pd

from . import _checks as checks
from . import _core, _html, _trends
from ._comparison import Comparison, Contrast, Matrix
from ._corpus import Corpus, Document, corpus_of
from ._frames import frame_of
from ._lexicon import Lexicon, load_lexicon
from ._progress import Progress, waiting
from ._trends import AxisSeries


class Analysis:
    """Where each document of a corpus stands, with the evidence. Immutable; made by :func:`analyze`.

    Attributes
    ----------
    corpus : Corpus
    lexicon : Lexicon
    ids : list of str
        Documents that could be scored, in corpus order.
    diagnostics : list of Diagnostic
        What could not be read or scored, and notes about the rest.
    documents : DataFrame
        Columns ``document``, ``language``, ``principal`` (whose policy it states), ``principal_inferred``, ``n_tokens``, ``n_sentences``.
    level : float
        Of the intervals.
    """

    def __init__(self, core: _core.Run, corpus: Corpus, lexicon: Lexicon, level: float = 0.95) -> None:
        if not isinstance(core, _core.Run):
            raise TypeError("Analysis: use analyze()")
        self._core = core
        self.corpus = corpus
        self.lexicon = lexicon
        self.level = level
        self._comparison: Optional[Comparison] = None

    @property
    def ids(self) -> List[str]:
        return self._core.ids()

    @property
    def diagnostics(self) -> List[_core.Diagnostic]:
        return self._core.diagnostics()

    @property
    def documents(self) -> pd.DataFrame:
        return frame_of(self._core.documents(), nullable=["principal"])

    def positions(self, wide: bool = False, *, scales: bool = False) -> pd.DataFrame:
        """Position of each document on each axis, with its uncertainty.

        position = Σ w·v / Σ w over the evidence that counts, v in [−1, 1] the value and w the weight of each record; for an intensity
        1 − exp(−rate / scale), rate = 1000 · Σ w·v / words.

        Parameters
        ----------
        wide : bool
            One row for each document and one column for each axis, positions alone.
        scales : bool
            With Lowe's logit scale, the relative and the absolute proportional difference, each with its standard error.

        Returns
        -------
        DataFrame
            Tidy: one row for each document and axis. ``document``, ``axis``, ``kind`` (bipolar or intensity), ``position`` (−1 to +1,
            intensities 0 to 1; NaN: undefined), ``se``, ``lo``, ``hi`` (interval at the level of the analysis), ``n_evidence`` (records
            that count and have polarity), ``n_neutral``, ``n_not_counted``, ``salience`` (records that count per 1,000 words),
            ``coverage`` (share of the sentences that hold one), ``undefined`` (why there is no position, else None). With ``scales``:
            ``logit``, ``relative``, ``absolute`` and their ``_se``; after ``analyze(vectors=True)``: ``projection``.

        Notes
        -----
        The numbers are those of the program ``stance``, which prints them to six decimals. Interval: Beta distribution by moments,
        Cochran (1977), ch. 6, and Brown, Cai & DasGupta (2001), doi 10.1214/ss/1009213286. Logit: Lowe, Benoit, Mikhaylov & Laver
        (2011), doi 10.1111/j.1939-9162.2010.00006.x.

        Examples
        --------
        >>> import stance
        >>> stance.analyze({"s": "We shall join NATO."}, axes=["nato_orientation"]).positions(wide=True)
        axis      nato_orientation
        document                  
        s                      1.0
        """
        frame = frame_of(self._core.positions(checks.flag(scales, "scales")), nullable=["undefined"])
        return _wide(frame, "axis", "position", self.ids) if checks.flag(wide, "wide") else frame

    def targets(self, wide: bool = False) -> pd.DataFrame:
        """Stance of each document toward each target that it mentions.

        Parameters
        ----------
        wide : bool
            One row for each document and one column for each target that any of them mentions, stances alone.

        Returns
        -------
        DataFrame
            ``document``, ``target``, ``stance`` (−1 to +1; NaN: undefined), ``se``, ``lo``, ``hi``, ``n_evidence``, ``n_neutral``,
            ``n_not_counted``, ``salience`` (mentions per 1,000 words), ``mentions``, ``undefined``.
        """
        frame = frame_of(self._core.targets(), nullable=["undefined"])
        return _wide(frame, "target", "stance", self.ids) if checks.flag(wide, "wide") else frame

    def evidence(self, axis: Optional[str] = None, target: Optional[str] = None, document: Optional[str] = None) -> pd.DataFrame:
        """The passages behind the numbers, in text order.

        Parameters
        ----------
        axis : str, optional
            Only of this axis …
        target : str, optional
            … or toward this target (key, name or ISO code).
        document : str, optional
            Only of this document.

        Returns
        -------
        DataFrame
            One row for each record: ``document``, ``kind`` (axis or target), ``key``, ``contribution`` (the contributions of a document
            and key add up to its position; for an intensity to rate / scale), ``value``, ``weight``, ``counted``, ``reason`` (why not, else
            None), ``start`` and ``end`` (``corpus[document].text[start:end] == quotation``), ``quotation``, ``sentence`` (cleaned; of one
            of more than 8,000 bytes what is around the record), ``cue``, ``cue_start``, ``cue_end`` (None and −1 for a mention without
            polarity), ``target``, ``modifiers`` ("negation: not; …"), ``group``, ``entry`` (file:line of the lexicon).

        Raises
        ------
        ValueError
            After ``analyze(evidence=False)``; for names that are unknown; for an axis and a target at once.
        """
        return frame_of(
            self._core.evidence(
                None if axis is None else checks.name(axis, "axis"),
                None if target is None else checks.name(target, "target"),
                None if document is None else checks.name(document, "document"),
            ),
            nullable=["reason", "cue", "target"],
        )

    def cuts(self) -> pd.DataFrame:
        """What cleaning took out of the texts: ``document``, ``reason``, ``start``, ``end``, ``text``."""
        return frame_of(self._core.cuts())

    def compare(
        self,
        *,
        measure: str = "cosine",
        idf: str = "background",
        topic_cut: float = 0.3,
        stance_cut: float = 0.7,
        base_error: float = 0.2,
        min_shared_axes: int = 2,
        full_matrix_limit: int = 500,
        neighbours: int = 10,
        interval_limit: int = 100,
        quotations: int = 3,
        max_contrasts: int = 200,
    ) -> Comparison:
        """Compare the documents with each other.

        Parameters
        ----------
        measure : str
            Of topic similarity: "cosine", "jaccard", "weighted_jaccard", "pearson", or a distance that is turned round, "hellinger_distance",
            "jensen_shannon_divergence", "jensen_shannon_distance". ``topic_cut`` is for cosine.
        idf : {"background", "corpus", "none"}
            What makes a word tell a topic: rare in texts at large, rare in these documents, or every word alike.
        topic_cut, stance_cut : float
            Similarity of this and more: same topic, same stance.
        base_error : float
            Error that no position is free of; > 0.
        min_shared_axes : int
            Bipolar axes that both documents must speak to for a stance similarity.
        full_matrix_limit : int
            More documents: no matrices, each is compared with its ``neighbours`` by topic.
        interval_limit : int
            More documents: topic similarities without intervals, no similarity over targets.
        quotations : int
            On each side of a contrast.
        max_contrasts : int
            The most telling ones.

        Raises
        ------
        ValueError
            After ``analyze(evidence=False)`` or ``analyze(features=False)``; for options out of range.
        """
        for have, option in ((self._core.has_evidence, "evidence"), (self._core.has_features, "features")):
            if not have:
                raise ValueError(f"compare: the analysis kept no {option}; call analyze(…, {option}=True)")
        return Comparison(
            _core.compare(
                self._core,
                measure=checks.name(measure, "measure"),
                idf=checks.name(idf, "idf"),
                topic_cut=checks.number(topic_cut, "topic_cut"),
                stance_cut=checks.number(stance_cut, "stance_cut"),
                base_error=checks.number(base_error, "base_error"),
                min_shared_axes=checks.whole(min_shared_axes, "min_shared_axes"),
                full_matrix_limit=checks.whole(full_matrix_limit, "full_matrix_limit"),
                neighbours=checks.whole(neighbours, "neighbours", 1),
                interval_limit=checks.whole(interval_limit, "interval_limit"),
                quotations=checks.whole(quotations, "quotations", 0, 1000),
                max_contrasts=checks.whole(max_contrasts, "max_contrasts"),
            ),
            self,
            topic_cut,
            stance_cut,
        )

    def _compared(self) -> Comparison:
        if self._comparison is None:
            self._comparison = self.compare()
        return self._comparison

    def similarity(self, kind: str = "topic", as_frame: bool = True, measure: str = "cosine") -> Union[pd.DataFrame, Matrix]:
        """Similarity of every pair of documents, by the default options of :meth:`compare` but for the ``measure`` of topics. See
        :meth:`Comparison.similarity`."""
        if measure != "cosine":
            return self.compare(measure=measure).similarity(kind, as_frame)
        return self._compared().similarity(kind, as_frame)

    def pairs(self) -> pd.DataFrame:
        """Pairs of documents, by the default options of :meth:`compare`. See :meth:`Comparison.pairs`."""
        return self._compared().pairs()

    def contrast(self, a: str, b: str, axis: str, *, quotations: int = 3) -> Contrast:
        """Two documents on one axis, with the quotations in which they answer each other.

        Parameters
        ----------
        a, b : str
            Ids of documents.
        axis : str
        quotations : int
            At most so many on each side.
        """
        difference, apart, columns = _core.contrast(
            self._core,
            self._core.place(checks.name(a, "a")),
            self._core.place(checks.name(b, "b")),
            self._core.axis_index(checks.name(axis, "axis")),
            checks.whole(quotations, "quotations", 0, 1000),
        )
        text = ["a_sentence", "a_quotation", "a_entry", "b_sentence", "b_quotation", "b_entry"]
        return Contrast(a, b, axis, difference, apart, frame_of(columns, nullable=text))

    def series(
        self,
        axis: str,
        by: str = "date",
        *,
        bandwidth: Optional[float] = None,
        n_places: Optional[int] = None,
        min_times: int = 2,
        false_alarm: float = 0.05,
        n_permutations: int = 999,
        seed: int = 1,
    ) -> AxisSeries:
        """Positions on an axis over time, with a smooth line, a trend and changes.

        Documents of one date are pooled first, weights 1 / (se² + τ²): what happened in a year moves all texts of that year.

        Parameters
        ----------
        axis : str
        by : str
            Document variable with dates: "2004", "2004-05" or "2004-05-17".
        bandwidth : float, optional
            Of the line, in years. Default: by corrected AIC.
        n_places : int, optional
            Of the line, evenly spaced. Default: at the times.
        min_times : int
            Dates that a stretch between two changes needs.
        false_alarm : float
            Chance to report a change in a series without any. The times are taken as exchangeable then: a series that wanders gives more.
        n_permutations, seed : int
            Behind that chance.

        Raises
        ------
        ValueError
            For an unknown axis or variable.

        Notes
        -----
        Line: Cleveland (1979), doi 10.1080/01621459.1979.10481038. Changes: optimal partitioning (Killick, Fearnhead & Eckley 2012, doi
        10.1080/01621459.2012.737745) with a penalty by permutation; where they lie by Hansen (2000), doi 10.1111/1468-0262.00124.

        Examples
        --------
        >>> import pandas as pd, stance
        >>> said = [("We will never join NATO.", year) for year in range(1990, 1998)] + [("We will join NATO.", year) for year in range(1998, 2006)]
        >>> corpus = stance.Corpus.from_pandas(pd.DataFrame(said, columns=["text", "year"]))
        >>> found = stance.analyze(corpus, principal="Georgia").series("nato_orientation", by="year")
        >>> found.changes[["last_before", "first_after", "before", "after"]].round(2).values.tolist()
        [['1997', '1998', -0.3, 1.0]]
        """
        options = dict(bandwidth=bandwidth, n_places=n_places, min_times=min_times, false_alarm=false_alarm, n_permutations=n_permutations, seed=seed)
        return _trends.series(self, axis, by, None, options)[0]

    def series_by_group(self, axis: str, group_by: str, by: str = "date", **options: Any) -> Dict[str, AxisSeries]:
        """As :meth:`series`, for each value of a document variable. Of many series some will show a change by chance: ``false_alarm`` of them."""
        found = _trends.series(self, axis, by, checks.name(group_by, "group_by"), options)
        return {str(series.group): series for series in found if series.group is not None}

    def group_means(
        self,
        by: str,
        axes: Optional[Iterable[str]] = None,
        *,
        unit: Optional[str] = None,
        min_group: int = 1,
        tau: str = "reml",
        interval: str = "hartung-knapp",
    ) -> pd.DataFrame:
        """Mean position of groups of documents: random effects, weights 1 / (se² + τ²), τ² = the variance between documents.

        Parameters
        ----------
        by : str
            Document variable; "principal" and "language" are known, too.
        axes : iterable of str, optional
            Keys. Default: all that were analysed.
        unit : str, optional
            Document variable of the authors: their documents in a group are pooled first, since they are not independent.
        min_group : int
            Smaller groups (documents with a position) have no mean.
        tau : {"reml", "dl", "pm"}
            Restricted maximum likelihood, DerSimonian & Laird (1986), Paule & Mandel (1982).
        interval : {"hartung-knapp", "normal"}
            Hartung & Knapp (2001), doi 10.1002/sim.791, keeps its level with few documents.

        Returns
        -------
        DataFrame
            ``axis``, ``group``, ``n_documents`` (with a position), ``n_undefined`` (without one: left out, they are not 0), ``n`` (documents or
            units behind the mean), ``mean``, ``se``, ``lo``, ``hi``, ``unweighted`` with ``unweighted_se``, ``_lo``, ``_hi``, ``tau``, ``i_squared``,
            ``q``, ``reason`` (why there is no mean, else None).

        Examples
        --------
        >>> import pandas as pd, stance
        >>> texts = [("a", "We will join NATO."), ("a", "NATO guarantees our security."), ("b", "We will not join NATO."), ("b", "The weather is fine.")]
        >>> corpus = stance.Corpus.from_pandas(pd.DataFrame(texts, columns=["party", "text"]))
        >>> means = stance.analyze(corpus, principal="Georgia").group_means("party", axes=["nato_orientation"])
        >>> means[["group", "n_documents", "n_undefined", "unweighted"]].round(2).values.tolist()
        [['a', 2, 0, 0.85], ['b', 1, 1, -0.3]]
        """
        found = _trends.groups(self, by, axes, dict(unit=unit, min_group=min_group, tau=tau, interval=interval))
        return frame_of(found["groups"], nullable=["reason"])

    def group_differences(self, by: str, axes: Optional[Iterable[str]] = None, **options: Any) -> pd.DataFrame:
        """Differences of the means of :meth:`group_means`, whose options it takes: all pairs, where there are at most six groups.

        Returns
        -------
        DataFrame
            ``axis``, ``first``, ``second``, ``difference`` (first − second), ``se``, ``lo``, ``hi`` (Welch), ``p_value``, ``p_adjusted`` (Holm, over the
            pairs of the axis).
        """
        return frame_of(_trends.groups(self, by, axes, options)["differences"])

    def to_json(self, evidence: bool = False, lines: bool = False) -> str:
        """What ``stance score --format json`` prints, byte for byte; with ``lines`` as ``--format jsonl``.

        Offsets in it are bytes of the UTF-8 text; those of :meth:`evidence` are indices of the str.
        """
        evidence = checks.flag(evidence, "evidence")
        if evidence and not self._core.has_evidence:
            raise ValueError("to_json: the analysis kept no evidence; call analyze(…, evidence=True)")
        return self._core.json(evidence, checks.flag(lines, "lines"))

    def show(self, document: str, axis: Optional[str] = None, target: Optional[str] = None) -> _html.Html:
        """A document with its evidence marked, for notebooks; ``.save(path)`` writes a page.

        Blue with a solid line and +: toward the positive pole; orange with a dashed line and −: toward the negative one; ○ named without a stance; × not
        counted. Each passage says on hover or focus what it says, how much, by which entry of the lexicon, and why it is not counted.

        Parameters
        ----------
        document : str
            Id.
        axis : str, optional
            Only the evidence of this axis …
        target : str, optional
            … or toward this target. Default: of all axes.
        """
        return _html.document_html(self, document, axis, target)

    def _repr_html_(self) -> str:
        return _html.analysis_html(self)

    def __len__(self) -> int:
        return len(self._core)

    def __repr__(self) -> str:
        left_out = len(self.corpus) - len(self)
        return (
            f"<Analysis of {len(self)} document{'s' * (len(self) != 1)} with {self.lexicon.name} {self.lexicon.version}"
            f"{f'; {left_out} could not be scored, see diagnostics' if left_out else ''}>"
        )

    def __copy__(self) -> Analysis:
        return self

    def __deepcopy__(self, memo: object) -> Analysis:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("an Analysis is not pickled: keep its frames (positions(), evidence(), …) or to_json(), or analyse the corpus again")


def analyze(
    corpus: Any,
    lexicon: Any = "geopolitics.en",
    *,
    axes: Optional[Iterable[str]] = None,
    principal: Optional[str] = None,
    language: Optional[str] = None,
    threads: int = 0,
    level: float = 0.95,
    interval: str = "beta",
    pole_weight: float = 0.5,
    n_replicates: int = 2000,
    seed: int = 1,
    min_words: int = 300,
    clean: Union[bool, Mapping[str, bool]] = True,
    repair: bool = False,
    rules: Optional[Mapping[str, bool]] = None,
    evidence: bool = True,
    features: bool = True,
    vectors: bool = False,
    progress: Progress = None,
) -> Analysis:
    """Where each document stands on every axis and toward every target, which words say so, and how sure that is.

    Parameters
    ----------
    corpus : Corpus, or iterable of str
        As for :meth:`Corpus.from_texts`.
    lexicon : Lexicon, or what :func:`load_lexicon` takes
    axes : iterable of str, optional
        Keys; default: all of the lexicon.
    principal : str, optional
        Whose policy the texts state, for those that state none: key, name or ISO code. Default: inferred from each text.
    language : str, optional
        For documents that state none: "en", "az", "tr" or "ru". Default: the lexicon's.
    threads : int
        0: as many as the machine has. The result is the same.
    level : float
        Of the intervals, in (0, 1).
    interval : {"beta", "bayesian_bootstrap"}
    pole_weight : float
        Pseudo-sentences at each pole; > 0.
    n_replicates, seed : int
        Of the bootstrap; the seed is that of :meth:`Analysis.compare` too.
    min_words : int
        A text at least this long without evidence has an intensity of 0, a shorter one none.
    clean : bool or dict
        Whether noise is cut out (footnotes, running heads, menus, …); a dict switches single kinds: ``{"captions": False}``.
    repair : bool
        Read documents that are not UTF-8 all the same.
    rules : dict, optional
        Evidence rules to switch off, to see what they do: ``{"negation": False}``.
    evidence : bool
        Keep the evidence; :meth:`Analysis.evidence` and :meth:`Analysis.compare` need it.
    features : bool
        Count words; :meth:`Analysis.compare` needs them.
    vectors : bool
        With the cosine of each document's words with each axis (``projection``), a check beside the positions.
    progress : bool or callable, optional
        None: a tqdm bar for many documents on a terminal. A function is called with (done, total).

    Returns
    -------
    Analysis
        A document that cannot be scored becomes a diagnostic and loses none of the others.

    Raises
    ------
    ValueError, TypeError
        For a wrong call: an unknown axis, a principal that the lexicon does not know, options out of range.
    ParseError
        For a lexicon with faults.
    """
    options = _options(locals())
    pack = load_lexicon(lexicon)
    documents = corpus_of(corpus)
    with waiting(progress, len(documents)) as report:
        core = _core.analyze(documents._core, pack._core, progress=report, **options)
    return Analysis(core, documents, pack, options["level"])


def analyze_stream(corpus: Iterable[Any], lexicon: Any = "geopolitics.en", *, batch_size: int = 256, **options: Any) -> Iterator[Analysis]:
    """As :func:`analyze`, for more texts than fit into memory: yields an Analysis for each batch, in order.

    Parameters
    ----------
    corpus : iterable of str, Document, or (id, text)
        Pulled as needed. A str has its place in the stream as its id.
    batch_size : int
        Documents in memory at once.
    **options
        As for :func:`analyze`; ``features`` is False unless asked for.

    Examples
    --------
    >>> import stance
    >>> texts = ("We shall join NATO." for _ in range(5))
    >>> [len(analysis.positions(wide=True)) for analysis in stance.analyze_stream(texts, batch_size=2)]
    [2, 2, 1]
    """
    size = checks.whole(batch_size, "batch_size", 1)
    if isinstance(corpus, (str, bytes)):
        raise TypeError(f"corpus: expected an iterable of texts, got one {type(corpus).__name__}; write [text]")
    pack = load_lexicon(lexicon)
    settings: Dict[str, Any] = {"features": False, "progress": False, **options}
    stream = iter(corpus)
    return _batches(stream, size, pack, settings)


def _batches(stream: Iterator[Any], size: int, pack: Lexicon, settings: Mapping[str, Any]) -> Iterator[Analysis]:
    place = 0
    while True:
        batch = [_document(place + i, item) for i, item in enumerate(islice(stream, size))]
        if not batch:
            return
        place += len(batch)
        yield analyze(Corpus(batch), pack, **settings)


def _document(place: int, item: Any) -> Document:
    if isinstance(item, Document):
        return item
    if isinstance(item, tuple) and len(item) == 2:
        return Document(item[0], item[1])
    return Document(str(place), item)


def _options(given: Mapping[str, Any]) -> Dict[str, Any]:
    """The options of analyze(), checked, as the C++ side takes them."""
    clean = given["clean"]
    rules = given["rules"]
    return {
        "axes": [] if given["axes"] is None else checks.strings(given["axes"], "axes"),
        "principal": checks.optional_name(given["principal"], "principal"),
        "language": checks.language(given["language"], "language"),
        "threads": checks.whole(given["threads"], "threads", 0, 1024),
        "level": checks.number(given["level"], "level"),
        "interval": checks.name(given["interval"], "interval"),
        "pole_weight": checks.number(given["pole_weight"], "pole_weight"),
        "n_replicates": checks.whole(given["n_replicates"], "n_replicates", 100, 1_000_000),
        "seed": checks.whole(given["seed"], "seed", 0, 2**64 - 1),
        "min_words": checks.whole(given["min_words"], "min_words"),
        "clean": _switches(clean, "clean") if isinstance(clean, Mapping) else checks.flag(clean, "clean"),
        "repair": checks.flag(given["repair"], "repair"),
        "rules": {} if rules is None else _switches(rules, "rules"),
        "evidence": checks.flag(given["evidence"], "evidence"),
        "features": checks.flag(given["features"], "features"),
        "vectors": checks.flag(given["vectors"], "vectors"),
    }


def _switches(switches: Any, what: str) -> Dict[str, bool]:
    if not isinstance(switches, Mapping):
        raise TypeError(f"{what}: expected a dict of switches such as {{name: False}}, got {checks.shown(switches)}")
    return {checks.name(name, what): checks.flag(on, f"{what}[{name!r}]") for name, on in switches.items()}


def _wide(frame: pd.DataFrame, columns: str, values: str, ids: List[str]) -> pd.DataFrame:
    """Documents × axes or targets, in the order in which they come."""
    order = pd.Index(frame[columns].unique(), name=columns)
    wide = frame.pivot(index="document", columns=columns, values=values)
    return wide.reindex(index=pd.Index(ids, name="document"), columns=order)
