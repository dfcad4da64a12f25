"""`specimen new` and `specimen diff`, held against files, `show` and the tensors of weights files."""

import json
import os

import program
from program import FILES, SPEC, SUCCESS, USAGE, read_safetensors, specimen

GELU = '{"at": {"path": "stage2/**", "where": {"activation": "relu"}}, "set": {"activation": "gelu"}}'
SQUEEZE_EXCITE = '{"at": "stage*/block*/b", "insert_after": {"squeeze_excite": {"ratio": 0.25}, "name": "se"}}'


class New(program.Test):
    def new(self, *arguments):
        return specimen("new", *arguments, cwd=self.directory)

    def test_writes_what_was_said(self):
        self.check(self.new("mine", "--from", "resnet18", "--set", "classes=37", "--set", "image_size=64", "--edit", GELU,
                            "--edit", SQUEEZE_EXCITE, "--set", "classes=5"), SUCCESS)
        spec = json.loads((self.directory / "mine.json").read_text())
        self.assertEqual(spec, {"extends": "resnet18", "model": "mine", "arguments": {"image_size": 64, "classes": 5},
                                "edit": [json.loads(GELU), json.loads(SQUEEZE_EXCITE)]})
        self.check(specimen("check", self.directory / "mine.json"), SUCCESS)
        # One that extends that one, found beside others by --specs.
        result = specimen("--specs", self.directory, "new", "again", "--from", "mine", "--edit", '{"at": "**/se", "remove": true}', cwd=self.directory)
        self.check(result, SUCCESS)
        self.check(specimen("check", self.directory / "again.json"), SUCCESS)

    def test_a_file_as_the_base(self):
        self.check(self.new("mine", "--from", "digits_resnet20", "--set", "classes=5"), SUCCESS)
        self.check(self.new("again", "--from", "./mine.json", "--set", "classes=7"), SUCCESS)
        spec = json.loads((self.directory / "again.json").read_text())
        self.assertEqual(spec, {"extends": "mine", "model": "again", "arguments": {"classes": 7}})
        self.check(specimen("check", self.directory / "again.json"), SUCCESS)
        # Where it would not be found there is no file.
        self.check(self.new("third", "--from", self.directory / "mine.json", "--out", "sub/third.json"), FILES, "file_not_written")
        self.assertFalse((self.directory / "sub").exists())
        self.check(self.new("third", "--from", "nothing.json"), FILES, "file_not_found")

    def test_values_keep_their_meaning(self):
        block = {"block": "b", "arguments": {"t": {"type": "string"}, "l": {"type": "list"}}, "layers": [{"Activation": {"activation": "relu"}}]}
        base = {"model": "base", "arguments": {"t": {"type": "string", "default": ""}, "l": {"type": "list", "default": []}},
                "symbols": {"batch": {"max": 4}}, "inputs": {"x": {"shape": ["batch", 8, 8, 3]}}, "layers": [{"b": {"t": "=t", "l": "=l"}, "name": "y"}], "outputs": ["y"]}
        self.write("specs/b.json", json.dumps(block))
        self.write("specs/base.json", json.dumps(base))
        result = specimen("--specs", self.directory / "specs", "new", "mine", "--from", "base", "--set", 't="=1"', "--set", 'l=["=2", 0.1, null]', cwd=self.directory)
        self.check(result, SUCCESS)
        spec = json.loads((self.directory / "mine.json").read_text())
        self.assertEqual(spec["arguments"], {"t": "==1", "l": ["==2", 0.1, None]})

    def test_whole_or_not_at_all(self):
        for arguments, status, kind in (
            (["mine", "--from", "resnt18"], SPEC, "model_unknown"),
            (["mine", "--from", "resnet18", "--set", "clases=3"], SPEC, "argument_unknown"),
            (["mine", "--from", "resnet18", "--set", "classes=0"], SPEC, "argument_out_of_range"),
            (["mine", "--from", "resnet18", "--set", "classes"], USAGE, "argument_malformed"),
            (["mine", "--from", "resnet18", "--edit", "{"], SPEC, "json_syntax"),
            (["mine", "--from", "resnet18", "--edit", '{"at": "nothing", "remove": true}'], SPEC, "edit_matches_nothing"),
            (["mine", "--from", "resnet18", "--edit", '{"at": "stage1/block1/b/conv", "set": {"filters": 3}}'], SPEC, "layer_shape"),
            (["a b", "--from", "resnet18"], SPEC, "name_invalid"),
            (["../mine", "--from", "resnet18"], SPEC, "name_invalid"),
            (["resnet18", "--from", "resnet34"], SPEC, "spec_defined_twice"),
            (["bottleneck", "--from", "resnet34"], SPEC, "spec_defined_twice"),
            (["mine", "--from", "resnet18", "--out", "other.json"], SPEC, "spec_file_name"),
        ):
            result = self.new(*arguments)
            self.check(result, status, kind)
            self.assertEqual(os.listdir(self.directory), [], arguments)

    def test_a_file_that_is_there_stays(self):
        path = self.write("mine.json", "precious")
        self.check(self.new("mine", "--from", "resnet18"), FILES, "file_not_written")
        self.assertEqual(path.read_text(), "precious")
        self.check(self.new("mine", "--from", "resnet18", "-o", "deeper/mine.json"), SUCCESS)
        self.assertTrue((self.directory / "deeper/mine.json").exists())


class Diff(program.Test):
    def diff(self, a, b):
        result = specimen("diff", a, b, "--json")
        self.check(result, SUCCESS)
        return json.loads(result.stdout)

    def shown(self, model):
        return json.loads(specimen("show", model, "--json").stdout)

    def weights(self, model):
        path = self.directory / "w.safetensors"
        self.check(specimen("weights", "synthetic", model, "--out", path), SUCCESS)
        return {name: tuple(shape) for name, (_, shape, _) in read_safetensors(path).items()}

    def test_equals_what_both_show(self):
        edits = [GELU, SQUEEZE_EXCITE, '{"at": "stage3/block1/shortcut", "remove": true}', '{"at": "stem", "set": {"kernel_size": 3}}']
        self.check(specimen("new", "mine", "--from", "resnet18", "--set", "classes=37", *(w for e in edits for w in ("--edit", e)), cwd=self.directory), SUCCESS)
        mine = str(self.directory / "mine.json")
        diff, a, b = self.diff("resnet18", mine), self.shown("resnet18"), self.shown(mine)
        self.assertEqual((diff["from"], diff["to"]), ("resnet18", "mine"))
        for key in ("parameters", "flops", "arena_bytes_per_example"):
            self.assertEqual(diff[key], {"from": a[key], "to": b[key]})

        theirs, ours = self.weights("resnet18"), self.weights(mine)
        weights = diff["weights"]
        self.assertEqual(set(weights["fit"]), {n for n in ours if theirs.get(n) == ours[n]})
        self.assertEqual({w["name"] for w in weights["other_shape"]}, {n for n in ours if n in theirs and theirs[n] != ours[n]})
        self.assertEqual(set(weights["missing"]), set(ours) - set(theirs))
        self.assertEqual(set(weights["extra"]), set(theirs) - set(ours))
        self.assertEqual({w["name"] for w in weights["other_shape"]}, {"stem/conv/kernel", "logits/kernel", "logits/bias"})
        self.assertEqual({n.rsplit("/", 2)[0] for n in weights["extra"]}, {"stage3/block1/shortcut"})

        # Layers: every path that one of the two lacks is in what is said to be added or removed, and nothing else does.
        layers = diff["layers"]
        before, after = ({row["path"] for row in side["layers"]} for side in (a, b))
        for only, said in ((after - before, layers["added"]), (before - after, layers["removed"])):
            paths = [item["path"] for item in said]
            self.assertEqual(only, {p for p in before | after if any(p == q or p.startswith(q + "/") for q in paths)})
        self.assertEqual({item["path"] for item in layers["added"]}, {f"stage{s}/block{i}/se" for s in (1, 2, 3, 4) for i in (1, 2)})
        self.assertEqual({item["what"] for item in layers["added"]}, {"squeeze_excite"})
        self.assertEqual({item["path"] for item in layers["removed"]}, {"stage3/block1/shortcut", "stage3/block1/add"})
        changed = {item["path"]: [(f["name"], f["from"], f["to"]) for f in item["fields"]] for item in layers["changed"]}
        self.assertEqual(changed.pop("logits"), [("units", "1001", "37")])
        self.assertIn(("window.height", "7", "3"), changed.pop("stem/conv"))
        relu = [("fn", "relu", "gelu")]
        self.assertEqual(changed, {f"stage2/block{i}/{p}": relu for i in (1, 2) for p in ("a/act", "relu")} | {"stem/pad/zeros": changed["stem/pad/zeros"]})

    def test_of_a_model_with_itself(self):
        diff = self.diff("mnist", "mnist")
        self.assertEqual(diff["layers"], {"changed": [], "added": [], "removed": [], "reshaped": []})
        self.assertEqual((len(diff["weights"]["fit"]), diff["kernels"]["added"]), (8, []))

    def test_there_and_back(self):
        there, back = self.diff("resnet18", "resnet34"), self.diff("resnet34", "resnet18")
        self.assertEqual(there["layers"]["added"], back["layers"]["removed"])
        self.assertEqual(there["weights"]["missing"], back["weights"]["extra"])
        self.assertEqual(there["kernels"]["added"], back["kernels"]["removed"])

    def test_text_says_the_same_in_few_lines(self):
        result = specimen("diff", "resnet18", "resnet34")
        self.check(result, SUCCESS)
        lines = result.stdout.splitlines()
        self.assertEqual(lines[:3], ["resnet18 -> resnet34", "layers      0 changed, 8 added, 0 removed, 0 of another shape", "  + 8 x stage*/block*: basic"])
        self.assertIn("weights     107 of 107 tensors of resnet18 fit, 0 have another shape, 0 are gone; 80 are new", lines)
        self.assertLess(len(lines), 20)

    def test_mistakes(self):
        self.check(specimen("diff", "resnet18", "resnt18"), SPEC, "model_unknown")
        self.check(specimen("diff", "resnet18"), USAGE)


if __name__ == "__main__":
    program.main()
