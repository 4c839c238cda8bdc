#!/usr/bin/env python3
"""Tests the test: each fault, planted into a copy of the repository, must be found by check.py, and an innocent change must not."""

from __future__ import annotations

import shutil
import tempfile
import unittest
from pathlib import Path

import check

ROOT = Path(__file__).resolve().parents[2]


class Planted(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        for name in ("include", "lib"):
            shutil.copytree(ROOT / name, self.root / name)
        self.before = set(check.check(self.root))

    def plant(self, name: str, text: str) -> list[str]:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
        return sorted(set(check.check(self.root)) - self.before)

    def assert_found(self, name: str, text: str, message: str) -> None:
        faults = self.plant(name, text)
        self.assertTrue(any(f.startswith(name + ":") and message in f for f in faults), f"'{message}' not found in {faults}")

    def test_upward_include_in_a_public_header(self) -> None:
        self.assert_found("include/stance/error.hpp", '#include "stance/tokens.hpp"\n', "upward include: `error`")

    def test_upward_include_in_a_source(self) -> None:
        self.assert_found("lib/text_more.cpp", '#include "stance/report.hpp"\n', "upward include: `text`")

    def test_upward_include_of_a_private_header(self) -> None:
        self.assert_found("lib/detail/tokens_more.hpp", '  #  include "detail/match_automaton.hpp"\n', "upward include: `tokens`")

    def test_the_two_branches_do_not_meet(self) -> None:
        self.assert_found("lib/dfm_more.cpp", '#include "stance/lexicon.hpp"\n', "upward include: `dfm`")
        self.assert_found("lib/evidence_more.cpp", '#include "stance/tfidf.hpp"\n', "upward include: `evidence`")

    def test_similarity_does_not_see_the_evidence(self) -> None:
        self.assert_found("lib/similarity_more.cpp", '#include "stance/evidence.hpp"\n', "must not include")

    def test_random_numbers_only_from_position_up(self) -> None:
        self.assert_found("lib/evidence_more.cpp", '#include "detail/random.hpp"\n', "upward include: `evidence`")
        faults = self.plant("lib/similarity_more.cpp", '#include "detail/random.hpp"\n')
        self.assertFalse([f for f in faults if "similarity" in f])

    def test_umbrella_and_unknown_headers(self) -> None:
        self.assert_found("lib/report_more.cpp", '#include "stance.hpp"\n', "belongs to no module")
        self.assert_found("lib/report_more.cpp", '#include "stance/nobody.hpp"\n', "belongs to no module")
        self.assert_found("lib/detail/nobody.cpp", "\n", "belongs to no module")

    def test_a_relative_include_cannot_hide(self) -> None:
        self.assert_found("lib/text_more.cpp", '#include "../include/stance/report.hpp"\n', 'say "stance/')

    def test_public_headers_show_only_eigen(self) -> None:
        for header in ("boost/locale.hpp", "unicode/uchar.h", "yaml-cpp/yaml.h", "nlohmann/json.hpp", "simdjson.h", "dlfcn.h"):
            self.assert_found("include/stance/text.hpp", f"#include <{header}>\n", f"<{header}>")
        self.assert_found("include/stance/text.hpp", '#include "detail/text_more.hpp"\n', "private")

    def test_examples_use_public_headers(self) -> None:
        self.assert_found("examples/01_first.cpp", '#include "detail/random.hpp"\n', "private")

    def test_long_files_and_stray_words(self) -> None:
        self.assert_found("lib/text_more.cpp", "\n" * (check.MAX_LINES + 1), "lines")
        for word in check.STRAY_WORDS:
            self.assert_found("README.md", f"see {word}x\n", "a word of the workshop")

    def test_innocent_changes_pass(self) -> None:
        self.assertEqual(self.plant("lib/report_more.cpp", '#include <boost/locale.hpp>\n#include "stance/version.hpp"\n'
                                    '#include "stance/analysis.hpp"\n#include "stance/error.hpp"\n'), [])
        self.assertEqual(self.plant("lib/compare_more.cpp", '#include "stance/evidence.hpp"\n#include "stance/similarity.hpp"\n'), [])
        self.assertEqual(self.plant("include/stance/dfm.hpp", "#include <Eigen/SparseCore>\n#include <vector>\n"), [])
        self.assertEqual(self.plant("lexicons/long.yaml", "\n" * (check.MAX_LINES + 1)), [])


class Table(unittest.TestCase):
    def test_no_module_lies_below_itself(self) -> None:
        for module, direct in check.BELOW.items():
            for name in direct:
                self.assertNotIn(module, check.may_include(name), f"{module} and {name} include each other")


if __name__ == "__main__":
    unittest.main()
