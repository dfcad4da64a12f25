"""The command line: help, JSON, exit codes by class of failure, colour, suggestions, and generating twice."""

import json
import os
import pty
import re
import shutil
import subprocess

import program
from program import BUILD, FILES, ROOT, SPEC, SUCCESS, USAGE, WEIGHTS, specimen

COMMANDS = ["list", "show", "new", "diff", "check", "schema", "ops", "generate", "import", "build", "run", "bench", "tune", "tokenize", "weights", "weights check", "weights convert",
            "weights diff", "weights prepare", "weights show", "weights synthetic"]


def model(**changes):
    spec = {
        "model": "m",
        "symbols": {"batch": {"max": 8}},
        "inputs": {"x": {"shape": ["batch", 8, 8, 3]}},
        "layers": [{"Flatten": {}, "name": "flat"}, {"Dense": {"units": 10}, "name": "y"}],
        "outputs": {"y": {}},
    }
    spec.update(changes)
    return json.dumps(spec)


class Help(program.Test):
    def test_every_command_shows_an_example(self):
        for command in COMMANDS:
            result = specimen(*command.split(), "--help")
            self.check(result, SUCCESS)
            self.assertRegex(result.stdout, rf"Examples?:\n  specimen {command}\b", command)

    def test_the_list_of_commands_is_whole(self):
        text = specimen("--help").stdout
        listed = re.findall(r"^  (\w+)  +[A-Z]", text.split("Subcommands:")[1], re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(command for command in COMMANDS if " " not in command))

    def test_help_names_the_exit_codes(self):
        source = (ROOT / "generator/base/diagnostics.h").read_text()
        codes = re.findall(r"^  (\w+) = (\d+),", source.split("enum class ExitClass {")[1].split("};")[0], re.MULTILINE)
        line = next(line for line in specimen("--help").stdout.splitlines() if line.startswith("Exit codes:"))
        said = re.findall(r"(\d+) ([a-z]+)", line)
        self.assertEqual([number for _, number in codes], [number for number, _ in said])

    def test_version(self):
        self.assertRegex(specimen("--version").stdout, r"^specimen \d+\.\d+\.\d+\n$")


class Json(program.Test):
    def test_outputs_parse(self):
        models = json.loads(specimen("list", "--json").stdout)
        self.assertIn("resnet50", [entry["name"] for entry in models])
        self.assertEqual(json.loads(specimen("show", "mnist", "--json").stdout)["model"], "mnist")
        ops = json.loads(specimen("ops", "--json").stdout)
        self.assertIn("Conv2D", [layer["name"] for layer in ops["layers"]])
        self.assertIn("conv2d", [op["name"] for op in ops["ops"]])
        self.assertEqual(json.loads(specimen("schema").stdout)["$schema"], "http://json-schema.org/draft-07/schema#")
        self.assertEqual(json.loads(specimen("check", "mnist", "--emit", "plan").stdout)["model"], "mnist")
        weights = self.folder / "w.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", weights), SUCCESS)
        listed = json.loads(specimen("weights", "show", weights, "--json").stdout)
        self.assertEqual(sum(entry["bytes"] for entry in listed), 4 * 3274634)

    def test_text_and_json_list_the_same(self):
        names = [entry["name"] for entry in json.loads(specimen("list", "--json").stdout)]
        self.assertEqual([line.split()[0] for line in specimen("list").stdout.splitlines()], names)

    def test_diagnostics_parse(self):
        result = specimen("show", "mobilenet_v9", "--json")
        self.assertEqual(result.stdout, "")
        (diagnostic,) = json.loads(result.stderr)
        self.assertEqual((diagnostic["kind"], diagnostic["severity"]), ("model_unknown", "error"))
        path = self.write("m.json", model(layers=[{"Dense": {"untis": 3}, "name": "y"}]))
        found = json.loads(specimen("show", path, "--json").stderr)
        self.assertEqual((found[0]["file"], found[0]["line"]), (str(path), 1))

    def test_a_warning_is_said_once(self):
        """However many stages a command takes a model through."""
        self.write("m.json", model(symbols={"batch": {"max": 8}, "unread": {"max": 8}}))
        for command in (["check"], ["show"], ["generate", "--no-check", "--out", self.folder / "out"], ["diff", "mnist"],
                        ["build", "--no-check", "--out", "/dev/null"]):
            result = specimen("--specs", self.folder, *command, "m")
            self.assertEqual(result.stderr.count("[spec_unused_symbol]"), 1, command)


class Output(program.Test):
    def test_what_is_no_file_is_not_replaced(self):
        weights = self.folder / "w.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", weights), SUCCESS)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for command in (["weights", "synthetic", "mnist", "--out", pipe], ["weights", "convert", "mnist", weights, "--out", pipe],
                        ["weights", "convert", "mnist", weights, "--to", "keras", "--out", pipe]):
            self.check(specimen(*command), FILES, "file_not_written", said=["no regular file"])
            self.assertTrue(pipe.is_fifo(), command)
        out = self.folder / "out"
        out.mkdir()
        os.mkfifo(out / "plan.json")
        self.check(specimen("generate", "mnist", "--no-check", "--out", out), FILES, said=["plan.json"])
        self.assertTrue((out / "plan.json").is_fifo())

    def test_a_full_standard_output(self):
        for command in (["list"], ["schema"], ["ops"], ["show", "mnist"], ["check", "mnist", "--emit", "graph"], ["--help"]):
            with open("/dev/full", "w") as full:
                result = subprocess.run([program.specimen_path(), *command], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(result.returncode, FILES, command)
            self.assertIn("standard output", result.stderr)


class ExitCodes(program.Test):
    def test_usage(self):
        self.check(specimen("foo"), USAGE, "usage", said=["there is no command `foo`"])
        for arguments in ([], ["shwo"], ["show"], ["show", "mnist", "--jsno"], ["show", "mnist", "lenet"], ["check", "mnist", "--emit", "x"],
                          ["--specs", "/nowhere", "list"], ["generate", "mnist", "--runtime", "dynamic"], ["run", "mnist", "a.png"],
                          ["run", "mnist", "a.png", "--weights", "w", "--level", "v9"], ["run", "mnist", "a.png", "--weights", "w", "--threads", "-1"],
                          ["run", "mnist", "a.png", "--weights", "w", "--repeat", "0"], ["build", "mnist", "--jobs", "0"],
                          ["weights", "synthetic", "mnist", "--out", "w", "--seed", "-1"], ["tune", "mnist", "--seconds", "nan"],
                          ["weights", "synthetic", "mnist", "--out", "w", "--gain", "nan"], ["weights"], ["weights", "show"]):
            result = specimen(*arguments)
            self.check(result, USAGE, "usage", said=["--help"])
            self.assertLess(len(result.stderr.splitlines()), 5, "an error hides in a page of help")
        for setting in ("classes", "=3", "1a=3", "a b=3"):
            self.check(specimen("show", "resnet50", "--set", setting), USAGE, "argument_malformed")
        # `--set` takes one value, so that it may stand before the model and its files.
        absent = self.folder / "absent.png"
        self.check(specimen("run", "mnist", "--set", "classes=3", absent, "--weights", absent), FILES, "file_not_found")
        self.check(specimen("weights", "synthetic", "mnist", "--from", "caffe", "--out", self.folder / "w"), USAGE, "checkpoint_kind")
        self.assertFalse((self.folder / "w").exists())

    def test_spec(self):
        self.check(specimen("show", "mnits"), SPEC, "model_unknown")
        self.check(specimen("show", "mnist", "--set", "classes=-1"), SPEC)
        self.check(specimen("check", self.write("broken.json", "{")), SPEC, "json_syntax")
        self.check(specimen("build", "mnits", "--out", self.folder / "out"), SPEC, "model_unknown")
        self.assertFalse((self.folder / "out").exists())
        rules = {"keras": [{"ours": "flat/kernel", "theirs": "a"}]}
        path = self.write("m.json", model(checkpoints=rules))
        self.check(specimen("weights", "synthetic", path, "--from", "keras", "--out", self.folder / "w"), SPEC, "checkpoint_unmapped", said=["y/"])

    def test_weights(self):
        self.check(specimen("weights", "show", self.write("a.h5", "what is this")), WEIGHTS, "checkpoint_format")
        picture = self.write("a.png", b"\x89PNG\r\n\x1a\n")
        self.check(specimen("run", "mnist", picture, "--weights", self.write("w.safetensors", "{}")), WEIGHTS, "checkpoint_unreadable")

    def test_files(self):
        self.check(specimen("show", self.folder / "none.json"), FILES, "file_not_found")
        self.check(specimen("weights", "show", self.folder / "none"), FILES, "file_not_found")
        self.check(specimen("run", "mnist", self.folder / "none.png", "--weights", self.folder / "none"), FILES, "file_not_found")
        for folder in ("/proc/specimen", self.write("a_file", "x")):
            self.check(specimen("generate", "mnist", "--no-check", "--out", folder), FILES, "file_not_written")
        self.check(specimen("weights", "synthetic", "mnist", "--out", self.folder / "no" / "such" / "w"), FILES, "file_not_written")

    def test_build(self):
        # A copy without the program that compiles kernels beside it.
        alone = self.folder / "bin" / "specimen"
        alone.parent.mkdir()
        shutil.copy(program.specimen_path(), alone)
        result = program.run([alone, "build", "mnist", "--no-check", "--out", self.folder / "mnist"], {"SPECIMEN_DATA": str(ROOT)})
        self.check(result, BUILD, "build_failed", said=["specimen-kernels"])

    def test_missing_data(self):
        result = specimen("generate", "mnist", environment={"SPECIMEN_DATA": str(self.folder)})
        self.assertIn(result.returncode, (SPEC, FILES))
        self.check(result, result.returncode)


class Messages(program.Test):
    def test_suggestions(self):
        for wrong, right in (("resnet_50", "resnet50"), ("mobilenetv2", "mobilenet_v2"), ("vgg61", "vgg16"), ("Mnist", "mnist")):
            self.check(specimen("show", wrong), SPEC, "model_unknown", said=[f"did you mean `{right}`?"])
        self.check(specimen("genrate", "mnist"), USAGE, said=["did you mean `generate`?"])
        self.check(specimen("show", "resnet50", "--set", "clases=3"), SPEC, "argument_unknown", said=["did you mean `classes`?"])

    def on_terminal(self, *arguments, **environment):
        """What a command writes to a terminal as its stderr."""
        ours, theirs = pty.openpty()
        env = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        env.update(TERM="xterm", **environment) if "TERM" not in environment else env.update(environment)
        subprocess.run([program.specimen_path(), *arguments], stdout=subprocess.DEVNULL, stderr=theirs, env=env, timeout=60, check=False)
        os.close(theirs)
        text = b""
        try:
            while chunk := os.read(ours, 4096):
                text += chunk
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        return text

    def test_color(self):
        self.assertIn(b"\x1b[", self.on_terminal("show", "mnits"))
        self.assertNotIn(b"\x1b[", self.on_terminal("show", "mnits", NO_COLOR="1"))
        self.assertNotIn(b"\x1b[", self.on_terminal("show", "mnits", TERM="dumb"))
        self.assertNotIn(b"\x1b[", self.on_terminal("--no-color", "show", "mnits"))
        self.assertNotIn("\x1b[", specimen("show", "mnits").stderr)


class Generate(program.Test):
    def files(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

    def generate(self, name, *more):
        return specimen("generate", "mnist", "--no-check", "--out", self.folder / name, *more)

    def test_two_folders_hold_the_same_bytes(self):
        for model_name, runtime in (("mnist", "alone"), ("resnet50", "shared")):
            for name in ("one", "deeper/two"):
                out = self.folder / model_name / name
                self.check(specimen("generate", model_name, "--no-check", "--out", out, f"--runtime={runtime}", cwd=self.folder), SUCCESS)
            one, two = self.files(self.folder / model_name / "one"), self.files(self.folder / model_name / "deeper/two")
            self.assertEqual(sorted(one), sorted(two))
            self.assertEqual([path for path in one if one[path] != two[path]], [])
            named = [path for path, text in one.items() if str(self.folder).encode() in text or str(ROOT).encode() in text]
            self.assertEqual(named, [], "a path of this machine")

    def test_a_loop_inside_a_block_that_two_places_use(self):
        """Its tensors change places: each round reads x again after it began to write y."""
        specs = ROOT / "tests/memory/specs"
        self.check(specimen("--specs", specs, "generate", "two_paths", "--out", self.folder / "m"), SUCCESS)  # compiled and checked
        self.assertIn("std::swap(", (self.folder / "m" / "two_paths.cpp").read_text())

    def test_an_edited_file_is_kept(self):
        self.check(self.generate("a"), SUCCESS)
        before = self.files(self.folder / "a")
        self.check(self.generate("a"), SUCCESS)  # nothing was edited
        source = self.folder / "a" / "mnist.cpp"
        edited = source.read_text() + "// mine\n"
        source.write_text(edited)
        result = self.generate("a")
        self.check(result, FILES, "file_edited", said=[str(source), "// mine", "--force"])
        self.assertEqual(source.read_text(), edited)
        self.check(self.generate("a", "--force"), SUCCESS)
        self.assertEqual(self.files(self.folder / "a"), before)

    def test_nothing_is_written_beside_an_edited_file(self):
        self.check(self.generate("a"), SUCCESS)
        source = self.folder / "a" / "test.cpp"
        source.write_text(source.read_text().replace("int main", "int  main"))
        before = self.files(self.folder / "a")
        self.check(self.generate("a", "--set", "classes=7"), FILES, "file_edited")
        self.assertEqual(self.files(self.folder / "a"), before)

    def test_an_unedited_folder_follows_its_spec(self):
        path = self.write("m.json", model())
        self.check(specimen("generate", path, "--no-check", "--out", self.folder / "m"), SUCCESS)
        before = self.files(self.folder / "m")
        self.write("m.json", model().replace("10", "12"))
        self.check(specimen("generate", path, "--no-check", "--out", self.folder / "m"), SUCCESS)
        after = self.files(self.folder / "m")
        self.assertNotEqual(before["m.cpp"], after["m.cpp"])
        self.assertNotEqual(before["plan.json"], after["plan.json"])


if __name__ == "__main__":
    program.main()
