"""Positions, counts and TF-IDF weights as estimators of scikit-learn.

Needs the extra ``sklearn``: ``pip install 'stance[sklearn]'``. What the estimators learn is data (a lexicon, a vocabulary, numbers), so
that a pickle of one gives the same numbers elsewhere.

Documents are an iterable of str: a list, a Series, an array of one dimension. A :class:`stance.Corpus`, or a list of
:class:`stance.Document`, also says whose policy each text states and in which language; cross-validation takes it as it takes a list.

In a search over parameters with ``n_jobs``, set ``threads=1``: each process would start as many threads as the machine has.
"""

from __future__ import annotations

try:
    from ._sklearn_positions import StanceTransformer
    from ._sklearn_words import StanceCountVectorizer, StanceTfidfVectorizer
except ImportError as fault:
    raise ImportError("stance.sklearn needs scikit-learn 1.6 or newer; install it with: pip install 'stance[sklearn]'") from fault

__all__ = ["StanceCountVectorizer", "StanceTfidfVectorizer", "StanceTransformer"]
