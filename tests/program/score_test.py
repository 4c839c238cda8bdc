"""`stance score`: the records, the formats, and what each number opens up to."""

import csv
import io
import json
import math
import unittest

from harness import DATA, WITHOUT_PRIVILEGE, ProgramTest, records, run

PRINCIPAL = ("--principal", "AZE")


class Score(ProgramTest):
    def test_record_is_the_contract(self):
        process = self.ok(run("score", DATA, "--format", "jsonl", *PRINCIPAL))
        self.assert_schema(process.stdout, "record", "jsonl")
        joiner = records(process)["joiner"]
        for field in ("schema", "id", "language", "principal", "n_tokens", "n_sentences", "diagnostics", "axes", "targets"):
            self.assertIn(field, joiner)
        self.assertEqual((joiner["schema"], joiner["principal"], joiner["principal_inferred"]), (1, "Azerbaijan", False))
        self.assertEqual(list(joiner["axes"]), ["nato_orientation", "non_alignment", "sovereignty_emphasis"])
        # join 4 × 1, partnership 1 × 0.5, a neutral mention 0.5 × 0
        self.assertEqual(joiner["axes"]["nato_orientation"]["position"], round(4.5 / 5.5, 6))
        self.assertEqual(joiner["axes"]["nato_orientation"]["n_neutral"], 1)
        self.assertEqual(joiner["targets"]["NATO"]["stance"], round(4.5 / 5.5, 6))

    def test_a_pack_that_was_kept_gives_the_same_bytes(self):
        plain = self.ok(run("score", DATA, "--format", "json", "--evidence", env={"STANCE_CACHE": "off"})).stdout
        cache = {"STANCE_CACHE": str(self.folder / "cache")}
        for _ in range(2):
            self.assertEqual(self.ok(run("score", DATA, "--format", "json", "--evidence", env=cache)).stdout, plain)
        (kept,) = (self.folder / "cache").iterdir()
        kept.write_bytes(kept.read_bytes()[:-1])
        again = self.ok(run("score", DATA, "--format", "json", "--evidence", env=cache))
        self.assertEqual((again.stdout, again.stderr), (plain, b""))
        kept.unlink()
        (self.folder / "cache").chmod(0o500)
        self.assertEqual(self.ok(run("score", DATA, "--format", "json", "--evidence", env=cache, before=WITHOUT_PRIVILEGE)).stdout, plain)
        (self.folder / "cache").chmod(0o700)

    def test_undefined_is_null_with_its_reason(self):
        silent = records(self.ok(run("score", DATA / "silent.txt", "--format", "jsonl")))["silent"]
        axis = silent["axes"]["nato_orientation"]
        self.assertEqual((axis["position"], axis["se"], axis["ci"], axis["undefined"]), (None, None, None, "no_mention"))
        self.assertEqual(silent["axes"]["sovereignty_emphasis"]["undefined"], "too_short")
        self.assertEqual(silent["targets"], {})

    def test_only_the_axes_asked_for(self):
        joiner = records(self.ok(run("score", DATA, "--axes", "sovereignty_emphasis,nato_orientation", "--format", "jsonl")))["joiner"]
        self.assertEqual(list(joiner["axes"]), ["nato_orientation", "sovereignty_emphasis"])

    def check_evidence(self, cell, text, estimate):
        total = 0.0
        for record in cell["evidence"]:
            self.assertEqual(text[record["start"]:record["end"]].decode(), record["quotation"])
            self.assertRegex(record["entry"], r"^mini\.yaml:\d+$")
            self.assertEqual(record["counted"], record["reason"] is None)
            if record["cue"]:
                self.assertEqual(text[record["cue"]["start"]:record["cue"]["end"]].decode(), record["cue"]["text"])
            for modifier in record["modifiers"]:
                self.assertEqual(text[modifier["start"]:modifier["end"]].decode(), modifier["text"])
            total += record["contribution"]
        if cell.get("kind") == "intensity" and estimate is not None:
            total = 1 - math.exp(-total)
        self.assertAlmostEqual(total, estimate or 0.0, delta=1e-6 * (len(cell["evidence"]) + 1))

    def test_contributions_add_up_and_spans_cut_the_quotation_out_of_the_file(self):
        noisy = "﻿# Ə — “title”\r\n\r\nƏlbəttə, İşğal: we shall jo\u0301in. We shall join NATO\u00ad.\r\nPart-\r\nnership with NATO, “partnership with Türkiye”.\r\n"
        self.file("noisy.txt", noisy)
        process = self.ok(run("score", DATA, self.folder, "--format", "jsonl", "--evidence", *PRINCIPAL))
        self.assert_schema(process.stdout, "record", "jsonl")
        texts = {path.stem: path.read_bytes() for path in [*DATA.iterdir(), self.folder / "noisy.txt"]}
        n = 0
        for name, record in records(process).items():
            for cell in record["axes"].values():
                self.check_evidence(cell, texts[name], cell["position"])
                n += len(cell["evidence"])
            for cell in record["targets"].values():
                self.check_evidence(cell, texts[name], cell["stance"])
        self.assertGreaterEqual(n, 12)

    def test_rows_have_spans_into_their_text(self):
        row = {"id": "r", "text": "“Ə” — we shall join NATO.", "country": "AZE"}
        file = self.file("rows.jsonl", json.dumps(row) + "\n")
        record = records(self.ok(run("score", file, "--principal-column", "country", "--format", "jsonl", "--evidence")))["r"]
        evidence = record["axes"]["nato_orientation"]["evidence"]
        self.assertEqual(record["principal"], "Azerbaijan")
        self.assertEqual([row["text"].encode()[e["start"]:e["end"]] for e in evidence if e["counted"]], [b"join NATO"])

    def test_json_says_what_it_was_made_with(self):
        process = self.ok(run("score", DATA, "--format", "json", "--level", 0.9, "--no-clean", "notes", "--without", "negation", *PRINCIPAL))
        self.assert_schema(process.stdout, "score", "json")
        report = json.loads(process.stdout)
        self.assertEqual(report["options"]["level"], 0.9)
        self.assertFalse(report["options"]["clean"]["notes"])
        self.assertFalse(report["options"]["rules"]["negation"])
        self.assertEqual(report["options"]["principal"], "AZE")
        self.assertEqual(report["lexicon"]["name"], "mini.en")
        self.assertRegex(report["lexicon"]["files"][0]["hash"], r"^[0-9a-f]{32}$")
        self.assertIn("Unicode", report["unicode"])
        self.assertEqual([d["id"] for d in report["documents"]], ["joiner", "neutral", "silent"])

    def test_each_line_says_what_it_was_made_with(self):
        commands = (("score",), ("explain", "--axis", "nato_orientation"), ("compare",))
        for command in commands:
            lines = self.ok(run(command[0], DATA, *command[1:], "--format", "jsonl", *PRINCIPAL)).stdout.splitlines()
            self.assertGreaterEqual(len(lines), 2)
            for line in map(json.loads, lines):
                made_with = line["made_with"]
                self.assertEqual((made_with["lexicon"], made_with["lexicon_version"]), ("mini.en", "1"))
                self.assertRegex(made_with["lexicon_hash"], r"^[0-9a-f]{32}$")
                self.assertRegex(made_with["stance"], r"^\d+\.\d+\.\d+$")

    def test_csv_is_tidy(self):
        self.file("a, \"b\".txt", "Our partnership with NATO is old.")
        process = self.ok(run("score", self.folder, "--format", "csv", "--evidence", *PRINCIPAL))
        self.assertTrue(process.stdout.endswith(b"\r\n"))
        rows = list(csv.DictReader(io.StringIO(process.stdout.decode(), newline="")))
        self.assertEqual([r["key"] for r in rows], ["nato_orientation", "non_alignment", "sovereignty_emphasis", "NATO"])
        self.assertEqual({r["document"] for r in rows}, {"a, \"b\""})
        self.assertEqual((rows[0]["position"], rows[0]["quotation_1"], rows[0]["start_1"]), ("0.5", "partnership with NATO", "4"))
        self.assertEqual((rows[1]["position"], rows[1]["undefined"]), ("", "no_mention"))

    def test_markdown_and_table(self):
        self.file("pipe.txt", "We value partnership with NATO | [always].")
        text = self.ok(run("score", self.folder, "--format", "md", "--evidence", *PRINCIPAL)).stdout.decode()
        self.assertIn("| **nato_orientation** | +0.50 |", text)
        self.assertIn("NATO** \\| \\[always\\].", text)
        table = self.ok(run("score", DATA, *PRINCIPAL)).stdout.decode()
        self.assertIn("— no mention", table)
        self.assertIn("+0.82", table)
        self.assertNotIn("\033[", table)
        self.assertIn("\033[", self.ok(run("score", DATA, "--color", "always")).stdout.decode())
        self.assertNotIn("\\x", self.ok(run("score", DATA, env={"LC_ALL": "C", "LANG": "C"})).stdout.decode())

    def test_many_documents_are_rows(self):
        rows = "".join(json.dumps({"id": f"d{i}", "text": "We shall join NATO."}) + "\n" for i in range(9))
        table = self.ok(run("score", self.file("many.jsonl", rows), *PRINCIPAL)).stdout.decode()
        self.assertRegex(table, r"(?m)^d8 +\+1\.00")

    def test_csv_input_with_columns(self):
        file = self.file("input.csv", 'nr,body,land\n1,"We shall join NATO, now.",AZE\n2,No.,AZE\n')
        process = self.ok(run("score", file, "--id-column", "nr", "--text-column", "body", "--principal-column", "land", "--format", "jsonl"))
        self.assertEqual(records(process)["1"]["axes"]["nato_orientation"]["position"], 1.0)

    def test_standard_input(self):
        self.assertIn("stdin", records(self.ok(run("score", "-", "--format", "jsonl", stdin=b"We shall join NATO."))))
        self.assertIn("q", records(self.ok(run("score", "-", "--format", "jsonl", stdin=b'{"id": "q", "text": "We shall join NATO."}\n'))))

    def test_numbers_are_short_and_never_minus_zero(self):
        output = self.ok(run("score", DATA, "--format", "jsonl", "--evidence")).stdout.decode()
        self.assertNotRegex(output, r"-0\.0[,}\]]|-0[,}\]]|:(nan|inf|-inf)")
        self.assertNotRegex(output, r"\d\.\d{7}")


class Explain(ProgramTest):
    def test_what_counts_and_what_does_not(self):
        text = "We shall join NATO. Critics said that we join NATO."
        file = self.file("x.txt", text)
        process = self.ok(run("explain", file, "--axis", "nato_orientation", "--format", "jsonl", *PRINCIPAL))
        self.assert_schema(process.stdout, "evidence_row", "jsonl")
        rows = [json.loads(line) for line in process.stdout.splitlines()]
        # One joining counts and makes the whole position; the critics' one does not, nor does the name in it.
        self.assertEqual([(r["quotation"], r["counted"], r["reason"], r["contribution"]) for r in rows],
                         [("join NATO", True, None, 1.0), ("join NATO", False, "other_voice", 0.0), ("NATO", False, "other_voice", 0.0)])
        table = self.ok(run("explain", file, "--axis", "nato_orientation", *PRINCIPAL)).stdout.decode()
        self.assertIn("membership mini.yaml:", table)
        self.assertRegex(table, r"(?s)Not counted.*other voice +\+1\.00")

    def test_target_and_formats(self):
        process = self.ok(run("explain", DATA, "--target", "rus", "--format", "json", *PRINCIPAL))
        self.assert_schema(process.stdout, "explanation", "json")
        self.assertEqual(json.loads(process.stdout)["key"], "Russia")
        rows = list(csv.DictReader(io.StringIO(self.ok(run("explain", DATA, "--target", "Russia", "--format", "csv", *PRINCIPAL)).stdout.decode(), newline="")))
        self.assertIn("-1", {r["value"] for r in rows})
        self.assertIn("## joiner: Russia", self.ok(run("explain", DATA, "--target", "Russia", "--format", "md", *PRINCIPAL)).stdout.decode())


if __name__ == "__main__":
    unittest.main()
