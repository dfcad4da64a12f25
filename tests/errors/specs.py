"""Hostile specs through the command line: each is refused with a diagnostic, and nothing becomes code."""

import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import program  # noqa: E402
from program import FILES, ROOT, SPEC, SUCCESS, specimen  # noqa: E402


def model(**changes):
    spec = {
        "model": "m",
        "symbols": {"batch": {"max": 8}},
        "inputs": {"x": {"shape": ["batch", 8, 8, 3]}},
        "layers": [{"Flatten": {}, "name": "flat"}, {"Dense": {"units": 10}, "name": "y"}],
        "outputs": {"y": {}},
    }
    spec.update(changes)
    return spec


def extension(**edit):
    return {"extends": "mnist", "model": "m", "edit": [edit]}


FLAT = {"Flatten": {}, "name": "f"}


def dense(name):
    return {"Dense": {"units": 4}, "name": name}


# What they try to be: a keyword, the end of a comment, a path, a variable of CMake, the end of a string, a second line,
# an option, a format, a macro of C, nothing, a very long name, and text that is no ASCII.
HOSTILE_NAMES = ["class", "a*/b", "../../x", "/etc/passwd", "${X}", 'a"b', "a'b", "a\nb", "a b", "-o", "%s", "a\\", "", "a" * 5000, "n\u00e4me",
                 "a;b", "a{", "//a", "a//b", "int", "3a", "a\u0000b", "\u202eb", "__cplusplus", "std::x", "<script>"]


class Specs(program.Test):
    def refused(self, spec, *kinds, name="m.json", said=(), but_not=()):
        path = self.write(name, spec if isinstance(spec, (str, bytes)) else json.dumps(spec))
        for command in (["check", path], ["generate", path, "--no-check", "--out", self.directory / "out"]):
            result = specimen(*command)
            self.check(result, SPEC, *kinds, said=said)
            self.assertFalse(program.kinds(result) & set(but_not), result.stderr)
            self.assertIn(str(path), result.stderr, "the file is not named")
            self.assertLess(len(result.stderr), 40_000, "a diagnostic without end")
        self.assertFalse((self.directory / "out").exists(), "files of a refused spec")

    def test_states(self):
        def cache(layers=({"Append": {}, "from": ["s", "x"], "name": "y"},), **state):
            state = {"shape": ["batch", "past", 4], **state}
            return model(symbols={"batch": {"max": 8}, "past": {"max": 16}, "tokens": {"max": 4}}, state={"s": state},
                         inputs={"x": {"shape": ["batch", "tokens", 4]}}, layers=list(layers), outputs={"y": {}})

        path = self.write("m.json", json.dumps(cache()))
        self.check(specimen("check", path), SUCCESS)
        again = {"Append": {}, "from": ["s", "x"], "name": "z"}
        for spec, said in (
                (cache(owner="model"), "what all callers share has dimensions that are numbers"),
                (cache(shape=["batch", "2 * past", 4]), "its length is one symbol, whose maximum is its capacity"),
                (cache(shape=["batch", 4, "past"]), "it is (batch, length, features)"),
                (cache(shape=[]), "it has 1 to 4 dimensions"),
                (cache(shape=["batch", "tokens", 4]), "`x` has the dimension `tokens`, which is how much states hold"),
                (cache([{"Append": {}, "from": ["s", "x"], "name": "y"}, again]), "`s` was written by `y` before"),
                (cache([{"Append": {}, "from": ["x", "x"], "name": "y"}]), "Append writes a state, and `x` is not a state"),
        ):
            self.refused(spec, "state_invalid", said=[said])
        self.refused(cache([{"Assign": {}, "from": ["s", "x"], "name": "y"}]), "layer_shape", said=["Append writes that"])
        self.refused(cache(shape=["batch", "past", 5]), "layer_shape", said=["does not continue a state"])
        both = cache([{"Append": {}, "from": ["s", "x"], "name": "y"}])
        both["state"]["t"] = {"shape": ["batch", "past", 4]}
        self.refused(both, "state_invalid", said=["states of one length grow together"])
        self.refused(model(symbols={"batch": {"max": 8}, "int": {"max": 3}}), "name_keyword")

    def test_truncated(self):
        text = (ROOT / "specs/vision/mnist.json").read_text().rstrip()
        for length in range(0, len(text) - 1, 97):
            self.refused(text[:length], name="mnist.json")

    def test_not_json(self):
        self.refused(b'{"model": "\xff\xfe"}', "json_encoding")
        self.refused(b"\xff\xfe\x00")
        self.refused(b"\x00" * 100)
        self.refused("null", "spec_wrong_type")
        self.refused("{}", "spec_not_a_spec")
        self.refused('{"model": "m", "model": "m"}', "json_duplicate_key")
        self.refused('{"a": 99999999999999999999999}', "json_integer_range")
        self.refused('{"a": NaN}', "json_not_finite")

    def test_deep(self):
        self.refused("[" * 100_000, "json_too_deep")
        self.refused('{"a":' * 100_000, "json_too_deep")
        nested = [FLAT, dense("y")]
        for _ in range(100):
            nested = [{"if": "=true", "layers": nested}]
        self.refused(model(layers=nested), "json_too_deep")
        for expression in ("(" * 5000 + "1" + ")" * 5000, "-" * 5000 + "1", "+".join(["1"] * 5000), "[" * 5000):
            self.refused(model(layers=[FLAT, {"Dense": {"units": "=" + expression}, "name": "y"}]))

    def test_huge(self):
        self.refused(model(layers=[{"for": "i", "in": "=range(1000000000)", "layers": [{"Flatten": {}, "name": "a{i}"}]}]), "expression_too_large")
        self.refused(model(layers=[{"for": "i", "in": "=range(1000)", "layers": [{"for": "j", "in": "=range(1000)", "layers": [
            {"for": "k", "in": "=range(1000)", "layers": [{"Flatten": {}, "name": "a{i}_{j}_{k}"}]}]}]}]), "limit_nodes")
        for units in (1 << 62, 1 << 31, -1, 0, "=9223372036854775807 * 2", "=2 ** 100", "='a' * 1000000000"):
            self.refused(model(layers=[FLAT, {"Dense": {"units": units}, "name": "y"}]))
        for extent in (1 << 62, 1 << 40, 0, -5):
            self.refused(model(inputs={"x": {"shape": ["batch", extent, extent, 3]}}))
        self.refused(model(symbols={"batch": {"max": 1 << 62}}))
        big = self.write("m.json", b'{"model": "m", "doc": "' + b"x" * (80 << 20) + b'"}')
        result = specimen("check", big)
        self.assertIn(result.returncode, (SPEC, FILES))
        self.check(result, result.returncode)

    def test_cyclic(self):
        self.write("a.json", json.dumps({"block": "a", "layers": [{"b": {}, "name": "x"}]}))
        self.write("b.json", json.dumps({"block": "b", "layers": [{"a": {}, "name": "x"}]}))
        self.write("m.json", json.dumps(model(layers=[{"a": {}, "name": "y"}])))
        result = specimen("--specs", self.directory, "check", self.directory / "m.json")
        self.check(result, SPEC, "block_cycle", said=["b", "a"])
        self.write("m.json", json.dumps(model(layers=[{"m": {}, "name": "y"}])))
        self.check(specimen("--specs", self.directory, "check", "m"), SPEC)
        # Not a cycle, but a number of layers that doubles with each of fifty blocks.
        for i in range(50):
            inner = f"d{i + 1}"
            self.write(f"d{i}.json", json.dumps({"block": f"d{i}", "layers": [{inner: {}, "name": "l"}, {inner: {}, "name": "r"}]}))
        self.write("d50.json", json.dumps({"block": "d50", "layers": [FLAT]}))
        self.write("m.json", json.dumps(model(layers=[{"d0": {}, "name": "y"}])))
        self.check(specimen("--specs", self.directory, "check", "m"), SPEC, "limit_depth")

    def test_names_of_generated_text(self):
        """Names that the generated text or CMake use themselves: refused of models, kept apart of inputs and outputs."""
        for name in ("test", "install", "specimen", "size_t", "uint8_t", "weights"):
            self.refused(model(model=name), "name_keyword", said=[name])
            self.refused(model(variants={name: {}}), "name_keyword", said=[name])
        for name in ("context", "Weights", "size_t", "Tensor", "status", "batch", "w", "ctx"):
            path = self.write("m.json", json.dumps(model(inputs={name: {"shape": ["batch", 8]}}, layers=[dense("y")])))
            self.check(specimen("generate", path, "--runtime=shared", "--out", self.directory / f"in_{name}"), SUCCESS)
            path = self.write("m.json", json.dumps(model(outputs={name: {"from": "y"}})))
            self.check(specimen("generate", path, "--runtime=shared", "--out", self.directory / f"out_{name}"), SUCCESS)
        # A symbol is a parameter in C.
        path = self.write("m.json", json.dumps(model(symbols={"batch": {"max": 8}, "tokens": {"max": 4}}, layers=[dense("y")],
                                                     inputs={"tokens": {"shape": ["batch", "tokens", 8]}})))
        self.check(specimen("generate", path, "--runtime=shared", "--out", self.directory / "in_tokens"), SUCCESS)
        for name in ("Tensor", "Status", "Kernels"):
            path = self.write("m.json", json.dumps(model(layers=[FLAT, dense(name), dense("y")])))
            self.check(specimen("generate", path, "--runtime=shared", "--out", self.directory / f"layer_{name}"), SUCCESS)

    def test_contradictory(self):
        conv = {"Conv2D": {"filters": 4, "kernel_size": 3, "strides": 2, "dilation_rate": 2}, "name": "y"}
        self.refused(model(layers=[conv]))
        self.refused(model(layers=[{"Conv2D": {"filters": 4, "kernel_size": 9, "padding": "valid"}, "name": "y"}]), "layer_shape")
        self.refused(model(layers=[{"Conv2D": {"filters": 4, "kernel_size": 1, "groups": 3}, "name": "c"},
                                   {"Add": {}, "name": "y", "from": ["c", "x"]}]))
        self.refused(model(layers=[{"Dense": {"units": 3}, "name": "y", "from": "z"}]), "tensor_unknown")
        self.refused(model(layers=[FLAT, dense("y"), dense("y")]), "name_duplicate")
        self.refused(model(layers=[FLAT, dense("a"), {**dense("y"), "weights_of": "a"}]), "weights_of_shape")
        self.refused(model(outputs={"z": {}}), "tensor_unknown")
        ids = {"x": {"shape": ["batch", 8, 8, 3]}, "ids": {"shape": ["batch", 4], "dtype": "int32"}}
        self.refused(model(inputs=ids, outputs={"y": {"from": "ids"}}), "spec_bad_value", said=["outputs are float32"])
        self.refused(model(arguments={"n": {"type": "int", "default": "a"}}))
        self.refused(model(arguments={"n": {"type": "int", "default": 3, "min": 5}}))
        self.refused(model(constraints=["batch < batch"]), "constraint_invalid")
        self.refused(model(symbols={"batch": {"max": 8}}, constraints=["batch > 9"]), "constraint_invalid")

    def test_names_that_try_to_become_code(self):
        for name in HOSTILE_NAMES:
            for spec in (
                model(layers=[FLAT, dense(name), dense("y")]),
                model(inputs={name: {"shape": ["batch", 8]}}, layers=[dense("y")]),
                model(outputs={name: {"from": "y"}}),
                model(arguments={name: {"type": "int", "default": 1}}),
                model(symbols={"batch": {"max": 8}, name: {"max": 8}}),
                model(layers=[FLAT, {"let": {name: 1}}, dense("y")]),
                model(layers=[{"for": name, "in": [1], "layers": [FLAT]}, dense("y")]),
                model(model=name),
                model(variants={name: {}}),
                {"block": name, "layers": []},
                {"extends": "mnist", "model": name},
                extension(at="classifier", insert_after={"Dense": {"units": 4}, "name": name}),
            ):
                with self.subTest(name=name[:40], spec=str(spec)[:300]):
                    self.refused(spec, but_not=["layer_shape", "block_empty"])

    def test_two_names_that_give_one_identifier(self):
        self.refused(model(layers=[FLAT, dense("a/b"), dense("a_b"), dense("y")]), "name_collision")
        self.refused(model(layers=[FLAT, dense("a"), dense("a/b"), dense("y")]), "name_collision")

    def test_text_stays_text(self):
        attack = '*/ int pwned; /* ${pwned} $(pwned) "pwned"\n#error pwned\nint pwned; \\'
        spec = model(doc=attack, source={"paper": attack, "reference": attack, "license": attack},
                     inputs={"x": {"shape": ["batch", 8, 8, 3], "doc": attack}}, outputs={"y": {"kind": "logits", "doc": attack}})
        path = self.write("m.json", json.dumps(spec))
        result = specimen("generate", path, "--out", self.directory / "out")
        if result.returncode != SUCCESS:  # refusing such text is as good
            return self.check(result, SPEC)
        for file in sorted((self.directory / "out").iterdir()):
            if not file.is_file() or file.suffix in (".json", ".md"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                line = re.sub(r'"(\\.|[^"\\])*"', '""', line) if file.suffix in (".cpp", ".h") and "//" not in line else line
                if "pwned" in line:  # outside of a string
                    self.assertTrue(line.lstrip().startswith(("//", "#", " *", "*")), f"{file.name}:{number}: {line}")
                    self.assertFalse(line.startswith("#error"), f"{file.name}:{number}: {line}")
                    self.assertNotIn("*/", line if file.suffix == ".h" and "_c" in file.name else "", f"{file.name}:{number}: {line}")
                    self.assertFalse(line.endswith("\\"), f"{file.name}:{number}: the next line joins the comment")

    def test_settings(self):
        for setting in ("classes=" + "9" * 40, "classes=[", "classes=='", "classes=(" * 100, "classes=" + "(" * 100_000, "classes=\x01", "classes=null"):
            result = specimen("show", "resnet50", "--set", setting)
            self.assertIn(result.returncode, (SPEC, program.USAGE))
            self.check(result, result.returncode)

    def test_names_on_the_command_line(self):
        for name in ("../../etc/passwd", "a\nb", "${HOME}", "x" * 100_000, "", ".json", "/", "/dev/null", "%n%n", "/proc/self/mem.json"):
            result = specimen("check", name)
            self.assertIn(result.returncode, (SPEC, FILES))
            self.check(result, result.returncode)


class Files(program.Test):
    def test_files_appear_whole_or_not_at_all(self):
        """Killed at some moment: what has a file's final name has its whole text."""
        self.check(specimen("generate", "mnist", "--no-check", "--out", self.directory / "whole"), SUCCESS)
        for milliseconds in (5, 15, 30, 45, 60, 90):
            out = self.directory / f"killed{milliseconds}"
            child = subprocess.Popen([program.specimen_path(), "generate", "mnist", "--no-check", "--out", out], stdout=subprocess.DEVNULL)
            time.sleep(milliseconds / 1000)
            child.send_signal(signal.SIGKILL)
            child.wait()
            for whole in (self.directory / "whole").rglob("*"):
                part = out / whole.relative_to(self.directory / "whole")
                if part.is_file():
                    self.assertEqual(part.read_bytes(), whole.read_bytes(), part)

    def test_a_full_disk(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

        path = self.directory / "w.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", path, preexec_fn=limit), FILES, "file_not_written")
        self.assertEqual(os.listdir(self.directory), [])
        self.check(specimen("weights", "synthetic", "mnist", "--out", path), SUCCESS)
        keras = self.directory / "w.weights.h5"
        self.check(specimen("weights", "convert", "mnist", path, "--to", "keras", "--out", keras, preexec_fn=limit), FILES, "file_not_written")
        self.assertEqual(os.listdir(self.directory), [path.name])


if __name__ == "__main__":
    program.main()
