#!/usr/bin/env python3
"""Fits the learned words of a pack on sentences coded by hand, and writes the file that the pack includes.

    fit_learned_words.py --tool build/release/bin/stance_learned_features --lexicon geopolitics.en --rows ROWS.jsonl [--rows …] --reason "…" --out lexicons/geopolitics.en.learned.yaml

Rows are hand codes as in tests/benchmark/README.md. Of each label of a target that no cue of the pack speaks of, the tool gives the words around the name; on them a
multinomial logistic regression with an L2 penalty is fitted (scikit-learn's LogisticRegression; needs scikit-learn). Words that fewer than --min-rows labels have in a
place are left out. The fit is deterministic. It knows nothing of names: words in names and words with a capital of their own are no features.

    --held-out ROWS.jsonl   says in addition how the fitted words do on other rows: right, wrong sign and false among those that reach the threshold
"""

from __future__ import annotations

import argparse
import collections
import json
import subprocess
import sys

CLASSES = (-1, 0, 1)
PLACES = ("anywhere", "before", "behind")


def features_of(tool: str, lexicon: str, path: str, window: int, most_names: int = 1000) -> list[tuple[int, list[str]]]:
    """(label, features) of the rows of a file."""
    process = subprocess.run([tool, lexicon, path, str(window)], capture_output=True, text=True, check=False)
    if process.returncode:
        sys.exit(f"{tool}: {process.stderr.strip()}")
    rows = [json.loads(line) for line in process.stdout.splitlines()]
    return [(row["label"], row["features"]) for row in rows if row["names"] <= most_names]


def quoted(word: str) -> str:
    """YAML takes "no" and "on" for truth values, and some words begin with a mark of its own."""
    return json.dumps(word, ensure_ascii=False)


def rounded(weight: float) -> float:
    """Never -0."""
    return round(float(weight), 3) + 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tool", required=True, help="the program stance_learned_features")
    parser.add_argument("--lexicon", default="geopolitics.en")
    parser.add_argument("--rows", action="append", required=True)
    parser.add_argument("--held-out", action="append", default=[])
    parser.add_argument("--reason", required=True, help="what the rows are, for the pack")
    parser.add_argument("--out", required=True)
    parser.add_argument("--penalty", type=float, default=0.1, help="C of scikit-learn: the inverse of the strength of the penalty")
    parser.add_argument("--min-rows", type=int, default=5)
    parser.add_argument("--window", type=int, default=8)
    parser.add_argument("--most-names", type=int, default=3, help="targets that a sentence may name for the words to be asked; the fit takes all")
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--value", type=float, default=0.5)
    parser.add_argument("--weight", type=float, default=0.2)
    arguments = parser.parse_args()

    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [row for path in arguments.rows for row in features_of(arguments.tool, arguments.lexicon, path, arguments.window)]
    in_rows = collections.Counter(feature for _, features in rows for feature in features)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: 1.0 for f in features if in_rows[f] >= arguments.min_rows} for _, features in rows])
    labels = [label for label, _ in rows]
    model = LogisticRegression(C=arguments.penalty, max_iter=2000, tol=1e-6).fit(matrix, labels)
    if tuple(model.classes_) != CLASSES:
        sys.exit(f"expected rows of the classes −1, 0 and 1; got {list(model.classes_)}")
    against, neutral, support = model.coef_
    print(f"{len(rows)} labels ({dict(collections.Counter(labels))}), {len(vectorizer.vocabulary_)} words in their places")

    words: dict[str, list[str]] = {place: [] for place in PLACES}
    for feature, column in sorted(vectorizer.vocabulary_.items()):
        place, word = feature.split(":", 1)
        pair = [rounded(weights[column] - neutral[column]) for weights in (against, support)]
        if any(pair):
            words[place].append(f"    {quoted(word)}: [{pair[0]:g}, {pair[1]:g}]")
    bias = [rounded(model.intercept_[i] - model.intercept_[1]) for i in (0, 2)]
    with open(arguments.out, "w", encoding="utf-8") as out:
        out.write("# Written by tests/tools/fit_learned_words.py; lexicons/FORMAT.md says what the numbers are. Not to be edited by hand.\n")
        out.write("learned:\n")
        out.write(f"  reason: {json.dumps(arguments.reason, ensure_ascii=False)}\n")
        for key in ("window", "most_names", "threshold", "value", "weight"):
            out.write(f"  {key}: {getattr(arguments, key):g}\n")
        out.write(f"  bias: [{bias[0]:g}, {bias[1]:g}]\n")
        for place in PLACES:
            if words[place]:
                out.write(f"  {place}:\n" + "\n".join(words[place]) + "\n")

    for path in arguments.held_out:
        held = features_of(arguments.tool, arguments.lexicon, path, arguments.window, arguments.most_names)
        probabilities = model.predict_proba(vectorizer.transform([{f: 1.0 for f in features} for _, features in held]))
        counts: collections.Counter[str] = collections.Counter()
        for (label, _), p in zip(held, probabilities):
            said = -1 if p[0] > p[2] else 1
            if max(p[0], p[2]) >= arguments.threshold:
                counts["right" if said == label else "false" if label == 0 else "wrong sign"] += 1
        print(f"{path}: {len(held)} labels; {dict(counts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
