"""What the workers of Spark do: batches of Arrow in, batches of Arrow out. Needs pyarrow, as Spark itself does there, and not pyspark."""

from __future__ import annotations

import pickle
import socket
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pyarrow as pa

from . import _core
from ._corpus import Corpus
from ._features import TfidfModel, dfm
from ._lexicon import Lexicon

ARROW = {"string": pa.string(), "double": pa.float64(), "bigint": pa.int64(), "boolean": pa.bool_()}

_NUMBERS = {"se": "double", "lo": "double", "hi": "double", "n_evidence": "bigint", "n_neutral": "bigint", "n_not_counted": "bigint", "salience": "double"}
#: Columns by their types in SQL, in the order of Analysis.positions(), .targets() and .documents.
POSITIONS: Dict[str, str] = {"axis": "string", "kind": "string", "position": "double", **_NUMBERS, "coverage": "double", "undefined": "string"}
SCALES: Dict[str, str] = {name: "double" for name in ("logit", "logit_se", "relative", "relative_se", "absolute", "absolute_se")}
PROJECTION: Dict[str, str] = {"projection": "double"}
TARGETS: Dict[str, str] = {"target": "string", "stance": "double", **_NUMBERS, "mentions": "bigint", "undefined": "string"}
DOCUMENTS: Dict[str, str] = {"language": "string", "principal": "string", "principal_inferred": "boolean", "n_tokens": "bigint", "n_sentences": "bigint"}
#: Of the counts that go back to the driver: of a feature; of all documents (no feature); of those that could not be counted (a fault).
COUNTS: Dict[str, str] = {"feature": "string", "documents": "bigint", "occurrences": "bigint", "fault": "string"}
NOT_SCORED = "not_scored"  #: the reason of rows whose diagnostics say why


@dataclass(frozen=True)
class Shipped:
    """Something of ours on its way to the workers: its pickle, which is data (YAML, names, numbers)."""

    pickled: bytes
    version: str

    @classmethod
    def of(cls, thing: Any) -> Shipped:
        return cls(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL), _core.version())

    def open(self) -> Any:
        """The thing itself, made once in each worker process.

        Raises
        ------
        RuntimeError
            As :func:`check_version`.
        """
        check_version(self.version)
        return _opened(self.pickled)


def check_version(driver: str) -> None:
    """Refuses to work where another version of stance is installed: its numbers might differ from row to row."""
    here = _core.version()
    if here != driver:
        raise RuntimeError(f"stance {driver} runs on the driver and stance {here} on {socket.gethostname()}; install one version on all nodes")


@lru_cache(maxsize=4)
def _opened(pickled: bytes) -> Any:
    return pickle.loads(pickled)


@dataclass(frozen=True)
class Analyze:
    """Appends what an analysis says of each row. The last four columns of a batch are id, text, principal and language."""

    lexicon: Shipped
    options: Mapping[str, Any]
    columns: Mapping[str, Any]  # to be appended, by name: types in SQL, or those of the fields of a list of structs
    scales: bool

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        lexicon: Lexicon = self.lexicon.open()
        for batch in batches:
            rows = _Rows(batch.num_rows, lexicon, self)
            rows.read(*(batch.column(place) for place in range(batch.num_columns - 4, batch.num_columns)))
            yield _extended(batch, 4, rows.columns())


class _Rows:
    """Rows of a batch on their way through an analysis, which lets each id stand once: rows that share an id are analysed one after the other."""

    def __init__(self, n_rows: int, lexicon: Lexicon, task: Analyze) -> None:
        self.lexicon = lexicon
        self.task = task
        self.faults: Dict[int, List[str]] = {}
        self.ids: List[Optional[str]] = [None] * n_rows
        self.scored: Dict[int, int] = {}  # row → place in the tables below
        self.documents: Dict[str, List[Any]] = {name: [] for name in DOCUMENTS}
        self.lists = {name: _Lists(fields) for name, fields in task.columns.items() if isinstance(fields, Mapping)}

    def read(self, ids: pa.Array, texts: pa.Array, principals: pa.Array, languages: pa.Array) -> None:
        layers: List[Tuple[_core.Documents, Dict[str, int]]] = []
        times: Dict[str, int] = {}
        for row, (id, text, principal, language) in enumerate(zip(strings(ids), _core.arrow_texts(texts) or (), strings(principals), strings(languages))):
            self.ids[row] = id
            fault = "the text is null" if text is None else None if id else f"the id is {'null' if id is None else 'empty'}"
            if text is None or not id:
                self.faults[row] = [f"error: {fault}"]
                continue
            layer = times.get(id, 0)
            times[id] = layer + 1
            if layer == len(layers):
                layers.append((_core.Documents(), {}))
            layers[layer][0].add(id, text, language or "", principal or "", id, {})  # the id is the source too: diagnostics name it
            layers[layer][1][id] = row
        for documents, rows in layers:
            self._analyze(documents, rows)

    def _analyze(self, documents: _core.Documents, rows: Dict[str, int]) -> None:
        run = _core.analyze(documents, self.lexicon._core, progress=None, **self.task.options)
        for diagnostic in run.diagnostics():
            self.faults.setdefault(rows[diagnostic.file], []).append(_shown(diagnostic))
        ids = run.ids()
        for place, id in enumerate(ids, len(self.scored)):
            self.scored[rows[id]] = place
        table = run.documents()
        for name, column in self.documents.items():
            column.extend(table[name])
        for name, lists in self.lists.items():
            lists.add(run.positions(self.task.scales) if name == "positions" else run.targets(), ids)

    def columns(self) -> Dict[str, pa.Array]:
        """Of all rows; what stands for an unscored one comes last in the tables."""
        n_rows = len(self.ids)
        places = [self.scored.get(row, len(self.scored)) for row in range(n_rows)]
        made = {
            "document": pa.array(self.ids, pa.string()),
            "diagnostics": pa.array(["\n".join(self.faults[row]) if row in self.faults else None for row in range(n_rows)], pa.string()),
        }
        for name, column in self.documents.items():
            made[name] = pa.array([*column, None], ARROW[DOCUMENTS[name]]).take(pa.array(places, pa.int64()))
        for name, lists in self.lists.items():
            lists.add_list(self._axes() if name == "positions" else {"undefined": [NOT_SCORED]})
            made[name] = lists.take(places)
        return {name: made[name] for name in self.task.columns}

    def _axes(self) -> Dict[str, List[str]]:
        """The axes that were asked for, each not scored."""
        axes = self.lexicon.axes
        chosen = axes[axes.axis.isin(self.task.options["axes"])] if self.task.options["axes"] else axes
        return {"axis": list(chosen.axis), "kind": list(chosen.kind), "undefined": [NOT_SCORED] * len(chosen)}


class _Lists:
    """A column of lists of structs, filled table by table."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = [pa.field(name, ARROW[kind]) for name, kind in fields.items()]
        self.parts: List[pa.StructArray] = []
        self.lengths: List[int] = []

    def add(self, table: Mapping[str, Any], ids: Sequence[str]) -> None:
        """Rows of a tidy table of documents, which stand in the order of their ids."""
        counts = dict.fromkeys(ids, 0)
        for id in table["document"]:
            counts[id] += 1
        self.lengths.extend(counts.values())
        self._append(table)

    def add_list(self, table: Mapping[str, List[Any]]) -> None:
        """One list; fields that are not named are null."""
        length = len(table["undefined"])
        self.lengths.append(length)
        self._append({field.name: table.get(field.name, [None] * length) for field in self.fields})

    def _append(self, table: Mapping[str, Any]) -> None:
        # from_pandas: NaN becomes NULL, which sums and means of SQL leave out.
        columns = [pa.array(table[field.name], field.type, from_pandas=True) for field in self.fields]
        self.parts.append(pa.StructArray.from_arrays(columns, fields=self.fields))

    def take(self, places: Sequence[int]) -> pa.Array:
        """The lists at these places."""
        lengths = np.asarray(self.lengths, dtype=np.int64)
        begins = np.cumsum(lengths) - lengths
        cells = [np.arange(begins[place], begins[place] + lengths[place]) for place in places]
        offsets = np.concatenate([[0], np.cumsum(lengths[np.asarray(places, dtype=np.int64)])]).astype(np.int32)
        all_cells = np.concatenate(cells) if cells else np.empty(0, dtype=np.int64)
        return pa.ListArray.from_arrays(pa.array(offsets), pa.concat_arrays(self.parts).take(pa.array(all_cells)))


@dataclass(frozen=True)
class Count:
    """Counts of the features of each batch. The columns are text and language."""

    counting: Mapping[str, Any]
    version: str

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        check_version(self.version)
        for batch in batches:
            counts, faults = _counted(batch, self.counting)
            matrix = counts.matrix
            occurrences = np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1]).astype(np.int64)
            documents = np.bincount(matrix.indices, minlength=matrix.shape[1])
            reasons = list(faults.values())
            table = {
                "feature": [*counts.feature_names, None, *[None] * len(reasons)],
                "documents": [*documents, matrix.shape[0], *[1] * len(reasons)],
                "occurrences": [*occurrences, *[0] * (1 + len(reasons))],
                "fault": [*[None] * (len(documents) + 1), *reasons],
            }
            yield pa.RecordBatch.from_arrays([pa.array(table[name], ARROW[kind]) for name, kind in COUNTS.items()], names=list(COUNTS))


@dataclass(frozen=True)
class Weigh:
    """Appends the weights of each row as a sparse vector of Spark ML. The last two columns of a batch are text and language."""

    model: Shipped

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        model: TfidfModel = self.model.open()
        for batch in batches:
            counts, faults = _counted(batch.select(batch.schema.names[-2:]), model.counting)
            matrix = model.transform(counts).matrix
            weighted = _vectors(matrix, len(model))
            # Rows of the matrix are named by their places in the batch; those without a row are null.
            places = {int(name): place for place, name in enumerate(counts.documents)}
            rows = range(batch.num_rows)
            yield _extended(
                batch,
                2,
                {
                    "tfidf": weighted.take(pa.array([places.get(row) for row in rows], pa.int64())),
                    "diagnostics": pa.array([faults.get(row) for row in rows], pa.string()),
                },
            )


def _counted(batch: pa.RecordBatch, counting: Mapping[str, Any]) -> Tuple[Any, Dict[int, str]]:
    """Counts of the rows of a batch of texts and languages, named by their places; and why some were not counted."""
    documents = _core.Documents()
    faults: Dict[int, str] = {}
    for row, (text, language) in enumerate(zip(_core.arrow_texts(batch.column(0)) or (), strings(batch.column(1)))):
        if text is None:
            faults[row] = "error: the text is null"
        else:
            documents.add(str(row), text, language or "", "", str(row), {})
    counts = dfm(Corpus._of(documents), threads=1, progress=False, **counting)
    for diagnostic in counts.diagnostics:
        faults[int(diagnostic.file)] = _shown(diagnostic)
    return counts, faults


def _vectors(matrix: Any, size: int) -> pa.Array:
    """Rows of a csr matrix as what the vectors of Spark ML are in Arrow."""
    offsets = pa.array(matrix.indptr, pa.int32())
    rows = matrix.shape[0]
    return pa.StructArray.from_arrays(
        [
            pa.array(np.zeros(rows, dtype=np.int8)),  # sparse
            pa.array(np.full(rows, size, dtype=np.int32)),
            pa.ListArray.from_arrays(offsets, pa.array(matrix.indices, pa.int32())),
            pa.ListArray.from_arrays(offsets, pa.array(matrix.data, pa.float64())),
        ],
        names=["type", "size", "indices", "values"],
    )


def pack(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Each batch as one cell of bytes: millions of rows go to the driver without an object for each."""
    for batch in batches:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as writer:
            writer.write_batch(batch)
        yield pa.RecordBatch.from_arrays([pa.array([sink.getvalue().to_pybytes()], pa.binary())], names=["packed"])


def _extended(batch: pa.RecordBatch, n_used: int, columns: Mapping[str, pa.Array]) -> pa.RecordBatch:
    """A batch without its last columns, which were read, and with others."""
    kept = batch.num_columns - n_used
    arrays = [batch.column(place) for place in range(kept)]
    return pa.RecordBatch.from_arrays([*arrays, *columns.values()], names=[*batch.schema.names[:kept], *columns])


def strings(column: pa.Array) -> List[Optional[str]]:
    """The str of each cell; U+FFFD for what is not UTF-8."""
    return [None if text is None else str(text) for text in _core.arrow_texts(column) or ()]


def _shown(diagnostic: _core.Diagnostic) -> str:
    """Without the place: the row is the place."""
    message = diagnostic.message
    own = f"document '{diagnostic.file}': "
    return f"{diagnostic.severity}[{diagnostic.code}]: {message[len(own):] if message.startswith(own) else message}"
