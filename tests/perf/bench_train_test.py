"""bench_train.py on the smallest model: the program of ours is built, learns and is timed against an engine that answers as it does.

    python bench_train_test.py --bin build/bin --work build/bench_train --cmake cmake
"""

import argparse
import io
import json
import math
import os
import sys
import unittest
from contextlib import redirect_stdout

import bench
import bench_train
import generated_model

OPTIONS = argparse.Namespace(threads=2, batch=4, rounds=2, engines=["torch"], baselines_python=sys.executable, allow_unstable=True, cache=None,
                             profile=0, memory=False)


class Echo:
    """An engine whose losses are `ours`, changed by a factor."""

    factor, ours, grown = 1.0, None, None

    def __init__(self, name, command, log):
        self.child = None
        if name == "bench_train.cpp":
            self.child = Echo.ours = CHILD(name, command, log)

    def ask(self, command):
        return self.child.ask(command) if self.child else ["ok", "1.0"]

    def numbers(self, command):
        return self.child.numbers(command) if self.child else [loss * self.factor for loss in Echo.ours.numbers(command)]

    def run(self, count):
        return self.child.run(count) if self.child else [2 * t for t in Echo.ours.run(count)]

    def growth(self):
        Echo.grown = self.child.growth() if self.child else 2 * Echo.grown
        return Echo.grown

    def close(self):
        if self.child:
            self.child.close()


CHILD = bench_train.Child


class BenchTrain(unittest.TestCase):
    def setUp(self):
        bench_train.Child, Echo.factor = Echo, 1.0
        os.makedirs(OPTIONS.work, exist_ok=True)
        self.probe = bench.peak_probe(OPTIONS.work)

    def test_a_result_has_times_and_shares(self):
        result = bench_train.bench_train("mnist", OPTIONS, self.probe)
        self.assertEqual((result["model"], result["batch"], result["optimizer"]), ("mnist_train", 4, "adam"))
        self.assertEqual(len(result["rounds"]["specimen"]), OPTIONS.rounds)
        self.assertGreater(result["specimen_ms"], 0)
        self.assertLess(0, result["share_of_peak"])
        self.assertLess(result["share_of_peak"], 1)
        self.assertLessEqual(result["minima"]["specimen"], min(result["rounds"]["specimen"]))
        self.assertEqual(result["disagreement"], {"torch": 0})
        shown = io.StringIO()
        with redirect_stdout(shown):
            bench_train.print_result(result)
        self.assertIn("mnist_train, batch 4, adam, 2 threads", shown.getvalue())

    def test_memory_grows_by_what_the_plan_says(self):
        options = argparse.Namespace(**{**vars(OPTIONS), "batch": 64, "memory": True})
        result = bench_train.bench_train("mnist", options, None)
        sizes = json.loads(generated_model.run([os.path.join(OPTIONS.bin, "specimen"), "check", "mnist", "--train", "--emit", "plan"]))
        elements = sum(math.prod(parameter["shape"]) for parameter in sizes["parameters"])
        state = 4 * 4 * elements  # parameters, gradients and the two buffers of Adam
        planned = state + sizes["packed_bytes"] + sizes["arena_bytes_per_example"] * 64 + sizes["arena_fixed_bytes"]
        grown = result["growth_bytes"]["specimen"]
        self.assertEqual(bench_train.memory_ratio(result), 0.5)
        self.assertGreater(grown, 0.5 * planned)
        self.assertLess(grown, 1.1 * planned + (8 << 20))

    def test_other_losses_are_no_result(self):
        Echo.factor = 1.001  # more than losses may differ
        with self.assertRaisesRegex(bench.Trouble, r"our losses \[.*\] and torch's \[.*\] differ"):
            bench_train.bench_train("mnist", OPTIONS, self.probe)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--cmake", required=True)
    given, rest = parser.parse_known_args()
    OPTIONS.bin, OPTIONS.work, OPTIONS.cmake = given.bin, given.work, given.cmake
    unittest.main(argv=[sys.argv[0], *rest])
