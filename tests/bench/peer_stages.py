#!/usr/bin/env python3
"""One stage of a peer, timed within its process: called by peers.py.

    peer_stages.py PEER STAGE TEXTS PATTERNS

Prints one line of JSON: {"seconds": processor seconds, "peak_kb": …, "version": …, counts}. Exits 69 when the peer is not installed."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path

NOT_INSTALLED = 69
INSTALL = {
    "scikit-learn": "pip install scikit-learn",
    "gensim": "pip install gensim",
    "pyahocorasick": "pip install pyahocorasick",
    "hyperscan": "pip install hyperscan",
    "quanteda": "apt-get install r-base-core; Rscript -e 'install.packages(c(\"quanteda\", \"quanteda.textstats\", \"jsonlite\"))'",
}
STAGES_OF = {
    "scikit-learn": ("tokenize", "tfidf", "tfidf12", "lexicon", "cos_dense", "cos_top10"),
    "gensim": ("tokenize", "tfidf", "cos_top10"),
    "pyahocorasick": ("lexicon",),
    "hyperscan": ("lexicon", "lexicon_glob"),
    "quanteda": ("tokenize", "tfidf", "tfidf12", "lexicon", "lexicon_glob", "cos_dense"),
}
NOTES = """What each does. A word of the peers is a run of letters, digits and underscores (`\\b\\w+\\b` in scikit-learn; letters alone in gensim), a word of ours and of ICU one
of UAX #29: "don't" and "3.5" are one word with us and two with scikit-learn, and gensim drops numbers.

- `tokenize`: Stance also gives byte spans, sentences and what stands between words. ICU: words alone, folded and numbered, spans not kept. scikit-learn: its analyzer, which neither
  numbers words nor keeps places. gensim: `tokenize` and `Dictionary.doc2bow`.
- TF-IDF: tf · (ln((1 + N) / (1 + df)) + 1), rows of length 1, in Stance and scikit-learn (the defaults of its `TfidfVectorizer` but for one-letter words, which it drops by default); gensim's
  `TfidfModel` and quanteda's `dfm_tfidf` have formulas of their own. Our bigrams end with the sentence; those of scikit-learn and quanteda run across, which is why they have more.
- Phrases: "hits" do not overlap, the leftmost and of these the longest first (scikit-learn counts overlapping ones; "hits_overlapping" is the same count by pyahocorasick). A hit of ours is
  words that follow each other in one sentence with at most white space of any kind, hyphens and quotation marks between. pyahocorasick gets the words of scikit-learn's pattern, lower-case,
  each between blanks, so that it finds whole words across line breaks, but across punctuation and sentences too (some of these take the place of hits of ours); joining the words is a part of its time.
  Searching the raw text for the phrases with their literal blanks misses those that a line break parts: "hits_raw", not timed. scikit-learn: `CountVectorizer` with the phrases as its
  vocabulary. Neither knows wildcards within a phrase. hyperscan searches the raw text for one regular expression a phrase, the words between word boundaries and with any white space in between, whatever
  their case in ASCII; it reports overlapping hits, from the search of each text as a whole; "seconds_compiling" come on top of its time, and those of Stance are in its own.
- Cosines: from the TF-IDF matrix of the same tool, unigrams; the result of all pairs is dense in both. Nearest: scikit-learn's `NearestNeighbors` (brute force), gensim's
  `SparseMatrixSimilarity`; both count the document itself as its own first neighbour.
"""


def peers_of(stage: str) -> list[str]:
    return [name for name, stages in STAGES_OF.items() if stage in stages]


def read_texts(source: Path) -> list[str]:
    if source.is_dir():
        return [path.read_text(encoding="utf-8") for path in sorted(source.rglob("*.txt"))]
    if source.suffix == ".txt":
        return [source.read_text(encoding="utf-8")]
    with source.open(encoding="utf-8") as rows:
        return [json.loads(row)["text"] for row in rows if row.strip()]


def scikit_learn(stage: str, texts: list[str], patterns: list[str]) -> dict:
    import sklearn
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    words = r"(?u)\b\w+\b"
    facts = {"version": sklearn.__version__}
    if stage == "tokenize":
        analyze = CountVectorizer(token_pattern=words).build_analyzer()
        return timed(lambda: {"words": sum(len(analyze(text)) for text in texts)}, facts)
    if stage in ("tfidf", "tfidf12"):
        def weigh() -> dict:
            matrix = TfidfVectorizer(token_pattern=words, ngram_range=(1, 2 if stage == "tfidf12" else 1)).fit_transform(texts)
            return {"features": matrix.shape[1], "cells": matrix.nnz}
        return timed(weigh, facts)
    if stage == "lexicon":
        def match() -> dict:
            return {"hits": int(CountVectorizer(token_pattern=words, ngram_range=(2, 3), vocabulary=patterns).fit_transform(texts).sum())}
        return timed(match, facts)
    matrix = TfidfVectorizer(token_pattern=words).fit_transform(texts)
    if stage == "cos_dense":
        from sklearn.metrics.pairwise import cosine_similarity
        return timed(lambda: {"pairs": cosine_similarity(matrix).size}, facts)
    from sklearn.neighbors import NearestNeighbors
    n = min(11, matrix.shape[0])
    return timed(lambda: {"rows": len(NearestNeighbors(n_neighbors=n, metric="cosine", algorithm="brute", n_jobs=1).fit(matrix).kneighbors(matrix)[0])}, facts)


def gensim(stage: str, texts: list[str], patterns: list[str]) -> dict:
    import gensim as library
    from gensim.corpora import Dictionary
    from gensim.models import TfidfModel
    from gensim.similarities import SparseMatrixSimilarity
    from gensim.utils import tokenize

    facts = {"version": library.__version__}

    def count() -> tuple[Dictionary, list]:
        dictionary = Dictionary()
        return dictionary, [dictionary.doc2bow(tokenize(text, lowercase=True), allow_update=True) for text in texts]

    if stage == "tokenize":
        def words() -> dict:
            dictionary, _ = count()
            return {"words": dictionary.num_pos, "types": len(dictionary)}
        return timed(words, facts)
    if stage == "tfidf":
        def weigh() -> dict:
            dictionary, bags = count()
            model = TfidfModel(bags, dictionary=dictionary)
            return {"features": len(dictionary), "cells": sum(len(model[bag]) for bag in bags)}
        return timed(weigh, facts)
    dictionary, bags = count()
    model = TfidfModel(bags, dictionary=dictionary)
    weighted = [model[bag] for bag in bags]

    def nearest() -> dict:
        index = SparseMatrixSimilarity(weighted, num_features=len(dictionary), num_best=11)
        return {"rows": sum(1 for _ in index)}
    return timed(nearest, facts)


def pyahocorasick(stage: str, texts: list[str], patterns: list[str]) -> dict:
    import re
    from importlib.metadata import version

    import ahocorasick

    word = re.compile(r"\b\w+\b")

    def spaced(words: list[str]) -> str:
        """Each word between blanks of its own, so that hits that follow each other share none."""
        return f" {'  '.join(words)} "

    def automaton_of(keys: list[str]):
        automaton = ahocorasick.Automaton()
        for key in keys:
            automaton.add_word(key, len(key))
        automaton.make_automaton()
        return automaton

    automaton = automaton_of([spaced(pattern.split()) for pattern in patterns])

    def match() -> dict:
        return {"hits": sum(sum(1 for _ in automaton.iter_long(spaced(word.findall(text.lower())))) for text in texts)}

    found = timed(match, {"version": version("pyahocorasick")})
    found["hits_overlapping"] = sum(sum(1 for _ in automaton.iter(spaced(word.findall(text.lower())))) for text in texts)
    raw = automaton_of(patterns)
    found["hits_raw"] = sum(leftmost_longest([(end - size + 1, end + 1) for end, size in raw.iter(text) if is_whole(text, end - size + 1, end + 1)]) for text in map(str.lower, texts))
    return found


def hyperscan(stage: str, texts: list[str], patterns: list[str]) -> dict:
    from importlib.metadata import version

    import hyperscan as hs

    def expression(pattern: str) -> bytes:
        words = [re.escape(word).replace(r"\*", r"\w*") for word in pattern.split()]
        return (r"\b" + r"\s+".join(words) + r"\b").encode()

    start = time.process_time()
    database = hs.Database()
    database.compile(expressions=[expression(pattern) for pattern in patterns], flags=hs.HS_FLAG_CASELESS | hs.HS_FLAG_UTF8)
    compiling = time.process_time() - start
    hits = 0

    def count(*_: object) -> None:
        nonlocal hits
        hits += 1

    def match() -> dict:
        for text in texts:
            database.scan(text.encode(), match_event_handler=count)
        return {"hits_overlapping": hits, "seconds_compiling": round(compiling, 2)}

    return timed(match, {"version": version("hyperscan")})


def is_whole(text: str, begin: int, end: int) -> bool:
    """Does no word go on over the ends of the span?"""
    letter = lambda at: 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")  # noqa: E731
    return not letter(begin - 1) and not letter(end)


def leftmost_longest(spans: list[tuple[int, int]]) -> int:
    """How many spans are left when the leftmost, and of these the longest, takes its place first."""
    taken, free = 0, 0
    for begin, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if begin >= free:
            taken, free = taken + 1, end
    return taken


def peak_kilobytes() -> int:
    """Of this program alone: what getrusage() says counts the program that started it too, up to its exec."""
    status = Path("/proc/self/status")
    found = re.search(r"^VmHWM:\s*(\d+)", status.read_text(encoding="utf-8"), re.M) if status.exists() else None
    return int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def timed(stage, facts: dict) -> dict:
    start = time.process_time()
    counted = stage()
    seconds = time.process_time() - start
    return {"seconds": seconds, "peak_kb": peak_kilobytes(), **facts, **counted}


def main() -> int:
    peer, stage, source, patterns_file = sys.argv[1:5]
    patterns = Path(patterns_file).read_text(encoding="utf-8").splitlines() if stage.startswith("lexicon") else []
    tools = {"scikit-learn": scikit_learn, "gensim": gensim, "pyahocorasick": pyahocorasick, "hyperscan": hyperscan}
    try:
        found = tools[peer](stage, read_texts(Path(source)), patterns)
    except ImportError as lacking:
        print(f"{INSTALL[peer]} ({lacking})", file=sys.stderr)
        return NOT_INSTALLED
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
