"""`stance scale`: the methods, their formats, and what the library's own tests say of the numbers."""

import csv
import io
import json
import math
import unittest

from harness import DATA, PACK, PACKS, ProgramTest, run

# The table of Laver, Benoit & Garry (2003), one run of counts shifted, as texts: a sentence for each word.
RUN = [2, 3, 10, 22, 45, 78, 115, 146, 158, 146, 115, 78, 45, 22, 10, 3, 2]
WORDS = [f"w{chr(ord('a') + i // 26)}{chr(ord('a') + i % 26)}" for i in range(37)]
SHIFTS = {"r1": 0, "r2": 5, "r3": 10, "r4": 15, "r5": 20, "v1": 7}
SCORES = {"r1": -1.5, "r2": -0.75, "r3": 0, "r4": 0.75, "r5": 1.5}
REFERENCES = [part for name, score in SCORES.items() for part in ("--reference", f"{name}={score}")]


def lbg_rows(**more):
    rows = []
    for name, shift in SHIFTS.items():
        text = " ".join(" ".join([WORDS[shift + i]] * n).capitalize() + "." for i, n in enumerate(RUN))
        rows.append({"id": name, "text": text, **({"score": str(SCORES[name])} if name in SCORES else {}), **more})
    return "".join(json.dumps(row) + "\n" for row in rows)


class Scale(ProgramTest):
    def setUp(self):
        super().setUp()
        self.lbg = self.file("lbg.jsonl", lbg_rows())

    def scale(self, method, *arguments):
        process = self.ok(run("scale", method, *arguments, "--format", "json"))
        self.assert_schema(process.stdout, "scale", "json")
        report = json.loads(process.stdout)
        return report, {d["id"]: d for d in report["documents"]}

    def test_wordscores_of_the_published_example(self):
        # The values of tests/unit/wordscores_test.cpp, which names their source.
        report, documents = self.scale("wordscores", self.lbg, *REFERENCES)
        self.assertEqual(report["method"], "wordscores")
        self.assertAlmostEqual(documents["v1"]["position"], -0.448059, places=6)
        self.assertAlmostEqual(documents["v1"]["se"], 0.011898, places=6)
        self.assertEqual(documents["v1"]["n_scored"], 1000)
        self.assertEqual((documents["r2"]["columns"]["reference"], documents["v1"]["columns"]["reference"]), (-0.75, None))
        _, mv = self.scale("wordscores", self.lbg, *REFERENCES, "--rescale", "mv")
        self.assertAlmostEqual(mv["v1"]["position"], -0.509957, places=6)
        self.assertEqual(mv["r1"]["position"], -1.5)
        _, lbg = self.scale("wordscores", self.lbg, *REFERENCES, "--rescale", "lbg", "--spread-of", ",".join(SHIFTS))
        self.assertAlmostEqual(lbg["v1"]["position"], -0.529671, places=6)
        self.assertAlmostEqual(lbg["v1"]["ci"][0], -0.558087, places=5)

    def test_references_from_a_column_are_the_same(self):
        by_name, by_column = (self.ok(run("scale", "wordscores", self.lbg, *way, "--format", "csv")).stdout for way in (REFERENCES, ("--reference-column", "score")))
        self.assertEqual(by_name, by_column)

    def test_one_virgin_text_has_no_spread(self):
        report, documents = self.scale("wordscores", self.lbg, *REFERENCES, "--rescale", "lbg")
        self.assertEqual((documents["v1"]["position"], documents["v1"]["undefined"]), (None, "not_identified"))
        self.assertIn("it needs two or more", report["formula"])
        self.assertIn("not identified", self.ok(run("scale", "wordscores", self.lbg, *REFERENCES, "--rescale", "lbg")).stdout.decode())

    def test_logit(self):
        report, documents = self.scale("wordscores", self.lbg, "--reference", "r1=-1", "--reference", "r5=1", "--logit", "--smoothing", "0.5", "--rescale", "mv")
        self.assertIn("logit", report["formula"])
        self.assertEqual(documents["r5"]["position"], 1)
        self.assertLess(documents["v1"]["position"], 0)

    def test_affinity(self):
        _, documents = self.scale("affinity", self.lbg, "--reference", "r1=0", "--reference", "r5=1")
        self.assertAlmostEqual(documents["v1"]["position"], 0.001333, places=6)  # tests/unit/affinity_test.cpp
        self.assertAlmostEqual(documents["v1"]["columns"]["affinity_0"] + documents["v1"]["columns"]["affinity_1"], 1, places=6)
        self.assertEqual(documents["v1"]["n_left_out"], 238)

    def test_dictionary_with_globs_and_weights(self):
        texts = {"a": "Threats and aggression. Threat, threat!", "b": "Partners cooperate. A partner is a partner.", "c": "Nothing here."}
        rows = self.file("d.jsonl", "".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()))
        poles = ("--negative", "Threat*,aggression", "--positive", "partner*=2,cooperat*,treaty")
        report, documents = self.scale("dictionary", rows, *poles)
        self.assertAlmostEqual(documents["a"]["position"], math.log(0.5 / 4.5), places=6)
        self.assertAlmostEqual(documents["b"]["position"], math.log(7.5 / 0.5), places=6)
        self.assertEqual((documents["c"]["position"], documents["c"]["undefined"]), (None, "no_known_features"))
        self.assertTrue(any("1 of 5 entries" in note and "treaty" in note for note in report["notes"]), report["notes"])
        self.assertAlmostEqual(documents["b"]["columns"]["importance"], math.log(8 / 7), places=6)
        _, neutral = self.scale("dictionary", rows, *poles, "--no-evidence-is-neutral")
        self.assertEqual((neutral["c"]["position"], neutral["c"]["se"]), (0, 2))
        _, relative = self.scale("dictionary", rows, *poles, "--formula", "relative")
        self.assertEqual(relative["b"]["position"], 1)

    def test_dictionary_of_an_axis(self):
        process = self.ok(run("scale", "dictionary", DATA, "--axis", "nato_orientation", "--lexicon", PACK, "--format", "jsonl", env=PACKS))
        self.assert_schema(process.stdout, "scale_row", "jsonl")
        documents = {r["id"]: r for r in map(json.loads, process.stdout.decode().splitlines())}
        self.assertEqual(list(documents), ["joiner", "neutral", "silent"])
        self.assertIsNotNone(documents["joiner"]["position"])

    def test_wordfish_of_the_published_example(self):
        report, documents = self.scale("wordfish", self.lbg, "--left", "r1", "--right", "r5", "--words", "2")
        self.assertAlmostEqual(documents["v1"]["position"], -0.320491, places=5)  # tests/unit/wordfish_test.cpp
        self.assertLess(documents["r1"]["position"], documents["r5"]["position"])
        self.assertIn("Converged", report["notes"][0])
        turned, other = self.scale("wordfish", self.lbg, "--left", "r5", "--right", "r1")
        self.assertAlmostEqual(other["v1"]["position"], 0.320491, places=5)
        _, quanteda = self.scale("wordfish", self.lbg, "--left", "r1", "--right", "r5", "--solver", "quanteda")
        self.assertAlmostEqual(quanteda["v1"]["position"], -0.359450, places=5)
        _, resampled = self.scale("wordfish", self.lbg, "--bootstrap", "20")
        for name, there in resampled.items():
            self.assertEqual(name in SHIFTS, there["se"] is not None)

    def test_ca_of_the_published_example(self):
        report, documents = self.scale("ca", self.lbg, "--left", "r1", "--right", "r5")
        self.assertAlmostEqual(documents["v1"]["position"], -0.543698, places=6)
        self.assertIsNone(documents["v1"]["se"])
        self.assertIn("singular value 0.9434", report["notes"][0])
        self.assertIsNotNone(documents["v1"]["columns"]["dimension_2"])
        _, principal = self.scale("ca", self.lbg, "--left", "r5", "--right", "r1", "--coordinates", "principal")
        self.assertAlmostEqual(principal["v1"]["position"], 0.543698 * 0.943373, places=5)
        _, resampled = self.scale("ca", self.lbg, "--bootstrap", "50")
        self.assertLess(resampled["r3"]["se"], 0.5)  # replicates are turned the same way: else it would be about 1

    def test_lss_with_seeds(self):
        peace, war = "Peace and talks. Talks and trade. Peace and trade. Trade talks. ", "War and arms. Arms and armies. War and armies. Armies of war. "
        texts = {"a": peace * 3, "b": war * 3, "c": peace + war}
        rows = self.file("d.jsonl", "".join(json.dumps({"id": k, "text": v}) + "\n" for k, v in texts.items()))
        report, documents = self.scale("lss", rows, "--negative", "War,nowhere", "--positive", "peace", "--dimensions", "2", "--stop-words", "grammar", "--words", "2")
        self.assertGreater(documents["a"]["position"], documents["c"]["position"])
        self.assertGreater(documents["c"]["position"], documents["b"]["position"])
        self.assertTrue(any("1 seeds do not occur" in note and "nowhere" in note for note in report["notes"]), report["notes"])
        axis = run("scale", "lss", DATA, "--axis", "nato_orientation", "--lexicon", PACK, "--dimensions", "3", "--format", "jsonl", env=PACKS)
        self.assert_schema(self.ok(axis).stdout, "scale_row", "jsonl")

    def test_agreement(self):
        texts = [f"We shall {'join' if i % 2 else 'never join'} NATO. NATO is our partner. " + "NATO is a threat. " * (7 - i) + "Peace grows. " * i for i in range(8)]
        rows = self.file("rows.jsonl", "".join(json.dumps({"id": f"d{i}", "text": text}) + "\n" for i, text in enumerate(texts)))
        arguments = ("scale", "agreement", rows, "--lexicon", PACK, "--principal", "AZE", "--axes", "nato_orientation", "--dimensions", "3")
        process = self.ok(run(*arguments, "--format", "json", env=PACKS))
        self.assert_schema(process.stdout, "estimator_agreement", "json")
        report = json.loads(process.stdout)
        self.assertEqual([axis["axis"] for axis in report["agreement"]], ["nato_orientation"])
        self.assertEqual(len(report["agreement"][0]["pairs"]), 21)
        pairs = {(pair["a"], pair["b"]): pair for pair in report["agreement"][0]["pairs"]}
        self.assertGreaterEqual(pairs["position", "wordfish"]["pearson"]["value"], 0)
        self.assertTrue(pairs["position", "wordfish"]["sign_by_construction"])
        self.assertEqual(pairs["position", "wordscores"]["n"], 6)
        self.assertIn("latent semantic", self.ok(run(*arguments, env=PACKS)).stdout.decode())
        self.assertEqual(len(self.ok(run(*arguments, "--format", "csv", "--bootstrap", "50", env=PACKS)).stdout.splitlines()), 22)
        self.assertIn("'d9'", run(*arguments, "--references", "d1,d9", env=PACKS).stderr.decode())

    def test_words_and_features(self):
        report, _ = self.scale("wordscores", self.lbg, *REFERENCES, "--words", "3")
        ends = report["words"]
        self.assertEqual([len(ends["negative"]), len(ends["positive"])], [3, 3])
        self.assertLess(ends["negative"][0]["pull"], ends["negative"][1]["pull"])
        self.assertGreater(ends["positive"][0]["value"], 0)
        bigrams, _ = self.scale("wordscores", self.lbg, *REFERENCES, "--ngram-min", "2", "--words", "1", "--min-doc-freq", "2")
        self.assertIn(" ", bigrams["words"]["positive"][0]["feature"])
        self.assertEqual((bigrams["features"]["ngram_min"], bigrams["features"]["min_doc_freq"]), (2, 2))
        stops = self.file("stop.txt", "waa\nwab\n")
        _, documents = self.scale("wordscores", self.lbg, *REFERENCES, "--stop-words", stops)
        self.assertEqual(documents["r1"]["n_scored"], 995)

    def test_bootstrap(self):
        outputs = {self.ok(run("scale", "wordscores", self.lbg, *REFERENCES, "--bootstrap", "50", "--threads", threads, "--format", "json")).stdout for threads in (1, 3)}
        self.assertEqual(len(outputs), 1)
        self.assert_schema(outputs.pop(), "scale", "json")
        report, documents = self.scale("wordscores", self.lbg, *REFERENCES, "--bootstrap", "50", "--interval", "normal", "--seed", "3")
        self.assertEqual(report["bootstrap"], {"n_replicates": 50, "interval": "normal", "min_sentences": 5, "seed": 3})
        self.assertAlmostEqual(documents["v1"]["position"], -0.448059, places=6)
        self.assertGreater(documents["v1"]["se"], 5 * 0.0119)  # each sentence here is one word, said up to 158 times
        _, anchored = self.scale("wordscores", self.lbg, *REFERENCES, "--bootstrap", "20", "--rescale", "mv")
        self.assertEqual((anchored["r1"]["position"], anchored["r1"]["se"]), (-1.5, None))  # there by construction, not by evidence
        short, few = self.scale("wordscores", self.lbg, *REFERENCES, "--bootstrap", "20", "--min-sentences", "18")
        self.assertIsNone(few["v1"]["se"])
        self.assertIn("Without error: 6 documents of fewer than 18 sentences", short["notes"][0])

    def test_other_formats(self):
        rows = list(csv.DictReader(io.StringIO(self.ok(run("scale", "affinity", self.lbg, "--reference", "r1=0", "--reference", "r5=1", "--format", "csv")).stdout.decode())))
        self.assertEqual([row["document"] for row in rows], list(SHIFTS))
        self.assertEqual(rows[0]["affinity_0"], "0.999496")
        md = self.ok(run("scale", "wordscores", self.lbg, *REFERENCES, "--words", "2", "--format", "md")).stdout.decode()
        self.assertIn("| **v1** | −0.448 |", md)
        table = self.ok(run("scale", "wordscores", self.lbg, *REFERENCES, "--words", "2")).stdout.decode()
        for part in ("Scale: wordscores", "95 % interval", "Words that pull to the − end", "mean score of the words"):
            self.assertIn(part, table)

    def test_what_cannot_be_read_loses_none_of_the_others(self):
        bad = self.file("bad.txt", b"\xff\xfe\xfa broken")
        process = self.ok(run("scale", "wordscores", self.lbg, bad, *REFERENCES, "--format", "json"), code=1)
        report = json.loads(process.stdout)
        self.assertEqual(len(report["documents"]), 6)
        self.assertEqual(len(report["diagnostics"]), 1)

    def test_bad_calls(self):
        cases = {
            ("wordscores", self.lbg): "name two or more by --reference ID=SCORE",
            ("wordscores", self.lbg, "--reference", "r1"): "expected ID=SCORE",
            ("wordscores", self.lbg, "--reference", "r1=high"): "expected NAME=NUMBER",
            ("wordscores", self.lbg, "--reference", "r11=1"): "there is no document 'r11'; did you mean 'r1'?",
            ("wordscores", self.lbg, *REFERENCES, "--logit"): "two references, got 5",
            ("wordscores", self.lbg, *REFERENCES, "--rescale", "lbg", "--spread-of", "v2"): "'v2'",
            ("wordscores", self.lbg, *REFERENCES, "--ngram-max", "x"): "--ngram-max",
            ("wordscores", self.lbg, *REFERENCES, "--max-doc-freq", "0"): "max_doc_freq: expected a proportion",
            ("wordscores", self.lbg, *REFERENCES, "--stop-words", "nowhere"): "none or a file of words",
            ("wordscores", self.lbg, *REFERENCES, "--bootstrap", "1"): "--bootstrap",
            ("wordscores", self.lbg, *REFERENCES, "--language", "xx"): "unknown language 'xx'",
            ("wordfish", self.lbg, "--left", "r1"): "--right",
            ("wordfish", self.lbg, "--left", "r1", "--right", "r9"): "r9",
            ("ca", self.lbg, "--left", "r1", "--right", "r9"): "there is no document 'r9'",
            ("lss", self.lbg): "either --negative and --positive, or --axis",
            ("lss", self.lbg, "--negative", "zzz", "--positive", "waa"): "zzz",
            ("dictionary", self.lbg): "either --negative and --positive, or --axis",
            ("dictionary", self.lbg, "--negative", "waa"): "both poles",
            ("dictionary", self.lbg, "--negative", "waa", "--positive", "waa"): "claimed by both poles",
            ("dictionary", self.lbg, "--axis", "nato"): "unknown axis 'nato'",
            ("dictionary", self.lbg, "--negative", "waa=0", "--positive", "wab"): "weight greater than 0",
        }
        for arguments, message in cases.items():
            with self.subTest(arguments=arguments[2:]):
                process = run("scale", *arguments, env=PACKS)
                self.assertEqual(process.returncode, 2, process.stderr.decode())
                self.assertIn(message, process.stderr.decode())
        self.assertEqual(run("scale").returncode, 2)
        empty = self.folder / "empty"
        empty.mkdir()
        self.assertEqual(run("scale", "wordscores", empty, *REFERENCES).returncode, 1)

    def test_help_has_examples(self):
        for method in ("wordscores", "affinity", "dictionary", "lss", "wordfish", "ca", "agreement"):
            self.assertIn(f"stance scale {method} ", self.ok(run("scale", method, "--help")).stdout.decode())


if __name__ == "__main__":
    unittest.main()
