"""Bad input gets a clear error or an honest result, and one bad document never loses the others."""

import json
import os
import subprocess
import unittest
from pathlib import Path

from harness import DATA, MINI, PACKS, PROGRAM, WITHOUT_PRIVILEGE, ProgramTest, records, run

GOOD = "We shall join NATO.\n"
PRINCIPAL = ("--principal", "AZE")


class BadDocuments(ProgramTest):
    def scores_the_good_one(self, message, *options, before=()):
        """A good document beside a bad one is scored; the bad one is reported."""
        self.file("good.txt", GOOD)
        process = self.ok(run("score", self.folder, "--format", "jsonl", *options, *PRINCIPAL, before=before), 1)
        self.assertIn(message, process.stderr.decode())
        self.assertEqual(records(process)["good"]["axes"]["nato_orientation"]["position"], 1.0)
        report = json.loads(run("score", self.folder, "--format", "json", *options, *PRINCIPAL, before=before).stdout)
        self.assertEqual([d["severity"] for d in report["diagnostics"]], ["error"] * len(report["diagnostics"]))
        self.assertGreaterEqual(len(report["diagnostics"]), 1)
        return process

    def test_binary(self):
        self.file("binary.txt", bytes(range(256)) * 20)
        self.scores_the_good_one("binary.txt: error[T105]")

    def test_invalid_utf8_and_repair(self):
        self.file("bad.txt", b"We shall join NATO \xff\xfe with caf\xc3. Our partnership\xffwith NATO grows.\n")
        process = self.scores_the_good_one("bad.txt:1:20: error[T106]")
        self.assertIn("(--repair", process.stderr.decode())
        self.assertNotIn("bad", records(process))
        process = self.ok(run("score", self.folder, "--repair", "--format", "jsonl", "--evidence", *PRINCIPAL))
        self.assert_schema(process.stdout, "record", "jsonl")
        self.assertEqual(records(process)["bad"]["axes"]["nato_orientation"]["position"], 0.9)  # (4 × 1 + 1 × 0.5) / 5

    def test_quotation_of_invalid_bytes_is_marked(self):
        self.file("bad.txt", b"Our partnership with\xff NATO grows.\n")
        process = self.ok(run("score", self.folder, "--repair", "--format", "jsonl", "--evidence", *PRINCIPAL))
        evidence = records(process)["bad"]["axes"]["nato_orientation"]["evidence"]
        self.assertEqual([(record["quotation"], record.get("quotation_repaired")) for record in evidence], [("partnership with� NATO", True)])

    def test_dangling_link(self):
        os.symlink("/nonexistent/document.txt", self.folder / "dangling.txt")
        self.scores_the_good_one("dangling.txt")

    def test_folder_without_permission(self):
        self.file("closed/a.txt", GOOD)
        (self.folder / "closed").chmod(0)
        self.addCleanup((self.folder / "closed").chmod, 0o700)
        self.scores_the_good_one("closed", before=WITHOUT_PRIVILEGE)

    def test_missing_input(self):
        good = self.file("good.txt", GOOD)
        process = self.ok(run("score", self.folder / "missing", good, "--format", "jsonl"), 1)
        self.assertIn("error[T102]", process.stderr.decode())
        self.assertIn("good", records(process))

    def test_bad_rows(self):
        rows = [{"id": "x", "text": GOOD}, {"id": "x", "text": "again"}, "no object", {"id": "y"}, {"id": "z", "text": GOOD, "principal": "Nowhere"},
                {"id": "l", "text": GOOD, "language": "xx"}, {"id": "last", "text": GOOD}]
        file = self.file("rows.jsonl", "\n".join(map(json.dumps, rows)) + "\n{broken\n")
        process = self.ok(run("score", file, "--format", "jsonl"), 1)
        self.assertEqual(list(records(process)), ["x", "last"])
        errors = process.stderr.decode()
        for expected in ("rows.jsonl:2: error[T110]", "rows.jsonl:3: error[T107]", "rows.jsonl:4: error[T108]", "'z'", "'l'", "rows.jsonl:8: error[T107]"):
            self.assertIn(expected, errors)

    def test_compare_goes_on(self):
        self.file("bad.txt", b"\xff\xff")
        self.file("a.txt", GOOD)
        self.file("b.txt", GOOD)
        process = self.ok(run("compare", self.folder, "--format", "json"), 1)
        self.assertEqual(json.loads(process.stdout)["similarity"]["ids"], ["a", "b"])

    def test_nothing_to_score(self):
        empty = self.file("empty.txt", "")
        process = self.ok(run("score", empty, "--format", "csv"), 1)
        self.assertIn("T104", process.stderr.decode())
        (self.folder / "none").mkdir()
        self.assertIn("T101", self.ok(run("score", self.folder / "none"), 1).stderr.decode())

    def test_a_text_of_white_space_is_no_document(self):
        process = self.ok(run("score", self.file("blank.txt", " \n\n"), "--format", "jsonl"), 1)
        self.assertEqual(process.stdout, b"")
        self.assertIn("blank.txt: warning[T104]", process.stderr.decode())

    def test_a_text_without_words_is_a_document_without_positions(self):
        record = records(self.ok(run("score", self.file("dots.txt", "...\n"), "--format", "jsonl")))["dots"]
        self.assertEqual([axis["position"] for axis in record["axes"].values()], [None] * 3)

    def test_very_long_line(self):
        line = "we meet our friends in a long and quiet year without end; " * 900_000 + "we shall join NATO."
        self.assertGreaterEqual(len(line), 50_000_000)
        file = self.file("long.txt", line)
        record = records(self.ok(run("score", file, "--format", "jsonl", *PRINCIPAL)))["long"]
        self.assertEqual(record["axes"]["nato_orientation"]["position"], 1.0)


class BadLexicons(ProgramTest):
    def changed(self, old, new):
        text = Path(MINI).read_text(encoding="utf-8")
        self.assertIn(old, text)
        return str(self.file("changed.yaml", text.replace(old, new, 1)))

    def test_broken_yaml(self):
        broken = str(self.file("broken.yaml", "meta: [\n  - x: }\n"))
        process = self.ok(run("score", DATA, lexicon=broken), 1)
        self.assertRegex(process.stderr.decode(), r"broken\.yaml:2:\d+: error\[L101\]")
        self.assertEqual(process.stdout, b"")
        self.assertIn("1 error", self.ok(run("lexicon", "check", broken, MINI), 1).stdout.decode())

    def test_nan_and_infinity(self):
        for bad in (".nan", ".inf", "1e999"):
            process = self.ok(run("score", DATA, lexicon=self.changed("weight: 4", f"weight: {bad}")), 1)
            self.assertRegex(process.stderr.decode(), r"changed\.yaml:\d+:\d+: error\[L105\]")
            self.assertIn("^", process.stderr.decode())

    def test_all_faults_at_once(self):
        text = Path(MINI).read_text(encoding="utf-8").replace("weight: 4", "weight: x").replace("kind: intensity", "kind: intense")
        process = self.ok(run("lexicon", "check", self.file("two.yaml", text)), 1)
        for line in (34, 67):
            self.assertIn(f"two.yaml:{line}:", process.stderr.decode())

    def test_good_lexicon(self):
        self.assertIn("0 errors, 0 warnings", self.ok(run("lexicon", "check", MINI, "--strict")).stdout.decode())

    def test_unknown_lexicon(self):
        self.assertIn("was not found", self.ok(run("score", DATA, lexicon="nowhere.en"), 2).stderr.decode())


class BadCommandLines(ProgramTest):
    def test_usage(self):
        for arguments in ((), ("score",), ("scor", DATA), ("score", DATA, "--format", "xml"), ("score", DATA, "--no-clean", "all,dirt"), ("score", DATA, "--threads", "-1"),
                          ("score", DATA, "--level", "1.5"), ("explain", DATA), ("explain", DATA, "--axis", "nato_orientation", "--target", "NATO"), ("lexicon",),
                          ("score", DATA, "--language", "xx"), ("compare", DATA, "--topic-cut", "2"), ("score", DATA, "--vectors"), ("score", DATA, "--vectors", "--format", "csv"),
                          *((command, DATA, "--quotations", number) for command in ("score", "compare") for number in ("-1", "1001", "99999999999999999999")),
                          ("compare", DATA, "--contrasts", "-1"), ("compare", DATA, "--full-matrix", "-1"), ("compare", DATA, "--neighbours", "0"),
                          ("score", DATA, "--seed", "7"), ("explain", DATA, "--axis", "nato_orientation", "--seed", "7")):
            process = self.ok(run(*arguments), 2)
            self.assertEqual(process.stdout, b"")
            self.assertGreater(len(process.stderr), 10)

    def test_unknown_axis_has_the_list_and_a_guess(self):
        for arguments in (("score", DATA, "--axes", "nato_orientaton"), ("explain", DATA, "--axis", "nato")):
            errors = self.ok(run(*arguments), 2).stderr.decode()
            self.assertIn("did you mean 'nato_orientation'?", errors)
            self.assertIn("non_alignment, sovereignty_emphasis", errors)

    def test_unknown_principal_and_target(self):
        self.assertIn("did you mean 'Azerbaijan'?", self.ok(run("score", DATA, "--principal", "Azerbaidjan"), 2).stderr.decode())
        for name, guess in (("Atlantis", "; `stance lexicon show --targets` lists those of a pack"), ("Rusia", "; did you mean 'Russia'?"), ("Turky", "; did you mean 'Turkey'?")):
            self.assertEqual(self.ok(run("explain", DATA, "--target", name), 2).stderr.decode(), f"stance: mini.en has no target '{name}'{guess}\n")
        errors = self.ok(run("explain", DATA, "--target", "Moscow", lexicon="geopolitics.en"), 2).stderr.decode()
        self.assertIn("did you mean 'Russia', for which it stands?", errors)

    def test_a_pack_shows_its_axes_and_targets(self):
        shown = self.ok(run("lexicon", "show", MINI, lexicon=None)).stdout.decode()
        self.assertTrue(shown.startswith("mini.en 1 (en): 3 axes, 4 targets\n"), shown)
        rows = [line.split("  ") for line in shown.splitlines()]
        table = {row[0]: [cell.strip() for cell in row[1:] if cell.strip()] for row in rows if row[0]}
        self.assertEqual(table["non_alignment"], ["joining a military alliance", "outside of blocs"])
        self.assertEqual(table["sovereignty_emphasis"], ["dwells on sovereignty"])
        self.assertNotIn("Türkiye", shown)
        targets = self.ok(run("lexicon", "show", MINI, "--targets", "--format", "md", lexicon=None)).stdout.decode()
        self.assertIn("| **Türkiye** | TUR | state |", targets)
        self.assertIn("| **NATO** |  | alliance |", targets)
        bundled = self.ok(run("lexicon", "show", lexicon=None, env=PACKS)).stdout.decode()
        self.assertIn("geopolitics.en", bundled)
        self.assertRegex(bundled, r"\nnato_orientation +NATO is a threat")
        broken = self.file("broken.yaml", "axes: {a: {kind: bipolr}}\n")
        self.assertIn("error[L103]", self.ok(run("lexicon", "show", broken, lexicon=None), 1).stderr.decode())
        self.assertIn("was not found", self.ok(run("lexicon", "show", "no.such.pack", lexicon=None), 2).stderr.decode())
        folded = self.file("folded.yaml", 'meta: {name: f.en, version: "1", language: en, bias: "two\\nlines"}\naxes: {a: {kind: intensity, positive: "b\\tc", patterns: []}}\n')
        shown = self.ok(run("lexicon", "show", folded, lexicon=None)).stdout.decode()
        self.assertIn("Bias: two lines\n", shown)
        self.assertRegex(shown, r"\na +b c\n")

    def test_help_and_version(self):
        for arguments in (("--help",), ("score", "--help"), ("compare", "--help"), ("explain", "--help"), ("lexicon", "check", "--help")):
            self.assertIn("Examples:", self.ok(run(*arguments, lexicon=None)).stdout.decode())
        version = self.ok(run("--version")).stdout.decode()
        self.assertRegex(version, r"(?s)^stance \d+\.\d+\.\d+\nICU .*Unicode ")

    def test_closed_and_full_output(self):
        command = [PROGRAM, "score", str(DATA), "--lexicon", MINI]
        self.assertEqual(subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], capture_output=True, check=False).returncode, 1)
        if os.path.exists("/dev/full"):
            with open("/dev/full", "wb") as full:
                self.assertEqual(subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False).returncode, 1)

    def test_reader_that_goes_away(self):
        rows = self.file("rows.jsonl", "".join(json.dumps({"id": str(i), "text": GOOD}) + "\n" for i in range(5000)))
        for restore in (True, False):  # SIGPIPE as a shell leaves it, and ignored
            process = subprocess.Popen([PROGRAM, "score", str(rows), "--lexicon", MINI, "--format", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, restore_signals=restore)
            process.stdout.readline()
            process.stdout.close()
            self.assertIn(process.wait(timeout=60), (1, -13))
            process.stderr.close()


class UnknownCommands(ProgramTest):
    def test_are_named_with_the_nearest_one(self):
        for arguments, name, nearest in ((("scor",), "scor", "score"), (("scale", "wordscore", "x"), "wordscore", "wordscores"), (("lexicon", "chekc"), "chekc", "check")):
            message = self.ok(run(*arguments), 2).stderr.decode()
            self.assertIn(f"there is no command '{name}'; did you mean '{nearest}'?", message)

    def test_a_scale_without_references_asks_for_them(self):
        message = self.ok(run("scale", "wordscores", self.file("a.txt", GOOD)), 2).stderr.decode()
        self.assertIn("--reference ID=SCORE", message)


if __name__ == "__main__":
    unittest.main()
