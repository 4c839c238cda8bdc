"""`stance validate`: real and bad input, and that its figures are those of a second, independent computation."""

import csv
import json
import os
import subprocess
import sys
import unittest
from collections import Counter
from pathlib import Path

from harness import PROGRAM, ProgramTest, run

SOURCE = Path(os.environ.get("STANCE_SOURCE", Path(__file__).resolve().parents[2]))
BENCHMARK = SOURCE / "tests" / "benchmark"
SHARED = Path(os.environ["STANCE_SHARED_DATA"]) if os.environ.get("STANCE_SHARED_DATA") else None
PACK = "geopolitics.en"
THRESHOLD = 0.05
PACKS = {"STANCE_LEXICON_PATH": str(SOURCE / "lexicons")}

CODES = """{"id": "a", "text": "We shall join NATO.", "axes": {"nato_orientation": 1}, "targets": {"NATO": 1}, "tags": ["plain"]}
{"id": "b", "text": "NATO was named.", "axes": {"nato_orientation": -1}, "targets": {"NATO": 0}, "tags": ["plain"]}
{"id": "c", "text": "The aggression of NATO grows.", "axes": {"nato_orientation": 1}, "targets": {"NATO": -1}}
{"id": "d", "text": "We shall join NATO with Russia.", "counts": false}
"""


def macro_f1(pairs):
    scores = []
    for c in (-1, 0, 1):
        hits = sum(g == c == p for g, p in pairs)
        others = sum((g == c) != (p == c) for g, p in pairs)
        if hits + others:
            scores.append(2 * hits / (2 * hits + others))
    return sum(scores) / len(scores) if scores else None


def sign(value):
    return 0 if value is None or abs(value) < THRESHOLD else (1 if value > 0 else -1)


class Independent:
    """The figures of hand codes, computed from `stance score` in Python."""

    def __init__(self, rows, records, axes, names=None):
        self.kinds = {a["key"]: a["kind"] for a in axes}
        self.labels = {"targets": [], "axes": [], "intensities": []}
        self.tags = {}
        self.overfired = self.counted = self.moved = 0
        for row in rows:
            record = records.get(row["id"], {"axes": {}, "targets": {}})
            scores = {"axes": {k: v["position"] for k, v in record["axes"].items()}, "targets": {k: v["stance"] for k, v in record["targets"].items()}}
            if not row.get("counts", True):
                self.moved += any(sign(v) for s in scores for k, v in scores[s].items() if s == "targets" or self.kinds[k] == "bipolar")
                continue
            self.counted += 1
            self.overfired += sum(1 for k, v in scores["targets"].items() if k not in row["targets"] and sign(v) and (names is None or k in names))
            for section in ("axes", "targets"):
                for key, gold in row[section].items():
                    got = sign(scores[section].get(key))
                    intensity = section == "axes" and self.kinds[key] == "intensity"
                    pair = (max(gold, 0), max(got, 0)) if intensity else (gold, got)
                    self.labels["intensities" if intensity else section].append(pair)
                    for tag in row.get("tags", []):
                        self.tags.setdefault(tag, []).append(pair)

    def headline(self):
        return (macro_f1(self.labels["targets"]) + macro_f1(self.labels["axes"])) / 2


class Validate(ProgramTest):
    def validate(self, *arguments, code=0, lexicon=None):
        options = {"lexicon": lexicon, "env": PACKS} if lexicon else {}
        process = self.ok(run("validate", *arguments, "--format", "json", **options), code)
        self.assert_schema(process.stdout, "validation", "json")
        return json.loads(process.stdout)

    def codes(self):
        return self.file("codes.jsonl", CODES)

    def test_figures_and_errors(self):
        report = self.validate(self.codes(), "--principal", "AZE", "--sample", "2")
        codes = report["hand_codes"]
        self.assertEqual(codes["rows"]["scored"], 3)
        self.assertEqual(codes["rows"]["must_not_count_moved"], 1)
        self.assertEqual(codes["families"][0]["macro_f1"]["value"], 1.0)
        self.assertEqual(codes["families"][1]["confusion"], [[0, 1, 0], [0, 0, 0], [1, 0, 1]])
        worst = codes["errors"][0]
        self.assertEqual((worst["id"], worst["kind"], worst["axis"], worst["cost"]), ("c", "wrong_sign", "nato_orientation", 2.0))
        self.assertEqual(worst["evidence"][0]["cue"]["text"], "aggression")
        self.assertRegex(worst["evidence"][0]["entry"], r"mini\.yaml:\d+")
        self.assertEqual(len(codes["sample"]), 2)
        self.assertEqual([t["name"] for t in codes["by"]["tags"]], ["plain"])

    def test_table_and_markdown(self):
        table = self.ok(run("validate", self.codes(), "--ablate")).stdout.decode()
        for heading in ("Hand codes", "Labels", "Confusion, precision, recall", "What each rule earns", "Errors, the most costly first"):
            self.assertIn(heading, table)
        self.assertIn("## Labels", self.ok(run("validate", self.codes(), "--format", "md")).stdout.decode())

    def test_same_bytes_on_any_number_of_threads_and_for_one_seed(self):
        outputs = {run("validate", self.codes(), "--format", "json", "--ablate", "--sample", "2", "--threads", n).stdout for n in (1, 2, 5)}
        self.assertEqual(len(outputs), 1)
        other = run("validate", self.codes(), "--format", "json", "--ablate", "--sample", "2", "--seed", "9").stdout
        self.assertNotEqual({other}, outputs)

    def test_csv_and_two_coders(self):
        first = self.file("A.csv", "id,text,axis:nato_orientation,target:NATO\n1,We shall join NATO.,1,1\n2,NATO was named.,0,0\n3,NATO was seen.,,0\n")
        second = self.file("B.csv", "id,key,value\n1,nato_orientation,1\n2,nato_orientation,0\n1,NATO,1\n2,NATO,1\n")
        report = self.validate(first, second)["hand_codes"]
        everything = report["coders"][0]
        self.assertEqual((everything["name"], everything["n"]), ("all labels", 4))
        self.assertEqual((everything["pairs"][0]["first"], everything["pairs"][0]["second"]), ("A", "B"))
        self.assertAlmostEqual(everything["pairs"][0]["kappa"]["value"], 0.5, places=6)
        self.assertEqual([a["coder"] for a in report["against_coders"]], ["A", "B"])
        self.assertIn("no majority", " ".join(report["notes"]))

    def test_spans_in_documents(self):
        document = self.file("d.txt", "Türkiye is near. We shall join NATO. The aggression of NATO grows.")
        rows = self.file("s.jsonl", '{"id": "1", "doc": "d", "start": 17, "end": 36, "axes": {"nato_orientation": 1}}\n{"id": "2", "document": "d", "start": 37, "end": 66, "axes": {"nato_orientation": -1}}\n')
        report = self.validate(rows, "--documents", document, "--principal", "AZE")
        self.assertEqual(report["hand_codes"]["headline"]["value"], 1.0)
        self.assertIn("from 1 documents", " ".join(report["hand_codes"]["notes"]))
        self.assertIn("V106", self.ok(run("validate", rows), 1).stderr.decode())

    def test_options_take_no_files_for_their_values(self):
        document = self.file("d.txt", "We shall join NATO.")
        report = self.validate("--targets", "NATO", "--by", "tags", "--documents", document, self.codes())
        self.assertEqual(report["hand_codes"]["rows"]["read"], 4)
        self.assertEqual(report["method"]["targets"], ["NATO"])

    def test_minimum(self):
        self.ok(run("validate", self.codes(), "--min-f1", "0.5"))
        process = self.ok(run("validate", self.codes(), "--min-f1", "0.9"), 1)
        self.assertIn("asked were 0.9", process.stderr.decode())

    def test_groups(self):
        texts = self.file("t.jsonl", '{"id": "a", "text": "We shall join NATO."}\n{"id": "b", "text": "The aggression of NATO grows."}\n{"id": "c", "text": "Trade grows."}\n')
        table = self.file("g.csv", "id,member,score\na,1,2\nb,0,-1.5\nc,0,0.5\n")
        report = self.validate("--documents", texts, "--groups", table, "--measure", "nato_orientation", "--principal", "AZE")
        self.assertIsNone(report["hand_codes"])
        groups = report["groups"]
        self.assertEqual(groups["aucs"][0]["auc"]["value"], 1.0)
        self.assertEqual(groups["correlations"][0]["spearman"]["value"], 1.0)
        self.assertEqual(groups["defined"], {"nato_orientation": 2})
        self.assertIn("Groups of documents", self.ok(run("validate", "--documents", texts, "--groups", table)).stdout.decode())

    def test_bad_rows_lose_no_others(self):
        rows = CODES + 'nonsense\n{"id": "e", "text": "x", "axes": {"nato": 1}}\n{"id": "f", "text": "x", "targets": {"NATO": 3}}\n'
        process = self.ok(run("validate", self.file("bad.jsonl", rows), "--format", "json"), 1)
        errors = process.stderr.decode()
        for expected in ("bad.jsonl:5: error[V101]", "bad.jsonl:6: error[V107]", "did you mean 'nato_orientation'?", "bad.jsonl:7: error[V109]"):
            self.assertIn(expected, errors)
        report = json.loads(process.stdout)
        self.assertEqual(report["hand_codes"]["rows"]["scored"], 3)
        self.assertEqual([d["code"] for d in report["diagnostics"]], ["V101", "V107", "V109"])

    def test_unknown_principal_is_reported(self):
        process = self.ok(run("validate", self.file("p.jsonl", '{"id": "p", "text": "We join NATO.", "principal": "Atlantis", "targets": {"NATO": 1}}\n')), 1)
        self.assertIn("document 'p': principal", process.stderr.decode())
        self.assertIn("No row of hand codes could be scored", process.stdout.decode())

    def test_wrong_command_lines(self):
        for arguments in ([], [self.codes(), "--format", "csv"], [self.codes(), "--axes", "nato"], [self.codes(), "--in-context"], [self.codes(), "--measure", "nato_orientation"],
                          ["--groups", "g.csv"], ["--documents", self.codes(), "--groups", "none.csv"], [self.codes(), "--threshold", "2"]):
            self.ok(run("validate", *arguments), 2)

    def check_set(self, path, principal, targets=None):
        """The program's figures are those of Independent, on the labels whose keys the lexicon has under the same name."""
        process = run("score", path, "--format", "json", "--principal-column", principal, lexicon=PACK, env=PACKS)
        scored = json.loads(self.ok(process).stdout)
        listing = (SOURCE / "lexicons").glob("geopolitics.en*.yaml")
        known = "\n".join(p.read_text(encoding="utf-8") for p in listing)
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for row in rows:
            row["targets"] = {k: v for k, v in row["targets"].items() if f"\n  {k}:" in known and (targets is None or k in targets)}
        same = self.file(path.name, "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
        wanted = Independent(rows, {d["id"]: d for d in scored["documents"]}, scored["axes"], targets)
        options = ["--principal-column", principal] + (["--targets", ",".join(sorted(targets))] if targets else [])
        got = self.validate(same, *options, lexicon=PACK)["hand_codes"]
        self.assertEqual(got["rows"]["scored"], wanted.counted)
        self.assertEqual(got["rows"]["must_not_count_moved"], wanted.moved)
        self.assertEqual(got["overfired"]["labels"], wanted.overfired)
        for family in got["families"]:
            pairs = wanted.labels[family["name"]]
            self.assertEqual(family["n"], len(pairs))
            cells = Counter(pairs)
            self.assertEqual(family["confusion"], [[cells[g, p] for p in (-1, 0, 1)] for g in (-1, 0, 1)])
        self.assertAlmostEqual(got["headline"]["value"], wanted.headline(), places=6)
        for table in got["by"].get("tags", []):
            pairs = wanted.tags[table["name"]]
            self.assertEqual(table["n"], len(pairs))
            self.assertAlmostEqual(table["accuracy"]["value"], sum(g == p for g, p in pairs) / len(pairs), places=6)

    def test_benchmark_equals_an_independent_computation(self):
        self.check_set(BENCHMARK / "sentences.jsonl", "principal")
        self.check_set(BENCHMARK / "sentences.jsonl", "principal", {"NATO", "EU", "Russia", "Türkiye"})

    def test_agreement_of_the_two_readings_of_the_benchmark(self):
        files = [BENCHMARK / f"{name}.jsonl" for name in ("sentences", "first_reading", "second_reading")]
        coders = self.validate(*files, "--replicates", "0", lexicon=PACK)["hand_codes"]["coders"]
        pairs = {c["name"]: next(p for p in c["pairs"] if p["second"] == "second_reading") for c in coders}
        # As tests/benchmark/README.md has them.
        self.assertAlmostEqual(pairs["all labels"]["kappa_absent"], 0.89, delta=0.005)
        self.assertAlmostEqual(pairs["targets"]["kappa_absent"], 0.98, delta=0.005)
        self.assertAlmostEqual(pairs["conflict_posture"]["kappa_absent"], 0.73, delta=0.005)

    @unittest.skipUnless(SHARED, "STANCE_SHARED_DATA is not set")
    def test_development_sets_equal_an_independent_computation(self):
        self.check_set(SHARED / "gold" / "seed_sentences.jsonl", "principal")
        self.check_set(SHARED / "gold" / "un_sentences.jsonl", "country")

    @unittest.skipUnless(SHARED, "STANCE_SHARED_DATA is not set")
    @unittest.skipIf(os.environ.get("STANCE_SANITIZE"), "takes many minutes with sanitizers; the optimised build runs it")
    def test_the_scoreboard_keeps_what_is_written_by_hand_and_prints_no_texts(self):
        board = self.file("board.md", "<!-- by hand: speed -->\nFast enough.\n<!-- end of speed -->\n")
        command = [sys.executable, str(SOURCE / "tests" / "tools" / "scoreboard.py"), "--bin", PROGRAM, "--out", str(board), "--replicates", "20", "--date", "2026-01-01"]
        subprocess.run(command, check=True, timeout=300, env={**os.environ, **PACKS})
        text = board.read_text(encoding="utf-8")
        self.assertIn("Fast enough.", text)
        self.assertIn("2026-01-01", text)
        for name in ("seed", "un"):
            for line in (SHARED / "gold" / f"{name}_sentences.jsonl").read_text(encoding="utf-8").splitlines():
                self.assertNotIn(json.loads(line)["text"][:60], text)

    @unittest.skipUnless(SHARED, "STANCE_SHARED_DATA is not set")
    def test_speeches_equal_an_independent_computation(self):
        # Every eighth speech: with the sanitizers all of them take minutes.
        lines = (SHARED / "ungdc" / "speeches.jsonl").read_text(encoding="utf-8").splitlines()[::8]
        speeches = self.file("speeches.jsonl", "\n".join(lines))
        members = self.file("membership.csv", b"")
        kept = {json.loads(line)["id"] for line in lines}
        with (SHARED / "ungdc" / "membership.csv").open(encoding="utf-8", newline="") as file, members.open("w", encoding="utf-8", newline="") as out:
            reader = csv.DictReader(file)
            writer = csv.DictWriter(out, reader.fieldnames)
            writer.writeheader()
            writer.writerows(row for row in reader if row["id"] in kept)
        scored = self.ok(run("score", speeches, "--format", "jsonl", "--principal-column", "country", "--axes", "nato_orientation,non_alignment", lexicon=PACK, env=PACKS)).stdout
        west = {}
        for record in map(json.loads, scored.decode().splitlines()):
            axes = record["axes"]
            west[record["id"]] = (axes["nato_orientation"]["position"] or 0.0) - (axes["non_alignment"]["position"] or 0.0)
        with members.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        nato = [west[r["id"]] for r in rows if r["is_nato"] == "1"]
        nam = [west[r["id"]] for r in rows if r["is_nam"] == "1"]
        auc = sum((x > y) + 0.5 * (x == y) for x in nato for y in nam) / len(nato) / len(nam)
        groups = self.validate("--documents", speeches, "--groups", members, "--principal-column", "country", "--columns", "ideal_point",
                               "--measure", "nato_orientation - non_alignment", "--auc", "nato_orientation - non_alignment: is_nato / is_nam",
                               "--mean-by", "country", "--min-group", "2", "--replicates", "50", lexicon=PACK)["groups"]
        self.assertAlmostEqual(groups["aucs"][0]["auc"]["value"], auc, places=5)
        self.assertEqual((groups["aucs"][0]["n_positive"], groups["aucs"][0]["n_negative"]), (len(nato), len(nam)))
        self.assertEqual(groups["correlations"][0]["n_means"], sum(n >= 2 for n in Counter(r["country"] for r in rows if r["ideal_point"] not in ("", "NA")).values()))


if __name__ == "__main__":
    unittest.main()
