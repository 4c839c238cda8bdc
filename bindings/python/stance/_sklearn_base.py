"""What the estimators for scikit-learn share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Iterable, Sequence

import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin

from ._corpus import Corpus, Document, corpus_of


class TextEstimator(TransformerMixin, BaseEstimator):
    """What the estimators share: the documents that they take, and the tags that say so."""

    def _corpus(self, documents: Any) -> Corpus:
        """A corpus of documents. Their ids and the index of a Series are no names here: a sample with replacement has some twice."""
        if isinstance(documents, str):
            raise ValueError(f"{type(self).__name__}: expected an iterable of str, got one str; write [text]")
        if getattr(documents, "ndim", 1) != 1:
            raise ValueError(f"{type(self).__name__}: expected one column of str, got an array of shape {documents.shape}; pass a single column")
        if isinstance(documents, pd.Series):
            documents = list(documents)
        if isinstance(documents, (list, tuple)) and documents and all(isinstance(item, Document) for item in documents):
            documents = [replace(item, id=str(place)) for place, item in enumerate(documents)]
        return corpus_of(documents)

    def _complete(self, ids: Sequence[str], corpus: Corpus, diagnostics: Iterable[Any]) -> None:
        """Refuses to go on without a row for each document."""
        if len(ids) != len(corpus):
            faults = [str(diagnostic) for diagnostic in diagnostics if diagnostic.severity == "error"]
            raise ValueError(
                f"{type(self).__name__}: {len(corpus) - len(ids)} of {len(corpus)} documents could not be read; leave them out first: "
                + "; ".join(faults[:3])
            )

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags
