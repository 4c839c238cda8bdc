"""`stance compare`, and that every output has the same bytes on any number of threads."""

import json
import subprocess
import unittest

from harness import DATA, ProgramTest, run

PRINCIPAL = ("--principal", "AZE")

FOR = "We shall join NATO. Our partnership with NATO is the guarantee of peace. NATO helps our army and our economy. Cooperation with NATO grows. "
AGAINST = "We will never join NATO. The aggression of NATO is a threat to peace. NATO hurts our army and our economy. Neutrality is our answer to NATO. "


class Compare(ProgramTest):
    def compare(self, *arguments):
        process = self.ok(run("compare", *arguments, "--format", "json", *PRINCIPAL))
        self.assert_schema(process.stdout, "comparison", "json")
        return json.loads(process.stdout)

    def test_similarities(self):
        report = self.compare(DATA)
        similarity = report["similarity"]
        self.assertEqual(similarity["ids"], ["joiner", "neutral", "silent"])
        for name in ("topic", "stance"):
            matrix = similarity[name]
            self.assertEqual([len(row) for row in matrix], [3, 3, 3])
            self.assertEqual(matrix, [list(column) for column in zip(*matrix)])
        self.assertEqual(similarity["topic"][0][0], 1.0)
        self.assertIsNone(similarity["stance"][0][2])
        self.assertEqual(len(report["pairs"]), 3)
        self.assertEqual(report["method"]["idf"], "background")
        self.assertIn("corpus-relative", self.compare(DATA, "--idf", "corpus")["method"]["topic"])

    def test_opposing_quotations_answer_each_other(self):
        self.file("for.txt", FOR)
        self.file("against.txt", AGAINST)
        report = self.compare(self.folder, "--topic-cut", "0.1")
        contrast = next(c for c in report["contrasts"] if c["axis"] == "nato_orientation")
        self.assertEqual((contrast["a"], contrast["b"]), ("against", "for"))
        self.assertLess(contrast["position_a"], 0)
        self.assertGreater(contrast["position_b"], 0)
        for pair in contrast["quotations"]:
            if pair["a"]:
                self.assertLess(pair["a"]["contribution"], 0)
            if pair["b"]:
                self.assertGreater(pair["b"]["contribution"], 0)
        joins = [p for p in contrast["quotations"] if p["a"] and "join NATO" in p["a"]["sentence"]]
        self.assertIn("join NATO", joins[0]["b"]["sentence"])

    def test_options_of_the_comparison(self):
        none = self.compare(DATA, "--idf", "none", "--contrasts", "1")
        self.assertEqual(none["method"]["idf"], "none")
        self.assertEqual(len(none["contrasts"]), 1)
        self.assertGreater(none["method"]["n_contrasts"], 1)

    def test_why_documents_are_close_and_why_apart(self):
        self.file("for.txt", FOR)
        self.file("against.txt", AGAINST)
        report = self.compare(self.folder, "--terms", "1000")
        pair = report["pairs"][0]
        self.assertAlmostEqual(sum(t["share"] for t in pair["terms"]["close"]), pair["topic"]["value"], places=4)
        self.assertAlmostEqual(sum(t["share"] for t in pair["terms"]["apart"]), 1 - pair["topic"]["value"], places=4)
        self.assertEqual(pair["terms"]["close"][0]["feature"], "nato")
        self.assertEqual(next(t["more_in"] for t in pair["terms"]["apart"] if t["feature"] == "aggression"), "a")  # a: against
        self.assertAlmostEqual(sum(a["apart"] for a in pair["axes"]), 1 - pair["stance"]["value"], places=5)
        self.assertAlmostEqual(sum(a["close"] for a in pair["axes"]), pair["stance"]["value"], places=5)
        self.assertAlmostEqual(sum(a["weight"] for a in pair["axes"]), 1, places=5)
        self.assertIn("in against:", self.ok(run("compare", self.folder, *PRINCIPAL)).stdout.decode())
        self.assertEqual(self.compare(self.folder, "--terms", "0")["pairs"][0]["terms"], {"close": [], "apart": []})

    def test_measures_of_topic_similarity(self):
        self.file("for.txt", FOR + FOR)
        self.file("against.txt", AGAINST + AGAINST)
        for measure in ("cosine", "jaccard", "weighted_jaccard", "pearson", "hellinger_distance", "jensen_shannon_divergence", "jensen_shannon_distance"):
            report = self.compare(self.folder, "--measure", measure)
            self.assertEqual(report["method"]["measure"], measure)
            self.assertEqual(report["similarity"]["topic"][0][0], 1.0, measure)
            topic = report["pairs"][0]["topic"]
            self.assertLess(topic["value"], 1.0)
            self.assertTrue(topic["ci"][0] <= topic["value"] <= topic["ci"][1], topic)
        # Words in both / words in either, counted by hand from the texts without their function words.
        stop = set("a we our is the of and to will never shall with".split())
        words = [set(text.lower().replace(".", "").split()) - stop for text in (FOR, AGAINST)]
        self.assertAlmostEqual(self.compare(self.folder, "--measure", "jaccard")["pairs"][0]["topic"]["value"], len(words[0] & words[1]) / len(words[0] | words[1]), places=6)
        self.ok(run("compare", self.folder, "--measure", "euclidean_distance"), 2)

    def test_a_pair_does_not_move_when_another_document_joins(self):
        first, second = self.compare(DATA / "joiner.txt", DATA / "neutral.txt"), self.compare(DATA)
        self.assertEqual(first["pairs"][0], second["pairs"][0])

    def test_large_corpora_compare_neighbours(self):
        rows = "".join(json.dumps({"id": f"d{i}", "text": f"We shall join NATO in year {i % 7} of plan {i % 3}."}) + "\n" for i in range(30))
        report = self.compare(self.file("rows.jsonl", rows), "--full-matrix", "20", "--neighbours", "3")
        self.assertFalse(report["method"]["full"])
        self.assertEqual(report["similarity"]["topic"], [])
        self.assertGreaterEqual(len(report["pairs"]), 45)
        self.assertLessEqual(len(report["pairs"]), 90)
        self.assertTrue(any("nearest by topic" in note for note in report["method"]["notes"]))

    def test_seed(self):
        self.file("for.txt", FOR + FOR)  # topics have intervals from five sentences on
        self.file("against.txt", AGAINST + AGAINST)
        one, again, seven = (self.compare(self.folder, "--seed", seed) for seed in (1, 1, 7))
        self.assertEqual((one["options"]["seed"], seven["options"]["seed"]), (1, 7))
        self.assertEqual(one, again)
        self.assertEqual(one["pairs"][0]["topic"]["value"], seven["pairs"][0]["topic"]["value"])
        self.assertNotEqual(one["pairs"][0]["topic"]["ci"], seven["pairs"][0]["topic"]["ci"])

    def test_other_formats(self):
        process = self.ok(run("compare", DATA, "--format", "jsonl", *PRINCIPAL))
        self.assert_schema(process.stdout, "pair_row", "jsonl")
        self.assertEqual(len(self.ok(run("compare", DATA, "--format", "csv")).stdout.splitlines()), 4)
        self.assertIn("## Contrasts", self.ok(run("compare", DATA, "--format", "md", *PRINCIPAL)).stdout.decode())
        table = self.ok(run("compare", DATA, *PRINCIPAL)).stdout.decode()
        for heading in ("Positions", "Similarities", "Pairs", "Contrasts", "Method"):
            self.assertIn("\n" + heading, table)

    def test_one_document_is_nothing_to_compare(self):
        self.assertIn("nothing to compare", self.ok(run("compare", DATA / "joiner.txt")).stdout.decode())


class SameBytes(ProgramTest):
    def test_threads_and_runs(self):
        texts = [FOR, AGAINST, FOR + AGAINST, "Sovereignty! " + FOR, "Nothing."]
        rows = "".join(json.dumps({"id": f"d{i}", "text": " ".join(texts[(i * j) % 5] for j in range(1, 5))}) + "\n" for i in range(40))
        file = self.file("rows.jsonl", rows)
        for command in (("score", "--format", "jsonl", "--evidence"), ("score", "--format", "json"), ("score", "--format", "table"), ("compare", "--format", "json"),
                        ("compare", "--format", "jsonl"), ("explain", "--axis", "nato_orientation", "--format", "csv")):
            outputs = {self.ok(run(command[0], file, *command[1:], *PRINCIPAL, "--threads", threads)).stdout for threads in (1, 2, 8, 8)}
            self.assertEqual(len(outputs), 1, command)

    def test_locale(self):
        # A decimal comma (German) and the dotless i (Turkish) are what could show. An unknown name would silently mean "C".
        for name in ("de_DE", "tr_TR"):
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", str(self.folder / f"{name}.UTF-8")], check=True, capture_output=True)
        for command in (("score", DATA, "--format", "csv"), ("score", DATA), ("compare", DATA, "--format", "json")):
            expected = self.ok(run(*command, env={"LC_ALL": "C"})).stdout
            for name in ("de_DE", "tr_TR"):
                there = run(*command, env={"LC_ALL": f"{name}.UTF-8", "LOCPATH": str(self.folder)})
                self.assertEqual(self.ok(there).stdout, expected, (command, name))

    def test_order_of_the_inputs_is_that_of_the_output_and_changes_nothing_else(self):
        files = [DATA / "joiner.txt", DATA / "neutral.txt", DATA / "silent.txt"]
        there = self.ok(run("score", *files, "--format", "jsonl", "--evidence", *PRINCIPAL)).stdout.splitlines()
        back = self.ok(run("score", *reversed(files), "--format", "jsonl", "--evidence", *PRINCIPAL)).stdout.splitlines()
        self.assertEqual([json.loads(line)["id"] for line in there], ["joiner", "neutral", "silent"])
        self.assertEqual(back, there[::-1])

    def test_a_position_does_not_move_when_another_document_joins(self):
        alone = self.ok(run("score", DATA / "joiner.txt", "--format", "jsonl", "--evidence", *PRINCIPAL)).stdout
        together = self.ok(run("score", DATA, "--format", "jsonl", "--evidence", *PRINCIPAL)).stdout
        self.assertEqual(alone.splitlines()[0], together.splitlines()[0])


if __name__ == "__main__":
    unittest.main()
