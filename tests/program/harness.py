"""What the end-to-end tests of the program share. The environment names the program (STANCE_BIN), the schema checker
(STANCE_SCHEMA_CHECK), the schema (STANCE_SCHEMA), the source folder (STANCE_SOURCE) and, where they are, texts that are not in the
repository (STANCE_SHARED_DATA)."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["STANCE_BIN"]
HERE = Path(__file__).resolve().parent
MINI = str(HERE / "mini.yaml")
DATA = HERE / "data"
SOURCE = Path(os.environ["STANCE_SOURCE"])
PACK = "geopolitics.en"
PACKS = {"STANCE_LEXICON_PATH": str(SOURCE / "lexicons")}
SHARED = Path(os.environ["STANCE_SHARED_DATA"]) if os.environ.get("STANCE_SHARED_DATA") else None
SKIPPED = 77  # tells ctest that a test was skipped
# Permission bits do not bind root, unless it gives up what makes it root.
WITHOUT_PRIVILEGE = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def run(*arguments, stdin=b"", lexicon=MINI, env=None, cwd=None, before=()):
    """The finished process; outputs are bytes. `before`: a command that runs the program."""
    options = ["--lexicon", lexicon] if lexicon and arguments and arguments[0] in ("score", "compare", "trends", "explain", "validate") else []
    environment = {**os.environ, **(env or {})}
    return subprocess.run([*before, PROGRAM, *map(str, arguments), *options], input=stdin, capture_output=True, env=environment, cwd=cwd, timeout=300, check=False)


def records(process):
    return {r["id"]: r for r in map(json.loads, process.stdout.decode().splitlines())}


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def ok(self, process, code=0):
        self.assertEqual(process.returncode, code, process.stderr.decode(errors="replace")[-2000:])
        return process

    def assert_schema(self, output, definition, kind):
        check = subprocess.run([os.environ["STANCE_SCHEMA_CHECK"], os.environ["STANCE_SCHEMA"], definition, kind], input=output, capture_output=True, check=False)
        self.assertEqual(check.returncode, 0, check.stderr.decode()[-2000:])


def main_with_shared_data():
    if SHARED is None:
        print("skipped: STANCE_SHARED_DATA is not set")
        sys.exit(SKIPPED)
    unittest.main()
