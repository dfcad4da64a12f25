"""A model with weights of bfloat16 and int8 and outputs of int32, of one number and without a batch, from the spec to C++, C and Python, against NumPy.

    python element_types.py --bin build/bin --work build/types --cmake cmake

Indices must be NumPy's, numbers within 1e-5 of the largest, at every batch and with the same bits for any number of threads.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import built_model  # noqa: E402
from built_model import ARGUMENTS, read_safetensors, run, specimen, synthetic_weights  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = "element_types"
SPEC = os.path.join(HERE, "specs", f"{MODEL}.json")
BATCHES = (1, 2, 5, 6)


def at(*names):
    return os.path.join(ARGUMENTS.work, *names)


def built(name):
    """The Python module of the model, its directory, that of its build, and weights."""
    spec, source, build, weights = os.path.join(HERE, "specs", f"{name}.json"), at(name), at(f"{name}_build"), at(f"{name}.safetensors")
    synthetic_weights(spec, weights)
    return built_model.built(spec, name, source, build), source, build, weights


def convolution(x, kernel, stride, padding):
    x = np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0)))
    size = kernel.shape[0]
    rows, columns = ((n - size) // stride + 1 for n in x.shape[1:3])
    y = 0
    for i in range(size):
        for j in range(size):
            y = y + x[:, i:i + stride * rows:stride, j:j + stride * columns:stride] @ kernel[i, j]
    return y


def centered_block(x):
    """The block of that name."""
    centered = x - x.mean(axis=0)
    return centered + (centered * centered).mean(axis=0)


def bfloat16(values):
    """The upper halves of the bits, rounded to the nearest, of two the even one."""
    bits = values.astype(np.float32).view(np.uint32)
    return (bits + 0x7FFF + (bits >> 16 & 1) & 0xFFFF0000).view(np.float32)


def int8(values):
    """Integers times a float32 factor of their output channel, the last dimension."""
    values = values.astype(np.float32).astype(np.float64)
    scale = (np.abs(values).max(axis=tuple(range(values.ndim - 1))) / 127).astype(np.float32).astype(np.float64)
    return np.clip(np.rint(values / scale), -127, 127) * scale


class Reference:
    """The model in double, on weights as their types hold them."""

    def __init__(self, weights):
        w = self.weights = {name: values.astype(np.float64) for name, values in weights.items()}
        # A batch norm is part of the kernel before it, which is rounded then.
        factor = w["norm2/gamma"] / np.sqrt(w["norm2/moving_variance"] + 1e-3)
        w["conv2/kernel"] = w["conv2/kernel"] * factor
        w["conv2/bias"] = w["norm2/beta"] + (w["conv2/bias"] - w["norm2/moving_mean"]) * factor
        for name in ("conv1", "hidden"):
            w[f"{name}/kernel"] = bfloat16(w[f"{name}/kernel"]).astype(np.float64)
        for name in ("conv2", "mixed"):
            w[f"{name}/kernel"] = int8(w[f"{name}/kernel"])

    def __call__(self, image):
        w = self.weights
        conv1 = np.maximum(convolution(image.astype(np.float64), w["conv1/kernel"], 1, 1) + w["conv1/bias"], 0)
        conv2 = np.tanh(convolution(conv1, w["conv2/kernel"], 2, 0) + w["conv2/bias"])  # and norm2
        features = conv2.mean(axis=(1, 2))
        hidden = np.maximum(features @ w["hidden/kernel"] + w["hidden/bias"], 0)
        logits = hidden @ w["classifier/kernel"] + w["classifier/bias"]
        center = features.mean(axis=0)
        centered = features - center
        mixed = centered_block(features) @ w["mixed/kernel"] + w["mixed/bias"]
        return {"shifted_again": centered_block(mixed), "logits": logits, "label": logits.argmax(axis=1), "strongest": conv2.argmax(axis=-1), "highest": center.max(),
                "variance": (centered * centered).mean(), "lowest": conv1.sum(axis=-2, keepdims=True).min(axis=(-3, -1)),
                "winner": logits.argmax(axis=0), "centered": centered}


class ElementTypes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.module, cls.source, cls.build, cls.weights = built(MODEL)
        cls.reference = Reference(read_safetensors(cls.weights))
        with open(os.path.join(cls.source, "plan.json"), encoding="ascii") as f:
            cls.plan = json.load(f)
        cls.images = np.random.default_rng(1).uniform(-1, 1, (6, 9, 7, 3)).astype(np.float32)

    def names(self):
        return [tensor.name for tensor in self.module.outputs]

    def check(self, outputs, batch, tolerance=1e-5):
        wanted = self.reference(self.images[:batch])
        for name, got in zip(self.names(), outputs):
            with self.subTest(output=name, batch=batch):
                self.assertEqual(got.shape, wanted[name].shape)
                if got.dtype == np.int32:
                    np.testing.assert_array_equal(got, wanted[name])
                else:
                    self.assertEqual(got.dtype, np.float32)
                    self.assertLessEqual(np.abs(got - wanted[name]).max(), tolerance * np.abs(wanted[name]).max())

    def test_outputs_are_those_of_numpy_at_every_batch(self):
        with self.module.Model(self.weights) as model:
            for batch in BATCHES:
                self.check(model(self.images[:batch]), batch)

    def test_the_same_bits_for_any_number_of_threads(self):
        with self.module.Model(self.weights, threads=1) as model:
            wanted = [value.tobytes() for value in model(self.images)]
        for threads in (2, 3, 7):
            with self.module.Model(self.weights, threads=threads) as model:
                self.assertEqual([value.tobytes() for value in model(self.images)], wanted)

    def test_what_the_library_says_of_its_outputs(self):
        said = {tensor.name: (str(tensor.dtype), tensor.shape) for tensor in self.module.outputs}
        self.assertEqual(said["label"], ("int32", ("batch",)))
        self.assertEqual(said["strongest"], ("int32", ("batch", 4, 3)))
        self.assertEqual(said["winner"], ("int32", (10,)))
        self.assertEqual(said["variance"], ("float32", ()))
        planned = {one["name"]: (one["dtype"], tuple(one["shape"])) for one in self.plan["entries"][0]["outputs"]}
        self.assertEqual(planned, said)

    def test_an_arena_is_what_has_no_batch_and_what_each_example_needs(self):
        arena_bytes = self.module._library.element_types_arena_bytes
        arena_bytes.restype, arena_bytes.argtypes = ctypes.c_size_t, [ctypes.c_int32]
        each, fixed = self.plan["arena_bytes_per_example"], self.plan["arena_fixed_bytes"]
        self.assertGreater(fixed, 0)
        slack = arena_bytes(1) - each - fixed
        self.assertEqual([arena_bytes(batch) for batch in (2, 6)], [fixed + batch * each + slack for batch in (2, 6)])
        self.assertEqual(arena_bytes(0), arena_bytes(6))
        for function in self.plan["functions"]:
            for value in function["values"]:
                self.assertEqual(value.get("fixed", False), value["shape"][:1] != ["batch"], value["name"])
        calls = [step for step in self.plan["functions"][-1]["steps"] if step.get("call") == "center_24"]
        self.assertEqual(len(calls), 2)
        self.assertTrue(all(step["fixed"] > 0 for step in calls))  # the mean that is read after them is before theirs

    def test_every_op_equals_its_reference(self):
        said = run(os.path.join(self.build, f"{MODEL}_test"))
        self.assertIn("every op equals its reference", said)
        self.assertIn("all is well", said)

    def test_what_plans_say_of_weights_of_other_types(self):
        types = {}
        for member in self.plan["functions"][-1]["weights"]:
            types.update({f"{member['name']}.{tensor['member']}": (tensor.get("dtype", "float32"), tensor["bytes"])
                          for tensor in member.get("tensors", ())})
        self.assertEqual(types["hidden.filter"], ("bfloat16", 2 * 24 * 32))
        self.assertEqual(types["conv2.filter"], ("int8", 3 * 3 * 20 * 32))
        self.assertEqual(types["conv2.scale"], ("float32", 128))
        self.assertEqual(types["classifier.filter"][0], "float32")
        for kernel in self.plan["kernels"]:
            other = kernel["problem"].get("filter_type", "f32") != "f32"
            self.assertEqual("schedule" in kernel, not other, kernel["symbol"])
            self.assertEqual(kernel["reason"].startswith("reference"), other)
            self.assertEqual(kernel["symbol"].count("_bf16") + kernel["symbol"].count("_i8"), other)
        self.assertIn("4 of them in plain C++", specimen("show", SPEC))

    def test_packed_weights_in_a_file(self):
        path = at("packed")
        with self.module.Model(self.weights) as model:
            model.save_packed(path)
            wanted = [value.tobytes() for value in model(self.images)]
        with self.module.Model(path, verify=True) as mapped:
            self.assertEqual([value.tobytes() for value in mapped(self.images)], wanted)
        self.assertEqual(os.path.getsize(path), 4096 + self.plan["packed_bytes"])

    def test_a_build_with_references_only(self):
        build = at("reference")
        launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={ARGUMENTS.launcher}"] if ARGUMENTS.launcher else []
        run(ARGUMENTS.cmake, "-S", self.source, "-B", build, "-G", "Ninja", f"-D{MODEL.upper()}_KERNELS=reference", *launcher)
        run(ARGUMENTS.cmake, "--build", build, "-j", "2")
        self.assertIn("all is well", run(os.path.join(build, f"{MODEL}_test")))

    def test_mistakes_in_weight_types(self):
        with open(SPEC, encoding="ascii") as f:
            spec = json.load(f)
        os.makedirs(at("specs"), exist_ok=True)
        shutil.copy(os.path.join(HERE, "specs", "center.json"), at("specs"))
        for entry, kind, said in (
            ({"at": "conv9/kernel", "type": "int8"}, "weight_type_unused", "no weight of element_types fits `conv9/kernel`"),
            ({"at": "conv1/bias", "type": "int8"}, "weight_type_unsupported", "`conv1/bias` cannot be packed as int8"),
            ({"at": "conv1/kernel", "type": "int4"}, "spec_bad_value", "did you mean `int8`?"),
            ({"at": "conv1/kernel"}, "spec_missing_key", "`type`"),
            ({"at": "conv1//kernel", "type": "int8"}, "name_invalid", "is not a pattern of paths"),
        ):
            path = at("specs", f"{MODEL}.json")
            with open(path, "w", encoding="ascii") as f:
                json.dump({**spec, "weight_types": [entry]}, f)
            done = subprocess.run([os.path.join(ARGUMENTS.bin, "specimen"), "check", path], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(f"[{kind}]", done.stderr)
            self.assertIn(said, done.stderr)

    def test_run_prints_and_saves_indices_and_numbers(self):
        image, out = at("image.safetensors"), at("out.safetensors")
        data = self.images[:1].tobytes()
        header = json.dumps({"image": {"dtype": "F32", "shape": [1, 9, 7, 3], "data_offsets": [0, len(data)]}}).encode()
        header += b" " * (-len(header) % 8)
        with open(image, "wb") as f:
            f.write(len(header).to_bytes(8, "little") + header + data)
        program = os.path.join(self.build, MODEL)
        if os.path.exists(out):
            os.remove(out)
        said = run(program, self.weights, image, "--out", out)
        wanted = self.reference(self.images[:1])
        self.assertIn(f"  label\n    {wanted['label'][0]}\n", said)
        self.assertIn("  strongest\n    " + " ".join(map(str, wanted["strongest"].ravel()[:5])) + " ...\n", said)
        saved = read_safetensors(out)
        self.check([saved[name].reshape(wanted[name].shape) for name in self.names()], 1)
        line = json.loads(run(program, self.weights, image, "--json").splitlines()[-1])
        self.assertEqual(line["outputs"]["strongest"]["values"], wanted["strongest"].ravel().tolist())
        self.assertEqual(line["outputs"]["variance"]["shape"], [])

    def test_show_has_their_shapes(self):
        shown = specimen("show", SPEC)
        self.assertRegex(shown, r"label +arg_max +\(batch\)")
        self.assertRegex(shown, r"variance +reduce +\(\)")


class SequenceReductions(unittest.TestCase):
    def test_outputs_are_those_of_numpy_at_every_length(self):
        module, _, build, weights = built("sequence_reductions")
        w = {name: values.astype(np.float64) for name, values in read_safetensors(weights).items()}
        with module.Model(weights) as model:
            for batch, length in ((1, 1), (3, 7), (4, 16)):
                ids = (np.arange(batch * length) * 7 % 30).reshape(batch, length).astype(np.int32)
                scores = w["words/embeddings"][ids] @ w["scores/kernel"] + w["scores/bias"]
                again = w["again/embeddings"][scores.argmax(-1)]
                wanted = {"labels": scores.argmax(-1), "best": scores.max(1), "mean": scores.mean(), "where": scores.argmax(1),
                          "total": again.sum((1, 2)), "lengths": again.sum(-1, keepdims=True)}
                for tensor, got in zip(module.outputs, model(ids)):
                    with self.subTest(output=tensor.name, batch=batch, length=length):
                        self.assertEqual(got.shape, wanted[tensor.name].shape)
                        allowed = 0 if got.dtype == np.int32 else 1e-5 * np.abs(wanted[tensor.name]).max()
                        self.assertLessEqual(np.abs(got - wanted[tensor.name]).max(), allowed)
        self.assertIn("all is well", run(os.path.join(build, "sequence_reductions_test")))

    def test_what_has_no_meaning_is_refused(self):
        with open(os.path.join(HERE, "specs", "sequence_reductions.json"), encoding="ascii") as f:
            spec = json.load(f)
        os.makedirs(at("specs"), exist_ok=True)
        for layer, kind, said in (
            ({"Sum": {"axis": 2}}, "layer_shape", "keepdims keeps it"),
            ({"Sum": {"axis": 0}}, "layer_shape", "leaves a dimension that is known at run time only"),
            ({"Mean": {"axis": [1, -2]}}, "argument_out_of_range", "axis names a dimension twice"),
            ({"Max": {"axis": []}}, "argument_out_of_range", "axis names one dimension at least"),
            ({"ArgMax": {"axis": 5}}, "argument_out_of_range", "has no axis 5: -3 to 2, where 0 is the batch"),
            ({"Activation": {"activation": "relu"}, "from": "mean"}, "layer_shape", "reads a tensor with a batch here, and `mean` has none"),
            ({"Dense": {"units": 3}, "from": "where"}, "layer_shape", "reads float32 here, and `where` is int32"),
        ):
            path = at("specs", "sequence_reductions.json")
            layers = [*spec["layers"], {"from": "scores", **layer, "name": "last"}]
            with open(path, "w", encoding="ascii") as f:
                json.dump({**spec, "layers": layers, "outputs": {"last": {}}}, f)
            done = subprocess.run([os.path.join(ARGUMENTS.bin, "specimen"), "check", path], capture_output=True, text=True)
            with self.subTest(layer=layer):
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(f"[{kind}]", done.stderr)
                self.assertIn(said, done.stderr)


if __name__ == "__main__":
    built_model.main(__doc__, "build/types")
