"""The estimators in the hands of scikit-learn: pipelines, searches, frames, copies and pickles."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import CORPUS, ROOT

sklearn = pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.utils import resample

import stance
from stance.sklearn import StanceCountVectorizer, StanceTfidfVectorizer, StanceTransformer

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir())]
FOR = ["We shall join NATO.", "NATO protects us and we support NATO.", "We welcome the support of NATO."]
AGAINST = ["We will not join NATO.", "We do not trust NATO.", "We condemn the aggression of NATO."]
LABELS = [1, 1, 1, 0, 0, 0]
#: Older versions of scikit-learn give frames that they make of a Series a new index (1.7.0 does, 1.9.1 does not).
KEEPS_THE_INDEX = tuple(map(int, sklearn.__version__.split(".")[:2])) >= (1, 9)


def test_the_numbers_are_those_of_analyze() -> None:
    transformer = StanceTransformer(targets=["NATO", "RU"])
    values = transformer.fit_transform(TEXTS)
    analysis = stance.analyze(TEXTS)
    expected = pd.concat([analysis.positions(wide=True), analysis.targets(wide=True)[["NATO", "Russia"]]], axis=1).to_numpy()
    np.testing.assert_array_equal(values, expected)
    assert np.isnan(values).any() and not np.isnan(values).all()
    axes = list(stance.load_lexicon().axes["axis"])
    assert transformer.get_feature_names_out().tolist() == [*axes, "toward_NATO", "toward_Russia"]


@pytest.mark.parametrize(
    "options",
    [
        {"principal": "Poland"},
        {"min_words": 10},
        {"rules": {"negation": False}},
        {"clean": False},
        {"language": "en", "threads": 1},
    ],
    ids=str,
)
def test_options_reach_the_analysis(options: Any) -> None:
    texts = [*TEXTS, *AGAINST, "Good morning. " * 20]
    values = StanceTransformer(**options).fit_transform(texts)
    np.testing.assert_array_equal(values, stance.analyze(texts, **options).positions(wide=True).to_numpy())


def test_fill_stands_where_nothing_is_known() -> None:
    empty = StanceTransformer().fit_transform(TEXTS)
    filled = StanceTransformer(fill=0.25).fit_transform(TEXTS)
    assert (filled[np.isnan(empty)] == 0.25).all()
    np.testing.assert_array_equal(filled[~np.isnan(empty)], empty[~np.isnan(empty)])


def test_columns_are_those_of_fit_whatever_the_texts_speak_about() -> None:
    transformer = StanceTransformer(axes=["eu_orientation", "nato_orientation"], targets=["NATO", "JPN"]).fit(["Good morning."])
    assert transformer.get_feature_names_out().tolist() == ["eu_orientation", "nato_orientation", "toward_NATO", "toward_Japan"]
    assert transformer.transform([FOR[0]]).tolist()[0][1] == 1.0
    alone = StanceTransformer(axes=[], targets=["NATO"]).fit_transform([FOR[1], AGAINST[1]])
    assert alone.shape == (2, 1) and alone[0, 0] > 0 > alone[1, 0]


def test_one_text_alone_is_as_among_others() -> None:
    transformer = StanceTransformer().fit(TEXTS[:1])
    np.testing.assert_array_equal(np.vstack([transformer.transform([text]) for text in TEXTS]), transformer.transform(TEXTS))


@pytest.mark.parametrize("make", [StanceTransformer, StanceCountVectorizer, StanceTfidfVectorizer])
def test_kinds_of_input(make: Any) -> None:
    def rows(result: Any) -> Any:
        return np.asarray(result.toarray() if hasattr(result, "toarray") else result)

    expected = rows(make().fit_transform(FOR))
    pa, pl = pytest.importorskip("pyarrow"), pytest.importorskip("polars")
    inputs = [tuple(FOR), iter(FOR), np.array(FOR), np.array(FOR, dtype=object), pd.Series(FOR, index=[7, 7, 7]), pd.Series(FOR, dtype="string")]
    inputs += [pa.array(FOR), pl.Series(FOR), stance.Corpus.from_texts(FOR)]
    for texts in inputs:
        np.testing.assert_array_equal(rows(make().fit_transform(texts)), expected)


@pytest.mark.parametrize("make", [StanceTransformer, StanceCountVectorizer, StanceTfidfVectorizer])
@pytest.mark.parametrize(
    ("texts", "kind", "message"),
    [
        ("We shall join NATO.", ValueError, "one str; write"),
        (["good", 1.5], TypeError, r"texts\[1\]: expected str"),
        (["good", None], TypeError, "missing texts"),
        ([b"bytes"], TypeError, "decode"),
        (np.array([["a", "b"]]), ValueError, r"shape \(1, 2\)"),
        (pd.DataFrame({"text": ["a"]}), ValueError, "one column"),
        (5, TypeError, "expected an iterable of str"),
    ],
)
def test_what_is_no_text(make: Any, texts: Any, kind: Any, message: str) -> None:
    fitted = make().fit(FOR)
    for call in (make().fit, make().fit_transform, fitted.transform):
        with pytest.raises(kind, match=message):
            call(texts)


def test_no_documents() -> None:
    for call in (StanceTransformer().fit, StanceTransformer().fit_transform, StanceTransformer().fit(FOR).transform):
        with pytest.raises(ValueError, match=r"0 sample\(s\)"):
            call([])


def test_a_document_that_cannot_be_read_is_no_silent_gap() -> None:
    corpus = stance.Corpus.from_texts(FOR, languages=["en", "tlh", "en"])
    for estimator in (StanceTransformer(), StanceCountVectorizer()):
        with pytest.raises(ValueError, match="1 of 3 documents could not be read.*tlh"):
            estimator.fit_transform(corpus)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"axes": ["nato"]}, "no axis str 'nato'"),
        ({"axes": ["eu_orientation", "eu_orientation"]}, "stands twice"),
        ({"targets": ["Atlantis"]}, "no target str 'Atlantis'"),
        ({"targets": ["NATO", "North Atlantic Treaty Organization"]}, "'NATO' stands twice"),
        ({"axes": []}, "at least one axis or target"),
    ],
)
def test_wrong_columns(options: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        StanceTransformer(**options).fit(FOR)


def test_wrong_options() -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        StanceTransformer(principal="Atlantis").fit_transform(FOR)
    with pytest.raises(TypeError, match="fill"):
        StanceTransformer(fill="mean").fit_transform(FOR)
    with pytest.raises(FileNotFoundError):
        StanceTransformer("no.such.lexicon").fit(FOR)


def test_before_fit() -> None:
    for call in (lambda: StanceTransformer().transform(FOR), StanceTransformer().get_feature_names_out):
        with pytest.raises(NotFittedError):
            call()


def test_frames() -> None:
    series = pd.Series(FOR, index=["x", "y", "z"])
    frame = StanceTransformer(axes=["nato_orientation"], targets=["NATO"]).set_output(transform="pandas").fit_transform(series)
    assert frame.columns.tolist() == ["nato_orientation", "toward_NATO"]
    assert frame.index.tolist() == (["x", "y", "z"] if KEEPS_THE_INDEX else [0, 1, 2])
    listed = StanceTransformer(axes=["nato_orientation"]).set_output(transform="pandas").fit(FOR).transform(FOR)
    np.testing.assert_array_equal(listed.to_numpy().ravel(), frame["nato_orientation"].to_numpy())
    with pytest.raises(ValueError, match="sparse"):
        StanceCountVectorizer().set_output(transform="pandas").fit_transform(FOR)


def test_a_pipeline_learns() -> None:
    pipeline = Pipeline([("positions", StanceTransformer(fill=0.0)), ("classify", LogisticRegression())]).fit(FOR + AGAINST, LABELS)
    assert pipeline.predict(["We want to join NATO.", "We shall not join NATO."]).tolist() == [1, 0]
    assert pipeline[:-1].get_feature_names_out().tolist() == pipeline[0].axes_
    imputed = make_pipeline(StanceTransformer(), SimpleImputer(keep_empty_features=True), LogisticRegression()).fit(FOR + AGAINST, LABELS)
    assert imputed.score(FOR + AGAINST, LABELS) == 1.0


def test_a_union_of_all() -> None:
    positions = StanceTransformer(axes=["nato_orientation"], fill=0.0)
    union = FeatureUnion([("stance", positions), ("words", StanceTfidfVectorizer()), ("n", StanceCountVectorizer())])
    matrix = union.fit_transform(FOR + AGAINST)
    names = union.get_feature_names_out().tolist()
    assert matrix.shape == (6, len(names))
    assert names[0] == "stance__nato_orientation" and "words__nato" in names and "n__nato" in names
    assert matrix.toarray()[0, 0] == 1.0 and matrix.toarray()[0, names.index("n__nato")] == 1


def test_a_column_of_a_frame() -> None:
    frame = pd.DataFrame({"text": FOR, "year": [1999, 2004, 2009]}, index=["x", "y", "z"] if KEEPS_THE_INDEX else None)
    columns = ColumnTransformer([("positions", StanceTransformer(axes=["nato_orientation"]), "text")], remainder="passthrough")
    result = columns.set_output(transform="pandas").fit_transform(frame)
    assert result.columns.tolist() == ["positions__nato_orientation", "remainder__year"]
    assert result.index.tolist() == frame.index.tolist()


def test_documents_of_a_corpus_keep_their_principals_in_samples() -> None:
    """Cross-validation takes single documents out of a corpus; a sample with replacement takes some of them twice."""
    texts = ["We will support Russia.", "Russia will support us.", "We condemn Russia."] * 2
    corpus = stance.Corpus.from_texts(texts, principals=["Russia", "Poland"] * 3)
    transformer = StanceTransformer(axes=["russia_cis_orientation"], targets=["Russia"]).fit(corpus)
    values = transformer.transform(corpus)
    np.testing.assert_array_equal(values, StanceTransformer(axes=["russia_cis_orientation"], targets=["Russia"]).fit_transform(list(corpus)))
    assert not np.array_equal(values, transformer.transform(texts), equal_nan=True)
    sample, drawn = resample(corpus, range(6), random_state=0)
    assert len(set(drawn)) < 6
    np.testing.assert_array_equal(transformer.transform(sample), values[list(drawn)])
    pipeline = make_pipeline(StanceTransformer(fill=0.0), LogisticRegression())
    assert len(cross_val_score(pipeline, corpus, [0, 1] * 3, cv=3, error_score="raise")) == 3


def test_a_search_over_parameters() -> None:
    steps = [("text", StanceTfidfVectorizer(threads=1)), ("classify", LogisticRegression())]
    grid = {"text__ngram_range": [(1, 1), (1, 2)], "text__min_df": [1, 2], "text__stop_words": [None, ["we"]]}
    search = GridSearchCV(Pipeline(steps), grid, cv=3, error_score="raise").fit(FOR + AGAINST, LABELS)
    assert len(search.cv_results_["params"]) == 8
    over = GridSearchCV(
        Pipeline([("text", StanceTransformer(fill=0.0, threads=1)), ("classify", LogisticRegression())]),
        {"text__axes": [None, ["nato_orientation"], ["non_alignment"]], "text__rules": [None, {"negation": False}]},
        cv=3,
        error_score="raise",
    ).fit(np.array(FOR + AGAINST), LABELS)
    assert over.best_params_["text__rules"] is None  # without negation, friends and enemies of NATO look alike


@pytest.mark.parametrize(
    "estimator",
    [
        StanceTransformer(stance.load_lexicon(), axes=["nato_orientation"], targets=["EU"], rules={"negation": False}),
        StanceCountVectorizer(vocabulary={"war": 0}, stop_words=["the"], ngram_range=(1, 2)),
        StanceTfidfVectorizer(norm=None, min_df=2, dtype=np.float32),
    ],
)
def test_clones_have_the_parameters_and_nothing_learnt(estimator: Any) -> None:
    copy = clone(estimator.fit(TEXTS))
    assert repr(copy) == repr(estimator)
    assert not [name for name in vars(copy) if name.endswith("_")]


@pytest.mark.parametrize("estimator", [StanceTransformer(targets=["EU"]), StanceCountVectorizer(min_df=2), StanceTfidfVectorizer(ngram_range=(1, 2))])
def test_pickles_give_the_same_bits(estimator: Any) -> None:
    def bits(of: Any) -> bytes:
        result = of.transform(TEXTS)
        return bytes(np.asarray(result.toarray() if hasattr(result, "toarray") else result).tobytes())

    fitted = clone(estimator).fit(TEXTS[:5])
    copy = pickle.loads(pickle.dumps(fitted))
    assert bits(copy) == bits(fitted)
    assert copy.get_feature_names_out().tolist() == fitted.get_feature_names_out().tolist()


def test_a_pickle_needs_no_lexicon_file(tmp_path: Path) -> None:
    """Neither a file that has gone nor one that has changed since makes another estimator of it."""
    for file in (ROOT / "lexicons").glob("*.yaml"):
        shutil.copy(file, tmp_path)
    fitted = StanceTransformer(str(tmp_path / "geopolitics.en.yaml")).fit(TEXTS)
    data, expected, hash = pickle.dumps(fitted), fitted.transform(TEXTS), fitted.lexicon_.hash
    for file in tmp_path.iterdir():
        file.unlink()
    copy = pickle.loads(data)
    np.testing.assert_array_equal(copy.transform(TEXTS), expected)
    assert copy.lexicon_.hash == hash
    with pytest.raises(FileNotFoundError):
        copy.fit(TEXTS)


def test_without_scikit_learn_the_message_says_what_to_install() -> None:
    code = "import sys; sys.modules['sklearn'] = None\nimport stance\nassert 'stance.sklearn' not in sys.modules\nimport stance.sklearn"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode != 0
    message = "ImportError: stance.sklearn needs scikit-learn 1.6 or newer; install it with: pip install 'stance[sklearn]'"
    assert result.stderr.rstrip().endswith(message)


def test_stance_alone_does_not_load_scikit_learn() -> None:
    code = "import sys, stance; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
