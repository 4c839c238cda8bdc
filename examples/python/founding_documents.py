"""Compare the founding documents of the bundled corpus: where they stand, how alike they are, and where they differ most.

    pip install '.[plot]'
    python examples/python/founding_documents.py pictures

The documents are invented (examples/corpus_README.md). Give a folder of your own texts as second argument.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib

import stance

matplotlib.use("Agg")  # pictures go to files; no window is needed

BUNDLED = Path(__file__).resolve().parents[1] / "corpus"


def main(pictures: Path, texts: Path = BUNDLED) -> None:
    corpus = stance.Corpus.from_files(texts)
    analysis = stance.analyze(corpus)
    print(analysis, end="\n\n")

    # Where does each document stand? NaN: it does not say, which is not a neutral 0.
    bipolar = analysis.lexicon.axes.query("kind == 'bipolar'")["axis"]
    wide = analysis.positions(wide=True)[list(bipolar)]
    print("Positions, −1 to +1")
    print(wide.T.rename(columns=lambda name: str(name).split("_")[0]).round(2).to_string(na_rep="·"), end="\n\n")

    # Which documents speak of the same things, and which take the same side?
    pairs = analysis.pairs().sort_values("stance")
    print("The most different stances")
    print(pairs[["a", "b", "topic", "stance", "quarter"]].head(3).round(2).to_string(index=False), end="\n\n")

    # What do they say where they differ most? Intervals that are apart come first.
    contrasts = analysis.compare().contrasts().sort_values("intervals_apart", ascending=False, kind="stable")
    first = contrasts.iloc[0]
    contrast = analysis.contrast(first["a"], first["b"], first["axis"])
    apart = "intervals apart" if contrast.intervals_apart else "intervals overlap"
    print(f"The strongest contrast: {contrast.axis}, difference {contrast.difference:+.2f}, {apart}")
    for side in "ab":
        print(f"  {first[side]}")
        quotations = contrast.quotations.dropna(subset=[f"{side}_sentence"])
        for sentence, value in zip(quotations[f"{side}_sentence"], quotations[f"{side}_value"]):
            print(f"    {value:+.1f}  {sentence}")

    pictures.mkdir(parents=True, exist_ok=True)
    print("\nPictures")
    stance.plot.save(stance.plot.positions(analysis), pictures / "positions.png")
    stance.plot.save(stance.plot.similarity(analysis, "topic"), pictures / "topic.png")
    stance.plot.save(stance.plot.similarity(analysis, "stance"), pictures / "stance.png")
    stance.plot.save(stance.plot.stance_map(analysis), pictures / "map.png")
    stance.plot.save(stance.plot.pairs(analysis), pictures / "pairs.png")
    print("\n".join(f"  {path}" for path in sorted(pictures.glob("*.png"))))


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(f"usage: python {sys.argv[0]} FOLDER_FOR_PICTURES [FOLDER_OF_TEXTS]")
    main(*map(Path, sys.argv[1:]))
