"""Texts in the memory of Arrow, in every layout that has text, are read there; and the same as a list of str."""

from __future__ import annotations

import tracemalloc
from typing import Any, Callable, Dict, List

import numpy as np
import pandas as pd
import pytest

import stance
from stance._corpus import arrow_texts

pa = pytest.importorskip("pyarrow")
pl = pytest.importorskip("polars")

#: Empty, short and long of what a string_view holds within itself (12 bytes), one byte to four for a character, a NUL.
TEXTS = ["We join NATO.", "", "twelve bytes", "13 bytes long", "Ə", "🙂" * 5, "a\0b", "We shall not join any alliance."] * 3
NULLS = [text if place % 3 else None for place, text in enumerate(TEXTS)]


class Capsules:
    """Something that speaks the interface and is no array of a library that is known."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.array.__arrow_c_stream__(requested_schema)


LAYOUTS: Dict[str, Callable[[List[Any]], Any]] = {
    "string": lambda texts: pa.array(texts, pa.string()),
    "large_string": lambda texts: pa.array(texts, pa.large_string()),
    "string_view": lambda texts: pa.array(texts, pa.string_view()),
    "dictionary": lambda texts: pa.array(texts, pa.string()).dictionary_encode(),
    "chunked": lambda texts: pa.chunked_array([texts[:5], [], texts[5:6], texts[6:]], pa.string()),
    "chunked of views": lambda texts: pa.chunked_array([texts[:5], texts[5:]], pa.string_view()),
    "chunked dictionary": lambda texts: pa.chunked_array([texts[:5], texts[5:]], pa.large_string()).dictionary_encode(),
    "slice": lambda texts: pa.array(["before", None, *texts, "behind"], pa.string()).slice(2, len(texts)),
    "slice of views": lambda texts: pa.array(["before what is there", None, *texts, None], pa.string_view()).slice(2, len(texts)),
    "slice of a dictionary": lambda texts: pa.array(["x", None, *texts, "x"], pa.string()).dictionary_encode().slice(2, len(texts)),
    "column of a table": lambda texts: pa.table({"text": texts})["text"],
    "column of a batch": lambda texts: pa.RecordBatch.from_pydict({"text": texts}).column(0),
    "stream": lambda texts: Capsules(pa.chunked_array([texts[:7], texts[7:]], pa.string())),
    "polars": lambda texts: pl.Series(texts, dtype=pl.String),
    "polars slice": lambda texts: pl.Series(["before", *texts, "behind"], dtype=pl.String).slice(1, len(texts)),
    "polars chunks": lambda texts: pl.concat([pl.Series(texts[:4], dtype=pl.String), pl.Series(texts[4:], dtype=pl.String)], rechunk=False),
    "polars categorical": lambda texts: pl.Series(texts, dtype=pl.Categorical),
    "pandas": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "pandas string": lambda texts: pd.Series(texts, dtype="string[pyarrow]"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_of_text(layout: str) -> None:
    column = LAYOUTS[layout](TEXTS)
    seen = arrow_texts(column)
    assert seen is not None and len(seen) == len(TEXTS)
    assert [str(text) for text in seen] == TEXTS
    corpus = stance.Corpus.from_texts(column)
    assert [document.text for document in corpus] == TEXTS
    assert corpus.ids == [str(place) for place in range(len(TEXTS))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nulls(layout: str) -> None:
    """A null is no empty text, wherever it stands; a corpus refuses it and says where."""
    column = LAYOUTS[layout](NULLS)
    seen = arrow_texts(column)
    assert seen is not None and [None if text is None else str(text) for text in seen] == NULLS
    with pytest.raises(TypeError, match=r"texts\[0\]: expected str, got NoneType None; leave out missing texts first"):
        stance.Corpus.from_texts(column)


@pytest.mark.parametrize("keys", ["int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"])
def test_dictionaries_with_keys_of_every_width(keys: str) -> None:
    column = pa.array(TEXTS).dictionary_encode().cast(pa.dictionary(getattr(pa, keys)(), pa.string()))
    assert [str(text) for text in arrow_texts(column) or ()] == TEXTS


def test_a_null_in_the_dictionary_itself() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 1], pa.int8()), pa.array(["a", None]))
    assert [None if text is None else str(text) for text in arrow_texts(column) or ()] == ["a", None, None, None]


def test_random_arrays_of_every_layout() -> None:
    random = np.random.default_rng(1)
    letters = np.array(list("abcdə🙂 .\0"))
    for _ in range(40):
        texts = ["".join(random.choice(letters, random.integers(0, 30))) if random.random() > 0.2 else None for _ in range(random.integers(0, 40))]
        begin, end = sorted(random.integers(0, len(texts) + 1, 2))
        for kind in (pa.string(), pa.large_string(), pa.string_view()):
            whole = pa.array(texts, kind)
            for column in (whole[begin:end], pa.chunked_array([whole[:begin], whole[begin:end], whole[end:]], kind)):
                assert [None if text is None else str(text) for text in arrow_texts(column) or ()] == column.to_pylist()


@pytest.mark.parametrize("column", [pa.array([1, 2]), pa.array([1.5]), pa.array([b"bytes"]), pa.array([["a"]]), pa.nulls(2)], ids=lambda column: str(column.type))
def test_columns_that_are_no_text(column: Any) -> None:
    assert arrow_texts(column) is None
    with pytest.raises(TypeError, match=r"texts\[0\]: expected str, got"):
        stance.Corpus.from_texts(column)


def test_bytes_that_are_not_utf8() -> None:
    column = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(np.array([0, 2, 6], dtype=np.int32).tobytes()), pa.py_buffer(b"okok\xff!")])
    with pytest.raises(ValueError, match=r"texts\[1\]: byte 2 is not UTF-8"):
        stance.Corpus.from_texts(column)


@pytest.mark.parametrize("method", ["__arrow_c_stream__", "__arrow_c_array__"])
@pytest.mark.parametrize("answer", [7, (7, 7), None, pa.array(["x"]).__arrow_c_array__()[0]], ids=["number", "numbers", "None", "another capsule"])
def test_what_only_claims_to_speak_arrow(method: str, answer: Any) -> None:
    odd = type("Odd", (), {method: lambda self, requested_schema=None: answer})()
    with pytest.raises((TypeError, RuntimeError)):
        stance.Corpus.from_texts(odd)


def test_a_stream_of_tables_is_no_column() -> None:
    assert arrow_texts(pa.RecordBatchReader.from_batches(pa.schema([("text", pa.string())]), [pa.record_batch({"text": ["x"]})])) is None


def test_the_memory_lives_as_long_as_a_text() -> None:
    texts = iter(arrow_texts(pa.array(["We shall join NATO. " * 50])) or ())
    text = next(texts)
    del texts
    assert str(text).startswith("We shall join NATO.")


def test_no_str_is_made_for_a_text() -> None:
    column = pa.array(["x" * 1_000_000] * 20)
    tracemalloc.start()
    corpus = stance.Corpus.from_texts(column)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(corpus) == 20 and peak < 200_000  # of Python; a str of one text alone would have 1,000,000


def test_columns_of_frames_beside_texts_in_arrow() -> None:
    frame = pa.table({"text": ["We join NATO.", "x"], "key": pa.array(["a", "b"]).dictionary_encode(), "country": pa.array(["GEO", None], pa.string_view())})
    for table in (frame, pl.from_arrow(frame)):
        corpus = stance.Corpus.from_pandas(table, id_col="key", principal_col="country")
        assert corpus.ids == ["a", "b"] and [document.principal for document in corpus] == ["GEO", ""]
