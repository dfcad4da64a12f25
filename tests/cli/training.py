"""specimen train: a real run on Fashion-MNIST, from nothing to an export that `run` reads; resumed runs; recipes with mistakes."""

import csv
import json
import pathlib
import struct
import unittest

import program
from program import ROOT, SPEC, SUCCESS, USAGE, png, specimen

DATA = pathlib.Path("/usr/share/datasets/fashion-mnist")  # the Debian package dataset-fashion-mnist
STEPS = ["--batch_size", "64", "--checkpoint_steps", "10", "--log_steps", "1", "--train_epochs", "1"]


def recipe(**changes):
    """The recipe fashion_mnist with other members; None takes one away."""
    made = json.loads((ROOT / "specs/recipes/fashion_mnist.json").read_text())
    for key, value in changes.items():
        if value is None:
            del made[key]
        else:
            made[key] = value
    return json.dumps(made, indent=1)


def idx(path, shape, values):
    header = struct.pack(">BBBB", 0, 0, 8, len(shape)) + struct.pack(">" + "I" * len(shape), *shape)
    pathlib.Path(path).write_bytes(header + bytes(values))


class Training(program.Test):
    def train(self, directory, *more, name="fashion_mnist", data=DATA):
        return specimen("train", name, "--data_dir", data, "--model_dir", directory, *STEPS, *more)

    def small_data(self, labels=None):
        """Twenty images of each part."""
        directory = (self.directory / "data")
        directory.mkdir()
        for part in ("train", "t10k"):
            idx(directory / f"{part}-images-idx3-ubyte", [20, 28, 28], [(7 * i) % 256 for i in range(20 * 784)])
            idx(directory / f"{part}-labels-idx1-ubyte", [20], labels or [i % 10 for i in range(20)])
        return directory

    def test_a_run_learns_and_exports(self):
        out = (self.directory / "out")
        result = self.train(out, "--max_train_steps", "60")
        self.check(result, SUCCESS)
        with open(out / "log.csv", newline="") as file:
            losses = [float(row["loss"]) for row in csv.DictReader(file) if row.get("loss")]
        self.assertLess(sum(losses[-10:]), 0.8 * sum(losses[:10]))
        weights = out / "export" / "mnist_tf2.safetensors"
        image = (self.directory / "black.png")
        image.write_bytes(png(28, 28))
        answer = specimen("run", "mnist_tf2", "--weights", weights, "--json", image)
        self.check(answer, SUCCESS)
        self.assertIn("probabilities", answer.stdout)
        # Stopped half way and resumed, with other threads: the same bits.
        again = (self.directory / "again")
        self.check(self.train(again, "--max_train_steps", "30", "--threads", "1"), SUCCESS)
        self.check(self.train(again, "--max_train_steps", "60", "--threads", "2"), SUCCESS)
        self.assertEqual((again / "export" / "mnist_tf2.safetensors").read_bytes(), weights.read_bytes())

    def test_data_with_mistakes(self):
        result = self.train((self.directory / "out"), data=(self.directory / "none"))
        self.assertNotEqual(result.returncode, SUCCESS)
        self.assertIn("none", result.stderr)
        result = self.train((self.directory / "out"), data=self.small_data(labels=[i for i in range(20)]))
        self.assertNotEqual(result.returncode, SUCCESS)
        self.assertIn("label", result.stderr)

    def test_the_program_says_why_it_failed_and_nobody_else(self):
        result = self.train((self.directory / "out"), data=(self.directory / "none"))
        self.assertEqual(result.stderr.count("error: "), 1, result.stderr)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.train((self.directory / "out"), "--no_such_option").returncode, USAGE)

    def test_the_graph_of_a_step_needs_no_passes(self):
        result = specimen("check", "mnist_tf2", "--train", "--emit", "graph", "--print-after", "all")
        self.check(result, SUCCESS)
        self.assertIn("cross_entropy", result.stdout)
        self.assertNotIn("differentiate", result.stdout + result.stderr)

    def test_examples_are_rows_of_dense_layers(self):
        for options, rows in (([], 1), (["--train"], 32)):
            result = specimen("check", "mnist", *options, "--emit", "plan")
            self.check(result, SUCCESS)
            found = {kernel["problem"]["rows"] for kernel in json.loads(result.stdout)["kernels"] if kernel["family"] == "dense"}
            self.assertEqual(found, {rows}, options)

    def test_recipes_with_mistakes(self):
        self.check(specimen("train", "fashion_mnis"), USAGE, "recipe_unknown")
        cases = [
            (recipe(model=None), "spec_missing_key"),
            (recipe(model="mnist_tf3"), "model_unknown"),
            (recipe(loss="Hinge"), "spec_bad_value"),
            (recipe(optimizer={"SDG": {}}), "spec_bad_value"),
            (recipe(optimizer={"SGD": {"momentun": 0.9}}), "spec_unknown_key"),
            (recipe(optimizer={"SGD": {"momentum": "high"}}), "spec_bad_value"),
            (recipe(optimizer={"SGD": {"learning_rate": {"PiecewiseConstantDecay": {"boundaries": [1], "values": [1]}}}}), "spec_bad_value"),
            (recipe(batch_size=-1), "spec_bad_value"),
            (recipe(batch=100), "spec_unknown_key"),
            (recipe(data={"idxx": {}}), "spec_bad_value"),
            (recipe(metrics=["acuracy"]), "spec_bad_value"),
            (recipe(data={"texts": {}}), "untrainable"),
            ("[]", "spec_wrong_type"),
            ("{", "json_syntax"),
        ]
        for text, kind in cases:
            with self.subTest(text=text):
                result = specimen("train", self.write("mine.json", text))
                self.assertNotEqual(result.returncode, SUCCESS)
                self.assertIn(kind, program.kinds(result), result.stderr)

    def test_a_recipe_extends_another(self):
        base = json.loads(recipe())
        base["arguments"] = {"rate": 0.5, "steps": "=rate * 20"}
        base["optimizer"] = {"SGD": {"momentum": 0.5, "learning_rate": {"ExponentialDecay": {
            "initial_learning_rate": "=rate", "decay_steps": "=int(steps)", "decay_rate": 0.5}}}}
        base = self.write("base.json", json.dumps(base))
        path = self.write("mine.json", json.dumps({"recipe": "mine", "extends": str(base), "arguments": {"rate": 0.25}}))
        out = self.directory / "out"
        common = ["--data_dir", self.small_data(), "--max_train_steps", "2", "--batch_size", "10", "--log_steps", "1", "--train_epochs", "1"]
        self.check(specimen("train", path, "--set", "rate=0.125", "--set", "hidden_dim=32", *common, "--model_dir", out), SUCCESS)
        rates = [float(row["learning_rate"]) for row in csv.DictReader((out / "log.csv").read_text().splitlines()) if row["learning_rate"]]
        self.assertEqual(rates[0], 0.125)
        self.assertAlmostEqual(rates[1], 0.125 * 0.5 ** (1 / 2), places=8)
        # The export says what it is of, the setting of the model included.
        image = self.directory / "black.png"
        image.write_bytes(png(28, 28))
        self.check(specimen("run", out / "export", image), SUCCESS)
        self.check(specimen("run", "mnist_tf2", image), USAGE)
        (out / "export" / "model.json").write_text("{}")
        self.assertIn("file_unreadable", program.kinds(specimen("run", out / "export", image)))
        self.check(specimen("train", self.write("circle.json", json.dumps({"recipe": "circle", "extends": str(self.directory / "circle.json")}))),
                   SPEC, "extends_cycle")
        self.check(specimen("train", self.write("none.json", json.dumps({"recipe": "none", "extends": "no_such"}))), USAGE, "recipe_unknown")

    def test_frozen_layers(self):
        out = self.directory / "out"
        data = self.small_data()
        start = self.directory / "start.safetensors"
        self.check(specimen("weights", "synthetic", "mnist_tf2", "--out", start), SUCCESS)
        common = ["--init", start, "--max_train_steps", "2", "--batch_size", "10", "--train_epochs", "1"]
        result = specimen("train", "fashion_mnist", "--data_dir", data, "--model_dir", out, *common, "--freeze", "conv*", "--freeze", "hidden",
                          "--keras", self.directory / "mnist.weights.h5")
        self.check(result, SUCCESS)
        # The same weights for Keras.
        back = self.directory / "back.safetensors"
        self.check(specimen("weights", "convert", "mnist_tf2", self.directory / "mnist.weights.h5", "--out", back), SUCCESS)
        self.assertIn("8 equal, 0 changed, 0 removed, 0 added", specimen("weights", "diff", back, out / "export" / "mnist_tf2.safetensors").stdout)
        result = specimen("weights", "diff", start, out / "export" / "mnist_tf2.safetensors")
        self.assertIn("6 equal, 2 changed", result.stdout)
        self.check(specimen("train", "fashion_mnist", "--freeze", "convs"), SPEC, "edit_matches_nothing")
        self.check(specimen("check", "mnist_tf2", "--train", "--freeze", "**"), SPEC, "untrainable")
        frozen = specimen("check", "mnist_tf2", "--train", "--freeze", "conv*", "--emit", "final").stdout
        self.assertNotIn("conv2d_backward_kernel", frozen)

    def test_what_training_takes(self):
        result = specimen("show", "fashion_mnist", "--train")
        self.check(result, SUCCESS)
        self.assertIn("1,643,370", result.stdout)
        shown = json.loads(specimen("show", "mnist", "--train", "--json").stdout)
        self.assertEqual(shown["optimizer"], "adam")
        self.assertEqual(shown["optimizer_bytes"], 8 * shown["trainable"])
        self.assertEqual(shown["saved_bytes_per_example"], sum(block["bytes"] for block in shown["saved"]))
        frozen = json.loads(specimen("show", "mnist", "--train", "--freeze", "conv1", "--json").stdout)
        self.assertLess(frozen["trainable"], shown["trainable"])
        self.assertLess(frozen["flops_per_example"], shown["flops_per_example"])

    def test_curves(self):
        out = self.directory / "out"
        self.check(self.train(out, "--max_train_steps", "5", data=self.small_data()), SUCCESS)
        result = specimen("plot", out)
        self.check(result, SUCCESS)
        for name in "loss: ", "learning_rate: ", "accuracy: ":
            self.assertIn(name, result.stdout)
        svg = self.directory / "curves.svg"
        self.check(specimen("plot", out, "--svg", svg), SUCCESS)
        self.assertEqual(svg.read_text().count("<polyline"), 3)
        with open(out / "log.csv", newline="") as file:
            losses = [[float(row["step"]), float(row["loss"])] for row in csv.DictReader(file) if row["loss"]]
        self.assertEqual(json.loads(specimen("plot", out, "--json").stdout)["loss"], losses)
        (out / "log.csv").write_text("a,b\n")
        self.assertIn("file_unreadable", program.kinds(specimen("plot", out)))
        self.assertIn("file_not_found", program.kinds(specimen("plot", self.directory / "none")))

    def test_an_output_that_the_loss_does_not_read(self):
        result = specimen("train", self.write("bert.json", recipe(model="bert_tiny")))
        self.check(result, SPEC, "untrainable")
        self.assertIn("from_logits is false, and `sequence_output` is not a softmax", result.stderr)

    def test_every_recipe_is_read(self):
        for path in sorted((ROOT / "specs/recipes").glob("*.json")):
            with self.subTest(recipe=path.stem):
                self.check(specimen("train", path, "--emit", "plan"), SUCCESS)


if __name__ == "__main__":
    program.main()
