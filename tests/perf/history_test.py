"""The history of benchmarks: what bench.py measured is kept, and printed in order."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

import history

HISTORY = pathlib.Path(__file__).with_name("history.py")


def result(ms, **more):
    return {"model": "mnist", "threads": 2, "batch": 1, "sequence": None, "specimen_ms": ms, "baselines": {"torch": 0.9, "onnxruntime": 0.60004},
            "versions": {"torch": "2.1", "onnxruntime": "1.2"}, "peak_gflops": 200.123, "share_of_peak": 0.421, "rounds": {}, "load": 0.5} | more


class History(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.directory = pathlib.Path(self.temporary.name) / "benchmarks"

    def record(self, *arguments, **more):
        history.record(result(*arguments, **more), self.directory, date=f"2026-01-0{self.day}", commit=f"c{self.day}", machine="a processor")
        self.day += 1

    day = 1

    def run_script(self, *arguments):
        return subprocess.run([sys.executable, HISTORY, "--directory", self.directory, *arguments], capture_output=True, text=True)

    def test_a_table_of_two_models(self):
        self.record(0.5)
        self.record(0.4)
        self.record(0.7, threads=1)
        self.record(80.0, model="bert_base", sequence=128, baselines={"torch": 100.0})
        printed = self.run_script()
        self.assertEqual(printed.returncode, 0, printed.stderr)
        self.assertEqual(printed.stdout, """\
bert_base, batch 1, 128 tokens, 2 threads: a processor
  date        commit              ms   ratio  of peak  baselines
  2026-01-04  c4                  80    1.25      42%  torch 100

mnist, batch 1, 1 thread: a processor
  date        commit              ms   ratio  of peak  baselines
  2026-01-03  c3                 0.7    0.86      42%  onnxruntime 0.6, torch 0.9

mnist, batch 1, 2 threads: a processor
  date        commit              ms   ratio  of peak  baselines
  2026-01-01  c1                 0.5    1.20      42%  onnxruntime 0.6, torch 0.9
  2026-01-02  c2                 0.4    1.50      42%  onnxruntime 0.6, torch 0.9
""")
        self.assertEqual(self.run_script("mnist").stdout.count("2026"), 3)

    def test_a_line_is_small_and_says_where_it_comes_from(self):
        history.record(result(0.123456), self.directory)
        (line,) = (self.directory / "mnist.jsonl").read_text().splitlines()
        self.assertLess(len(line), 500)
        (row,) = history.rows([], self.directory)
        self.assertEqual((row["specimen_ms"], row["peak_gflops"]), (0.1235, 200.1))
        self.assertRegex(row["date"], r"^\d{4}-\d\d-\d\d$")
        self.assertRegex(row["commit"], r"^[0-9a-f]{10,}\+?$")
        self.assertIn("threads", row["machine"])

    def test_a_model_without_results(self):
        self.record(0.5)
        printed = self.run_script("resnet50")
        self.assertEqual(printed.returncode, 2)
        self.assertIn("no results of resnet50 were recorded; there are results of: mnist", printed.stderr)


if __name__ == "__main__":
    unittest.main()
