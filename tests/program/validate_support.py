"""What the tests of `stance validate` share: its figures computed a second time, independently, from `stance score`."""

import json
from collections import Counter

from harness import PACK, PACKS, SOURCE, ProgramTest, run

BENCHMARK = SOURCE / "tests" / "benchmark"
THRESHOLD = 0.05



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


class ValidationTest(ProgramTest):
    def validate(self, *arguments, code=0, lexicon=None):
        options = {"lexicon": lexicon, "env": PACKS} if lexicon else {}
        process = self.ok(run("validate", *arguments, "--format", "json", **options), code)
        self.assert_schema(process.stdout, "validation", "json")
        return json.loads(process.stdout)

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
