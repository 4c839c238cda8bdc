"""Pictures of an analysis, for print: positions, similarities, maps. Needs matplotlib (``pip install 'stance[plot]'``).

Each function draws into ``ax`` or into a figure of its own and returns the Axes, so that everything can be changed afterwards;
:func:`save` writes the figure with its alt text inside. What is undefined is shown as undefined and never as 0. Colours are told apart with every
common colour blindness, and no meaning rests on colour alone.

>>> import stance
>>> analysis = stance.analyze({"north": "We shall join NATO.", "south": "NATO is a threat to our security."})
>>> ax = stance.plot.positions(analysis, axes=["nato_orientation"])[0]
>>> print(stance.plot.alt_text(ax))
Positions of 2 documents on nato orientation, from −1 (NATO is a threat, is left or declined) to +1 (member or ally of NATO, or seeks to be), \
with 95 % intervals. north +1.00 [−0.82, +1.00]; south −1.00 [−1.00, +0.82].
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Iterable, Union

from . import _checks as checks
from . import _drawing as drawing
from ._plot_comparison import pairs, similarity, stance_map
from ._plot_positions import positions, profile
from ._plot_trends import group_means, series

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["alt_text", "group_means", "pairs", "positions", "profile", "save", "series", "similarity", "stance_map"]


def alt_text(plot: Union[Axes, Figure, Iterable[Axes]]) -> str:
    """What a plot of this module shows, in words, for readers who do not see it.

    Parameters
    ----------
    plot : Axes, list of Axes, or Figure

    Raises
    ------
    ValueError
        When none of it was drawn by this module.
    """
    drawn: Any = plot
    axes = drawn.axes if hasattr(plot, "savefig") else [drawn] if hasattr(plot, "plot") else drawn
    texts = [text for ax in axes for text in [drawing.described(ax)] if text is not None]
    if not texts:
        raise ValueError("alt_text: nothing here was drawn by stance.plot")
    return "\n".join(texts)


def save(plot: Union[Axes, Figure, Iterable[Axes]], path: Union[str, os.PathLike[str]], **options: Any) -> str:
    """Writes a plot to a file, with its alt text as description (PNG, SVG) or subject (PDF), and closes nothing.

    Parameters
    ----------
    plot : Axes, list of Axes, or Figure
        Of an Axes the whole figure is written.
    path : path
        The ending says the format.
    **options
        For ``Figure.savefig``. Default: 200 dots per inch.

    Returns
    -------
    str
        The alt text.
    """
    drawn: Any = plot
    first = drawn if hasattr(drawn, "savefig") or hasattr(drawn, "plot") else next(iter(drawn))
    figure = first if hasattr(first, "savefig") else first.get_figure()
    text = alt_text(figure)
    target = checks.path(path, "path")
    field = {"png": "Description", "svg": "Description", "pdf": "Subject"}.get(str(options.get("format", os.path.splitext(target)[1][1:])).lower())
    figure.savefig(target, **{"dpi": 200, **({"metadata": {field: text}} if field else {}), **options})
    return text
