"""`stance score` on input that does not end: memory stays flat, whatever words come, and what was forgotten on the way changes no result."""

import json
import os
import random
import subprocess
import threading
import unittest

from harness import MINI, PROGRAM, ProgramTest

KNOWN = "We condemn the aggression. Azerbaijan will join NATO; it does not leave the partnership."


def rows(megabytes):
    """JSON lines of words that never came before, which is the worst that texts can do to a vocabulary; the first and the last document are alike."""
    draw = random.Random(7)
    yield json.dumps({"id": "first", "text": KNOWN}) + "\n"
    for number in range(16 * megabytes):
        words = "%x" % draw.getrandbits(4 * 58_000)
        yield json.dumps({"id": f"d{number}", "text": " ".join("w" + words[i:i + 8] for i in range(0, len(words), 8)) + "."}) + "\n"
    yield json.dumps({"id": "last", "text": KNOWN}) + "\n"


def peak_and_ends(megabytes):
    """Peak memory in MB of the program that reads so much from a pipe, and its first and last line."""
    child = subprocess.Popen([PROGRAM, "score", "-", "--format", "jsonl", "--threads", "1", "--lexicon", MINI], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        with child.stdin as pipe:
            for row in rows(megabytes):
                pipe.write(row.encode())
    feeder = threading.Thread(target=feed)
    feeder.start()
    first = last = child.stdout.readline()
    for line in child.stdout:
        last = line
    feeder.join()
    child.stdout.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage.ru_maxrss / 1024, json.loads(first), json.loads(last)


class Stream(ProgramTest):
    def test_memory_is_flat_however_many_new_words_come(self):
        peaks = []
        for megabytes in (6, 24):
            code, peak, first, last = peak_and_ends(megabytes)
            self.assertEqual(code, 0)
            self.assertEqual((first.pop("id"), last.pop("id")), ("first", "last"))
            self.assertEqual(first, last)
            self.assertNotEqual(first["targets"], {})
            peaks.append(peak)
        self.assertLess(peaks[1], 1.2 * peaks[0] + 20, f"peaks in MB: {peaks}")


if __name__ == "__main__":
    unittest.main()
