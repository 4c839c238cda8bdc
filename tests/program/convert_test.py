"""`stance lexicon convert`: dictionaries of other programs, as somebody who has one would use it."""

import csv
import io
import unittest

from harness import PACKS, SOURCE, ProgramTest, run

LIWC = "%\n1\tHarm\n2\tCare\n3\tOther\n%\nwar*\t1\nattack*\t1\npeace*\t2\nprotect*\t2\nkind\t<of>3/2\n:)\t3\n"
CAT = "ECONOMY\n\t+STATE+\n\t\tWELFARE (1)\n\t\tTRADE_UNION* (2.5)\n\t-STATE-\n\t\tTAX_CUT* (1)\n\t\t@FREE [MARKET* AFTER FREE /S 2] (1)\nNEGATIONS\n\tNOT (1)\n"


class Convert(ProgramTest):
    def convert(self, *arguments, code=0, env=None):
        process = self.ok(run("lexicon", "convert", *arguments, env=env), code)
        return process.stdout.decode(), process.stderr.decode()

    def positions(self, lexicon, *inputs):
        process = self.ok(run("score", *inputs, "--lexicon", lexicon, "--format", "csv", lexicon=None))
        return {(row["document"], row["key"]): row for row in csv.DictReader(io.StringIO(process.stdout.decode()))}

    def test_a_dictionary_scores_texts(self):
        source = self.file("moral.dic", LIWC)
        pack = self.folder / "care.yaml"
        _, report = self.convert(source, "--negative", "Harm", "--positive", "Care", "--axis", "care", "-o", pack)
        self.assertIn("moral.dic:10:6: warning[I206]", report)
        self.assertIn("moral.dic:11:1: warning[I301]", report)
        self.assertIn("moral.dic:4:1: note[I209]: category 'Other' is at no pole; 1 of its entries are not used", report)
        self.assertIn("3 categories, 7 entries: 5 exact, 0 changed, 1 left out, 1 unused; 1 axes, 5 patterns", report)
        self.ok(run("lexicon", "check", pack, "--strict"))
        texts = self.file("texts.csv", "id,text\ncare,They protect peace. Peace is kind.\nharm,War. They attack.\nboth,War and then peace.\nnone,Nothing.\n")
        rows = self.positions(pack, texts)
        self.assertEqual([rows[name, "care"]["position"] for name in ("care", "harm")], ["1", "-1"])
        self.assertEqual([rows[name, "care"]["n_evidence"] for name in ("care", "harm", "none")], ["2", "2", "0"])
        self.assertEqual(rows["none", "care"]["position"], "")

    def test_every_category_as_an_intensity(self):
        pack, report = self.convert(self.file("lg.cat", CAT))
        self.assertIn("reason: \"lg.cat, category ECONOMY/+STATE+\"", pack)
        self.assertIn("\"free ~1 market*\"  # lg.cat:7", pack)
        self.assertIn("weight: 2.5", pack)
        self.assertIn("4 categories, 5 entries: 5 exact", report)
        self.ok(run("lexicon", "check", self.file("lg.yaml", pack)))

    def test_several_axes_in_the_order_given(self):
        pack, _ = self.convert(self.file("a.yml", "a: [x]\nb: [y]\nc: [z]\nd: [v]\n"), "--negative", "a,b", "--positive", "c", "--negative", "d", "--positive", "c", "--axis", "first")
        self.assertIn("\n  first:\n    kind: bipolar\n    negative: \"a, b\"\n", pack)
        self.assertIn("\n  d_c:\n", pack)

    def test_to_quanteda_and_back(self):
        text = "left:\n  - welfare\n  - \"trade union*\"\nright:\n  - \"tax cut*\"\n"
        made, _ = self.convert(self.file("d.yml", text), "--to", "quanteda")
        self.assertEqual(made, text)
        pack, _ = self.convert(self.file("again.yml", made))
        exported, _ = self.convert(self.file("again.yaml", pack), "--to", "quanteda")
        self.assertEqual(exported, text)

    def test_a_bundled_pack_as_one_file(self):
        pack, _ = self.convert("geopolitics.en", env=PACKS)
        one = self.file("one.yaml", pack)
        again, _ = self.convert(one)
        self.assertEqual(again, pack)
        dictionary, report = self.convert("geopolitics.en", "--to", "quanteda", "--quiet", env=PACKS)
        self.assertTrue(dictionary.startswith("non_alignment:\n"))
        self.assertIn("patterns of the axes", report)
        self.assertNotIn("warning", report)

    def test_encodings(self):
        source = self.file("old.lc3", "+A\nélan\n".encode("latin-1"))
        pack, report = self.convert(source)
        self.assertIn("élan", pack)
        self.assertIn("note[I201]", report)
        pack, report = self.convert(source, "--encoding", "latin1")
        self.assertIn("élan", pack)
        self.assertNotIn("I201", report)
        self.assertIn("élan", self.convert(self.file("wide.lc3", "+A\nélan\n".encode("utf-16")))[0])

    def test_faults_and_exit_codes(self):
        bad = self.file("bad.dic", "%\n1\tA\n%\nx\t9\ny\t1\n")
        out = self.folder / "out.yaml"
        _, report = self.convert(bad, "-o", out, code=1)
        self.assertIn("bad.dic:4:3: error[I104]: 'x': category 9 is not defined", report)
        self.assertFalse(out.exists())
        self.convert(bad, "--lenient")
        self.convert(bad, "--lenient", "--strict", code=1)
        self.convert(self.folder / "nowhere.dic", "--from", "liwc", code=1)
        good = self.file("good.dic", LIWC)
        for arguments in (["--negative", "Harm"], ["--negative", "Harm", "--positive", "Nothing"], ["--axis", "x"], ["--from", "latex"], ["--encoding", "klingon"],
                          ["--language", "tlh"], ["--negative", "Harm", "--positive", "Harm"]):
            self.convert(good, *arguments, code=2)
        self.convert("no.such.pack", code=2)
        self.convert(self.file("unknown.txt", "x\n"), code=1)
        self.convert(good, "-o", self.folder / "no" / "folder.yaml", code=1)

    def test_the_corpus_is_scored_as_words_are_counted(self):
        """A clause gives one record, so there are at most as many as words; counted here with nothing but str.split."""
        pack = self.folder / "n.yaml"
        self.convert(self.file("n.csv", "category,word\nneutral,neutrality\n"), "-o", pack)
        essay = next((SOURCE / "examples" / "corpus").glob("switzerland_neutrality_essay.*"))
        rows = self.positions(pack, essay)
        row = rows["switzerland_neutrality_essay", "neutral"]
        words = "".join(c if c.isalpha() else " " for c in essay.read_text(encoding="utf-8").lower().replace("’s", "").replace("'s", "")).split()
        self.assertGreater(int(row["n_evidence"]), 0)
        self.assertLessEqual(int(row["n_evidence"]), words.count("neutrality"))


if __name__ == "__main__":
    unittest.main()
