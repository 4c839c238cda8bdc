"""What the end-to-end tests of the program share. The environment names the program (STANCE_BIN), the schema checker
(STANCE_SCHEMA_CHECK) and the schema (STANCE_SCHEMA)."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["STANCE_BIN"]
HERE = Path(__file__).resolve().parent
MINI = str(HERE / "mini.yaml")
DATA = HERE / "data"


def run(*arguments, stdin=b"", lexicon=MINI, env=None, cwd=None):
    """The finished process; outputs are bytes."""
    options = ["--lexicon", lexicon] if lexicon and arguments and arguments[0] in ("score", "compare", "explain", "validate") else []
    environment = {**os.environ, **(env or {})}
    return subprocess.run([PROGRAM, *map(str, arguments), *options], input=stdin, capture_output=True, env=environment, cwd=cwd, timeout=300, check=False)


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
