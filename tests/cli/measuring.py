"""specimen bench and specimen tune: what they measure is read back, and tuned tables are used by plans."""

import json
import pathlib
import shutil

import program
from program import DATA, FILES, SUCCESS, USAGE, specimen

# One small dense layer: few candidates, compiled in seconds.
SPEC = {
    "model": "tiny",
    "symbols": {"batch": {"max": 8}},
    "inputs": {"x": {"shape": ["batch", 4800]}},
    "layers": [{"Dense": {"units": 40}, "name": "y"}],
    "outputs": {"y": {}},
}


class Measuring(program.Test):
    def setUp(self):
        super().setUp()
        (self.directory / "mine").mkdir()
        self.spec = self.write("mine/tiny.json", json.dumps(SPEC))

    def plan(self, *options):
        result = specimen("--specs", self.directory / "mine", "check", "tiny", "--emit", "plan", *options)
        self.check(result, SUCCESS)
        return json.loads(result.stdout)["kernels"][0]

    def table(self, name, **how):
        """A table for both targets with one schedule, changed."""
        kernel = self.plan()
        shape = kernel["symbol"].removeprefix("f32_dense_")
        path = self.directory / "mine" / "targets" / name
        path.mkdir(parents=True, exist_ok=True)
        for target, rule in kernel["schedule"].items():
            (path / f"{target}.json").write_text(json.dumps({"dense": {shape: {**rule, **how}}}))
        return path

    def test_plans_use_the_tables(self):
        before = self.plan()
        self.assertEqual(before["reason"], "rule")
        self.table(".", unroll=2)
        tuned = self.plan()
        self.assertEqual(tuned["reason"], "tuned for v3, v4")
        self.assertEqual({target: how["unroll"] for target, how in tuned["schedule"].items()}, {"v3": 2, "v4": 2})
        self.table("thrifty", unroll=1)
        self.assertEqual(self.plan("--tune", "thrifty")["schedule"]["v4"]["unroll"], 1)
        self.assertEqual(self.plan()["schedule"]["v4"]["unroll"], 2)

    def test_schedules_leave_packed_weights_valid(self):
        structure = lambda: json.loads(
            specimen("--specs", self.directory / "mine", "check", "tiny", "--emit", "plan").stdout)["structure"]
        before = structure()
        self.table(".", unroll=2)
        self.assertEqual(structure(), before)

    def test_unknown_processor(self):
        self.table("thrifty", unroll=1)
        for name, near in (("thrfty", True), ("../mine", False), ("", None)):
            result = specimen("--specs", self.directory / "mine", "check", "tiny", "--tune", name)
            if near is None:
                self.check(result, SUCCESS)
                continue
            self.check(result, FILES, "target_unknown")
            self.assertEqual("did you mean `thrifty`?" in result.stderr, near)

    def test_malformed_tables(self):
        path = self.table(".") / "v4.json"
        whole = path.read_text()
        for text in ("", "{", "[]", "3", '{"lstm": {}}', '{"dense": 3}', '{"dense": {"x": {}}}', whole.replace('"unroll"', '"unrol"'),
                     whole.replace("}}}", ', "more": 1}}}')):
            path.write_text(text)
            result = specimen("--specs", self.directory / "mine", "check", "tiny")
            self.check(result, FILES, "target_malformed")
            self.assertIn(str(path), result.stderr)

    def test_tune_writes_tables(self):
        result = specimen("--specs", self.directory / "mine", "tune", "tiny", "--seconds", "0.002", "--cpu", "here")
        self.check(result, SUCCESS)
        self.assertIn("us by rule", result.stdout)
        self.assertIn(str(self.directory / "mine/targets/here"), result.stdout)
        # Rules may have won: then there is no entry, but the processor is known.
        self.assertIn(self.plan("--tune", "here")["reason"].split()[0], ("rule", "tuned"))

    def test_tune_refuses(self):
        tune = ("--specs", self.directory / "mine", "tune", "tiny")
        self.check(specimen(*tune, "--cpu", "../up"), USAGE, "target_name")
        self.check(specimen(*tune, "--only", "conv"), USAGE, "kernel_unknown")
        self.assertFalse((self.directory / "mine" / "targets").exists())

    def test_bench(self):
        result = specimen("--specs", self.directory / "mine", "bench", "tiny", "--repeat", "5", "--kernels", "--json")
        self.check(result, SUCCESS)
        found = json.loads(result.stdout)
        self.assertEqual((found["model"], found["threads"]), ("tiny", 1))
        self.assertLessEqual(found["best_ms"], found["median_ms"])
        self.assertAlmostEqual(found["gflops"], 2 * 4800 * 40 / found["median_ms"] * 1e-6, delta=found["gflops"] * 0.6)
        self.assertEqual([row["kernel"] for row in found["kernels"]], [self.plan()["symbol"]])
        text = specimen("--specs", self.directory / "mine", "bench", "tiny", "--repeat", "5")
        self.assertRegex(text.stdout, r"^tiny: median \d+\.\d+ ms, best \d+\.\d+ ms, 1 thread, target v[34], \d+ GFLOP/s\n$")

    def test_profile(self):
        trace = self.directory / "trace.json"
        profile = ("--specs", self.directory / "mine", "profile", "tiny", "--repeat", "5")
        result = specimen(*profile, "--json", "--trace", trace)
        self.check(result, SUCCESS)
        whole, op = map(json.loads, result.stdout.splitlines())
        self.assertEqual((whole["input"], op["op"], op["flops"], op["share"]), ("synthetic", "y", self.plan()["flops"], 1))
        self.assertEqual(op["bytes"], self.plan()["bytes"])
        self.assertAlmostEqual(op["gflops"], op["flops"] / op["ms"] * 1e-6, delta=op["gflops"] * 1e-3)
        self.assertLessEqual(op["ms"], whole["median_ms"] * 2)
        events = json.loads(trace.read_text())["traceEvents"]
        self.assertEqual([(event["name"], event["ph"]) for event in events], [("y", "X")] * 5)
        text = specimen(*profile)
        self.assertRegex(text.stdout, r"(?m)^  y +\d+\.\d{4}  100\.0 % +\d+ +\d+\.\d +\d+ +\d+\.\d\n  all ops ")
        self.check(specimen(*profile, "--trace", "/none/t"), FILES, "file_not_written")
        self.check(specimen(*profile, "--sequence", "5"), program.SPEC, "argument_out_of_range")

    def test_bench_misses_no_kernel(self):
        """Beside a copy of the program a compiler of kernels that times one of another name instead."""
        real = pathlib.Path(program.specimen_path())
        copy = pathlib.Path(shutil.copy(real, self.directory))
        answer = json.dumps({"machine": {"peak_gflops": {"v3": 1.0, "v4": 1.0}},
                             "kernels": [{"symbol": "tiny_other", "median_us": 1.0, "share_of_peak": 1.0, "gbytes_per_s": 1.0}]})
        self.write("specimen-kernels", f"#!/bin/sh\n[ $1 = time ] || exec {real}-kernels \"$@\"\necho '{answer}'\n").chmod(0o755)
        result = program.run([copy, "--specs", self.directory / "mine", "bench", "tiny", "--repeat", "5", "--kernels"],
                             {"SPECIMEN_DATA": program.ROOT})
        self.check(result, DATA, "run_failed", said=[self.plan()["symbol"]])


program.main()
