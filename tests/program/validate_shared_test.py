"""`stance validate` on texts that are not in the repository: its figures are those of an independent computation."""

import csv
import json
from collections import Counter

from harness import PACK, PACKS, SHARED, main_with_shared_data, run
from validate_support import ValidationTest


class SharedData(ValidationTest):
    def test_development_sets_equal_an_independent_computation(self):
        self.check_set(SHARED / "gold" / "seed_sentences.jsonl", "principal")
        self.check_set(SHARED / "gold" / "un_sentences.jsonl", "country")

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
    main_with_shared_data()
