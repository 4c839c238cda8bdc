"""`stance validate`: real and bad input, and that its figures are those of a second, independent computation."""

import json
import unittest

from harness import PACK, run
from validate_support import BENCHMARK, ValidationTest

CODES = """{"id": "a", "text": "We shall join NATO.", "axes": {"nato_orientation": 1}, "targets": {"NATO": 1}, "tags": ["plain"]}
{"id": "b", "text": "NATO was named.", "axes": {"nato_orientation": -1}, "targets": {"NATO": 0}, "tags": ["plain"]}
{"id": "c", "text": "The aggression of NATO grows.", "axes": {"nato_orientation": 1}, "targets": {"NATO": -1}}
{"id": "d", "text": "We shall join NATO with Russia.", "counts": false}
"""


class Validate(ValidationTest):
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


if __name__ == "__main__":
    unittest.main()
