"""stance_learned_features: what learned words are fitted on. Expected features are read off the sentences by hand."""

import json
import os
import subprocess
import unittest

from harness import ProgramTest

TOOL = os.environ["STANCE_LEARNED_FEATURES"]
PACK = """
meta: {name: small.en, version: "1", language: en}
targets:
  League: {kind: alliance, names: [League]}
  Northland: {kind: state, iso3: NOR, names: [Northland]}
  Southland: {kind: state, names: [Southland]}
cues:
  - {group: join, reason: membership, type: verb, slots: {object: 1}, patterns: ["join|joins|joined"]}
axes: {peace: {kind: intensity, positive: peace, patterns: [{reason: by name, match: [peace]}]}}
"""


class LearnedFeatures(ProgramTest):
    def features(self, rows, *options):
        pack, codes = self.file("small.yaml", PACK), self.file("rows.jsonl", "".join(json.dumps({"axes": {}, "counts": True, **row}) + "\n" for row in rows))
        process = subprocess.run([TOOL, pack, codes, *options], capture_output=True, text=True, check=False)
        self.assertEqual((process.returncode, process.stderr), (0, ""))
        return [json.loads(line) for line in process.stdout.splitlines()]

    def test_words_by_their_places(self):
        (row,) = self.features([{"id": "a", "text": "Those warm Words of Northland reached the League and Southland at last.", "principal": "Northland", "targets": {"League": 1}}], "3")
        self.assertEqual((row["id"], row["target"], row["label"], row["names"]), ("a", "League", 1, 2))
        anywhere = ["and", "at", "last", "of", "reached", "the", "those", "warm"]  # no names, and no word with a capital of its own
        self.assertEqual(row["features"], sorted([f"anywhere:{w}" for w in anywhere] + ["before:reached", "before:the"] + ["behind:and", "behind:at"]))

    def test_only_labels_of_which_no_cue_speaks(self):
        rows = [{"id": "cue", "text": "Northland has joined the League.", "principal": "NOR", "targets": {"League": 1}},
                {"id": "not named", "text": "Northland has friends.", "principal": "NOR", "targets": {"League": 0}},
                {"id": "unknown", "text": "Ruritania has friends.", "principal": "NOR", "targets": {"Ruritania": 0}},
                {"id": "must not count", "text": "The League met.", "principal": "NOR", "targets": {"League": 0}, "counts": False},
                {"id": "silent", "text": "The League met.", "principal": None, "targets": {"League": 0}}]
        self.assertEqual([row["id"] for row in self.features(rows)], ["silent"])

    def test_bad_calls(self):
        for arguments in ([], ["nowhere.yaml", "rows.jsonl"], [self.file("small.yaml", PACK), "nowhere.jsonl"]):
            process = subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)
            self.assertNotEqual(process.returncode, 0)
            self.assertNotEqual(process.stderr, "")


if __name__ == "__main__":
    unittest.main()
