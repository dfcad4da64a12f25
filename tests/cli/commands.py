"""The command line: help, JSON, exit codes by class of failure, colour, suggestions, and generating twice."""

import json
import os
import pty
import re
import shutil
import subprocess

import program
from program import BUILD, FILES, ROOT, SPEC, SUCCESS, USAGE, WEIGHTS, specimen

COMMANDS = ["list", "blocks", "cache", "cache clear", "help", "show", "new", "diff", "check", "schema", "ops", "opt", "plot", "generate", "import", "build", "run", "bench", "profile", "train", "tune", "tokenize", "weights", "weights check", "weights convert",
            "weights diff", "weights pack", "weights show", "weights synthetic"]


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


def fnv(text):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


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

    def test_defaults_are_said(self):
        for command, option, default in (("run", "--top", "5"), ("bench", "--repeat", "100"), ("generate", "--runtime", "bundled"), ("run", "--target", "auto")):
            line = next(line for line in specimen(command, "--help").stdout.splitlines() if f" {option} " in line or f"{option} " in line)
            self.assertIn(default, line)

    def test_help_is_a_command(self):
        for command in ("", "run", "weights convert"):
            self.assertEqual(specimen("help", *command.split()).stdout, specimen(*command.split(), "--help").stdout)
        self.check(specimen("help", "rnu"), USAGE, said=["did you mean `run`?"])

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
        weights = self.directory / "w.safetensors"
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
        for command in (["check"], ["show"], ["generate", "--no-check", "--out", self.directory / "out"], ["diff", "mnist"],
                        ["build", "--no-check", "--out", "/dev/null"]):
            result = specimen("--specs", self.directory, *command, "m")
            self.assertEqual(result.stderr.count("[spec_unused_symbol]"), 1, command)


class Lists(program.Test):
    def names(self, *pattern):
        return [line.split()[0] for line in specimen("list", *pattern).stdout.splitlines()]

    def test_models_by_pattern(self):
        everything = self.names()
        self.assertEqual(self.names("resnet"), [name for name in everything if "resnet" in name])
        self.assertEqual(self.names("resnet*"), [name for name in everything if name.startswith("resnet")])
        self.check(specimen("list", "nothing_of_the_kind"), SPEC, "model_unknown")

    def test_blocks(self):
        blocks = json.loads(specimen("blocks", "--json").stdout)
        files = sorted(path.stem for path in (ROOT / "specs/blocks").glob("*.json"))
        self.assertEqual([block["name"] for block in blocks], files)
        self.assertEqual([line.split()[0] for line in specimen("blocks").stdout.splitlines()], files)
        text = (ROOT / "specs/blocks/bottleneck.json").read_text()
        shown = json.loads(specimen("blocks", "bottleneck", "--json").stdout)
        for argument in shown["arguments"]:
            self.assertIn(f'"{argument["name"]}": {{"type": "{argument["type"].split(" or ")[0]}"', text)
        self.assertIn("filters", specimen("blocks", "bottleneck").stdout)
        self.check(specimen("blocks", "botleneck"), SPEC, "block_unknown", said=["did you mean `bottleneck`?"])

    def test_one_layer(self):
        shown = json.loads(specimen("ops", "Conv2D", "--json").stdout)
        padding = next(argument for argument in shown["arguments"] if argument["name"] == "padding")
        self.assertIn("valid", padding["default"])
        self.assertIn("kernel_size", specimen("ops", "Conv2D").stdout)
        self.assertEqual(json.loads(specimen("ops", "conv2d", "--json").stdout)["name"], "conv2d")
        self.check(specimen("ops", "Conv2d2"), SPEC, "layer_unknown", said=["did you mean `Conv2D`?"])

    def test_options_behind_the_command(self):
        self.write("mine/m.json", model())
        before = specimen("--specs", self.directory / "mine", "--no-color", "show", "m")
        self.check(before, SUCCESS)
        for arguments in (["show", "m", "--specs", self.directory / "mine"], ["show", "--specs", self.directory / "mine", "m", "--no-color"]):
            self.assertEqual(specimen(*arguments).stdout, before.stdout)
        self.assertEqual(specimen("--json", "show", "mnist").stdout, specimen("show", "mnist", "--json").stdout)
        # A word that is a command's name is still what the command takes.
        self.check(specimen("show", "mnist", "list"), USAGE, "usage")

    def test_data_that_is_not_there(self):
        for where in ("/nonexistent", str(self.directory)):
            result = specimen("list", environment={"SPECIMEN_DATA": where})
            self.assertIn(f"warning: there are no specs in `{where}`", result.stderr)
            self.assertIn("SPECIMEN_DATA", result.stderr)
        self.assertEqual(specimen("list", environment={"SPECIMEN_DATA": ""}).stdout, specimen("list").stdout)

    def test_the_cache(self):
        place = self.directory / "cache"
        environment = {"SPECIMEN_CACHE": str(place)}
        self.assertEqual(json.loads(specimen("cache", "--json", environment=environment).stdout)["models"], {"files": 0, "bytes": 0})
        self.assertFalse(place.exists())
        (place / "models").mkdir(parents=True)
        place.chmod(0o700)
        (place / "models" / "m-0").write_bytes(bytes(1000))
        self.assertIn("1 programs, 1,000 bytes", specimen("cache", environment=environment).stdout)
        self.check(specimen("cache", "clear", environment=environment), SUCCESS)
        self.assertEqual(list((place / "models").iterdir()), [])


class Terminal(program.Test):
    HOSTILE = "x \\u001b[31mRED \\u001b]0;t\\u0007\\u202e\\u009b2J \\n end"

    def test_texts_of_specs_command_no_terminal(self):
        self.write("mine/m.json", model(doc="DOC").replace("DOC", self.HOSTILE))
        for command in (["list"], ["show", "m"], ["list", "--json"], ["show", "m", "--json"]):
            result = specimen("--specs", self.directory / "mine", *command)
            self.check(result, SUCCESS)
            self.assertIn("RED", result.stdout)
            for character in "\x1b\x07\u202e\u009b":
                self.assertNotIn(character, result.stdout, command)
        self.assertIn("\u202e", json.loads(specimen("--specs", self.directory / "mine", "show", "m", "--json").stdout)["doc"])


class Output(program.Test):
    def test_what_is_no_file_is_not_replaced(self):
        weights = self.directory / "w.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", weights), SUCCESS)
        pipe = self.directory / "pipe"
        os.mkfifo(pipe)
        for command in (["weights", "synthetic", "mnist", "--out", pipe], ["weights", "convert", "mnist", weights, "--out", pipe],
                        ["weights", "convert", "mnist", weights, "--to", "keras", "--out", pipe]):
            self.check(specimen(*command), FILES, "file_not_written", said=["no regular file"])
            self.assertTrue(pipe.is_fifo(), command)
        out = self.directory / "out"
        out.mkdir()
        os.mkfifo(out / "plan.json")
        self.check(specimen("generate", "mnist", "--no-check", "--out", out), FILES, said=["plan.json"])
        self.assertTrue((out / "plan.json").is_fifo())

    def test_success_as_json(self):
        for command, said in ((["check", "mnist"], {"model": "mnist"}), (["cache"], {}), (["ops", "Dense"], {"name": "Dense"})):
            result = json.loads(specimen(*command, "--json").stdout)
            self.assertEqual({**result, **said}, result, command)

    def test_a_full_standard_output(self):
        for command in (["list"], ["schema"], ["ops"], ["show", "mnist"], ["check", "mnist", "--emit", "graph"], ["opt", "--list"], ["--help"]):
            with open("/dev/full", "w") as full:
                result = subprocess.run([program.specimen_path(), *command], stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual(result.returncode, FILES, command)
            self.assertIn("standard output", result.stderr)


class ExitCodes(program.Test):
    def test_usage(self):
        self.check(specimen("foo"), USAGE, "usage", said=["there is no command `foo`"])
        for arguments in ([], ["shwo"], ["show"], ["show", "mnist", "--jsno"], ["show", "mnist", "lenet"], ["check", "mnist", "--emit", "x"],
                          ["--specs", "/nowhere", "list"], ["generate", "mnist", "--runtime", "dynamic"], ["run", "mnist", "a.png"],
                          ["run", "mnist", "a.png", "--weights", "w", "--target", "v9"], ["run", "mnist", "a.png", "--weights", "w", "--threads", "-1"],
                          ["run", "mnist", "a.png", "--weights", "w", "--repeat", "0"], ["build", "mnist", "--jobs", "0"],
                          ["weights", "synthetic", "mnist", "--out", "w", "--seed", "-1"], ["tune", "mnist", "--seconds", "nan"],
                          ["weights", "synthetic", "mnist", "--out", "w", "--gain", "nan"], ["weights"], ["weights", "show"]):
            result = specimen(*arguments)
            self.check(result, USAGE, "usage", said=["--help"])
            self.assertLess(len(result.stderr.splitlines()), 5, "an error hides in a page of help")
        for setting in ("classes", "=3", "1a=3", "a b=3"):
            self.check(specimen("show", "resnet50", "--set", setting), USAGE, "argument_malformed")
        # `--set` takes one value, so that it may stand before the model and its files.
        absent = self.directory / "absent.png"
        self.check(specimen("run", "mnist", "--set", "classes=3", absent, "--weights", absent), FILES, "file_not_found")
        self.check(specimen("weights", "synthetic", "mnist", "--from", "caffe", "--out", self.directory / "w"), USAGE, "checkpoint_kind")
        self.assertFalse((self.directory / "w").exists())

    def test_spec(self):
        self.check(specimen("show", "mnits"), SPEC, "model_unknown")
        self.check(specimen("show", "mnist", "--set", "classes=-1"), SPEC)
        self.check(specimen("check", self.write("broken.json", "{")), SPEC, "json_syntax")
        self.check(specimen("build", "mnits", "--out", self.directory / "out"), SPEC, "model_unknown")
        self.assertFalse((self.directory / "out").exists())
        rules = {"keras": [{"ours": "flat/kernel", "theirs": "a"}]}
        path = self.write("m.json", model(checkpoints=rules))
        self.check(specimen("weights", "synthetic", path, "--from", "keras", "--out", self.directory / "w"), SPEC, "checkpoint_unmapped", said=["y/"])

    def test_weights(self):
        self.check(specimen("weights", "show", self.write("a.h5", "what is this")), WEIGHTS, "checkpoint_format")
        image = self.write("a.png", b"\x89PNG\r\n\x1a\n")
        self.check(specimen("run", "mnist", image, "--weights", self.write("w.safetensors", "{}")), WEIGHTS, "checkpoint_unreadable")

    def test_files(self):
        self.check(specimen("show", self.directory / "none.json"), FILES, "file_not_found")
        self.check(specimen("weights", "show", self.directory / "none"), FILES, "file_not_found")
        self.check(specimen("run", "mnist", self.directory / "none.png", "--weights", self.directory / "none"), FILES, "file_not_found")
        for directory in ("/proc/specimen", self.write("a_file", "x")):
            self.check(specimen("generate", "mnist", "--no-check", "--out", directory), FILES, "file_not_written")
        self.check(specimen("weights", "synthetic", "mnist", "--out", self.directory / "no" / "such" / "w"), FILES, "file_not_written")

    def test_build(self):
        # A copy without the program that compiles kernels beside it.
        alone = self.directory / "bin" / "specimen"
        alone.parent.mkdir()
        shutil.copy(program.specimen_path(), alone)
        result = program.run([alone, "build", "mnist", "--no-check", "--out", self.directory / "mnist"], {"SPECIMEN_DATA": str(ROOT)})
        self.check(result, BUILD, "build_failed", said=["specimen-kernels"])

    def test_missing_data(self):
        result = specimen("generate", "mnist", environment={"SPECIMEN_DATA": str(self.directory)})
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
    def files(self, directory):
        return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}

    def generate(self, name, *more):
        return specimen("generate", "mnist", "--no-check", "--out", self.directory / name, *more)

    def test_all_families_are_bundled(self):
        """What compiles kernels in the directory itself, with `-DMNIST_KERNELS=compile`, is there whole."""
        self.check(self.generate("one"), SUCCESS)
        names = lambda directory: {str(path.relative_to(directory)) for path in (directory / "kernels").rglob("*") if path.is_file()}
        lacking = names(ROOT / "generator") - names(self.directory / "one")
        # What only the generator asks: which schedule a target takes, and the text of plans.
        self.assertEqual(lacking, {f"kernels/{name}" for name in ("catalog_json.cpp", "catalog_json.h", "common/json.h", "rules_cpu.cpp",
                                                                  "rules_gpu.cpp", "target_rules.cpp", "target_rules.h")})

    def test_targets(self):
        for model, targets, status, kind, said in (
            ("mnist", "cuda-sm81", USAGE, "target_unnamed", "did you mean `cuda_sm80`?"),
            ("mnist", "cuda-sm80,v3", USAGE, "target_mixed", "two kinds, gpu and cpu"),
            ("mobilenet_v2", "cuda-sm80", SPEC, "target_unsupported", "the family depthwise_conv2d has no schedule"),
        ):
            result = specimen("generate", model, "--target", targets, "--out", self.directory / "none")
            self.check(result, status, kind, said=[said])
            self.assertFalse((self.directory / "none").exists())

    def test_two_directories_hold_the_same_bytes(self):
        for model_name, runtime in (("mnist", "bundled"), ("resnet50", "shared")):
            for name in ("one", "deeper/two"):
                out = self.directory / model_name / name
                self.check(specimen("generate", model_name, "--no-check", "--out", out, f"--runtime={runtime}", cwd=self.directory), SUCCESS)
            one, two = self.files(self.directory / model_name / "one"), self.files(self.directory / model_name / "deeper/two")
            self.assertEqual(sorted(one), sorted(two))
            self.assertEqual([path for path in one if one[path] != two[path]], [])
            named = [path for path, text in one.items() if str(self.directory).encode() in text or str(ROOT).encode() in text]
            self.assertEqual(named, [], "a path of this machine")

    def test_a_loop_inside_a_block_that_two_places_use(self):
        """Its tensors change places: each round reads x again after it began to write y."""
        specs = ROOT / "tests/memory/specs"
        self.check(specimen("--specs", specs, "generate", "two_paths", "--out", self.directory / "m"), SUCCESS)  # compiled and checked
        self.assertIn("std::swap(", (self.directory / "m" / "two_paths.cpp").read_text())

    def test_files_of_an_earlier_version_go(self):
        """What the list of files names and is no longer generated is removed, unless it was edited; nothing outside is touched."""
        self.check(self.generate("a"), SUCCESS)
        listed, text = self.directory / "a" / "specimen.files", "// of an earlier version\n"
        seal = next(line.split()[0] for line in listed.read_text().splitlines() if line.endswith("  base/seal.h"))
        seal_text = (self.directory / "a" / "base/seal.h").read_text()
        for path in ("a/kernels/old.h", "a/kernels/edited.h", "outside.h"):
            (self.directory / path).write_text(seal_text)
        with (self.directory / "a" / "kernels/edited.h").open("a") as file:
            file.write(text)
        listed.write_text(listed.read_text() + "".join(f"{seal}  {path}\n" for path in ("kernels/old.h", "kernels/edited.h", "../outside.h")))
        self.check(self.generate("a"), SUCCESS)
        there = [(self.directory / path).exists() for path in ("a/kernels/old.h", "a/kernels/edited.h", "outside.h", "a/base/seal.h")]
        self.assertEqual(there, [False, True, True, True])

    def test_an_edited_file_is_kept(self):
        self.check(self.generate("a"), SUCCESS)
        before = self.files(self.directory / "a")
        self.check(self.generate("a"), SUCCESS)  # nothing was edited
        source = self.directory / "a" / "mnist.cpp"
        edited = source.read_text() + "// mine\n"
        source.write_text(edited)
        result = self.generate("a")
        self.check(result, FILES, "file_edited", said=[str(source), "// mine", "--force"])
        self.assertEqual(source.read_text(), edited)
        self.check(self.generate("a", "--force"), SUCCESS)
        self.assertEqual(self.files(self.directory / "a"), before)

    def test_nothing_is_written_beside_an_edited_file(self):
        self.check(self.generate("a"), SUCCESS)
        source = self.directory / "a" / "test.cpp"
        source.write_text(source.read_text().replace("int main", "int  main"))
        before = self.files(self.directory / "a")
        self.check(self.generate("a", "--set", "classes=7"), FILES, "file_edited")
        self.assertEqual(self.files(self.directory / "a"), before)

    def test_an_edited_copy_is_kept(self):
        """Files that are copied have no hash of their own."""
        for path in ("runtime/core/os.cpp", "kernels/catalog.h", "compiler/compile.cpp"):
            self.check(self.generate("a"), SUCCESS)
            copied = self.directory / "a" / path
            whole = copied.read_text()
            copied.write_text(whole + "// my fix\n")
            before = self.files(self.directory / "a")
            self.check(self.generate("a"), FILES, "file_edited", said=[path, "--force"])
            self.check(specimen("build", "mnist", "--no-check", "--out", self.directory / "a"), FILES, "file_edited", said=[path])
            self.assertEqual(self.files(self.directory / "a"), before)
            self.check(self.generate("a", "--force"), SUCCESS)
            self.assertEqual(copied.read_text(), whole)

    def test_a_file_of_ones_own_is_kept(self):
        mine = self.write("b/runtime/core/os.cpp", "// mine\n")
        self.check(self.generate("b"), FILES, "file_edited")
        self.assertEqual(self.files(self.directory / "b"), {"runtime/core/os.cpp": mine.read_bytes()})

    def test_copies_of_another_version_are_replaced(self):
        self.check(self.generate("a"), SUCCESS)
        manifest = self.directory / "a" / "specimen.files"
        copied, old = self.directory / "a" / "runtime/core/os.cpp", "// an older one\n"
        digits = fnv(old)
        lines = [f"{digits}  runtime/core/os.cpp" if line.endswith("  runtime/core/os.cpp") else line for line in manifest.read_text().splitlines()]
        manifest.write_text("\n".join(lines) + "\n")
        copied.write_text(old)
        self.check(self.generate("a"), SUCCESS)
        self.assertNotEqual(copied.read_text(), old)

    def test_files_follow_the_umask(self):
        self.check(program.run([program.specimen_path(), "generate", "mnist", "--no-check", "--out", self.directory / "a"], umask=0o077), SUCCESS)
        modes = {path.stat().st_mode & 0o777 for path in (self.directory / "a").rglob("*") if path.is_file()}
        self.assertEqual(modes, {0o600})

    def test_at_once(self):
        started = [subprocess.Popen([program.specimen_path(), "generate", "mnist", "--no-check", "--out", self.directory / "a"], stdout=subprocess.DEVNULL)
                   for _ in range(4)]
        self.assertEqual([each.wait(60) for each in started], [0] * 4)
        self.check(self.generate("b"), SUCCESS)
        self.assertEqual(self.files(self.directory / "a"), self.files(self.directory / "b"))

    def test_an_unedited_directory_follows_its_spec(self):
        path = self.write("m.json", model())
        self.check(specimen("generate", path, "--no-check", "--out", self.directory / "m"), SUCCESS)
        before = self.files(self.directory / "m")
        self.write("m.json", model().replace("10", "12"))
        self.check(specimen("generate", path, "--no-check", "--out", self.directory / "m"), SUCCESS)
        after = self.files(self.directory / "m")
        self.assertNotEqual(before["m.cpp"], after["m.cpp"])
        self.assertNotEqual(before["plan.json"], after["plan.json"])


if __name__ == "__main__":
    program.main()
