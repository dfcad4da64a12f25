"""`specimen weights` on variants: exactly the tensors that a checkpoint has for them, found here in another way.

The variants are tests/edits/specs/resnet50_*.json; their checkpoint is one of keras.applications' ResNet-50 by its names,
and the names and shapes of that are read from the specs by tests/oracles/spec_model.py.
"""

import json
import os
import re
import struct
import sys

import program
from program import FILES, ROOT, SPEC, SUCCESS, USAGE, WEIGHTS, read_safetensors, specimen

sys.path.insert(0, str(ROOT / "tests/oracles"))
import spec_model  # noqa: E402
import synthetic  # noqa: E402
from initializers import glorot_uniform  # noqa: E402

SPECS = ROOT / "tests/edits/specs"
DIGITS = ROOT / "tests/golden/digits/digits_resnet20.weights.h5"


def squeeze_excite():
    """The tensors that squeeze-and-excitation in every block adds."""
    for stage, (blocks, filters) in enumerate(zip((3, 4, 6, 3), (256, 512, 1024, 2048)), 1):
        for block in range(1, blocks + 1):
            at = f"stage{stage}/block{block}/se"
            yield from ((f"{at}/reduce/kernel", [1, 1, filters, filters // 16]), (f"{at}/reduce/bias", [filters // 16]),
                        (f"{at}/expand/kernel", [1, 1, filters // 16, filters]), (f"{at}/expand/bias", [filters]))


def conv_bn(at, kernel, bias=True):
    filters = kernel[-1] if kernel[-1] > 1 else kernel[-2]
    yield f"{at}/conv/kernel", kernel
    if bias:
        yield f"{at}/conv/bias", [filters]
    yield from ((f"{at}/bn/{name}", [filters]) for name in ("gamma", "beta", "moving_mean", "moving_variance"))


def variants(base):
    """name -> (tensors of the base that load, tensors that are new, tensors of another shape, options)."""
    everything = set(base)
    inside = lambda pattern: {name for name in base if re.match(pattern, name)}  # noqa: E731
    alone = ["--allow-unexpected"]
    head = inside("predictions/")
    last = inside("stage4/block3/")
    shortcuts = inside(r"stage\d/block1/shortcut/")
    gone = inside(r"stage3/block[56]/|stage4/block3/")
    mixed = {**dict(conv_bn("stage4/block3/depthwise", [3, 3, 2048, 1], False)),
             **dict(conv_bn("stage4/block3/project", [1, 1, 2048, 2048], False))}
    yield "gelu", everything, {}, set(), []
    yield "squeeze", everything, dict(squeeze_excite()), set(), []
    # The last convolution of the new stem has the old one's name, and but for its kernel the same shapes.
    yield "stem", everything - {"stem/conv/kernel"}, dict(conv_bn("stem_a", [3, 3, 3, 32])), {"stem/conv/kernel"}, []
    yield "classes", everything - head, {}, head, []
    yield "wide", {"predictions/bias"}, {}, everything - {"predictions/bias"}, []
    yield "no_shortcut", everything - shortcuts, {}, set(), alone
    yield "mixed", everything - last, mixed, set(), alone
    yield "dilated", everything, {}, set(), []
    yield "shallow", everything - gone, {}, set(), alone
    new = {"embedding/kernel": [2048, 64], "embedding/bias": [64], "top/kernel": [64, 1000]}
    yield "head", (everything - head) | {"top/bias"}, new, set(), alone


class Variants(program.Test):
    def test_a_checkpoint_of_resnet50(self):
        base = {name: list(shape) for name, shape in spec_model.Library().expand("keras_resnet50").weights()}
        self.assertEqual(len(base), 320)
        ours, checkpoint = self.directory / "ours.safetensors", self.directory / "resnet50.weights.h5"
        self.check(specimen("weights", "synthetic", "keras_resnet50", "--out", ours), SUCCESS)
        self.check(specimen("weights", "convert", "keras_resnet50", ours, "--to", "keras", "--out", checkpoint), SUCCESS)
        cases = list(variants(base))
        self.assertEqual({f"resnet50_{name}.json" for name, *_ in cases}, {path.name for path in SPECS.glob("resnet50_*.json")})
        for name, loaded, new, reshaped, options in cases:
            with self.subTest(name):
                spec = SPECS / f"resnet50_{name}.json"
                out = self.directory / f"{name}.safetensors"
                if new or reshaped:
                    result = specimen("weights", "convert", spec, checkpoint, "--out", out, *options)
                    self.check(result, WEIGHTS, "weights_missing" if new else "weights_shape", said=["--initialize-missing"])
                    self.assertFalse(out.exists())
                if "--allow-unexpected" in options:
                    result = specimen("weights", "convert", spec, checkpoint, "--initialize-missing", "--out", out)
                    self.check(result, WEIGHTS, "weights_unexpected", said=["--allow-unexpected"])
                # From Keras's names and from ours, to the same file.
                result = specimen("weights", "convert", spec, checkpoint, "--initialize-missing", "--json", "--out", out, *options)
                self.check(result, SUCCESS)
                report = json.loads(result.stdout)
                self.assertEqual(set(report["loaded"]), loaded)
                made = {entry["name"]: (entry["shape"], entry["why"]) for entry in report["initialized"]}
                self.assertEqual({n: shape for n, (shape, why) in made.items() if why == "new"}, new)
                self.assertEqual({n for n, (_, why) in made.items() if why.startswith("another shape ")}, reshaped)
                self.assertEqual(set(made), set(new) | reshaped)
                again = self.directory / "again.safetensors"
                self.check(specimen("weights", "convert", spec, ours, "--initialize-missing", "--out", again, *options), SUCCESS)
                self.assertEqual(out.read_bytes(), again.read_bytes())
                # `diff` says the same.
                diff = json.loads(specimen("diff", "keras_resnet50", spec, "--json").stdout)["weights"]
                self.assertEqual(set(diff["fit"]), loaded)
                self.assertEqual(set(diff["missing"]), set(new))
                self.assertEqual({entry["name"] for entry in diff["other_shape"]}, reshaped)
                out.unlink()


class Load(program.Test):
    """37 classes and squeeze-and-excitation, from real weights."""

    def setUp(self):
        super().setUp()
        self.spec = self.write("mine.json", json.dumps({
            "extends": "digits_resnet20", "model": "mine", "arguments": {"classes": 37},
            "edit": [{"at": "stage3/*/b", "insert_after": {"squeeze_excite": {"ratio": 0.25}, "name": "se"}}]}))
        self.out = self.directory / "out.safetensors"

    def convert(self, *options):
        result = specimen("weights", "convert", self.spec, DIGITS, "--out", self.out, "--json", *options)
        self.check(result, SUCCESS)
        return json.loads(result.stdout)

    def test_rules(self):
        both = self.convert("--initialize-missing")
        self.assertEqual((len(both["loaded"]), len(both["initialized"])), (110, 14))
        head = self.convert("--initialize-missing", "--load", "backbone")
        self.assertEqual(head["loaded"], both["loaded"])
        why = {entry["name"]: entry["why"] for entry in head["initialized"]}
        self.assertEqual(why["logits/kernel"], "left out by --load")
        self.assertEqual(why["stage3/block1/se/reduce/kernel"], "new")
        # Nothing is missing among the first two stages.
        some = self.convert("--load", "stem", "stage1/**", "--load", "stage2")
        self.assertEqual(set(some["loaded"]), {n for n in both["loaded"] if not n.startswith("stage3/")})
        self.assertEqual({entry["why"] for entry in some["initialized"]}, {"left out by --load"})

    def test_a_header_may_begin_as_a_pickle_does(self):
        """A header of 640 bytes: its length is 80 02 00 ..., as the first bytes of a pickle."""
        header = json.dumps({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).ljust(640).encode()
        path = self.directory / "x.safetensors"
        path.write_bytes(struct.pack("<Q", len(header)) + header + struct.pack("<f", 1))
        result = specimen("weights", "show", path)
        self.check(result, SUCCESS)
        self.assertIn("x ", result.stdout)

    def test_initialisation_is_seeded(self):
        self.convert("--initialize-missing")
        first = self.out.read_bytes()
        self.assertEqual(read_safetensors(self.out)["logits/kernel"][2], glorot_uniform(1, "logits/kernel", [64, 37]))
        self.convert("--initialize-missing")
        self.assertEqual(self.out.read_bytes(), first)
        self.convert("--initialize-missing", "--seed", "2")
        before, after = read_safetensors(self.out), None
        self.assertNotEqual(self.out.read_bytes(), first)
        self.out.write_bytes(first)
        after = read_safetensors(self.out)
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual(changed, {"logits/kernel"} | {f"stage3/block{i}/se/{part}/kernel" for i in (1, 2, 3) for part in ("reduce", "expand")})

    def test_mistakes(self):
        for options, status, kind in ((["--load", "stage9"], USAGE, "weights_load"), (["--load", "stage 1"], SPEC, "name_invalid"),
                                      (["--like", DIGITS], USAGE, "weights_like"), (["--from", "torch"], USAGE, "checkpoint_kind"),
                                      (["--to", "keras", "--like", self.directory / "none"], FILES, "file_not_found"),
                                      (["--to", "keras", "--out", self.directory / "no/such/x"], FILES, "file_not_written")):
            with self.subTest(options):
                arguments = options if "--out" in options else [*options, "--out", self.out]
                result = specimen("weights", "convert", self.spec, DIGITS, "--initialize-missing", *arguments)
                self.check(result, status, kind)
                self.assertEqual(os.listdir(self.directory), ["mine.json"])

    def test_a_rule_that_is_wrong_in_an_extension(self):
        for renamed, kind in (({"a{": "b"}, "checkpoint_pattern"), ({"logits/{v}": 3}, "spec_wrong_type"),
                              ({"logits/{v}": "{[v]}"}, "expression_type")):
            spec = self.write("mine.json", json.dumps({"extends": "digits_resnet20", "model": "mine", "renamed": renamed}))
            self.check(specimen("weights", "convert", spec, DIGITS, "--out", self.out), SPEC, kind)


class Wrappers(program.Test):
    """Names that PyTorch's wrappers of a model changed."""

    def test_their_prefix_is_left_out(self):
        ours, wrapped, out = (self.directory / name for name in ("ours.safetensors", "wrapped.safetensors", "out.safetensors"))
        self.check(specimen("weights", "convert", "digits_resnet20", DIGITS, "--out", ours), SUCCESS)
        tensors = read_safetensors(ours)
        for prefixes in (["module."], ["_orig_mod."], ["model."], ["module.", "_orig_mod."]):
            with self.subTest(prefixes):
                program.safetensors(wrapped, {"".join(prefixes) + name: tensor for name, tensor in tensors.items()})
                result = specimen("weights", "convert", "digits_resnet20", wrapped, "--out", out)
                self.check(result, SUCCESS)
                for prefix in prefixes:
                    self.assertIn(f"every name begins with `{prefix}`, which was left out\n", result.stdout)
                self.assertEqual(read_safetensors(out), tensors)
                found = json.loads(specimen("weights", "convert", "digits_resnet20", wrapped, "--out", out, "--json").stdout)
                self.assertEqual(len(found["notes"]), len(prefixes))
                self.assertIn("112 tensors", specimen("weights", "check", "digits_resnet20", wrapped).stdout)
        # Not where one name has none, and not any other text.
        program.safetensors(wrapped, {("" if name == "logits/bias" else "module.") + name: tensor for name, tensor in tensors.items()})
        result = specimen("weights", "convert", "digits_resnet20", wrapped, "--out", out)
        self.check(result, WEIGHTS, "weights_missing", "weights_unexpected")
        program.safetensors(wrapped, {"net." + name: tensor for name, tensor in tensors.items()})
        result = specimen("weights", "convert", "digits_resnet20", wrapped, "--out", out)
        self.check(result, WEIGHTS, "weights_missing", "weights_unexpected")


class StateDicts(program.Test):
    """PyTorch's files; what is in them is tested in tests/import."""

    def test_which_dictionary(self):
        data = ROOT / "tests/import/data"
        result = specimen("weights", "show", data / "torch_average.pth")
        self.check(result, WEIGHTS, "checkpoint_unsupported", said=["`model_ema.module` (2 tensors)", "--state-dict"])
        result = specimen("weights", "show", data / "torch_average.pth", "--state-dict", "model_ema.module")
        self.check(result, SUCCESS)
        self.assertIn("weight", result.stdout)
        self.assertIn("the tensors are those of the dictionary `model_ema.module`\n", result.stdout)
        result = specimen("weights", "check", "mnist", data / "hostile_torch_command.pth")
        self.check(result, WEIGHTS, "checkpoint_unsupported", said=["posix.system"])

    def test_diff_reads_them(self):
        data = ROOT / "tests/import/data"
        result = specimen("weights", "diff", data / "torch_dict.pth", data / "torch_dict_legacy.pth")
        self.check(result, SUCCESS)
        self.assertEqual(result.stdout, "14 equal, 0 changed, 0 removed, 0 added\n")


class Check(program.Test):
    def test_says_what_does_not_fit(self):
        self.assertIn("112 tensors by the names of `keras`", specimen("weights", "check", "digits_resnet20", DIGITS).stdout)
        ours = self.directory / "ours.safetensors"
        self.check(specimen("weights", "convert", "digits_resnet20", DIGITS, "--out", ours), SUCCESS)
        self.assertIn("112 tensors by the names of `specimen`", specimen("weights", "check", "digits_resnet20", ours).stdout)
        tensors = read_safetensors(ours)
        del tensors["stem/bn/beta"]
        dtype, shape, data = tensors["logits/kernel"]
        tensors["logits/kernel"] = (dtype, shape[::-1], data)
        tensors["more"] = tensors["logits/bias"]
        dtype, shape, data = tensors["logits/bias"]
        tensors["logits/bias"] = (dtype, shape, b"\x00\x00\xc0\x7f" + data[4:])
        program.safetensors(ours, tensors)
        self.check(specimen("weights", "check", "digits_resnet20", ours), WEIGHTS, "weights_missing", "weights_shape", "weights_unexpected",
                   "weights_not_finite", said=["stem/bn/beta", "logits/kernel is (64, 10)", "`more` (10)", "`logits/bias`: 1 of 10"])
        self.check(specimen("weights", "check", "mnist", DIGITS), WEIGHTS, "weights_missing", said=["is it one of this model?"])


class Synthetic(program.Test):
    def test_is_what_numpy_makes_of_our_names(self):
        path = self.directory / "w.safetensors"
        for model, settings in (("bert_span", {"vocabulary_size": 99, "num_layers": 1, "hidden_dim": 64}), ("resnext50_32x4d", {})):
            with self.subTest(model):
                words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
                self.check(specimen("weights", "synthetic", model, *words, "--seed", "3", "--out", path), SUCCESS)
                made = read_safetensors(path)
                expected = dict(spec_model.Library().expand(model, settings).weights())
                self.assertEqual(set(made), set(expected))
                for name in sorted(made, key=lambda name: len(made[name][2]))[::7]:
                    value = synthetic.parameter(3, name, expected[name])
                    self.assertEqual(made[name], ("F32", list(expected[name]), value.tobytes()), name)


class Diff(program.Test):
    def test_tensor_by_tensor(self):
        one, two = self.directory / "one", self.directory / "two"
        number = lambda *values: struct.pack(f"<{len(values)}f", *values)  # noqa: E731
        program.safetensors(one, {"a": ("F32", [2], number(1, -4)), "b": ("F32", [1], number(1)), "c": ("F32", [1], number(1)),
                                  "d": ("F32", [2], number(1, 2))})
        program.safetensors(two, {"a": ("F32", [2], number(1.5, -4)), "b": ("F32", [1], number(1)), "d": ("F32", [1, 2], number(1, 2)),
                                  "e": ("F32", [1], number(1))})
        found = json.loads(specimen("weights", "diff", one, two, "--json").stdout)
        self.assertEqual((found["equal"], found["removed"], found["added"]), (1, ["c"], ["e"]))
        self.assertEqual([(c["name"], c.get("max_difference"), c.get("relative")) for c in found["changed"]], [("a", 0.5, 0.125), ("d", None, None)])
        text = specimen("weights", "diff", one, two).stdout
        self.assertEqual(text, "1 equal, 2 changed, 1 removed, 1 added\n  ~ a (2): max difference 0.5, 0.125 of the largest\n"
                               "  ~ d (2) -> (1, 2)\n  - c (1)\n  + e (1)\n")
        self.check(specimen("weights", "diff", one, self.directory / "none"), FILES, "file_not_found")

    def test_there_and_back(self):
        ours, keras, like = (self.directory / name for name in ("ours.safetensors", "keras.weights.h5", "like.weights.h5"))
        self.check(specimen("weights", "convert", "digits_resnet20", DIGITS, "--out", ours), SUCCESS)
        result = specimen("weights", "convert", "digits_resnet20", ours, "--to", "keras", "--out", keras)
        self.check(result, SUCCESS, "checkpoint_by_order", said=["--like"])
        result = specimen("weights", "convert", "digits_resnet20", ours, "--to", "keras", "--like", DIGITS, "--out", like)
        self.check(result, SUCCESS)
        self.assertEqual(result.stderr, "")
        self.assertEqual(keras.read_bytes(), like.read_bytes())
        self.assertEqual(keras.stat().st_mode, ours.stat().st_mode)
        keras.unlink()
        result = specimen("weights", "convert", "digits_resnet20", ours, "--to", "keras", "--out", keras, environment={"TMPDIR": "/nowhere"})
        self.check(result, FILES, "file_not_written", said=["TMPDIR"])
        result = specimen("weights", "pack", "digits_resnet20", ours, "--out", self.directory / "no" / "such")
        self.check(result, FILES, "file_not_written", said=["no such directory"])
        self.check(specimen("weights", "convert", "digits_resnet20", ours, "--to", "keras", "--out", keras), SUCCESS)
        for path in (keras, like):
            self.assertEqual(specimen("weights", "diff", DIGITS, path).stdout, "112 equal, 0 changed, 0 removed, 0 added\n")


if __name__ == "__main__":
    program.main()
