"""Corpora, lexicons and analyses as Python objects: what they hold, how they travel."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator

import numpy as np
import pandas as pd
import pytest

import stance

MINI = {
    "meta": {"name": "mini.en", "version": "1", "language": "en"},
    "targets": {"NATO": {"kind": "alliance", "names": ["NATO"]}},
    "axes": {"nato": {"kind": "bipolar", "negative": "away", "positive": "toward", "patterns": [{"value": 1, "reason": "r", "match": ["join NATO"]}]}},
}


def test_texts_from_many_kinds_of_columns() -> None:
    texts = ["We join NATO.", "Ə — we leave.", ""]
    pa = pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    columns = {
        "list": texts,
        "tuple": tuple(texts),
        "generator": (text for text in texts),
        "array": np.array(texts),
        "object array": np.array(texts, dtype=object),
        "Series": pd.Series(texts),
        "string Series": pd.Series(texts, dtype="string"),
        "Arrow Series": pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
        "Arrow array": pa.array(texts),
        "large Arrow array": pa.array(texts, pa.large_string()),
        "chunked Arrow array": pa.chunked_array([texts[:1], texts[1:]]),
        "polars": pl.Series(texts),
    }
    for name, column in columns.items():
        corpus = stance.Corpus.from_texts(column)
        assert [document.text for document in corpus] == texts, name
        assert corpus.ids == ["0", "1", "2"], name


def test_frames_of_many_kinds() -> None:
    pa = pytest.importorskip("pyarrow")
    pl = pytest.importorskip("polars")
    data = {"text": ["a", "b"], "key": [7, 8], "country": ["GEO", None], "year": [2010, None]}
    frames = {"pandas": pd.DataFrame(data), "polars": pl.DataFrame(data), "Arrow": pa.table(data)}
    for name, frame in frames.items():
        corpus = stance.Corpus.from_pandas(frame, id_col="key", principal_col="country")
        assert corpus.ids == ["7", "8"], name
        assert [document.principal for document in corpus] == ["GEO", ""], name
        assert float(corpus["7"].variables["year"]) == 2010 and corpus["8"].variables == {}, name


def test_the_index_names_documents() -> None:
    assert stance.Corpus.from_texts(pd.Series(["x", "y"], index=["a", "b"])).ids == ["a", "b"]
    assert stance.Corpus.from_pandas(pd.DataFrame({"text": ["x", "y"]}, index=[10, 20])).ids == ["10", "20"]


def test_a_corpus_is_a_sequence_of_documents() -> None:
    corpus = stance.Corpus.from_texts({"a": "x", "b": "y"}, languages="en", principals=["GEO", None], variables={"year": [2010, None]})
    assert len(corpus) == 2 and "a" in corpus and "z" not in corpus and 3 not in corpus
    assert corpus[0] == corpus["a"] == stance.Document("a", "x", "en", "GEO", "", {"year": "2010"})
    assert corpus[-1].variables == {} and [d.id for d in corpus] == corpus.ids == ["a", "b"]
    assert repr(corpus) == "<Corpus of 2 documents: a, b>"
    again = pickle.loads(pickle.dumps(corpus))
    assert list(again) == list(corpus)


def test_what_is_left_out_shows(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("We shall join NATO.", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe")
    corpus = stance.Corpus.from_files(tmp_path)
    assert repr(corpus) == "<Corpus of 1 document: good; 1 could not be read, see diagnostics>"
    analysis = stance.analyze(stance.Corpus.from_texts(["x", "y"], languages=["en", "xx"]))
    assert repr(analysis).endswith("; 1 could not be scored, see diagnostics>") and analysis.ids == ["0"]
    assert "xx" in str(analysis.diagnostics[0])


def test_one_principal_for_all_or_each() -> None:
    texts = ["We shall join NATO. Russia condemns us."] * 2
    assert list(stance.analyze(texts, principal="Georgia").documents.principal) == ["Georgia"] * 2
    corpus = stance.Corpus.from_texts(texts, principals=["ARM", "Georgia"])
    assert list(stance.analyze(corpus, principal="Azerbaijan").documents.principal) == ["Armenia", "Georgia"]


def test_a_lexicon_travels_as_data() -> None:
    for source in ("geopolitics.en", MINI):
        lexicon = stance.load_lexicon(source)
        again = pickle.loads(pickle.dumps(lexicon))
        assert (again.name, again.version, again.hash) == (lexicon.name, lexicon.version, lexicon.hash)
        assert again.axes.equals(lexicon.axes) and again.targets.equals(lexicon.targets)
        texts = ["We will join NATO. We cooperate with NATO."]
        assert stance.analyze(texts, again).to_json(evidence=True) == stance.analyze(texts, lexicon).to_json(evidence=True)


def test_what_cannot_change_is_not_copied() -> None:
    analysis = stance.analyze(["x"])
    for thing in (analysis, analysis.compare(), analysis.lexicon, analysis.corpus):
        assert copy.copy(thing) is thing and copy.deepcopy(thing) is thing


def test_a_pickled_lexicon_holds_names_and_yaml_only() -> None:
    import pickletools

    names = [argument for code, argument, _ in pickletools.genops(pickle.dumps(stance.load_lexicon(MINI), protocol=2)) if code.name == "GLOBAL"]
    assert names == ["stance._lexicon _from_sources", "_codecs encode"] or names == ["stance._lexicon _from_sources"]


def test_a_lexicon_is_read_again_when_its_file_changes(tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    text = "meta: {name: own.en, version: '1', language: en}\ntargets: {A: {kind: state, names: [Aland]}}\n"
    pack.write_text(text, encoding="utf-8")
    first = stance.load_lexicon(pack)
    assert stance.load_lexicon(str(pack)) is first
    pack.write_text(text.replace("'1'", "'22'"), encoding="utf-8")
    assert stance.load_lexicon(pack).version == "22"


def test_lexicons_by_name_are_looked_for_in_the_path_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "geopolitics.en.yaml").write_text("meta: {name: mine, version: '1', language: en}\ntargets: {A: {kind: state, names: [Aland]}}\n", encoding="utf-8")
    monkeypatch.setenv("STANCE_LEXICON_PATH", str(tmp_path))
    assert stance.load_lexicon("geopolitics.en").name == "mine"
    monkeypatch.delenv("STANCE_LEXICON_PATH")
    assert stance.load_lexicon("geopolitics.en").name == "geopolitics.en"


def test_the_packs_of_the_wheel_are_beside_its_module() -> None:
    for path in stance.load_lexicon().files.path:
        assert Path(path).resolve().is_relative_to(Path(stance.__file__).resolve().parent)


def test_analyses_are_not_pickled_but_say_what_to_do() -> None:
    analysis = stance.analyze(["x"])
    for thing in (analysis, analysis.compare()):
        with pytest.raises(TypeError, match=r"positions\(\)|pairs\(\)"):
            pickle.dumps(thing)


def test_errors_travel() -> None:
    with pytest.raises(stance.ParseError) as caught:
        stance.load_lexicon({"meta": {"name": "x", "version": "1", "langage": "en"}})
    again = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(again, ValueError) and str(again) == str(caught.value)
    assert [str(d) for d in again.diagnostics] == [str(d) for d in caught.value.diagnostics] != []
    first = caught.value.diagnostics[0]
    assert (first.severity, first.file) == ("error", "dict") and first.code.startswith("L") and first.line > 0 and first.column > 0
    assert repr(first).startswith("<Diagnostic dict:")


def test_lint_of_a_pack(tmp_path: Path) -> None:
    assert stance.check_lexicon("geopolitics.en") == []
    pack = tmp_path / "bad.yaml"
    pack.write_text("meta: {name: t, version: 1, language: en}\naxes:\n  a: {kind: bipolr}\n", encoding="utf-8")
    found = stance.check_lexicon(pack)
    assert [(d.file, d.line) for d in found][0] == ("bad.yaml", 3)
    assert "^" in str(found[0])


def test_frames_have_the_same_columns_whatever_they_hold() -> None:
    some = stance.analyze({"a": "We shall join NATO. Experts say that Russia is a threat."})
    none = stance.analyze({"a": "x"})
    for frames in zip(*[(a.positions(scales=True), a.targets(), a.evidence(), a.documents, a.cuts()) for a in (some, none)]):
        assert list(frames[0].columns) == list(frames[1].columns)
        for name in frames[0].columns:
            if len(frames[0]) and len(frames[1]):
                assert frames[0][name].dtype == frames[1][name].dtype, name


def test_undefined_is_missing_and_says_why() -> None:
    table = stance.analyze({"a": "The weather is fine."}).positions()
    assert table.position.isna().all() and table.se.isna().all() and table.lo.isna().all()
    assert set(table.undefined[table.kind == "bipolar"]) == {"no_mention"}
    assert set(table.undefined[table.kind == "intensity"]) == {"too_short"}


def test_wide_tables_keep_order_and_all_documents() -> None:
    analysis = stance.analyze({"z": "We shall join NATO.", "a": "Nothing.", "m": "We condemn the aggression of Russia."}, principal="Georgia", axes=["idealism", "eu_orientation", "nato_orientation"])
    wide = analysis.positions(wide=True)
    assert list(wide.index) == ["z", "a", "m"] and wide.index.name == "document"
    assert list(wide.columns) == [axis for axis in analysis.lexicon.axes.axis if axis in ("idealism", "eu_orientation", "nato_orientation")]
    toward = analysis.targets(wide=True)
    assert list(toward.index) == ["z", "a", "m"] and toward.loc["a"].isna().all()
    assert toward.loc["m", "Russia"] < 0


def test_more_documents_than_a_matrix_holds() -> None:
    analysis = stance.analyze(["We shall join NATO and trade."] * 5)
    comparison = analysis.compare(full_matrix_limit=3, neighbours=1)
    assert comparison.notes
    with pytest.raises(ValueError, match="full_matrix_limit"):
        comparison.similarity()
    assert 0 < len(comparison.pairs()) <= 5
    with pytest.raises(ValueError, match="interval_limit"):
        analysis.compare(interval_limit=2).similarity("targets")


def test_streams_are_pulled_as_they_are_needed() -> None:
    pulled = []

    def texts() -> Iterator[Any]:
        for number in range(10):
            pulled.append(number)
            yield [f"We shall join NATO {number}.", (f"id{number}", "We condemn NATO."), stance.Document(f"d{number}", "Peace.")][number % 3]

    stream = stance.analyze_stream(texts(), batch_size=4, axes=["nato_orientation"])
    assert pulled == []
    first = next(stream)
    assert pulled == [0, 1, 2, 3] and first.ids == ["0", "id1", "d2", "3"]
    rest = list(stream)
    assert [a.ids for a in rest] == [["id4", "d5", "6", "id7"], ["d8", "9"]]
    together = pd.concat([first.positions()] + [a.positions() for a in rest], ignore_index=True)
    ids = first.ids + rest[0].ids + rest[1].ids
    at_once = stance.analyze(stance.Corpus.from_texts([a.corpus[id].text for a in [first, *rest] for id in a.ids], ids=ids), axes=["nato_orientation"])
    pd.testing.assert_frame_equal(together, at_once.positions())


def test_progress() -> None:
    seen = []
    stance.analyze(["x"] * 600, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (600, 600)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    stance.analyze(["x"] * 600, progress=False)

    def broken(done: int, total: int) -> None:
        raise RuntimeError("in the callback")

    with pytest.raises(RuntimeError, match="in the callback"):
        stance.analyze(["x"] * 600, progress=broken)


def test_a_bar_of_tqdm(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("tqdm")
    stance.analyze(["x"] * 60, progress=True)
    assert "60/60" in capfd.readouterr().err
    stance.analyze(["x"] * 60)  # not a terminal: nothing
    assert capfd.readouterr().err == ""


def test_python_goes_on_meanwhile() -> None:
    """The GIL is let go of: another thread counts while this one waits for C++."""
    import threading
    import time

    texts = ["We shall join NATO. Trade grows. " * 3000] * 40
    lexicon = stance.load_lexicon()
    beats = []
    over = threading.Event()

    def beat() -> None:
        while not over.is_set():
            beats.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=beat)
    thread.start()
    start = time.monotonic()
    stance.analyze(texts, lexicon, threads=1)
    end = time.monotonic()
    over.set()
    thread.join()
    within = [start, *[b for b in beats if start < b < end], end]
    assert max(later - earlier for earlier, later in zip(within, within[1:])) < 0.5 * (end - start)


def test_work_in_many_python_threads() -> None:
    from concurrent.futures import ThreadPoolExecutor

    lexicon = stance.load_lexicon()
    texts = [["We shall join NATO. " * (n + 1)] for n in range(16)]
    one = [stance.analyze(text, lexicon).to_json(evidence=True) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: stance.analyze(text, lexicon).to_json(evidence=True), texts)) == one


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork()")
def test_work_after_a_fork() -> None:
    """multiprocessing forks on Linux; the threads of the parent are not there in the child."""
    code = (
        "import stance, multiprocessing as m\n"
        "def score(n): return stance.analyze(['We shall join NATO. ' * n] * 40, threads=4).to_json()\n"
        "here = score(3)\n"
        "with m.get_context('fork').Pool(2) as pool: there = pool.map(score, [3, 3, 3])\n"
        "assert there == [here] * 3\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, timeout=60)


def test_an_installed_package_can_be_moved(tmp_path: Path) -> None:
    """A copy of the package in another place finds its own packs."""
    shutil.copytree(Path(stance.__file__).parent, tmp_path / "stance")
    code = "import stance, sys; assert stance.__file__.startswith(sys.argv[1]); print(stance.load_lexicon().files.path[0])"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=environment, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert result.stdout.startswith(str(tmp_path))
