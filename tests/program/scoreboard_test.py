"""The script that writes tests/SCOREBOARD.md."""

import json
import os
import subprocess
import sys

from harness import PACKS, PROGRAM, SHARED, SOURCE, ProgramTest, main_with_shared_data


class Scoreboard(ProgramTest):
    def test_the_scoreboard_keeps_what_is_written_by_hand_and_measured_apart_and_prints_no_texts(self):
        board = self.file("board.md", "<!-- by hand: speed -->\nFast enough.\n<!-- end of speed -->\n")
        command = [sys.executable, str(SOURCE / "tests" / "tools" / "scoreboard.py"), "--bin", PROGRAM, "--out", str(board), "--replicates", "20", "--date", "2026-01-01"]
        subprocess.run(command, check=True, timeout=300, env={**os.environ, **PACKS})
        text = board.read_text(encoding="utf-8")
        self.assertIn("Fast enough.", text)
        self.assertIn("2026-01-01", text)
        speed = SOURCE / "tests" / "bench" / "speed.md"
        self.assertTrue(text.endswith(speed.read_text(encoding="utf-8") if speed.exists() else "tests/bench/peers.py does.\n"))
        for name in ("seed", "un"):
            for line in (SHARED / "gold" / f"{name}_sentences.jsonl").read_text(encoding="utf-8").splitlines():
                self.assertNotIn(json.loads(line)["text"][:60], text)


if __name__ == "__main__":
    main_with_shared_data()
