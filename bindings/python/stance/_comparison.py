"""How the documents of an analysis relate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, List, NoReturn, Union

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _checks as checks
from . import _core, _html
from ._frames import frame_of
from ._similarity import Explanation, strongest_first

if TYPE_CHECKING:
    from ._analysis import Analysis

Matrix = npt.NDArray[np.float64]


class Comparison:
    """How the documents of an analysis relate. Immutable; made by :meth:`Analysis.compare`.

    Attributes
    ----------
    analysis : Analysis
    notes : list of str
        What was left out, and why.
    topic_method, stance_method : str
        Formulas in words.
    topic_cut, stance_cut : float
        Similarity of this and more: same topic, same stance.
    """

    def __init__(self, core: _core.Pairs, analysis: Analysis, topic_cut: float, stance_cut: float) -> None:
        self._core = core
        self.analysis = analysis
        self.topic_cut = topic_cut
        self.stance_cut = stance_cut

    @property
    def notes(self) -> List[str]:
        return self._core.notes

    @property
    def topic_method(self) -> str:
        return self._core.topic_method

    @property
    def stance_method(self) -> str:
        return self._core.stance_method

    def similarity(self, kind: str = "topic", as_frame: bool = True) -> Union[pd.DataFrame, Matrix]:
        """Similarity of every pair of documents.

        Parameters
        ----------
        kind : {"topic", "stance", "emphasis", "targets"}
            By words (cosine of tf-idf), by positions on the bipolar axes, by intensities, by stances toward targets.
        as_frame : bool
            A frame with ids on both sides, else an array.

        Returns
        -------
        DataFrame or ndarray, n_documents × n_documents
            Symmetric, 1 = alike; NaN where there is nothing to compare.
        """
        matrix = self._core.matrix(checks.name(kind, "kind"))
        if not checks.flag(as_frame, "as_frame"):
            return matrix
        ids = pd.Index(self._core.ids(), name="document")
        return pd.DataFrame(matrix, index=ids, columns=ids.rename(None))

    def pairs(self) -> pd.DataFrame:
        """Pairs of documents.

        Returns
        -------
        DataFrame
            ``a``, ``b``, ``quarter`` (same or different topic, same or opposite stance, not_enough_evidence), ``topic`` and ``stance`` with
            ``_se``, ``_lo`` and ``_hi``, ``n_shared_axes``.
        """
        return frame_of(self._core.pairs())

    def explain(self, a: str, b: str) -> PairExplanation:
        """Why two documents are close, and why apart.

        Parameters
        ----------
        a, b : str
            Ids.

        Returns
        -------
        PairExplanation
            Words behind the topic similarity and axes behind the stance similarity, all of them.

        Examples
        --------
        >>> import stance
        >>> texts = {"north": "We will join NATO. NATO protects peace.", "south": "We will not join NATO. NATO threatens peace."}
        >>> reasons = stance.analyze(texts, principal="Georgia").compare(min_shared_axes=1).explain("north", "south")
        >>> bool(abs(reasons.topic.terms["close"].sum() - reasons.topic.value) < 1e-12)
        True
        >>> bool(abs(reasons.axes["apart"].sum() - (1 - reasons.stance)) < 1e-12)
        True
        """
        places = [self.analysis._core.place(checks.name(document, what)) for document, what in ((a, "a"), (b, "b"))]
        sums, terms, stance_sums, axes = self._core.explain(*places)
        topic = Explanation(sums["value"], sums["close"], sums["apart"], strongest_first(frame_of(terms, nullable=["more_in"])))
        return PairExplanation(a, b, topic, stance_sums["value"], frame_of(axes).sort_values("apart", ascending=False, kind="stable", ignore_index=True))

    def contrasts(self) -> pd.DataFrame:
        """Where documents differ, the most telling first: ``a``, ``b``, ``axis``, ``difference``, ``intervals_apart``."""
        return frame_of(self._core.contrasts())

    def to_json(self, evidence: bool = False) -> str:
        """What ``stance compare --format json`` prints, byte for byte."""
        return self._core.json(checks.flag(evidence, "evidence"))

    def __repr__(self) -> str:
        return f"<Comparison of {len(self.analysis)} documents>"

    def __copy__(self) -> Comparison:
        return self

    def __deepcopy__(self, memo: object) -> Comparison:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Comparison is not pickled: keep its frames (pairs(), similarity(), …) or to_json()")


@dataclass(frozen=True, repr=False)
class PairExplanation:
    """Why two documents are close, and why apart; made by :meth:`Comparison.explain`.

    Attributes
    ----------
    a, b : str
    topic : Explanation
        The topic similarity with its words.
    stance : float
        The stance similarity; NaN when undefined.
    axes : DataFrame
        ``axis``, ``difference`` (position of a − position of b), ``weight``, and what the axis adds to the stance similarity (``close``) and to what is
        missing to 1 (``apart``); what sets the documents apart most comes first.
    """

    a: str
    b: str
    topic: Explanation
    stance: float
    axes: pd.DataFrame

    def __repr__(self) -> str:
        apart = ", ".join(f"{axis} {share:.2f}" for axis, share in zip(self.axes["axis"], self.axes["apart"]) if share > 0) or "nothing"
        return f"<{self.a} and {self.b}: topic {self.topic!r}, stance {self.stance:.2f}, apart because of {apart}>"


@dataclass(frozen=True, repr=False)
class Contrast:
    """Two documents on one axis.

    Attributes
    ----------
    a, b : str
    axis : str
    difference : float
        Position of a − position of b; NaN where one of them has none.
    intervals_apart : bool
    quotations : DataFrame
        What one says and what the other answers, the most alike sentences first. For each side (``a_…``, ``b_…``): ``sentence``,
        ``quotation``, ``value``, ``contribution``, ``start``, ``end``, ``entry``, missing where it has nothing more to say; and
        ``similarity``, the cosine of the words of both sentences.

    Examples
    --------
    >>> import stance
    >>> analysis = stance.analyze({"north": "We will join NATO.", "south": "We will not join NATO."}, principal="Georgia")
    >>> analysis.contrast("north", "south", "nato_orientation")
    <Contrast on nato_orientation: north − south = +1.30, intervals overlap>
      north: We will join NATO.
      south: We will not join NATO.
    """

    a: str
    b: str
    axis: str
    difference: float
    intervals_apart: bool
    quotations: pd.DataFrame

    def __repr__(self) -> str:
        certainty = "intervals apart" if self.intervals_apart else "intervals overlap"
        lines = [f"<Contrast on {self.axis}: {self.a} − {self.b} = {self.difference:+.2f}, {certainty}>"]
        for said in zip(self.quotations["a_sentence"].tolist(), self.quotations["b_sentence"].tolist()):
            lines += [f"  {id}: {text}" for id, text in zip((self.a, self.b), said) if text is not None]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return _html.contrast_html(self)
