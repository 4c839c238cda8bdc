"""The checks that scikit-learn has for estimators.

They make arrays of numbers, and are left out for estimators of texts. So that they test fitting, transforming, pickling and the like all the
same, estimators of this file make a text of each row before anything else.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator

import numpy as np
import pytest

pytest.importorskip("sklearn")

from sklearn.utils.estimator_checks import estimator_checks_generator
from sklearn.utils.validation import check_array

from stance.sklearn import StanceCountVectorizer, StanceTfidfVectorizer, StanceTransformer

SENTENCES = [
    "We shall join NATO.",
    "We do not trust NATO.",
    "Partnership with the European Union is our choice.",
    "We condemn the aggression of Russia.",
    "Neutrality protects us.",
]


class Rows:
    """A sentence for each number of a row."""

    def _corpus(self, documents: Any) -> Any:
        rows = check_array(documents, dtype=np.float64, estimator=self)
        sentences = (rows * 7).astype(np.int64) % len(SENTENCES)
        return super()._corpus([" ".join(SENTENCES[number] for number in row) for row in sentences])  # type: ignore[misc]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.two_d_array = True
        return tags


class TransformerOfRows(Rows, StanceTransformer):
    pass


class CountVectorizerOfRows(Rows, StanceCountVectorizer):
    pass


class TfidfVectorizerOfRows(Rows, StanceTfidfVectorizer):
    pass


def expected_failures(estimator: Any) -> Dict[str, str]:
    no_width = "a text has no number of features that transform could find to differ from that of fit"
    failures = dict.fromkeys(["check_n_features_in", "check_n_features_in_after_fitting", "check_transformer_general"], no_width)
    if isinstance(estimator, CountVectorizerOfRows):
        failures["check_transformer_preserve_dtypes"] = "counts are whole numbers whatever the input, as the parameter dtype says"
    return failures


def cases() -> Iterator[Any]:
    for estimator in (TransformerOfRows(fill=0.0, threads=1), CountVectorizerOfRows(threads=1), TfidfVectorizerOfRows(threads=1)):
        yield from estimator_checks_generator(estimator, expected_failed_checks=expected_failures(estimator), mark="xfail")


def label(value: Any) -> str:
    return type(value).__name__ if isinstance(value, Rows) else value.func.__name__


@pytest.mark.parametrize(("estimator", "check"), list(cases()), ids=label)
def test_checks_of_scikit_learn(estimator: Any, check: Any) -> None:
    check(estimator)
