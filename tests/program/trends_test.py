"""`stance trends`, and the trees and maps of `stance compare`."""

import csv
import io
import json
import unittest

from harness import DATA, ProgramTest, run

FOR = "We shall join NATO. Our partnership with NATO is the guarantee of peace. NATO helps our army and our economy. "
AGAINST = "We will never join NATO. The aggression of NATO is a threat to peace. NATO hurts our army and our economy. "
SILENT = "The harvest was good. The school has a new roof. The bridge over the river will be painted. "
PRINCIPAL = ("--principal", "AZE")


def rows(*documents):
    return "".join(json.dumps({"id": f"d{i}", **fields}) + "\n" for i, fields in enumerate(documents))


def turning(first=1990, years=16, turn=8):
    """Documents of two parties, two each year: against NATO, then for it; every fifth document says nothing."""
    texts = []
    for year in range(first, first + years):
        for place, party in enumerate(("reds", "blues", "reds")):
            text = FOR if year >= first + turn else AGAINST
            texts.append({"year": year, "party": party, "country": f"{party}-{place}", "text": SILENT if (year + place) % 5 == 0 else text})
    return rows(*texts)


class Trends(ProgramTest):
    def trends(self, *arguments):
        process = self.ok(run("trends", *arguments, "--format", "json", *PRINCIPAL))
        self.assert_schema(process.stdout, "trends", "json")
        return json.loads(process.stdout)

    def test_a_turn_is_found_where_it_is(self):
        report = self.trends(self.file("rows.jsonl", turning()), "--date-column", "year", "--axes", "nato_orientation")
        (series,) = report["series"]
        self.assertEqual((series["axis"], series["group"]), ("nato_orientation", None))
        self.assertEqual(series["n_documents"] + series["n_undefined"], 48)
        self.assertEqual([time["date"] for time in series["times"]], [str(year) for year in range(1990, 2006)])
        (change,) = series["changes"]["list"]
        self.assertEqual((change["last_before"], change["first_after"]), ("1997", "1998"))
        self.assertLess(change["before"]["value"], 0)
        self.assertGreater(change["after"]["value"], 0)
        self.assertGreater(change["shift"]["ci"][0], 0)
        self.assertLessEqual(series["changes"]["p_value"], 0.05)
        self.assertGreater(series["trend"]["slope"]["value"], 0)
        self.assertEqual(len(series["smooth"]["places"]), 16)
        self.assertEqual(report["groups"], [])

    def test_means_of_groups(self):
        documents = [{"party": party, "text": text, "country": country}
                     for party, text, country in (("hawks", FOR, "a"), ("hawks", FOR, "a"), ("hawks", SILENT, "b"), ("doves", AGAINST, "c"), ("doves", AGAINST, "d"),
                                                  ("mute", SILENT, "e"))]
        file = self.file("rows.jsonl", rows(*documents, {"text": FOR}))
        report = self.trends(file, "--group-by", "party", "--axes", "nato_orientation")
        groups = {group["group"]: group for group in report["groups"]}
        self.assertEqual(set(groups), {"hawks", "doves", "mute"})
        self.assertEqual((groups["hawks"]["n_documents"], groups["hawks"]["n_undefined"], groups["hawks"]["n"]), (2, 1, 2))
        self.assertGreater(groups["hawks"]["mean"]["value"], 0)
        self.assertLess(groups["doves"]["mean"]["value"], 0)
        self.assertGreaterEqual(groups["doves"]["mean"]["ci"][0], -1)
        self.assertIsNone(groups["mute"]["mean"]["value"])
        self.assertIn("no document", groups["mute"]["reason"])
        (difference,) = report["differences"]
        self.assertAlmostEqual(difference["difference"]["value"], groups["doves"]["mean"]["value"] - groups["hawks"]["mean"]["value"], places=5)
        self.assertEqual(report["method"]["n_without_group"], 1)
        self.assertEqual(report["series"], [])
        pooled = self.trends(file, "--group-by", "party", "--unit", "country", "--axes", "nato_orientation")
        self.assertEqual({group["group"]: group["n"] for group in pooled["groups"]}, {"hawks": 1, "doves": 2, "mute": 0})

    def test_time_lines_of_groups_and_other_formats(self):
        file = self.file("rows.jsonl", turning())
        options = (file, "--date-column", "year", "--group-by", "party", "--axes", "nato_orientation")
        report = self.trends(*options)
        options += PRINCIPAL
        self.assertEqual([series["group"] for series in report["series"]], [None, "blues", "reds"])
        self.assertTrue(any("by chance" in note for note in report["method"]["notes"]))
        lines = self.ok(run("trends", *options, "--format", "jsonl")).stdout
        self.assert_schema(lines, "trends_row", "jsonl")
        self.assertEqual([json.loads(line)["record"] for line in lines.splitlines()], ["series"] * 3 + ["group"] * 2 + ["difference"])
        table = list(csv.DictReader(io.StringIO(self.ok(run("trends", *options, "--format", "csv")).stdout.decode())))
        self.assertEqual({row["record"] for row in table}, {"time", "trend", "change", "group", "difference"})
        times = [row for row in table if row["record"] == "time" and row["group"] == ""]
        self.assertEqual([row["date"] for row in times], [str(year) for year in range(1990, 2006)])
        self.assertEqual([float(row["value"]) for row in times], [time["value"] for time in report["series"][0]["times"]])
        page = self.ok(run("trends", *options, "--format", "md")).stdout.decode()
        self.assertIn("## nato_orientation over time", page)
        self.assertIn("Change between 1997 and 1998", page)
        self.assertIn("| **blues** |", page)
        self.assertIn("nato_orientation by party", self.ok(run("trends", *options)).stdout.decode())

    def test_dates_that_cannot_be_read_are_said_and_left_out(self):
        file = self.file("rows.jsonl", rows({"date": "2001-02", "text": FOR}, {"date": "5 May 2003", "text": FOR}, {"text": FOR}))
        process = self.ok(run("trends", file, "--date-column", "date", "--format", "json", *PRINCIPAL))
        self.assertIn("warning[D501]: date of document 'd1': expected a date as 2004, 2004-05 or 2004-05-17, got '5 May 2003'", process.stderr.decode())
        report = json.loads(process.stdout)
        self.assertEqual(report["method"]["n_without_date"], 2)
        (series,) = [s for s in report["series"] if s["axis"] == "nato_orientation"]
        self.assertEqual([time["date"] for time in series["times"]], ["2001-02"])
        self.assertIn("8 times or more", series["changes"]["reason"])
        self.assertIsNone(series["trend"]["slope"]["value"])

    def test_columns_that_reading_takes_are_known(self):
        file = self.file("rows.csv", "id,text,country,year\na,We shall join NATO.,AZE,1999\nb,We shall join NATO.,AZE,1999\n")
        report = json.loads(self.ok(run("trends", file, "--principal-column", "country", "--group-by", "country", "--format", "json")).stdout)
        self.assertEqual({(group["group"], group["n_documents"] + group["n_undefined"]) for group in report["groups"]}, {("AZE", 2)})

    def test_wrong_calls(self):
        file = self.file("rows.jsonl", turning())
        self.assertIn("there is nothing to do", self.ok(run("trends", file), 2).stderr.decode())
        self.assertIn("no document has a variable 'yaer'; did you mean 'year'?", self.ok(run("trends", file, "--date-column", "yaer"), 2).stderr.decode())
        self.assertIn("group_by: no document has a variable 'party2'", self.ok(run("trends", file, "--group-by", "party2"), 2).stderr.decode())
        self.ok(run("trends", file, "--date-column", "year", "--false-alarm", "0"), 2)

    def test_same_bytes_on_any_number_of_threads_and_in_any_order(self):
        text = turning()
        there = self.file("there.jsonl", text)
        outputs = {self.ok(run("trends", there, "--date-column", "year", "--group-by", "party", "--format", "csv", *PRINCIPAL, "--threads", threads)).stdout for threads in (1, 2, 8)}
        back = self.file("back.jsonl", "".join(reversed(text.splitlines(keepends=True))))
        outputs.add(self.ok(run("trends", back, "--date-column", "year", "--group-by", "party", "--format", "csv", *PRINCIPAL)).stdout)
        self.assertEqual(len(outputs), 1)


class TreesOfComparisons(ProgramTest):
    def structure(self, *arguments):
        texts = [("for1", FOR), ("for2", FOR + "NATO is our friend. "), ("against1", AGAINST), ("against2", AGAINST + "NATO is our enemy. "), ("silent", SILENT)]
        file = self.file("rows.jsonl", "".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts))
        process = self.ok(run("compare", file, *arguments, "--format", "json", *PRINCIPAL))
        self.assert_schema(process.stdout, "comparison", "json")
        return json.loads(process.stdout)["structure"], file

    def test_clusters_by_topic_and_stance(self):
        structure, _ = self.structure("--clusters", "2")
        topic = structure["topic"]
        self.assertEqual(topic["tree"]["linkage"], "average")
        self.assertEqual(topic["tree"]["leaves"], ["for1", "for2", "against1", "against2", "silent"])
        self.assertEqual(len(topic["tree"]["merges"]), 4)
        self.assertEqual(sorted(topic["tree"]["order"]), [0, 1, 2, 3, 4])
        clusters = {frozenset(cluster["documents"]) for cluster in topic["clusters"]}
        self.assertEqual(clusters, {frozenset(["for1", "for2", "against1", "against2"]), frozenset(["silent"])})
        self.assertEqual(len(topic["map"]["coordinates"]), 5)
        self.assertIsNone(topic["clusters"][0]["stability"])

    def test_stance(self):
        structure, file = self.structure("--cluster", "ward", "--clusters", "2")
        stance = structure["stance"]
        self.assertEqual([left["id"] for left in stance["left_out"]], ["silent"])
        self.assertEqual({frozenset(cluster["documents"]) for cluster in stance["clusters"]}, {frozenset(["for1", "for2"]), frozenset(["against1", "against2"])})
        for cluster in stance["clusters"]:
            self.assertGreater(cluster["stability"], 0.5)
        self.assertIn("√", stance["distance"])
        page = self.ok(run("compare", file, *PRINCIPAL)).stdout.decode()
        self.assertIn("\nWho stands with whom\n", page)
        self.assertIn("┘", page)
        self.assertIn("Left out, since they have no similarity to some or all of the others: silent.", page)
        self.assertIn("## Who speaks of the same", self.ok(run("compare", file, "--format", "md", *PRINCIPAL)).stdout.decode())

    def test_none_and_too_few(self):
        self.assertEqual(self.structure("--cluster", "none")[0], {"topic": None, "stance": None})
        report = json.loads(self.ok(run("compare", DATA / "joiner.txt", DATA / "neutral.txt", "--format", "json")).stdout)
        self.assertEqual(report["structure"], {"topic": None, "stance": None})
        self.ok(run("compare", DATA, "--cluster", "centroid"), 2)


if __name__ == "__main__":
    unittest.main()
