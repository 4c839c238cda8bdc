"""Speeches by country and year: Wordscores of the UN General Debate with the USA at +1 and Russia at −1.

    pip install '.[plot]'
    python examples/python/un_wordscores.py "Converted sessions" results            # the published corpus: AFG_50_1995.txt, …
    python examples/python/un_wordscores.py speeches.jsonl results --country country --year year --text text

The recipe of Baturo, Dasandi & Mikhaylov (2017), "Understanding state preferences with text as data: introducing the UN General Debate corpus",
Research & Politics 4(2), doi 10.1177/2053168017712821 (corpus: doi 10.7910/DVN/0TJX8Y): each year by itself, words in lower case without
numbers, stop words and words of one or two letters, stems (with --stem), tf-idf weights, 1 added to the weights of the reference texts, raw
scores. Their R code cut words with quanteda and took its list of stop words; here words and stop words are those of stance.dfm, so the last
digits differ. Try --plain too: counts as they are, as in Laver, Benoit & Garry (2003), "Extracting policy positions from political texts using
words as data", American Political Science Review 97(2), 311–331.

Scores are those of stance.Wordscores. Standard errors take words as independent draws, so they are too small: stance.Wordscores.bootstrap()
resamples sentences, for counts without weights.
"""

from __future__ import annotations

import argparse
import importlib
import re
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Tuple

import matplotlib
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

import stance

Vector = npt.NDArray[np.float64]


def wordscores(
    counts: sp.csr_matrix, references: Mapping[int, float], weights: Optional[Vector] = None, smooth: float = 0.0
) -> pd.DataFrame:
    """Raw score of each document with its standard error (columns raw, se), and the LBG rescaling of both (rescaled, rescaled_se).

    stance.Wordscores has the formulas. Weights u multiply the counts; they are no counts, so that the errors then are
    SE_v² = Σ_w n_wv u_w² (S_w − S_v)² / (Σ_w n_wv u_w)², which is that of stance.Wordscores for u = 1. The spread of the rescaling is that of all
    documents given, and smoothing is for all words, as in quanteda.
    """
    documents = [str(row) for row in range(counts.shape[0])]
    weighted = counts if weights is None else sp.csr_matrix(counts.multiply(weights))
    matrix = stance.Dfm.from_scipy(weighted, documents, [f"{word:08}" for word in range(counts.shape[1])])
    model = stance.Wordscores(smoothing=smooth, smoothed_words="all").fit(matrix, {documents[row]: score for row, score in references.items()})
    raw, rescaled = model.predict(matrix), model.predict(matrix, rescaling="lbg", spread_documents=documents)
    se, stretch = raw["se"], rescaled["se"] / raw["se"]
    if weights is not None:
        s = model.words()["value"].to_numpy()
        n, u, s = counts[:, ~np.isnan(s)], weights[~np.isnan(s)], s[~np.isnan(s)]
        variance = n @ (u**2 * s**2) - 2 * raw["position"] * (n @ (u**2 * s)) + raw["position"] ** 2 * (n @ u**2)
        se = np.sqrt(np.maximum(variance, 0)) / raw["n_scored"]
    return pd.DataFrame({"raw": raw["position"], "se": se, "rescaled": rescaled["position"], "rescaled_se": se * stretch})


def read_speeches(source: Path, country: str, year: str, text: str) -> pd.DataFrame:
    """Columns country, year and text, from a folder of ISO_session_year.txt, a .jsonl or a .csv file."""
    if source.is_dir():
        found = [(re.fullmatch(r"([A-Z]{2,3})_\d+_(\d{4})\.txt", path.name), path) for path in sorted(source.rglob("*.txt"))]
        rows = [(name[1], int(name[2]), path.read_text(encoding="utf-8-sig", errors="replace")) for name, path in found if name]
        if not rows:
            raise SystemExit(f"{source}: no file is named like AFG_50_1995.txt (country, session, year)")
        return pd.DataFrame(rows, columns=["country", "year", "text"])
    frame = pd.read_csv(source) if source.suffix == ".csv" else pd.read_json(source, lines=True)
    missing = [name for name in (country, year, text) if name not in frame.columns]
    if missing:
        raise SystemExit(f"{source}: no column {', '.join(missing)}; it has {', '.join(map(str, frame.columns))}. Use --country, --year and --text.")
    return pd.DataFrame({"country": frame[country], "year": frame[year], "text": frame[text]})


def words_of(speeches: pd.DataFrame, stem: bool) -> Tuple[sp.csr_matrix, List[str]]:
    """Counts of the words that the recipe keeps."""
    counts = stance.dfm(stance.Corpus.from_texts(speeches["text"].tolist()), stop_words="english", min_length=3, clean=False)
    features = counts.feature_names
    kept = [place for place, word in enumerate(features) if word.isalpha()]
    words = [features[place] for place in kept]
    matrix = counts.matrix[:, kept]
    if not stem:
        return matrix, words
    stems = importlib.import_module("snowballstemmer").stemmer("english").stemWords(words)  # pip install snowballstemmer
    merged, place_of = np.unique(stems, return_inverse=True)
    return sp.csr_matrix(matrix @ sp.csr_matrix((np.ones(len(words)), (range(len(words)), place_of)))), list(merged)


def score_year(speeches: pd.DataFrame, references: Mapping[str, float], stem: bool, plain: bool) -> pd.DataFrame:
    """Scores of one year's speeches, with columns country, year, raw, se and words."""
    counts, words = words_of(speeches, stem)
    rows = {row: references[country] for row, country in enumerate(speeches["country"]) if country in references}
    idf = np.log10(counts.shape[0] / np.bincount(counts.indices, minlength=counts.shape[1]))  # dfm_tfidf of quanteda
    scores = wordscores(counts, rows) if plain else wordscores(counts, rows, idf, smooth=1.0)
    place = speeches[["country", "year"]].reset_index(drop=True)
    return pd.concat([place, scores[["raw", "se"]]], axis=1).assign(words=len(words))


def draw(scores: pd.DataFrame, countries: List[str], references: Mapping[str, float], path: Path) -> None:
    """The countries over the years, before the middle half and the whole range of all others."""
    matplotlib.use("Agg")
    plt = importlib.import_module("matplotlib.pyplot")
    others = scores[~scores["country"].isin(list(references))].groupby("year")["raw"]
    figure, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
    ax.fill_between(others.min().index, others.min(), others.max(), color="#EEEEEE", lw=0, label="all countries")
    ax.fill_between(others.min().index, others.quantile(0.25), others.quantile(0.75), color="#CCCCCC", lw=0, label="their middle half")
    styles = zip(countries, ["o-", "s--", "^-.", "D:"] * len(countries), ["#0072B2", "#D55E00", "#009E73", "#CC79A7"] * len(countries))
    for country, style, colour in styles:
        part = scores[scores["country"] == country].sort_values("year")
        ax.errorbar(part["year"], part["raw"], yerr=1.96 * part["se"], fmt=style, color=colour, ms=4, lw=1.2, elinewidth=0.8, label=country)
    ends = ", ".join(f"{country} {value:+g}" for country, value in references.items())
    ax.set(xlabel="year", ylabel=f"Wordscore ({ends})")
    ax.xaxis.set_major_locator(plt.MaxNLocator(integer=True))
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)
    figure.savefig(path, dpi=200)
    plt.close(figure)


def main(arguments: Optional[List[str]] = None) -> None:
    parser = argparse.ArgumentParser(description="Wordscores of speeches by country and year.")
    parser.add_argument("source", type=Path, help="folder of ISO_session_year.txt, or .jsonl or .csv file")
    parser.add_argument("results", type=Path, help="folder for scores.csv and scores.png")
    parser.add_argument("--country", default="country", help="column (default: %(default)s)")
    parser.add_argument("--year", default="year", help="column (default: %(default)s)")
    parser.add_argument("--text", default="text", help="column (default: %(default)s)")
    parser.add_argument("--reference", action="append", metavar="COUNTRY=SCORE", help="default: USA=1 and RUS=-1")
    parser.add_argument("--show", nargs="+", default=["FRA", "DEU"], metavar="COUNTRY", help="to be drawn (default: FRA DEU)")
    parser.add_argument("--stem", action="store_true", help="reduce words to stems; needs snowballstemmer")
    parser.add_argument("--plain", action="store_true", help="counts without weights and smoothing")
    given = parser.parse_args(arguments)

    references: Dict[str, float] = {}
    for reference in given.reference or ["USA=1", "RUS=-1"]:
        country, _, score = reference.partition("=")
        references[country] = float(score)
    speeches = read_speeches(given.source, given.country, given.year, given.text)
    years = []
    for year, part in speeches.groupby("year"):
        absent = [country for country in references if country not in set(part["country"])]
        if absent:
            print(f"{year}: left out, no speech of {', '.join(absent)}")
            continue
        years.append(score_year(part, references, given.stem, given.plain))
    if not years:
        raise SystemExit(f"no year has speeches of {' and '.join(references)}; name others with --reference COUNTRY=SCORE")
    scores = pd.concat(years, ignore_index=True)

    given.results.mkdir(parents=True, exist_ok=True)
    scores.to_csv(given.results / "scores.csv", index=False)
    draw(scores, given.show, references, given.results / "scores.png")
    print(f"{len(scores)} speeches, {scores['year'].nunique()} years, {scores['country'].nunique()} countries")
    shown = scores[scores["country"].isin([*references, *given.show])]
    print(shown.pivot_table(index="year", columns="country", values="raw").round(3).to_string())
    print(f"written: {given.results / 'scores.csv'}, {given.results / 'scores.png'}")


if __name__ == "__main__":
    main()
