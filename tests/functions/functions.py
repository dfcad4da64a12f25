"""A model with several functions over the same weights, from the spec to C++, C and Python.

    python functions.py --bin build/bin --work build/functions --cmake cmake

Each function of encoder_heads must give the bits of a model of its own with the same weights; weights are packed once; the
generated test compares every op of every function with its reference.
"""

import json
import os
import shutil
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import built_model  # noqa: E402
from built_model import ARGUMENTS, read_plan, run, specimen, synthetic_weights  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = "encoder_heads"
SPECS = os.path.join(HERE, "specs")


def built(spec, name):
    """The Python module of a model, its plan, and the directory that it is built in."""
    source, build = (os.path.join(ARGUMENTS.work, name, directory) for directory in ("source", "build"))
    return built_model.built(spec, name, source, build), read_plan(source), build


class Functions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with open(os.path.join(SPECS, f"{MODEL}.json"), encoding="ascii") as f:
            cls.spec = json.load(f)
        cls.weights = os.path.join(ARGUMENTS.work, "weights.safetensors")
        path = os.path.join(SPECS, f"{MODEL}.json")
        synthetic_weights(path, cls.weights)
        cls.module, cls.plan, cls.build = built(path, MODEL)
        cls.model = cls.module.Model(cls.weights)

    def inputs(self, function):
        """Two texts, the second with padding."""
        length = 5 if function == "window" else 9
        ids = (np.arange(2 * length) * 7 % 50).reshape(2, length).astype(np.int32)
        mask = np.ones((2, length), np.int32)
        mask[1, 3:] = 0
        return ids, mask

    def single(self, function):
        """The spec of a model that has this function only."""
        directory = os.path.join(ARGUMENTS.work, "specs")
        os.makedirs(directory, exist_ok=True)
        body = {key: value for key, value in self.spec["functions"][function].items() if key != "doc"}
        symbols = {name: one for name, one in self.spec["symbols"].items() if f'"{name}"' in json.dumps(body)}
        shutil.copy(os.path.join(SPECS, "small_encoder.json"), directory)
        with open(os.path.join(directory, f"{function}.json"), "w", encoding="ascii") as f:
            json.dump({"model": function, "symbols": symbols, **body}, f)
        return os.path.join(directory, f"{function}.json")

    def test_each_gives_the_bits_of_a_model_of_its_own(self):
        for function in ("classify", "window"):
            module, _, _ = built(self.single(function), function)
            weights = os.path.join(ARGUMENTS.work, f"{function}.safetensors")
            synthetic_weights(self.single(function), weights)
            with module.Model(weights) as model:
                wanted, got = model(*self.inputs(function)), self.model.run(function, *self.inputs(function))
            wanted, got = (pair if isinstance(pair, tuple) else (pair,) for pair in (wanted, got))
            self.assertEqual([v.tobytes() for v in wanted], [v.tobytes() for v in got], function)

    def test_a_tensor_is_packed_once(self):
        sizes = {function: json.loads(specimen("check", self.single(function), "--emit", "plan"))["packed_bytes"]
                  for function in self.spec["functions"]}
        # `encode` and `window` read no tensor that the others do not, and the two others share the encoder.
        self.assertEqual(sizes["encode"], sizes["window"])
        self.assertEqual(self.plan["packed_bytes"], sizes["classify"] + sizes["restore"] - sizes["encode"])

    def test_a_call_of_the_model_is_of_the_first_function(self):
        ids, mask = self.inputs("encode")
        self.assertEqual(self.model(ids, mask).tobytes(), self.model.run("encode", ids, mask).tobytes())
        with self.assertRaises(ValueError):
            self.model.run("window", ids, mask)

    def test_every_op_of_every_function_equals_its_reference(self):
        said = run(os.path.join(self.build, f"{MODEL}_test"))
        self.assertEqual(said.count("every op equals its reference"), 1 * 3 * 3 + 1)  # three lengths, where there are several
        for function in self.spec["functions"]:
            self.assertIn(f"\n{function}\n", said)

    def test_one_struct_for_blocks_of_another_shape(self):
        with open(os.path.join(os.path.dirname(self.build), "source", f"{MODEL}.h"), encoding="ascii") as f:
            header = f.read()
        self.assertEqual(header.count("struct TransformerEncoder"), 1)
        self.assertEqual([entry["name"] for entry in self.plan["entries"]], list(self.spec["functions"]))

    def test_packed_weights_of_all_functions_in_one_file(self):
        path = os.path.join(ARGUMENTS.work, "packed")
        self.model.save_packed(path)
        with self.module.Model(path) as mapped:
            for function in self.spec["functions"]:
                pair = (model.run(function, *self.inputs(function)) for model in (mapped, self.model))
                pair = [v if isinstance(v, tuple) else (v,) for v in pair]
                self.assertEqual(*([v.tobytes() for v in values] for values in pair))

    def test_show_has_each_function(self):
        shown = json.loads(specimen("show", os.path.join(SPECS, f"{MODEL}.json"), "--json"))
        self.assertEqual([row["name"] for row in shown["functions"]], list(self.spec["functions"]))
        by_name = {row["name"]: row for row in shown["functions"]}
        self.assertEqual(by_name["classify"]["multiply_adds"] - by_name["encode"]["multiply_adds"], 32 * 3)
        self.assertEqual([entry["flops"] > 0 for entry in self.plan["entries"]], [True] * 4)


if __name__ == "__main__":
    built_model.main(__doc__, "build/functions")
