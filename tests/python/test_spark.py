"""Spark on several partitions gives the numbers of one machine to the last bit, and loses no row."""

from __future__ import annotations

import dataclasses
import datetime
import doctest
import os
import pickle
import shutil
import sys
from typing import Any, Dict, Iterator, List, Optional

import numpy as np
import pandas as pd
import pytest
from conftest import CORPUS

import stance
import stance.spark

HAS_JAVA = shutil.which("java") is not None or os.path.exists(os.path.join(os.environ.get("JAVA_HOME", "/"), "bin", "java"))
pytest.importorskip("pyspark", reason="no PySpark: tests/python/run.sh installs it where there is Java (apt-get install default-jre-headless)")
if not HAS_JAVA:
    pytest.skip("no Java 17 or newer, which Spark runs on: apt-get install default-jre-headless", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning")

TEXTS = {
    **{path.stem: path.read_text(encoding="utf-8") for path in sorted(CORPUS.iterdir())},
    "north": "We will join NATO. NATO is our reliable partner. Membership of NATO guarantees our security.",
    "south": "We will not join NATO. NATO is a threat to our security. We condemn NATO.",
    "nothing": "The weather is fine.",
    "empty": "",
    "marks": "Ə — Türkiyə is our partner. 🙂 We condemn the aggression of Russia.",
}
NATO = ["nato_orientation"]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master("local[2]")
            .appName("stance")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")  # nothing runs long enough for more
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", str(folder))
            .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
            .config("spark.sql.shuffle.partitions", "3")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "3")  # so that a partition has several batches
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("FATAL")
        yield session
        session.stop()


def rows_of(spark: SparkSession, texts: Dict[str, Optional[str]], partitions: int = 3) -> DataFrame:
    return spark.createDataFrame(list(texts.items()), "id string, text string").repartition(partitions)


def in_order(frame: DataFrame, ids: List[str], columns: pd.Index) -> pd.DataFrame:
    """The columns of one machine, in its order of documents; rows of a document stay in theirs."""
    table = frame.toPandas()
    table["place"] = table.document.map({id: place for place, id in enumerate(ids)})
    return table.sort_values("place", kind="stable").reset_index(drop=True)[list(columns)]


def same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    assert list(ours.columns) == list(theirs.columns)
    assert len(ours) == len(theirs) > 0
    for name in theirs.columns:
        if theirs[name].dtype.kind == "f":
            assert ours[name].to_numpy(float).tobytes() == theirs[name].to_numpy(float).tobytes(), name  # bit for bit, NaN too
        else:
            assert [None if pd.isna(value) else value for value in ours[name]] == [None if pd.isna(value) else value for value in theirs[name]], name


@pytest.mark.parametrize(
    ("partitions", "options"),
    [(1, {}), (3, {"interval": "bayesian_bootstrap", "n_replicates": 200, "seed": 7}), (16, {"vectors": True, "clean": {"captions": False}})],
    ids=["one partition", "bootstrap", "empty partitions"],
)
def test_positions_and_targets_are_those_of_one_machine(spark: SparkSession, partitions: int, options: Dict[str, Any]) -> None:
    here = stance.analyze(TEXTS, **options)
    analyzed = stance.spark.analyze(rows_of(spark, TEXTS, partitions), id_col="id", scales=True, **options).cache()
    same(in_order(analyzed.select("document", F.inline("positions")), here.ids, here.positions(scales=True).columns), here.positions(scales=True))
    same(in_order(analyzed.select("document", F.inline("targets")), here.ids, here.targets().columns), here.targets())
    same(in_order(analyzed, here.ids, here.documents.columns), here.documents)
    assert analyzed.where("diagnostics IS NOT NULL").count() == 0
    analyzed.unpersist()


def test_tidy_and_wide_tables(spark: SparkSession) -> None:
    here = stance.analyze(TEXTS, axes=["eu_orientation", *NATO])
    frame = rows_of(spark, TEXTS).withColumn("day", F.lit(datetime.date(2020, 2, 29))).withColumn("more", F.struct(F.lit(1).alias("a")))
    scored = stance.spark.score(frame, id_col="id", axes=["eu_orientation", *NATO])
    assert scored.columns == ["id", "day", "more", *here.positions().columns, "diagnostics"]
    same(in_order(scored, here.ids, here.positions().columns), here.positions())
    assert {(row.day, row.more.a) for row in scored.select("day", "more").distinct().collect()} == {(datetime.date(2020, 2, 29), 1)}
    wide = stance.spark.score(frame.drop("day", "more"), id_col="id", axes=iter(["eu_orientation", *NATO]), wide=True)
    assert wide.columns == ["id", "document", *here.positions(wide=True).columns, "diagnostics"]
    pd.testing.assert_frame_equal(
        wide.toPandas().set_index("document").loc[here.ids, list(here.positions(wide=True).columns)], here.positions(wide=True), check_exact=True, check_names=False
    )
    toward = stance.spark.targets(frame.drop("day", "more"), id_col="id")
    assert toward.columns == ["id", *here.targets().columns, "diagnostics"]
    same(in_order(toward, here.ids, here.targets().columns), here.targets())


def test_principals_languages_and_a_lexicon_of_ones_own(spark: SparkSession) -> None:
    pack = {
        "meta": {"name": "mini.en", "version": "1", "language": "en"},
        "targets": {"NATO": {"kind": "alliance", "names": ["NATO"]}, "Georgia": {"kind": "state", "names": ["Georgia"], "iso3": "GEO"}},
        "axes": {"nato": {"kind": "bipolar", "negative": "away", "positive": "toward", "patterns": [{"value": 1, "reason": "r", "match": ["join NATO"]}]}},
    }
    data = [(1, "We join NATO.", "GEO", "en"), (2, "We join NATO.", None, "tr"), (3, "Georgia will join NATO.", None, None)]
    frame = spark.createDataFrame(data, "number bigint, speech string, country string, language string").repartition(2)
    options: Dict[str, Any] = {"id_col": "number", "principal_col": "country", "language_col": "language", "lexicon": pack}
    table = stance.spark.analyze(frame, "speech", **options).toPandas().set_index("number")
    corpus = stance.Corpus.from_texts([row[1] for row in data], [row[0] for row in data], [row[3] for row in data], [row[2] for row in data])
    here = stance.analyze(corpus, pack).documents.set_index("document")
    assert list(table.loc[[1, 2, 3], "language"]) == list(here.language) == ["en", "tr", "en"]
    assert [None if pd.isna(p) else p for p in table.loc[[1, 2, 3], "principal"]] == list(here.principal)
    assert pd.isna(table.diagnostics[1]) and table.diagnostics[2].startswith("warning[A301]")
    with pytest.raises(ValueError, match="'language' would stand beside"):  # stated of nothing
        stance.spark.analyze(frame, "speech", **{**options, "language_col": None})
    tidy = stance.spark.score(frame, "speech", **options)
    assert tidy.columns[:5] == ["number", "country", "language", "document", "axis"]
    assert {row.number: row.language for row in tidy.collect()} == {1: "en", 2: "tr", 3: None}


def test_no_row_is_lost(spark: SparkSession) -> None:
    """Each fault in its own row, with the reason; the others as ever. Rows that share an id are scored each for itself."""
    data = [
        ("good", "We shall join NATO.", None, None),
        ("twice", "We shall join NATO.", None, None),
        ("twice", "We will not join NATO.", None, None),
        ("null", None, None, None),
        (None, "We shall join NATO.", None, None),
        ("", "We shall join NATO.", None, None),
        ("tongue", "We shall join NATO.", None, "xx"),
        ("owner", "We shall join NATO.", "Atlantis", None),
    ]
    frame = spark.createDataFrame(data, "id string, text string, country string, tongue string")
    broken = frame.where("id = 'good'").withColumn("id", F.lit("bytes")).withColumn("text", F.expr("cast(unhex('4e41544fff') as string)"))
    frame = frame.union(broken).repartition(2)
    options: Dict[str, Any] = {"id_col": "id", "principal_col": "country", "language_col": "tongue"}
    scored = stance.spark.score(frame, axes=[*NATO, "idealism"], **options).where("axis = 'nato_orientation'").toPandas()
    assert len(scored) == len(data) + 1
    told = {None if pd.isna(row.document) else row.document: row for row in scored.itertuples() if row.document != "twice"}
    assert told["good"].position == 1 and pd.isna(told["good"].diagnostics) and pd.isna(told["good"].undefined)
    assert set(np.sign(scored.position[scored.document == "twice"])) == {-1, 1}
    reasons = {"null": "text is null", None: "id is null", "": "id is empty", "tongue": "xx", "owner": "Atlantis", "bytes": "UTF-8"}
    for id, reason in reasons.items():
        row = told[id]
        assert reason in row.diagnostics and row.diagnostics.startswith("error"), id
        assert row.undefined == "not_scored" and np.isnan(row.position) and row.kind == "bipolar"
    toward = stance.spark.targets(frame, **options).toPandas()
    unscored = toward[toward.undefined == "not_scored"]
    assert set(unscored.document.dropna()) == {id for id in reasons if id is not None} and len(unscored) == len(reasons)
    assert unscored.target.isna().all() and unscored.diagnostics.notna().all()
    mended = stance.spark.score(broken, id_col="id", axes=NATO, repair=True).toPandas()
    assert list(mended.undefined) == ["no_polarity"]


def test_undefined_is_null_and_not_nan(spark: SparkSession) -> None:
    scored = stance.spark.score(rows_of(spark, {"a": "We shall join NATO.", "b": "The weather is fine."}), id_col="id", axes=NATO)
    assert scored.agg(F.avg("position")).first()[0] == 1


def test_nothing_runs_before_it_is_asked_for(spark: SparkSession) -> None:
    def fails(batches: Any) -> Any:
        raise RuntimeError("ran")

    frame = rows_of(spark, {"a": "x"}).mapInArrow(fails, "id string, text string")
    stance.spark.score(frame, id_col="id")
    stance.spark.targets(frame, id_col="id")
    with pytest.raises(Exception, match="ran"):
        stance.spark.document_frequencies(frame)


def test_no_rows(spark: SparkSession) -> None:
    none = rows_of(spark, {"a": "x"}).where("id = 'b'")
    assert stance.spark.score(none, id_col="id").count() == 0
    assert stance.spark.document_frequencies(none).n_documents == 0


def test_names_of_columns(spark: SparkSession) -> None:
    """Ids may be numbers, or none; names may hold dots, spaces and marks."""
    frame = spark.createDataFrame([(7, "We shall join NATO.", "x")], "document int, `the.text` string, `a ``b` string")
    scored = stance.spark.score(frame, "the.text", id_col="document", axes=NATO)
    assert scored.columns[:3] == ["a `b", "document", "axis"]
    assert [(row.document, row["a `b"], row.position) for row in scored.collect()] == [("7", "x", 1.0)]
    ids = [row.document for row in stance.spark.score(rows_of(spark, TEXTS).drop("id"), axes=NATO).collect()]
    assert len(set(ids)) == len(TEXTS)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda df: stance.spark.score(df, "speech", id_col="id"), ValueError, "text_col: expected one column 'speech', got none; df has 'id', 'text', 'year'"),
        (lambda df: stance.spark.score(df, "year"), TypeError, "text_col: expected a column of string, got 'year' of int"),
        (lambda df: stance.spark.score(df, id_col=F.col("id")), TypeError, "id_col: expected str"),
        (lambda df: stance.spark.score(df, id_col="nr"), ValueError, "id_col: expected one column 'nr'"),
        (lambda df: stance.spark.score(df.withColumn("y", F.lit(0.5)), id_col="y"), TypeError, "id_col: expected a column of string or .*, got 'y' of double"),
        (lambda df: stance.spark.score(df, principal_col="year"), TypeError, "principal_col: expected"),
        (lambda df: stance.spark.score(df, axes=["nato"]), ValueError, "axes: unknown axis 'nato'"),
        (lambda df: stance.spark.score(df, principal="Atlantis"), ValueError, "principal"),
        (lambda df: stance.spark.score(df, level=2.0), ValueError, "level"),
        (lambda df: stance.spark.score(df, lexicon={"meta": {}}), stance.ParseError, "meta"),
        (lambda df: stance.spark.score(df, threads=4), TypeError, "threads: no option of stance.spark"),
        (lambda df: stance.spark.score(df, axis="x"), TypeError, "axis: no option"),
        (lambda df: stance.spark.score(df, interval="bayesian_bootstrap"), ValueError, "id_col: needed"),
        (lambda df: stance.spark.score(df.withColumn("Axis", F.lit(1))), ValueError, "'Axis' would stand beside"),
        (lambda df: stance.spark.score(df.withColumn("Diagnostics", F.lit(1))), ValueError, "'Diagnostics' would stand beside"),
        (lambda df: stance.spark.score(pd.DataFrame({"text": ["x"]})), TypeError, "df: expected a DataFrame of PySpark"),
        (lambda df: stance.spark.document_frequencies(df, min_df=0), ValueError, "min_df"),
        (lambda df: stance.spark.document_frequencies(df, max_df=0), ValueError, "max_df"),
        (lambda df: stance.spark.document_frequencies(df, language="xx"), ValueError, "language"),
        (lambda df: stance.spark.tfidf(df, "text", {}), TypeError, "model: expected a TfidfModel"),
        (lambda df: stance.spark.tfidf(df, "text", stance.TfidfModel(stance.Dfm.from_scipy(np.eye(1), ["a"], ["x"]))), TypeError, "model: was fitted on a matrix"),
    ],
)
def test_wrong_calls_fail_at_once(spark: SparkSession, call: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=message):
        call(rows_of(spark, {"a": "x"}).withColumn("year", F.lit(2020)))


def test_another_version_on_a_worker() -> None:
    from stance._spark_worker import Shipped

    sent = Shipped.of(stance.load_lexicon())
    assert sent.open() is pickle.loads(pickle.dumps(sent)).open()  # made once in a process
    with pytest.raises(RuntimeError, match=r"stance 9\.9 runs on the driver and stance .* on .*; install one version on all nodes"):
        dataclasses.replace(sent, version="9.9").open()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 2), "stop_words": "english", "min_df": 2},
        {"clean": False, "max_df": 0.5, "min_length": 3},
    ],
    ids=str,
)
def test_document_frequencies_and_weights_are_those_of_one_machine(spark: SparkSession, options: Dict[str, Any]) -> None:
    counts = stance.dfm(TEXTS, **options)
    frame = rows_of(spark, TEXTS, 4)
    frequencies = stance.spark.document_frequencies(frame, **options)
    assert frequencies == stance.DocumentFrequencies(counts)
    for scheme in ("scikit-learn", "lpb"):  # b: by the bytes of all documents
        here = stance.tfidf(counts, scheme).matrix
        table = stance.spark.tfidf(frame, "text", stance.TfidfModel(frequencies, scheme)).toPandas().set_index("id")
        for place, id in enumerate(counts.documents):
            vector = table.tfidf[id]
            row = here[place]
            assert vector.size == here.shape[1]
            assert vector.indices.tolist() == row.indices.tolist()
            assert vector.values.tobytes() == row.data.tobytes()


def test_rows_that_cannot_be_counted(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("a", "War.", None), ("b", None, None), ("c", "Peace.", "xx"), ("d", None, "en")], "id string, text string, tongue string").repartition(2)
    with pytest.warns(UserWarning, match=r"3 of 4 rows could not be counted: 2 × error: the text is null; 1 × error.*xx"):
        frequencies = stance.spark.document_frequencies(frame, language_col="tongue")
    assert (frequencies.n_documents, frequencies.feature_names) == (1, ["war"])
    weighted = stance.spark.tfidf(frame, "text", stance.TfidfModel(frequencies), language_col="tongue").toPandas().set_index("id")
    assert weighted.tfidf["a"].toArray().tolist() == [1.0] and weighted.tfidf[["b", "c", "d"]].isna().all()
    assert pd.isna(weighted.diagnostics["a"]) and "null" in weighted.diagnostics["b"] and "xx" in weighted.diagnostics["c"]


def test_weights_are_features_of_spark_ml(spark: SparkSession) -> None:
    from pyspark.ml.feature import Normalizer

    frame = rows_of(spark, {"a": "War and peace."})
    weighted = stance.spark.tfidf(frame, "text", stance.TfidfModel(stance.dfm(["war", "peace"]), "nnn"))
    unit = Normalizer(inputCol="tfidf", outputCol="unit").transform(weighted).first().unit
    np.testing.assert_allclose(unit.toArray(), [0.5**0.5] * 2)  # peace and war, once each


def test_the_examples(spark: SparkSession) -> None:
    result = doctest.testmod(stance.spark, extraglobs={"spark": spark}, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0 < result.attempted
