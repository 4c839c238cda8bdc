"""Odd input gives a clear message, never a crash."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any, Callable, List, Tuple

import numpy as np
import pandas as pd
import pytest

import stance

NAN = float("nan")
ODD: List[Any] = [
    None, NAN, 0, -1, 2**70, 1.5, True, b"bytes", bytearray(b"x"), "", "x", "\ud800", "a\udfffb", "\x00", [], [[]], [None], [b"x"], ["\ud800"],
    {}, {"a": 1}, {1: "x"}, (), (1, 2), set(), object(), lambda: None, np.array([1, 2]), np.array(["x", None], dtype=object), np.float64("nan"),
    np.int64(-3), pd.Series([NAN, "x"]), pd.Series(dtype=object), pd.NA, pd.NaT, pd.DataFrame({"text": ["x", None]}), Path("nowhere"), iter(()), "x" * 10**6,
]  # fmt: skip
LEXICON = stance.load_lexicon()
SMALL = stance.analyze({"a": "We shall join NATO.", "b": "We condemn NATO."})

CASES: List[Tuple[str, Callable[[], Any], type, str]] = [
    ("one str", lambda: stance.analyze("We shall join NATO."), TypeError, r"write \[text\]"),
    ("one str as corpus", lambda: stance.Corpus.from_texts("x"), TypeError, r"write \[text\]"),
    ("None among texts", lambda: stance.analyze(["x", None]), TypeError, r"texts\[1\]: expected str, got NoneType.*leave out missing"),
    ("NaN among texts", lambda: stance.analyze(pd.Series(["x", NAN])), TypeError, r"texts\[1\]"),
    ("bytes among texts", lambda: stance.analyze([b"x"]), TypeError, r"texts\[0\].*decode"),
    ("lists among texts", lambda: stance.analyze([["x"]]), TypeError, r"texts\[0\]: expected str, got list"),
    ("whole frame", lambda: stance.analyze(pd.DataFrame({"text": ["x"]})), TypeError, "got a whole DataFrame; write Corpus.from_pandas"),
    ("set", lambda: stance.analyze({"x", "y"}), TypeError, "a set has no order"),
    ("no such file", lambda: stance.Corpus.from_files("exmaples/corpus"), FileNotFoundError, "no file or folder 'exmaples/corpus'"),
    ("numbers", lambda: stance.analyze(7), TypeError, "expected an iterable of str, got int 7"),
    ("lone surrogate", lambda: stance.analyze(["ab\ud800"]), ValueError, r"texts\[0\]: character 2 is the lone surrogate '\\ud800'"),
    ("surrogate in an id", lambda: stance.Corpus.from_texts(["x"], ids=["\ud800"]), ValueError, r"ids\[0\]"),
    ("too few ids", lambda: stance.Corpus.from_texts(["x", "y"], ids=["a"]), ValueError, "ids: expected one for each text, got 1"),
    ("too many ids", lambda: stance.Corpus.from_texts(["x"], ids=["a", "b"]), ValueError, "ids: .*more than the 1 texts"),
    ("ids that repeat", lambda: stance.Corpus.from_texts(["x", "y"], ids=["a", "a"]), ValueError, r"ids\[1\]: .*must be unique"),
    ("empty id", lambda: stance.Corpus.from_texts(["x"], ids=[""]), ValueError, "id"),
    ("no id", lambda: stance.Corpus.from_texts(["x"], ids=[None]), TypeError, r"ids\[0\]"),
    ("ids twice", lambda: stance.Corpus.from_texts({"a": "x"}, ids=["b"]), ValueError, "ids"),
    ("too few principals", lambda: stance.Corpus.from_texts(["x", "y"], principals=["GEO"]), ValueError, "principals"),
    ("too few languages", lambda: stance.Corpus.from_texts(["x", "y"], languages=["en"]), ValueError, "languages"),
    ("too few variables", lambda: stance.Corpus.from_texts(["x", "y"], variables={"v": [1]}), ValueError, "variables"),
    ("scalar variable", lambda: stance.Corpus.from_texts(["x"], variables={"v": 1}), TypeError, "variables"),
    ("no such column", lambda: stance.Corpus.from_pandas(pd.DataFrame({"body": ["x"]})), ValueError, "no column str 'text'; it has 'body'"),
    ("no frame", lambda: stance.Corpus.from_pandas(["x"]), TypeError, "frame"),
    ("no document", lambda: SMALL.corpus["zz"], KeyError, "zz"),
    ("no place", lambda: SMALL.corpus[2], IndexError, "2"),
    ("delimiter", lambda: stance.Corpus.from_files("x.csv", csv_delimiter=";;"), ValueError, "csv_delimiter"),
    ("path of bytes", lambda: stance.Corpus.from_files(b"x"), TypeError, "paths"),
    ("path with NUL", lambda: stance.Corpus.from_files("a\0b"), ValueError, "NUL"),
    ("unknown lexicon", lambda: stance.load_lexicon("nowhere.xx"), FileNotFoundError, "nowhere.xx.*STANCE_LEXICON_PATH"),
    ("lexicon of a number", lambda: stance.analyze(["x"], 3), TypeError, "lexicon"),
    ("lexicon of a set", lambda: stance.load_lexicon({"meta": {1, 2}}), TypeError, "lexicon"),
    ("lexicon with NaN", lambda: stance.load_lexicon({"meta": NAN}), ValueError, "lexicon"),
    ("lexicon with surrogate", lambda: stance.load_lexicon({"meta": "\ud800"}), ValueError, "lexicon"),
    ("unknown axis", lambda: stance.analyze(["x"], axes=["nato_orientaton"]), ValueError, "unknown axis 'nato_orientaton'"),
    ("axes as str", lambda: stance.analyze(["x"], axes="idealism"), TypeError, "axes: expected a list"),
    ("unknown principal", lambda: stance.analyze(["x"], principal="Atlantis"), ValueError, "Atlantis"),
    ("unknown language", lambda: stance.analyze(["x"], language="fr"), ValueError, "language: unknown language 'fr'; there are az, en, ru, tr"),
    ("threads", lambda: stance.analyze(["x"], threads=-1), ValueError, "threads: expected a whole number from 0 to 1024, got -1"),
    ("threads of float", lambda: stance.analyze(["x"], threads=2.0), TypeError, "threads"),
    ("level", lambda: stance.analyze(["x"], level=95), ValueError, "level"),
    ("level NaN", lambda: stance.analyze(["x"], level=NAN), ValueError, "level"),
    ("level of str", lambda: stance.analyze(["x"], level="0.9"), TypeError, "level"),
    ("interval", lambda: stance.analyze(["x"], interval="normal"), ValueError, "interval"),
    ("seed", lambda: stance.analyze(["x"], seed=2**64), ValueError, "seed"),
    ("rule", lambda: stance.analyze(["x"], rules={"negaton": False}), ValueError, "did you mean 'negation'"),
    ("rule value", lambda: stance.analyze(["x"], rules={"negation": 0}), TypeError, "rules"),
    ("rules", lambda: stance.analyze(["x"], rules=["negation"]), TypeError, "rules: expected a dict"),
    ("clean", lambda: stance.analyze(["x"], clean={"caption": False}), ValueError, "clean: unknown name 'caption'"),
    ("clean value", lambda: stance.analyze(["x"], clean="no"), TypeError, "clean"),
    ("progress", lambda: stance.analyze(["x"], progress="bar"), TypeError, "progress"),
    ("unknown option", lambda: stance.analyze(["x"], colour=1), TypeError, "colour"),
    ("evidence of both", lambda: SMALL.evidence("idealism", "NATO"), ValueError, "an axis or a target"),
    ("evidence of no axis", lambda: SMALL.evidence("idealizm"), ValueError, "did you mean 'idealism'"),
    ("evidence of no target", lambda: SMALL.evidence(target="Atlantis"), ValueError, "unknown target 'Atlantis'"),
    ("evidence of no document", lambda: SMALL.evidence(document="c"), ValueError, "no 'c'"),
    ("kind", lambda: SMALL.similarity("words"), ValueError, "kind: expected topic"),
    ("contrast", lambda: SMALL.contrast("a", "c", "idealism"), ValueError, "no 'c'"),
    ("no evidence kept", lambda: stance.analyze(["x"], evidence=False).evidence(), ValueError, "evidence=True"),
    ("no evidence to compare", lambda: stance.analyze(["x"], evidence=False).pairs(), ValueError, "evidence=True"),
    ("no features to compare", lambda: stance.analyze(["x"], features=False).pairs(), ValueError, "features=True"),
    ("no evidence to write", lambda: stance.analyze(["x"], evidence=False).to_json(evidence=True), ValueError, "evidence=True"),
    ("cut", lambda: SMALL.compare(topic_cut=2), ValueError, "topic"),
    ("idf", lambda: SMALL.compare(idf="x"), ValueError, "idf: expected background"),
    ("n-grams", lambda: stance.dfm(["x"], ngram_range=(2, 1)), ValueError, "ngram"),
    ("n-grams of one", lambda: stance.dfm(["x"], ngram_range=2), TypeError, "ngram_range"),
    ("max_df", lambda: stance.dfm(["x"], max_df=0), ValueError, "max_doc_freq|max_df"),
    ("stop words", lambda: stance.dfm(["x"], stop_words="french"), ValueError, "stop_words"),
    ("dfm language", lambda: stance.dfm(["x"], language="fr"), ValueError, "language"),
    ("scheme", lambda: stance.tfidf(["x"], "bm25"), ValueError, "bm25|scheme"),
    ("weighted twice", lambda: stance.tfidf(stance.tfidf(["x"])), ValueError, "weighted"),
    ("batch", lambda: stance.analyze_stream(["x"], batch_size=0), ValueError, "batch_size"),
    ("constructors", lambda: stance.Analysis(None, None, None), TypeError, "analyze"),
]


@pytest.mark.parametrize(("call", "error", "message"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_message(call: Callable[[], Any], error: type, message: str) -> None:
    with pytest.raises(error, match=message):
        call()


CALLS: List[Callable[[Any], Any]] = [
    lambda odd: stance.analyze(odd, LEXICON),
    lambda odd: stance.analyze([odd], LEXICON),
    lambda odd: stance.analyze(["x", odd, "y"], LEXICON),
    lambda odd: stance.analyze(["x"], LEXICON, axes=odd),
    lambda odd: stance.analyze(["x"], LEXICON, principal=odd),
    lambda odd: stance.analyze(["x"], LEXICON, language=odd),
    lambda odd: stance.analyze(["x"], LEXICON, threads=odd),
    lambda odd: stance.analyze(["x"], LEXICON, level=odd),
    lambda odd: stance.analyze(["x"], LEXICON, interval=odd),
    lambda odd: stance.analyze(["x"], LEXICON, pole_weight=odd),
    lambda odd: stance.analyze(["x"], LEXICON, seed=odd),
    lambda odd: stance.analyze(["x"], LEXICON, min_words=odd),
    lambda odd: stance.analyze(["x"], LEXICON, clean=odd),
    lambda odd: stance.analyze(["x"], LEXICON, rules=odd),
    lambda odd: stance.analyze(["x"], LEXICON, evidence=odd),
    lambda odd: stance.analyze(["x"], LEXICON, progress=odd),
    lambda odd: list(stance.analyze_stream(odd, LEXICON)),
    lambda odd: stance.load_lexicon(odd),
    lambda odd: stance.check_lexicon(odd),
    lambda odd: LEXICON.find_target(odd),
    lambda odd: stance.Corpus(odd),
    lambda odd: stance.Corpus([stance.Document(odd, odd)]),
    lambda odd: stance.Corpus.from_texts(["x", "y"], ids=odd),
    lambda odd: stance.Corpus.from_texts(["x", "y"], languages=odd),
    lambda odd: stance.Corpus.from_texts(["x", "y"], principals=odd),
    lambda odd: stance.Corpus.from_texts(["x", "y"], variables=odd),
    lambda odd: stance.Corpus.from_files(odd),
    lambda odd: stance.Corpus.from_files([odd], text_field=odd),
    lambda odd: stance.Corpus.from_pandas(odd),
    lambda odd: stance.Corpus.from_pandas(pd.DataFrame({"text": ["x"], "a": [odd]}), principal_col="a"),
    lambda odd: stance.Corpus.from_pandas(pd.DataFrame({"text": ["x"]}), odd),
    lambda odd: SMALL.corpus[odd],
    lambda odd: odd in SMALL.corpus,
    lambda odd: SMALL.positions(odd),
    lambda odd: SMALL.evidence(odd),
    lambda odd: SMALL.evidence(target=odd),
    lambda odd: SMALL.evidence(document=odd),
    lambda odd: SMALL.similarity(odd),
    lambda odd: SMALL.contrast("a", "b", odd),
    lambda odd: SMALL.contrast(odd, "b", "idealism"),
    lambda odd: SMALL.contrast("a", "b", "idealism", quotations=odd),
    lambda odd: SMALL.compare(idf=odd),
    lambda odd: SMALL.compare(topic_cut=odd),
    lambda odd: SMALL.compare(neighbours=odd),
    lambda odd: SMALL.compare(max_contrasts=odd),
    lambda odd: SMALL.compare(full_matrix_limit=odd),
    lambda odd: SMALL.to_json(odd),
    lambda odd: stance.dfm(odd),
    lambda odd: stance.dfm(["x"], ngram_range=odd),
    lambda odd: stance.dfm(["x"], ngram_range=(odd, odd)),
    lambda odd: stance.dfm(["x"], stop_words=odd),
    lambda odd: stance.dfm(["x"], min_df=odd),
    lambda odd: stance.dfm(["x"], max_features=odd),
    lambda odd: stance.tfidf(odd),
    lambda odd: stance.tfidf(["x"], odd),
    lambda odd: stance.DocumentFrequencies(odd),
    lambda odd: stance.DocumentFrequencies(stance.dfm(["x"])).merge(odd),
    lambda odd: stance.DocumentFrequencies(stance.dfm(["x"]))[odd],
    lambda odd: stance.DocumentFrequencies.from_counts(odd, ["a"], [1]),
    lambda odd: stance.DocumentFrequencies.from_counts(1, odd, [1]),
    lambda odd: stance.DocumentFrequencies.from_counts(1, [odd], [1]),
    lambda odd: stance.DocumentFrequencies.from_counts(1, ["a"], odd),
    lambda odd: stance.DocumentFrequencies.from_counts(1, ["a"], [odd]),
    lambda odd: stance.DocumentFrequencies.from_counts(1, ["a"], [1], total_bytes=odd),
    lambda odd: stance.DocumentFrequencies.from_counts(1, ["a"], [1], stop_words=odd),
    lambda odd: stance.TfidfModel(odd),
    lambda odd: stance.TfidfModel(stance.dfm(["x"]), odd),
    lambda odd: stance.TfidfModel(stance.dfm(["x"])).transform(odd),
]  # fmt: skip


@pytest.mark.parametrize("place", range(len(CALLS)))
def test_odd_arguments_give_results_or_messages(place: int) -> None:
    for odd in ODD:
        try:
            CALLS[place](odd)
        except (TypeError, ValueError, LookupError, FileNotFoundError, ImportError) as fault:
            message = str(fault)
            assert message, odd
            assert len(message) < 2000, odd
            assert "incompatible function arguments" not in message, odd  # the message of pybind11 names no argument of ours


def test_random_characters() -> None:
    """Any str without lone surrogates is a text."""
    chance = random.Random(7)
    ranges = [(0, 0x7F), (0x80, 0x7FF), (0x800, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x10FFFF)]
    texts = ["".join(chr(chance.randint(*chance.choice(ranges))) for _ in range(chance.randint(0, 400))) for _ in range(300)]
    analysis = stance.analyze(texts, LEXICON)
    assert len(analysis) == 300 and not [d for d in analysis.diagnostics if d.severity == "error"]
    assert [document.text for document in analysis.corpus] == texts


def test_empty_corpora() -> None:
    for empty in ([], {}, (), iter(()), pd.Series(dtype=object), stance.Corpus()):
        analysis = stance.analyze(empty, LEXICON)
        assert len(analysis) == 0
        assert list(analysis.positions().columns)[:3] == ["document", "axis", "kind"]
        assert analysis.positions(wide=True).shape == (0, 0)
        for frame in (analysis.targets(), analysis.targets(wide=True), analysis.evidence(), analysis.cuts(), analysis.documents, analysis.pairs()):
            assert len(frame) == 0
        assert analysis.similarity().shape == (0, 0)
        assert '"documents":[]' in analysis.to_json().replace("\n", "")
    assert stance.dfm([]).matrix.shape == (0, 0)


def test_a_huge_text() -> None:
    text = "We shall join NATO. " * 200_000
    analysis = stance.analyze([text], LEXICON, axes=["nato_orientation"], principal="Georgia")
    assert analysis.positions().n_evidence[0] == 200_000


def test_lexicons_of_random_shape() -> None:
    """A dict of any shape is a lexicon or a ParseError with places."""
    chance = random.Random(3)
    keys = ["meta", "axes", "targets", "cues", "modifiers", "terms", "include", "decoys", "name", "kind", "names", "patterns", "slots", "x"]
    leaves: List[Any] = [None, True, 0, -1.5, "", "x", "a ~9 b", "{t}", "<NATO>", "en", [], {}]

    def shape(depth: int) -> Any:
        if depth == 0 or chance.random() < 0.3:
            return chance.choice(leaves)
        if chance.random() < 0.3:
            return [shape(depth - 1) for _ in range(chance.randint(0, 3))]
        return {chance.choice(keys): shape(depth - 1) for _ in range(chance.randint(0, 4))}

    for _ in range(300):
        with pytest.raises(stance.ParseError) as caught:
            stance.load_lexicon({key: shape(4) for key in chance.sample(keys, 4)})
        assert all(d.message and d.code.startswith("L") for d in caught.value.diagnostics)
        assert caught.value.diagnostics


def test_every_pair_of_odd_columns() -> None:
    for ids, principals in itertools.product(ODD, ODD):
        try:
            stance.Corpus.from_texts(["x", "y"], ids=ids, principals=principals)
        except (TypeError, ValueError):
            pass
