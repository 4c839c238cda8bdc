#!/usr/bin/env python3
"""Writes tests/SCOREBOARD.md from what the program prints.

    STANCE_SHARED_DATA=FOLDER scoreboard.py [--bin PROGRAM] [--out FILE] [--date YYYY-MM-DD] [--replicates N]

Speed and memory are measured apart: the section that tests/bench/peers.py wrote to tests/bench/speed.md is put in as it is.

The folder holds gold/ (seed_sentences.jsonl, un_sentences.jsonl), ungdc/ (speeches.jsonl, membership.csv) and seeds/. What stands between
"<!-- by hand: NAME -->" and "<!-- end of NAME -->" in the file is kept as it is; reasons of errors stand in error_reasons.tsv beside this program
(id, key, reason; separated by tabs). Standard library only."""

from __future__ import annotations

import argparse
import atexit
import csv
import datetime
import functools
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import coded_speeches

ROOT = Path(__file__).resolve().parents[2]
BENCHMARK = ROOT / "tests" / "benchmark"
REASONS = Path(__file__).resolve().with_name("error_reasons.tsv")
SPEED = ROOT / "tests" / "bench" / "speed.md"
READER = Path(__file__).resolve().with_name("reader_positions.csv")
SAMPLE_SEED = 20261121
# Target keys of the evaluation before `stance validate`, for figures that can be compared with older ones.
FIXED_TARGETS = """NATO EU Russia CIS CSTO EAEU SCO Türkiye OTS USA UN OSCE CoE NAM OIC GUAM BRICS G77 AU ASEAN GCC West China Iran Georgia Armenia Azerbaijan
Ukraine Pakistan Israel Cuba Libya France Syria Japan UK Germany Spain Iraq Kazakhstan India""".split() + ["Arab League"]
EUROPE = set("""ALB AND ARM AUT AZE BEL BGR BIH BLR CHE CYP CZE DEU DNK ESP EST FIN FRA GBR GEO GRC HRV HUN IRL ISL ITA KAZ KGZ LIE LTU LUX LVA MCO MDA
MKD MLT MNE NLD NOR POL PRT ROU RUS SMR SRB SVK SVN SWE TJK TKM TUR UKR UZB YUG""".split())
WEST = "nato_orientation - non_alignment"
AXES = ("nato_orientation", "non_alignment", "eu_orientation", "russia_cis_orientation", "multilateralism")
# Presence of names without any stance.
NAIVE = {
    "nato_orientation": re.compile(r"\bNATO\b|North Atlantic Treaty|Atlantic Alliance"),
    "non_alignment": re.compile(r"[Nn]on-[Aa]ligned|[Nn]eutrality"),
    "russia_cis_orientation": re.compile(r"Russia|\bCIS\b|\bCSTO\b|Commonwealth of Independent States"),
}
DOCUMENTS = {"000": "survey", "001": "ministry", "002": "non-alignment", "003": "platform", "004": "dissertation"}


class Program:
    """The program `stance`, asked for JSON."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, *arguments) -> dict:
        run = subprocess.run([self.path, *map(str, arguments), "--format", "json"], capture_output=True, encoding="utf-8", check=False)
        if run.returncode not in (0, 1) or not run.stdout:
            sys.exit(f"stance {' '.join(map(str, arguments))}: exit {run.returncode}\n{run.stderr[-2000:]}")
        return json.loads(run.stdout)


def rounded(value: float, digits: int) -> float:
    """Never -0.0."""
    return round(value, digits) + 0.0


def three(value: float | None) -> str:
    return "–" if value is None else f"{rounded(value, 3):.3f}"


def interval(figure: dict) -> str:
    return three(figure["value"]) if figure["ci"] is None else f"{three(figure['value'])} [{three(figure['ci'][0])}, {three(figure['ci'][1])}]"


def table(header: list[str], rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(line) + " |" for line in [header, ["---"] * len(header), *rows]) + "\n"


def kept_blocks(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return {m[1]: m[2] for m in re.finditer(r"<!-- by hand: (\S+) -->\n(.*?)<!-- end of \1 -->", text, flags=re.S)}


def by_hand(blocks: dict[str, str], name: str) -> str:
    return f"<!-- by hand: {name} -->\n{blocks.get(name, '')}<!-- end of {name} -->\n"


def measured_speed() -> str:
    return SPEED.read_text(encoding="utf-8") if SPEED.exists() else "Beside peers: not measured yet; tests/bench/peers.py does.\n"


# ---- Sentences

def family(codes: dict, name: str) -> dict:
    return next(f for f in codes["families"] if f["name"] == name)


@functools.lru_cache
def held_out_speeches(shared: Path) -> Path:
    """Sentences of the coded speeches that were put aside, with their texts, in a folder that lasts as long as this program."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    path = Path(folder) / "held_out.jsonl"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in coded_speeches.rows(shared / "ungdc" / "speeches.jsonl", ["held_out"]))
    return path


def sentence_sets(shared: Path) -> list[tuple[str, Path, str]]:
    return [("founding documents (development)", shared / "gold" / "seed_sentences.jsonl", "principal"),
            ("UN and Kremlin sentences (development)", shared / "gold" / "un_sentences.jsonl", "country"),
            ("benchmark, as in documents, written blind", BENCHMARK / "documents.jsonl", "principal"),
            ("benchmark, ordinary prose, written blind", BENCHMARK / "prose.jsonl", "principal"),
            ("benchmark, figurative and hard, written blind", BENCHMARK / "sentences.jsonl", "principal"),
            ("UN speeches of states that nobody read, coded for this project", held_out_speeches(shared), "principal")]


SHORT = ("founding documents", "UN and Kremlin", "benchmark, documents", "benchmark, prose", "benchmark, figurative", "UN, held out")  # of the sets, in their order


def unread_half(stance: Program, path: Path, replicates: int) -> dict:
    """The rows of a benchmark set that nobody read while rules and lexicon were mended."""
    read = set((BENCHMARK / "read_while_mending.txt").read_text(encoding="utf-8").split())
    with tempfile.TemporaryDirectory() as folder:
        half = Path(folder) / path.name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        half.write_text("".join(line for line in lines if json.loads(line)["id"] not in read), encoding="utf-8")
        return stance("validate", half, "--errors", 0, "--replicates", replicates)["hand_codes"]


def summary_row(name: str, codes: dict) -> list[str]:
    counts, head = codes["rows"], codes["headline"]
    families = [three(family(codes, each)["macro_f1"]["value"]) for each in ("axes", "targets", "intensities")]
    moved = "–" if counts["must_not_count"] == 0 else f"{counts['must_not_count_moved']} ({counts['must_not_count_moved_any']}) of {counts['must_not_count']}"
    return [name, str(counts["scored"]), interval(head), *families, three(head["always_zero"]), three(head["mention_is_support"]),
            f"{codes['overfired']['labels']} in {codes['overfired']['rows']} rows", moved]


def in_context(stance: Program, shared: Path, replicates: int) -> dict:
    """The sentences of the founding documents, each read where it stands."""
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents.jsonl"
        with documents.open("w", encoding="utf-8") as out:
            for path in sorted((shared / "seeds").glob("*.txt")):
                with path.open(encoding="utf-8", newline="") as file:
                    out.write(json.dumps({"id": path.name[:3], "text": file.read()}, ensure_ascii=False) + "\n")
        path = sentence_sets(shared)[0][1]
        return stance("validate", path, "--in-context", "--documents", documents, "--errors", 0, "--replicates", replicates)["hand_codes"]


def sentences(stance: Program, shared: Path, replicates: int) -> tuple[str, list[tuple[str, dict]]]:
    found, rows, fixed, unknown = [], [], [], []
    for name, path, principal in sentence_sets(shared):
        options = ["validate", path, "--principal-column", principal, "--replicates", replicates]
        codes = stance(*options, "--ablate", "--errors", 0)["hand_codes"]
        old = stance(*options[:-1], 0, "--targets", ",".join(FIXED_TARGETS), "--errors", 0)["hand_codes"]
        found.append((name, codes))
        rows.append(summary_row(name, codes))
        if path.parent == BENCHMARK:
            rows.append(summary_row("the same, rows that nobody read while mending", unread_half(stance, path, replicates)))
        fixed.append(three(old["headline"]["value"]))
        unknown += [f"{key} ({n})" for key, n in codes["unknown_targets"].items()]
    rows.insert(1, summary_row("the same, in their documents", in_context(stance, shared, replicates)))
    text = table(["set", "rows scored", "macro-F1", "axes", "targets", "intensities", "always 0", "a mention is support", "targets that nobody labelled", "must not count, but moved"], rows)
    text += (f"\nEvery labelled target that the lexicon knows is in these figures; unknown to it, and left out: {', '.join(unknown) or 'none'}. "
             f"With the fixed list of {len(FIXED_TARGETS)} targets of earlier scoreboards the headlines are {', '.join(fixed)}. Labels that are not given are no negatives. “Must not count”: "
             "references, footnotes, others' views, scored without the document around them; “moved”: a target or a bipolar axis (in brackets: or an intensity). “In their documents”: names, "
             "principal and voice are read from the whole document.\n")
    return text, found


def side_by_side(sets: list[tuple[str, dict]], pick, figure: str, at_least: int) -> str:
    names: dict[str, None] = {}
    columns = []
    for _, codes in sets:
        column = {entry["name"]: entry for entry in pick(codes) if entry["n"] >= at_least}
        names.update(dict.fromkeys(column))
        columns.append(column)
    rows = [[f"`{name}`", *(f"{interval(c[name][figure])} ({c[name]['n']})" if name in c else "–" for c in columns)] for name in names]
    return table(["", *SHORT], rows)


def ablations(sets: list[tuple[str, dict]]) -> str:
    columns = [{entry["rule"]: entry for entry in codes["ablations"]} for _, codes in sets]
    return table(["rule", *SHORT],
                 [[f"`{rule}`", *(interval(column[rule]["earned"]) for column in columns)] for rule in columns[0]])


def random_errors(stance: Program, shared: Path) -> str:
    """Ids, keys and figures only: the texts are not ours to print."""
    reasons = {}
    if REASONS.exists():
        with REASONS.open(encoding="utf-8", newline="") as file:
            reasons = {(r["id"], r["key"]): r["reason"] for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "development.jsonl"
        with both.open("w", encoding="utf-8") as out:
            for _, path, principal in sentence_sets(shared)[:2]:
                for line in path.read_text(encoding="utf-8").splitlines():
                    row = json.loads(line)
                    row["principal"] = row.get(principal)
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        codes = stance("validate", both, "--errors", 0, "--sample", 20, "--seed", SAMPLE_SEED, "--replicates", 0)["hand_codes"]
    rows = []
    for error in codes["sample"]:
        key = error.get("axis") or error.get("target")
        shown = [f"{rounded(error[name], 2):+.2f}".replace("+0.00", "0.00") if error[name] is not None else none for name, none in (("gold", "no label"), ("got", "undefined"))]
        rows.append([error["id"], f"`{key}`", error["kind"].replace("_", " "), *shown, reasons.get((error["id"], key), "")])
    return f"20 of {codes['n_errors']} errors of both development sets, drawn with seed {SAMPLE_SEED}; reasons by hand (`tests/tools/error_reasons.tsv`).\n\n" + \
        table(["row", "key", "kind", "gold", "got", "reason"], rows)


# ---- Speeches

def ranks(values: list[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    i = 0
    while i < len(order):
        j = i
        while j < len(order) and values[order[j]] == values[order[i]]:
            j += 1
        for k in order[i:j]:
            out[k] = (i + j + 1) / 2
        i = j
    return out


def auc(positives: list[float], negatives: list[float]) -> float:
    r = ranks(positives + negatives)
    n = len(positives)
    return (sum(r[:n]) - n * (n + 1) / 2) / (n * len(negatives))


def spearman(x: list[float], y: list[float]) -> float:
    return statistics.correlation(ranks(x), ranks(y))


class Naive:
    """The figures of the speeches from the presence of names alone."""

    def __init__(self, speeches: Path, members: list[dict]) -> None:
        found = {}
        with speeches.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                found[row["id"]] = {key: float(bool(pattern.search(row["text"]))) for key, pattern in NAIVE.items()}
        self.rows = [{**row, **found[row["id"]], "west": found[row["id"]]["nato_orientation"] - found[row["id"]]["non_alignment"]} for row in members if row["id"] in found]

    def auc(self, key: str, positive, negative, sign: int = 1) -> float:
        return auc([sign * r[key] for r in self.rows if positive(r)], [sign * r[key] for r in self.rows if negative(r)])

    def correlations(self) -> tuple[float, float]:
        known = [r for r in self.rows if r["ideal_point"] not in ("", "NA")]
        groups: dict[str, list[dict]] = {}
        for row in known:
            groups.setdefault(row["country"], []).append(row)
        large = [g for g in groups.values() if len(g) >= 5]
        means = [[statistics.mean(float(r[key]) for r in group) for group in large] for key in ("west", "ideal_point")]
        return spearman([r["west"] for r in known], [float(r["ideal_point"]) for r in known]), spearman(*means)


def speeches(stance: Program, shared: Path, replicates: int) -> tuple[str, str]:
    source = shared / "ungdc" / "speeches.jsonl"
    with (shared / "ungdc" / "membership.csv").open(encoding="utf-8", newline="") as file:
        members = list(csv.DictReader(file))
    for row in members:
        row["europe"] = "Europe and the former USSR" if row["country"] in EUROPE else "elsewhere"
    naive = Naive(source, members)
    south = "country=GEO|UKR|MDA"
    questions = [f"{WEST}: is_nato / is_nam", "nato_orientation: is_nato / is_nam", "-non_alignment: is_nato / is_nam",
                 f"{WEST}: is_nato & europe!=elsewhere / is_nato=0 & europe!=elsewhere", f"russia_cis_orientation: is_csto & country!=GEO|UKR|MDA|AZE / {south}"]
    with tempfile.TemporaryDirectory() as folder:
        groups_file = Path(folder) / "groups.csv"
        with groups_file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, members[0].keys())
            writer.writeheader()
            writer.writerows(members)
        options = ["validate", "--documents", source, "--groups", groups_file, "--principal-column", "country", "--columns", "ideal_point", "--mean-by", "country",
                   "--cluster", "country", "--within", "europe", "--replicates", replicates]
        for measure in (WEST, *AXES):
            options += ["--measure", measure]
        for question in questions:
            options += ["--auc", question]
        groups = stance(*options)["groups"]
    is_true = lambda column: lambda r: r[column] == "1"  # noqa: E731
    in_europe = lambda value: lambda r: r["europe"] != "elsewhere" and (r["is_nato"] == "1") == value  # noqa: E731
    naive_aucs = [naive.auc("west", is_true("is_nato"), is_true("is_nam")), naive.auc("nato_orientation", is_true("is_nato"), is_true("is_nam")),
                  naive.auc("non_alignment", is_true("is_nato"), is_true("is_nam"), -1), naive.auc("west", in_europe(True), in_europe(False)),
                  naive.auc("russia_cis_orientation", lambda r: r["is_csto"] == "1" and r["country"] not in ("GEO", "UKR", "MDA", "AZE"), lambda r: r["country"] in ("GEO", "UKR", "MDA"))]
    names = [f"AUC, NATO against NAM members, `{WEST}`", "the same, `nato_orientation` alone", "the same, `non_alignment` alone (turned round)",
             "AUC, NATO members against others inside Europe and the former USSR", "AUC, CSTO members against Georgia, Ukraine, Moldova, `russia_cis_orientation`"]
    rows = [[name, interval(a["auc"]), three(n), f"{a['n_positive']} : {a['n_negative']}", f"{three(a['auc_defined'])} ({a['n_positive_defined']} : {a['n_negative_defined']})"]
            for name, a, n in zip(names, groups["aucs"], naive_aucs)]
    correlation = next(c for c in groups["correlations"] if c["measure"] == WEST)
    naive_spearman, naive_means = naive.correlations()
    rows.append(["Spearman with UNGA ideal points", interval(correlation["spearman"]), three(naive_spearman), str(correlation["n"]), f"{three(correlation['spearman_defined'])} ({correlation['n_defined']})"])
    rows.append(["Spearman of country means", three(correlation["spearman_means"]), three(naive_means), str(correlation["n_means"]), "–"])
    ours = [a["auc"]["value"] for a in groups["aucs"]] + [correlation["spearman"]["value"], correlation["spearman_means"]]
    theirs = naive_aucs + [naive_spearman, naive_means]
    below = sum(round(a, 3) < round(b, 3) for a, b in zip(ours, theirs))
    level = sum(round(a, 3) == round(b, 3) for a, b in zip(ours, theirs))
    text = table(["figure", "Stance", "naive", "n", "where defined (n)"], rows)
    text += f"\n**Below the naive count in {below} figures of {len(ours)}, and level with it in {level}.** Intervals: bootstrap over countries.\n\n"
    text += "Coverage (speeches with a defined position): " + ", ".join(f"`{k}` {n / groups['n']:.2f}" for k, n in groups["defined"].items() if k in AXES) + ".\n\n"
    text += "Spearman with ideal points where defined: " + ", ".join(f"`{c['measure']}` {c['spearman_defined']:+.3f} ({c['n_defined']})" for c in groups["correlations"] if c["measure"] in AXES) + ".\n\n"
    strata = ", ".join(f"{s['value']} {three(s['auc'])} ({s['n_positive']} : {s['n_negative']})" for s in groups["aucs"][0]["strata"])
    text += f"Within regions, NATO against NAM members, `{WEST}`: {interval(groups['aucs'][0]['auc_within'])} over pairs of one region; {strata}.\n"
    return f"{groups['n']:,} speeches; membership in the year of the speech.", text


# ---- Founding documents

def founding(stance: Program, shared: Path) -> str:
    report = stance("score", shared / "seeds")
    documents = {d["id"][:3]: d for d in report["documents"]}
    rows = []
    for axis in report["axes"]:
        cells = []
        for number in DOCUMENTS:
            cell = documents[number]["axes"][axis["key"]]
            value = f"– {cell['undefined'].replace('_', ' ')}" if cell["position"] is None else f"{cell['position']:+.2f}"
            cells.append(f"{value} ({cell['n_evidence']})")
        rows.append([f"`{axis['key']}`", *cells])
    return table(["axis", *(f"{number} {name}" for number, name in DOCUMENTS.items())], rows)


def reader_agreement(stance: Program, shared: Path) -> str:
    """Positions and stances against those of a careful reader (reader_positions.csv)."""
    report = stance("score", shared / "seeds")
    documents = {d["id"][:3]: d for d in report["documents"]}
    bipolar = {axis["key"] for axis in report["axes"] if axis["kind"] == "bipolar"}
    cells: dict[str, list[tuple[str, str, float, float | None]]] = {"bipolar axes": [], "intensities": [], "targets": []}
    with READER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            target = row["kind"] == "target"
            cell = documents[row["document"]]["targets" if target else "axes"].get(row["key"], {})
            family = "targets" if target else "bipolar axes" if row["key"] in bipolar else "intensities"
            cells[family].append((row["document"], row["key"], float(row["value"]), cell.get("stance" if target else "position")))
    rows = []
    for family, all_cells in cells.items():
        both = [(key, gold, got) for _, key, gold, got in all_cells if got is not None]
        pairs = [(a, b) for i, a in enumerate(both) for b in both[:i] if a[0] == b[0] and a[1] != b[1]]  # two documents, one key
        ordered = sum((a[1] - b[1]) * (a[2] - b[2]) > 0 for a, b in pairs)
        signed = [(gold, got) for _, gold, got in both if gold]
        rows.append([family, str(len(all_cells)), str(len(both)), f"{statistics.correlation([g for _, g, _ in both], [p for _, _, p in both]):.3f}",
                     f"{sum(g * p > 0 for g, p in signed)} of {len(signed)}", f"{ordered} of {len(pairs)}",
                     f"{sum(abs(g - p) <= 0.25 for _, g, p in both)} of {len(both)}"])
    return table(["family", "cells of the reader", "defined by Stance", "correlation", "sign right", "order of two documents right", "within 0.25"], rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=os.environ.get("STANCE_BIN", str(ROOT / "build" / "release" / "bin" / "stance")))
    parser.add_argument("--out", type=Path, default=ROOT / "tests" / "SCOREBOARD.md")
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    parser.add_argument("--replicates", type=int, default=1000)
    options = parser.parse_args()
    if not os.environ.get("STANCE_SHARED_DATA"):
        sys.exit("scoreboard.py: set STANCE_SHARED_DATA to the folder of gold/, ungdc/ and seeds/")
    shared = Path(os.environ["STANCE_SHARED_DATA"])
    blocks = kept_blocks(options.out)
    stance = Program(options.bin)
    head = stance("validate", ROOT / "tests" / "benchmark" / "sentences.jsonl", "--errors", 0, "--replicates", 0)
    summary, sets = sentences(stance, shared, options.replicates)
    n_speeches, speech_figures = speeches(stance, shared, options.replicates)
    lexicon = head["lexicon"]
    text = f"""# Scoreboard

{options.date}, stance {head['stance']}, lexicon {lexicon['name']} {lexicon['version']} (`{lexicon['hash']}`). Written by `tests/tools/scoreboard.py` from what
`stance validate` and `stance score` print; paragraphs by hand are marked in the source.

All figures are measured with the program of this tree. *Development* sets were read while the rules and the lexicon were written, so their figures are
upper bounds of what other texts will give. The benchmark was written blind to lexicon and rules; a half of each of its sets, drawn at random, was read
while they were mended (`tests/benchmark/read_while_mending.txt`). **The rows that nobody read are the honest figures.** Intervals: 95 % of the bootstrap, {options.replicates} replicates, over rows where nothing else is said.

## Sentences

Macro-F1 over −1, 0, +1, mean of targets and bipolar axes; each sentence is scored as a document of its own, and a score below 0.05 in size counts as 0.
“A mention is support” is the naive baseline: every labelled target and axis is +1; “always 0” says nothing of any.

{summary}
{by_hand(blocks, "sentences")}
### By class of difficulty: accuracy

Share of right labels (targets, axes and intensities), with the number of labels; tags with five or more.

{side_by_side(sets, lambda codes: codes["by"].get("tags", []), "accuracy", 5)}
### By genre: accuracy

{side_by_side(sets, lambda codes: codes["by"].get("genre", []), "accuracy", 5)}
### By axis: macro-F1

Axes with eight labels or more; intensities over 0 and +1.

{side_by_side(sets, lambda codes: codes["by_axis"], "macro_f1", 8)}
### What each rule earns

Headline with all rules minus headline without the rule; paired bootstrap. A negative number: the sentences of this set are read better without it.

{ablations(sets)}
### Errors drawn at random

{random_errors(stance, shared)}
## Documents: UN General Debate speeches, 1995–2012 (development)

{n_speeches} A measure, never a target: membership is not rhetoric (aspirants speak of NATO more than members do).
Naive: presence of the names (NATO; non-aligned, neutrality; Russia, CIS, CSTO) without any stance, computed on the same speeches. An undefined position counts
as 0, but in the last column.

{speech_figures}
{by_hand(blocks, "speeches")}
## The founding documents

Positions (pieces of evidence), from `stance score`:

{founding(stance, shared)}
### Against a careful reader

One reader (a language model that had seen neither the program's output nor the lexicon) read the five documents with `lexicons/CODEBOOK.md` and gave positions for what each speaks of
(`tests/tools/reader_positions.csv`). Correlations are over the cells that both define. The documents were read for development too.

{reader_agreement(stance, shared)}
## Intervals

{by_hand(blocks, "intervals")}
## Speed

{by_hand(blocks, "speed")}
{measured_speed()}"""
    options.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
