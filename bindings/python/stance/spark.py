"""Positions, stances and TF-IDF of the rows of Spark DataFrames: the numbers of one machine to the last bit, however the rows are partitioned.

Needs the extra ``spark``: ``pip install 'stance[spark]'``, and the same version of stance on every node. Everything is lazy but
:func:`document_frequencies`, and runs row by row through ``DataFrame.mapInArrow``, on one core for each task. The lexicon of the driver, or the fitted
model, goes to the workers with the task, as data.

No row is lost. A row that cannot be scored (its text is null, its language has no rules, its principal is unknown to the lexicon) has NULL in the place
of numbers, ``undefined`` is ``not_scored``, and the column ``diagnostics`` says why. Elsewhere ``diagnostics`` is NULL, or holds warnings. An undefined
number is NULL too, so that ``avg`` leaves it out. Rows with the same id are scored each for itself.
"""

from __future__ import annotations

import inspect
import warnings
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from . import _analysis, _core
from . import _checks as checks
from ._features import DocumentFrequencies, TfidfModel, feature_options
from ._lexicon import load_lexicon

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["analyze", "document_frequencies", "score", "targets", "tfidf"]

MOST_REASONS = 5  #: of rows that were not counted, in a warning


def analyze(
    df: DataFrame,
    text_col: str = "text",
    *,
    id_col: Optional[str] = None,
    principal_col: Optional[str] = None,
    language_col: Optional[str] = None,
    lexicon: Any = "geopolitics.en",
    scales: bool = False,
    **options: Any,
) -> DataFrame:
    """Positions and stances of each row, as nested columns: one pass for all that :func:`score` and :func:`targets` say.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col : str
    id_col : str, optional
        Strings or whole numbers. Default: ``monotonically_increasing_id``, which names rows but not the same ones in each run.
    principal_col, language_col : str, optional
        As in :meth:`stance.Corpus.from_pandas`; NULL: what ``options`` say, else inferred, or the lexicon's.
    lexicon : Lexicon, or what :func:`stance.load_lexicon` takes
        Read on the driver; the workers need no file.
    scales : bool
        As in :meth:`stance.Analysis.positions`.
    **options
        Of :func:`stance.analyze`: ``axes``, ``principal``, ``language``, ``level``, ``interval``, ``pole_weight``, ``n_replicates``, ``seed``,
        ``min_words``, ``clean``, ``repair``, ``rules``, ``vectors``.

    Returns
    -------
    pyspark.sql.DataFrame
        The columns of ``df`` but the text; ``document`` (the id as a string) and the other columns of :attr:`stance.Analysis.documents`; ``positions`` and ``targets``, arrays of structs with the columns of :meth:`stance.Analysis.positions` and
        :meth:`stance.Analysis.targets`; ``diagnostics``.

    Raises
    ------
    ValueError, TypeError
        At once for a column that is not there or of another type, a name that would stand twice, and options that are wrong.
        In the tasks, for a worker that has another version of stance: RuntimeError.

    Examples
    --------
    >>> frame = spark.createDataFrame([("n", "We shall join NATO."), ("x", None)], ["id", "text"])
    >>> analyzed = analyze(frame, id_col="id", axes=["nato_orientation"])
    >>> analyzed.selectExpr("id", "n_tokens", "positions[0].position", "diagnostics").orderBy("id").show()
    +---+--------+---------------------+--------------------+
    | id|n_tokens|positions[0].position|         diagnostics|
    +---+--------+---------------------+--------------------+
    |  n|       4|                  1.0|                NULL|
    |  x|    NULL|                 NULL|error: the text i...|
    +---+--------+---------------------+--------------------+
    <BLANKLINE>
    """
    return _analyzed(df, text_col, id_col, principal_col, language_col, lexicon, scales, options, ("positions", "targets"), documents=True)


def score(
    df: DataFrame,
    text_col: str = "text",
    *,
    id_col: Optional[str] = None,
    principal_col: Optional[str] = None,
    language_col: Optional[str] = None,
    lexicon: Any = "geopolitics.en",
    wide: bool = False,
    scales: bool = False,
    **options: Any,
) -> DataFrame:
    """Position of each row on each axis, with its uncertainty: :meth:`stance.Analysis.positions` for Spark.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col : str
    id_col, principal_col, language_col, lexicon, scales, **options
        As for :func:`analyze`.
    wide : bool
        One row for each document, and one column for each axis, positions alone.

    Returns
    -------
    pyspark.sql.DataFrame
        Tidy: one row for each row of ``df`` and axis. The columns of ``df`` but the text, those of :meth:`stance.Analysis.positions`, ``diagnostics``.

    Raises
    ------
    ValueError, TypeError
        As for :func:`analyze`.

    Examples
    --------
    >>> frame = spark.createDataFrame([("north", "We shall join NATO."), ("south", "We will not join NATO.")], ["id", "speech"])
    >>> scored = score(frame, "speech", id_col="id", axes=["nato_orientation"])
    >>> scored.select("document", "axis", "position", "n_evidence").orderBy("document").show()
    +--------+----------------+--------+----------+
    |document|            axis|position|n_evidence|
    +--------+----------------+--------+----------+
    |   north|nato_orientation|     1.0|         1|
    |   south|nato_orientation|    -0.3|         1|
    +--------+----------------+--------+----------+
    <BLANKLINE>
    """
    functions = _functions(df)
    pack = load_lexicon(lexicon)
    if options.get("axes") is not None:
        options["axes"] = checks.strings(options["axes"], "axes")
    analyzed = _analyzed(df, text_col, id_col, principal_col, language_col, pack, scales, options, ("positions",), documents=False)
    kept = analyzed.columns[:-2]
    if not checks.flag(wide, "wide"):
        return _inlined(analyzed, kept, "positions")
    axes = [axis for axis in pack.axes.axis if axis in options.get("axes", [axis])]
    _check_names(kept, [*axes, "diagnostics"])
    columns = [functions.col("positions")[place]["position"].alias(axis) for place, axis in enumerate(axes)]
    return analyzed.select(*(_name(df, name) for name in kept), *columns, "diagnostics")


def targets(
    df: DataFrame,
    text_col: str = "text",
    *,
    id_col: Optional[str] = None,
    principal_col: Optional[str] = None,
    language_col: Optional[str] = None,
    lexicon: Any = "geopolitics.en",
    **options: Any,
) -> DataFrame:
    """Stance of each row toward each target that it mentions: :meth:`stance.Analysis.targets` for Spark.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col : str
    id_col, principal_col, language_col, lexicon, **options
        As for :func:`analyze`.

    Returns
    -------
    pyspark.sql.DataFrame
        One row for each row of ``df`` and target that it mentions. The columns of ``df`` but the text, those of :meth:`stance.Analysis.targets`,
        ``diagnostics``. A row that mentions none is not there, as on one machine; one that cannot be scored is there once, with a NULL target.

    Raises
    ------
    ValueError, TypeError
        As for :func:`analyze`.

    Examples
    --------
    >>> frame = spark.createDataFrame([("s", "We condemn the aggression of Russia.")], ["id", "text"])
    >>> targets(frame, id_col="id", principal="Georgia").select("document", "target", "stance", "mentions").show()
    +--------+------+------+--------+
    |document|target|stance|mentions|
    +--------+------+------+--------+
    |       s|Russia|  -1.0|       1|
    +--------+------+------+--------+
    <BLANKLINE>
    """
    analyzed = _analyzed(df, text_col, id_col, principal_col, language_col, lexicon, False, options, ("targets",), documents=False)
    return _inlined(analyzed, analyzed.columns[:-2], "targets")


def document_frequencies(
    df: DataFrame,
    text_col: str = "text",
    *,
    language_col: Optional[str] = None,
    min_df: int = 1,
    max_df: float = 1.0,
    **counting: Any,
) -> DocumentFrequencies:
    """In how many rows each feature occurs: the part of TF-IDF that needs the whole collection. Runs a job.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col : str
    language_col : str, optional
    min_df, max_df : int, float
        As in :func:`stance.dfm`. Features in fewer rows than ``min_df`` do not go to the driver: of an archive, ask for 2 or more.
    **counting
        Of :func:`stance.dfm`: ``ngram_range``, ``ngram_gaps``, ``stop_words``, ``min_length``, ``language``, ``clean``.

    Returns
    -------
    stance.DocumentFrequencies
        On the driver; give it to :class:`stance.TfidfModel`. Equal to those that one machine counts.

    Warns
    -----
    UserWarning
        When rows could not be counted (a null text, a language without rules); says how many, and why. They count for nothing.

    Examples
    --------
    >>> import stance
    >>> frame = spark.createDataFrame([("War and peace.",), ("Peace, peace!",)], ["text"])
    >>> frequencies = document_frequencies(frame)
    >>> frequencies == stance.DocumentFrequencies(stance.dfm(["War and peace.", "Peace, peace!"]))
    True
    >>> model = stance.TfidfModel(frequencies)
    """
    functions = _functions(df)
    worker = _worker()
    least = checks.whole(min_df, "min_df", 1)
    most = checks.number(max_df, "max_df")
    if not 0 < most <= 1:
        raise ValueError(f"max_df: expected a proportion in (0, 1], got {most}")
    settings = feature_options(**counting)
    used = [_column(df, "text_col", text_col), _optional_column(df, "language_col", language_col)]
    counts = _mapped(df, [], used, worker.COUNTS, worker.Count(settings, _core.version()))
    sums = counts.groupBy("feature", "fault").agg(functions.sum("documents").alias("documents"), functions.sum("occurrences").alias("occurrences"))
    table = _collected(sums.where(functions.col("feature").isNull() | (functions.col("documents") >= least)), worker)
    rows = list(zip(*(table[name] for name in ("feature", "documents", "occurrences", "fault"))))
    n_documents = sum(documents for feature, documents, _, fault in rows if feature is None and fault is None)
    _warn({fault: documents for feature, documents, _, fault in rows if fault is not None}, n_documents)
    at_most = most * n_documents * (1.0 + 1e-12)  # as the library has it
    features = [(feature, documents, occurrences) for feature, documents, occurrences, _ in rows if feature is not None and documents <= at_most]
    total_bytes = sum(occurrences * (len(feature.encode()) + 1) for feature, _, occurrences in features)
    frequencies = np.fromiter((documents for _, documents, _ in features), dtype=np.int64, count=len(features))
    return DocumentFrequencies.from_counts(n_documents, [feature for feature, _, _ in features], frequencies, total_bytes=float(total_bytes), **settings)


def tfidf(df: DataFrame, text_col: str, model: TfidfModel, *, language_col: Optional[str] = None) -> DataFrame:
    """TF-IDF weights of each row by a fitted model: :meth:`stance.TfidfModel.transform` for Spark.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col : str
    model : TfidfModel
        Rows are counted as its documents were.
    language_col : str, optional

    Returns
    -------
    pyspark.sql.DataFrame
        The columns of ``df`` but the text; ``tfidf``, a sparse vector of Spark ML over ``model.feature_names``, NULL for a row that cannot be counted;
        ``diagnostics``.

    Raises
    ------
    ValueError, TypeError
        As for :func:`analyze`.

    Examples
    --------
    >>> import stance
    >>> model = stance.TfidfModel(stance.dfm(["War and peace.", "Peace, peace!"]), "ntn")
    >>> frame = spark.createDataFrame([(7, "War, war!")], ["id", "text"])
    >>> tfidf(frame, "text", model).first().tfidf
    SparseVector(3, {2: 0.6021})
    """
    _functions(df)
    worker = _worker()
    if not isinstance(model, TfidfModel):
        raise TypeError(f"model: expected a TfidfModel, got {checks.shown(model)}; write stance.TfidfModel(stance.spark.document_frequencies(df, …))")
    if not model.counting:
        raise TypeError("model: was fitted on a matrix that was read, and how its features were counted is not known; fit it on document_frequencies(df, …)")
    from pyspark.ml.linalg import VectorUDT

    kept = [name for name in df.columns if name != text_col]
    used = [_column(df, "text_col", text_col), _optional_column(df, "language_col", language_col)]
    return _mapped(df, kept, used, {"tfidf": VectorUDT(), "diagnostics": "string"}, worker.Weigh(worker.Shipped.of(model)))


def _functions(df: Any) -> Any:
    """The functions of PySpark, for a DataFrame of it."""
    try:
        from pyspark.sql import functions
    except ImportError as fault:
        raise ImportError("stance.spark needs PySpark; install it with: pip install 'stance[spark]'") from fault
    if not all(hasattr(df, have) for have in ("mapInArrow", "schema", "columns")):
        raise TypeError(f"df: expected a DataFrame of PySpark 3.4 or newer, got {checks.shown(df)}")
    return functions


def _worker() -> Any:
    try:
        from . import _spark_worker
    except ImportError as fault:
        raise ImportError("stance.spark needs PySpark and pyarrow; install them with: pip install 'stance[spark]'") from fault
    return _spark_worker


def _analyzed(
    df: DataFrame,
    text_col: str,
    id_col: Optional[str],
    principal_col: Optional[str],
    language_col: Optional[str],
    lexicon: Any,
    scales: bool,
    options: Mapping[str, Any],
    lists: Sequence[str],
    *,
    documents: bool,
) -> DataFrame:
    """The columns of the user, the id, what is known of the documents if asked for, the lists that are asked for, and the diagnostics."""
    functions = _functions(df)
    worker = _worker()
    settings = _settings(options)
    pack = load_lexicon(lexicon)
    _core.analyze(_core.Documents(), pack._core, progress=None, **settings)  # what is wrong with the options is wrong here, not in a task
    if id_col is None and settings["interval"] == "bayesian_bootstrap":
        raise ValueError("id_col: needed for the bayesian_bootstrap, whose random numbers are named by the ids")
    positions = {**worker.POSITIONS, **(worker.SCALES if checks.flag(scales, "scales") else {}), **(worker.PROJECTION if settings["vectors"] else {})}
    fields = {"positions": positions, "targets": worker.TARGETS}
    added = {"document": "string", **(worker.DOCUMENTS if documents else {}), **{name: fields[name] for name in lists}, "diagnostics": "string"}
    used = [
        functions.monotonically_increasing_id() if id_col is None else _column(df, "id_col", id_col, ("string", "tinyint", "smallint", "int", "bigint")),
        _column(df, "text_col", text_col),
        _optional_column(df, "principal_col", principal_col),
        _optional_column(df, "language_col", language_col),
    ]
    used[0] = used[0].cast("string")
    # An id in a column `document` becomes that of the result, and so do what is stated of principal and language.
    replaced = {text_col} | {name for name, ours in ((id_col, "document"), (principal_col, "principal"), (language_col, "language")) if name == ours and ours in added}
    kept = [name for name in df.columns if name not in replaced]
    return _mapped(df, kept, used, added, worker.Analyze(worker.Shipped.of(pack), settings, added, scales))


def _settings(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Options of analyze(), checked, with what the workers do not do."""
    fixed = {"threads": 1, "evidence": False, "features": False, "progress": False}
    for name in options:
        if name in fixed or name not in inspect.signature(_analysis.analyze).parameters:
            raise TypeError(f"{name}: no option of stance.spark; see help(stance.spark.analyze)")
    given = inspect.signature(_analysis.analyze).bind(None, **fixed, **options)
    given.apply_defaults()
    return _analysis._options(given.arguments)


def _type(df: DataFrame, argument: str, name: Any) -> str:
    """Type of a column in SQL."""
    checks.name(name, argument)
    times = list(df.columns).count(name)
    if times != 1:
        raise ValueError(f"{argument}: expected one column {name!r}, got {times or 'none'}; df has {', '.join(map(repr, df.columns))}")
    return str(df.schema[name].dataType.simpleString())


def _column(df: DataFrame, argument: str, name: Any, types: Sequence[str] = ("string",)) -> Column:
    kind = _type(df, argument, name)
    if kind.split("(")[0].split(" ")[0] not in (*types, "varchar", "char"):
        raise TypeError(f"{argument}: expected a column of {' or '.join(types)}, got {name!r} of {kind}; write df.withColumn({name!r}, col({name!r}).cast('string'))")
    return _name(df, name)


def _optional_column(df: DataFrame, argument: str, name: Any) -> Column:
    functions = _functions(df)
    column: Column = functions.lit(None).cast("string") if name is None else _column(df, argument, name)
    return column


def _name(df: DataFrame, name: str) -> Column:
    """A column by its name, which may hold dots and marks."""
    column: Column = _functions(df).col("`" + name.replace("`", "``") + "`")
    return column


def _type_of(kind: Any) -> Any:
    """A type of Spark by its name in SQL; of a mapping from names to types: lists of such structs."""
    from pyspark.sql import types

    if isinstance(kind, Mapping):
        return types.ArrayType(types.StructType([types.StructField(name, _type_of(field)) for name, field in kind.items()]))
    plain = {"string": types.StringType(), "double": types.DoubleType(), "bigint": types.LongType(), "boolean": types.BooleanType()}
    return plain[kind] if isinstance(kind, str) else kind


def _check_names(kept: Sequence[str], added: Sequence[str]) -> None:
    """Spark resolves names in any letter case, so that `Axis` beside `axis` could not be told apart."""
    taken = {name.lower() for name in added}
    for name in kept:
        if name.lower() in taken:
            raise ValueError(f"df: the column {name!r} would stand beside one that is added; rename or drop it first")


def _mapped(df: DataFrame, kept: List[str], used: List[Column], added: Mapping[str, Any], task: Any) -> DataFrame:
    """The kept columns, and those that a task makes of the used ones, which it finds behind them."""
    from pyspark.sql import types

    _check_names(kept, list(added))
    # mapInArrow cannot take names with dots and marks: they come back behind it.
    names = [f"stance_{place}" for place in range(len(kept) + len(used))]
    columns = [column.alias(name) for name, column in zip(names, [*(_name(df, name) for name in kept), *used])]
    fields = [types.StructField(name, df.schema[was].dataType, df.schema[was].nullable, df.schema[was].metadata) for name, was in zip(names, kept)]
    schema = types.StructType([*fields, *(types.StructField(name, _type_of(kind)) for name, kind in added.items())])
    return df.select(*columns).mapInArrow(task, schema).toDF(*kept, *added)


def _inlined(analyzed: DataFrame, kept: List[str], lists: str) -> DataFrame:
    functions = _functions(analyzed)
    structs: Any = analyzed.schema[lists].dataType
    _check_names(kept, structs.elementType.fieldNames())
    return analyzed.select(*(_name(analyzed, name) for name in kept), functions.inline(lists), "diagnostics")


def _collected(df: DataFrame, worker: Any) -> Dict[str, List[Any]]:
    """Columns of a DataFrame on the driver."""
    import pyarrow as pa

    tables = [pa.ipc.open_stream(row.packed).read_all() for row in df.mapInArrow(worker.pack, "packed binary").collect()]
    return pa.concat_tables(tables).to_pydict() if tables else {name: [] for name in df.columns}


def _warn(faults: Mapping[str, int], n_documents: int) -> None:
    if not faults:
        return
    worst: List[Tuple[str, int]] = sorted(faults.items(), key=lambda fault: (-fault[1], fault[0]))
    reasons = "; ".join(f"{times} × {fault}" for fault, times in worst[:MOST_REASONS])
    more = f"; and {len(worst) - MOST_REASONS} more reasons" if len(worst) > MOST_REASONS else ""
    n_faults = sum(faults.values())
    warnings.warn(f"{n_faults} of {n_faults + n_documents} rows could not be counted: {reasons}{more}", UserWarning, stacklevel=3)
