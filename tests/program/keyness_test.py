"""`stance keyness`: who is compared with whom, what the rows say, and that quotations are where they claim to be."""

import csv
import io
import json
import math
import unittest

from harness import DATA, SOURCE, ProgramTest, run

CORPUS = SOURCE / "examples" / "corpus"

EAST = "The Eurasian union is our market. We trust Moscow. Our market and our gas come from the Eurasian union."
WEST = "The European union is our home. We trust Brussels. Our home and our law come from the European union."


def rows_of(report):
    return {row["feature"]: row for row in report["rows"]}


class Keyness(ProgramTest):
    def keyness(self, *arguments):
        process = self.ok(run("keyness", *arguments, "--format", "json"))
        self.assert_schema(process.stdout, "keyness", "json")
        return json.loads(process.stdout)

    def speeches(self):
        rows = [{"id": f"e{i}", "country": "BLR" if i % 2 else "ARM", "date": f"200{i}-05-01", "text": EAST} for i in range(4)]
        rows += [{"id": f"w{i}", "country": "GEO", "date": f"200{i + 4}-05-01", "text": WEST} for i in range(4)]
        rows.append({"id": "undated", "text": "Nothing of the kind."})
        return self.file("speeches.jsonl", "".join(json.dumps(row) + "\n" for row in rows))

    def test_two_documents_are_compared_by_sentences(self):
        report = self.keyness(self.file("east.txt", EAST), self.file("west.txt", WEST), "--min-count", "1")
        self.assertEqual((report["target"]["name"], report["reference"]["name"]), ("east", "west"))
        self.assertEqual(report["method"]["unit"], "sentence")
        self.assertEqual(report["target"]["n_units"], 3)
        rows = rows_of(report)
        self.assertEqual(rows["eurasian"]["side"], "target")
        self.assertEqual(rows["eurasian"]["target"]["count"], 2)
        self.assertEqual(rows["eurasian"]["target"]["n_units"], 2)
        self.assertEqual(rows["european"]["side"], "reference")
        self.assertEqual(report["rows"][0]["feature"], "eurasian")  # equal statistics by name: eurasian, market
        self.assertEqual(report["rows"][-1]["side"], "reference")

    def test_the_numbers_are_those_of_the_formula(self):
        # 7 b and 3 a against 2 b and 7 a: G2 4.5349393323, as quanteda's tests have it.
        report = self.keyness(self.file("d1.txt", "bb " * 7 + "aa " * 3), self.file("d2.txt", "bb " * 2 + "aa " * 7), "--unit", "document", "--unit-test", "none", "--fdr", "none")
        row = rows_of(report)["bb"]
        self.assertAlmostEqual(row["statistic"], 4.534939, places=6)
        self.assertAlmostEqual(row["p"], math.erfc(math.sqrt(4.5349393323 / 2)), places=6)
        self.assertEqual(row["p"], row["p_adjusted"])
        self.assertAlmostEqual(row["log_ratio"], math.log2(.7 / (2 / 9)), places=6)
        fisher = self.keyness(self.folder / "d1.txt", self.folder / "d2.txt", "--measure", "fisher", "--fdr", "none")
        self.assertAlmostEqual(rows_of(fisher)["bb"]["p"], .0697785, places=7)

    def test_groups_by_column(self):
        file = self.speeches()
        report = self.keyness(file, "--group-column", "country", "--target-group", "BLR", "ARM")
        self.assertEqual(report["target"]["documents"], ["e0", "e1", "e2", "e3"])
        self.assertEqual(report["left_out"], ["undated"])
        self.assertEqual(report["reference"]["name"], "all others")
        page = self.ok(run("keyness", file, "--group-column", "country", "--target-group", "BLR", "ARM")).stdout.decode()
        self.assertIn("1 document is left out: no value or date tells the side.", page)
        self.assertEqual(report["method"]["unit"], "document")
        self.assertEqual(rows_of(report)["moscow"]["target"]["n_units"], 4)
        report = self.keyness(file, "--group-column", "country", "--target-group", "BLR", "--reference-group", "GEO")
        self.assertEqual(report["reference"]["documents"], ["w0", "w1", "w2", "w3"])

    def test_before_and_after_a_date(self):
        report = self.keyness(self.speeches(), "--cut", "2004")
        self.assertEqual(report["target"]["documents"], ["w0", "w1", "w2", "w3"])
        self.assertEqual(report["target"]["name"], "from 2004")
        self.assertEqual(rows_of(report)["brussels"]["side"], "target")

    def test_targets_by_name(self):
        report = self.keyness(CORPUS, "--target", "poland_defence_white_paper", "--unit", "document")
        self.assertEqual(len(report["reference"]["documents"]), 6)
        self.assertEqual(rows_of(report)["poland"]["side"], "target")

    def test_quotations_are_bytes_of_the_text(self):
        report = self.keyness(CORPUS, "--target", "georgia_open_shore_platform", "switzerland_neutrality_essay", "--top", "40")
        quoted = [row for row in report["rows"] if row["quotation"]]
        self.assertGreater(len(quoted), 60)
        for row in quoted:
            quotation = row["quotation"]
            text = next(CORPUS.glob(quotation["document"] + ".*")).read_bytes()
            self.assertEqual(text[quotation["start"]:quotation["end"]].decode().replace("’", "'").lower(), row["feature"])
            self.assertLessEqual(quotation["sentence_start"], quotation["start"])
            self.assertGreaterEqual(quotation["sentence_end"], quotation["end"])
            self.assertIn(quotation["document"], report[row["side"]]["documents"])
        self.assertEqual(len(quoted), len(report["rows"]))

    def test_ngrams_and_stop_words(self):
        names = set(rows_of(self.keyness(self.speeches(), "--cut", "2004", "--ngram-min", "2", "--ngram-max", "2", "--top", "0")))
        self.assertIn("european union", names)
        self.assertNotIn("european", names)
        default = set(rows_of(self.keyness(self.speeches(), "--cut", "2004", "--top", "0")))
        self.assertIn("we", default)  # pronouns are about stance
        self.assertNotIn("the", default)
        self.assertIn("the", rows_of(self.keyness(self.speeches(), "--cut", "2004", "--top", "0", "--stop-words", "none")))
        self.assertNotIn("we", rows_of(self.keyness(self.speeches(), "--cut", "2004", "--top", "0", "--stop-words", "topics")))
        own = self.file("stop.txt", "union\nhome\n")
        self.assertNotIn("union", rows_of(self.keyness(self.speeches(), "--cut", "2004", "--top", "0", "--stop-words", own)))

    def test_one_document_does_not_make_a_word_key(self):
        rows = [{"id": f"a{i}", "side": "a", "text": "We speak of peace and trade. " * 20 + ("Dragons! " * 60 if i == 0 else "")} for i in range(6)]
        rows += [{"id": f"b{i}", "side": "b", "text": "We speak of war and trade. " * 20} for i in range(6)]
        file = self.file("dragons.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        row = rows_of(self.keyness(file, "--group-column", "side", "--target-group", "a"))["dragons"]
        self.assertLess(row["p_adjusted"], 1e-10)
        self.assertGreater(row["p_units_adjusted"], .2)
        self.assertEqual(row["target"]["largest_share"], 1.0)
        self.assertIn("one document only", self.ok(run("keyness", file, "--group-column", "side", "--target-group", "a")).stdout.decode())

    def test_measures_corrections_and_priors(self):
        file = self.speeches()
        for measure in ("g2", "g2_two_cells", "chi2", "fisher", "fw", "log_ratio", "odds_ratio", "percent_difference", "bic", "pmi"):
            report = self.keyness(file, "--cut", "2004", "--measure", measure)
            self.assertEqual(report["rows"][0]["side"], "target", measure)
        williams, none = (rows_of(self.keyness(file, "--cut", "2004", "--measure", "chi2", "--correction", c)) for c in ("williams", "none"))
        self.assertLess(williams["brussels"]["statistic"], none["brussels"]["statistic"])
        for prior in ("background", "uninformative"):
            self.assertEqual(self.keyness(file, "--cut", "2004", "--measure", "fw", "--prior", prior)["method"]["prior"], prior)
        self.assertEqual(self.keyness(file, "--cut", "2004", "--prior-total", "50")["method"]["prior_total"], 50)
        self.assertEqual(self.keyness(file, "--cut", "2004", "--unit-test", "permutation", "--permutations", "99")["method"]["n_permutations"], 99)

    def test_other_formats(self):
        arguments = ("keyness", self.speeches(), "--cut", "2004")
        process = self.ok(run(*arguments, "--format", "jsonl"))
        self.assert_schema(process.stdout, "keyness_row", "jsonl")
        table = list(csv.DictReader(io.StringIO(self.ok(run(*arguments, "--format", "csv")).stdout.decode())))
        self.assertEqual([row["feature"] for row in table], [json.loads(line)["feature"] for line in process.stdout.splitlines()])
        self.assertIn("European union", next(row["sentence"] for row in table if row["feature"] == "european"))
        self.assertIn("## Typical of from 2004", self.ok(run(*arguments, "--format", "md")).stdout.decode())
        page = self.ok(run(*arguments)).stdout.decode()
        for text in ("Target: from 2004 (4 documents", "Typical of before 2004", "Method", "brussels:  We trust Brussels."):
            self.assertIn(text, page)
        self.assertNotIn("brussels:", self.ok(run(*arguments, "--no-quotations")).stdout.decode())
        self.assertEqual(len(self.keyness(self.speeches(), "--cut", "2004", "--top", "1")["rows"]), 2)

    def test_threads_and_runs_give_the_same_bytes(self):
        outputs = {self.ok(run("keyness", CORPUS, "--target", "poland_defence_white_paper", "georgia_open_shore_platform", "--unit-test", "permutation", "--permutations", "200", "--format", "json",
                               "--threads", threads)).stdout for threads in (1, 2, 8, 8)}
        self.assertEqual(len(outputs), 1)

    def test_wrong_command_lines(self):
        file = self.speeches()
        for arguments, text in (([CORPUS], "expected two documents"), ([CORPUS, "--target", "poland"], "poland_defence_white_paper"), ([file, "--cut", "May"], "expected a date"),
                                ([file, "--cut", "1990"], "expected some on either side"), ([file, "--group-column", "country"], "--target-group"), ([file, "--group-column", "country", "--target-group", "FRA"], "its values are 'ARM', 'BLR', 'GEO'"),
                                ([file, "--cut", "2004", "--target", "e1"], "expected one of"), ([file, "--cut", "2004", "--measure", "fw", "--correction", "yates"], "correction"),
                                ([file, "--cut", "2004", "--stop-words", "nowhere.txt"], "--stop-words"), ([file, "--cut", "2004", "--format", "xml"], "--format"),
                                ([file, "--cut", "2004", "--language", "xx"], "unknown language")):
            process = self.ok(run("keyness", *arguments), 2)
            self.assertIn(text, process.stderr.decode())
            self.assertNotIn("groups_by", process.stderr.decode())  # names of options, not of functions

    def test_a_document_that_cannot_be_read_loses_no_others(self):
        self.file("east.txt", EAST)
        self.file("west.txt", WEST)
        self.file("bad.txt", b"\xff\xfe nonsense \xff")
        process = self.ok(run("keyness", self.folder, "--format", "json"), 1)
        self.assertEqual(json.loads(process.stdout)["target"]["documents"], ["east"])
        self.assertEqual(json.loads(process.stdout)["diagnostics"][0]["code"], "T106")


if __name__ == "__main__":
    unittest.main()
