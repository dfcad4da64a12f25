"""`specimen show`, held against a reading of the specs that shares no code with it, and against the references.

Parameters and multiply-adds were recorded with the goldens; oracles/spec_model.py expands the specs on its own.
"""

import json
import math
import sys

import program
from program import ROOT, SUCCESS, specimen

sys.path.insert(0, str(ROOT / "tests" / "oracles"))
import spec_model  # noqa: E402


def other_flops(node, shape_of):
    """Everything but multiply-adds: one for each operation on an element."""
    out, args = math.prod(node.shape), node.args
    flops = out if args.get("use_bias") else 0
    flops += {None: 0, "linear": 0, "softmax": 3 * out}.get(args.get("activation"), out)
    if node.kind in ("MaxPooling2D", "AveragePooling2D"):
        flops += out * math.prod(spec_model.pair(args["pool_size"]))
    elif node.kind == "GlobalAveragePooling2D":
        flops += math.prod(shape_of(node.inputs[0]))
    elif node.kind == "BatchNormalization":
        flops += 2 * out
    elif node.kind in ("LayerNormalization", "RMSNormalization", "UnitNormalization"):
        flops += 8 * out
    elif node.kind == "GlobalAveragePooling1D":
        flops += math.prod(shape_of(node.inputs[0]))
    elif node.kind == "LayerScale":
        flops += out
    elif node.kind in ("Add", "Multiply"):
        flops += out * (len(node.inputs) - 1)
    return flops


class Show(program.Test):
    def shown(self, name, arguments, sequence=None):
        settings = [word for key, value in arguments.items() for word in ("--set", f"{key}={json.dumps(value)}")]
        length = [f"--sequence={sequence}"] if sequence else []
        result = specimen("show", name, "--json", *settings, *length)
        self.check(result, SUCCESS)
        return json.loads(result.stdout)

    def test_equals_the_references(self):
        goldens = sorted((ROOT / "tests" / "golden").glob("*.json"))
        self.assertGreater(len(goldens), 30)
        library = spec_model.Library()
        for path in goldens:
            golden = json.loads(path.read_text())
            with self.subTest(golden["model"]):
                arguments, inputs = golden["cases"][0]["arguments"], golden["cases"][0]["inputs"]
                sequence = inputs["token_ids"]["shape"][1] if "token_ids" in inputs else None
                shown = self.shown(golden["model"], arguments, sequence)
                self.assertEqual(shown["parameters"], golden["parameters"]["total"])
                self.assertEqual(shown["trainable_parameters"], golden["parameters"]["trainable"])
                self.assertEqual(shown["multiply_adds"], golden["multiply_adds"])
                expanded = library.expand(golden["model"], arguments, {"sequence": sequence} if sequence else None)
                other = sum(other_flops(node, expanded_shape(expanded)) for node in expanded.nodes)
                self.assertEqual(shown["flops"], 2 * expanded.multiply_adds() + other)

    def test_every_model_equals_an_independent_count(self):
        library = spec_model.Library()
        for entry in json.loads(specimen("list", "--json").stdout):
            with self.subTest(entry["name"]):
                expanded = library.expand(entry["name"])
                sequence = spec_model.EXTENTS["sequence"] if "token_ids" in expanded.inputs else None
                shown = self.shown(entry["name"], {}, sequence)
                self.assertEqual(shown["parameters"], sum(math.prod(shape) for _, shape in expanded.weights()))
                self.assertEqual(shown["multiply_adds"], expanded.multiply_adds())

    def test_totals_are_the_sums_of_the_layers(self):
        shown = self.shown("resnet50", {})
        for key in ("parameters", "multiply_adds", "flops"):
            self.assertEqual(shown[key], sum(layer[key] for layer in shown["layers"]), key)

    def test_text_says_what_json_says(self):
        shown = self.shown("mnist", {})
        text = specimen("show", "mnist").stdout
        for value in (shown["parameters"], shown["flops"], shown["arena_bytes_per_example"], *(layer["bytes"] for layer in shown["layers"])):
            self.assertIn(f"{value:,}", text)


def expanded_shape(model):
    return lambda value: value.shape if isinstance(value, spec_model.Node) else model.inputs[value].shape


if __name__ == "__main__":
    program.main()
