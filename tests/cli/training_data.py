"""specimen train: every kind of data set and loss that a recipe may name, on small models."""

import json
import pathlib
import struct
import unittest

import program
from program import ROOT, SUCCESS, specimen


def random_numbers(seed):
    """Numbers between 0 and 1, the same everywhere."""
    while True:
        seed = (1103515245 * seed + 12345) % 2**31
        yield round(seed / 2**31, 4)


def npy(path, dtype, shape, values):
    head = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({', '.join(map(str, shape))},), }}"
    head += " " * (-(len(head) + 11) % 64) + "\n"
    data = struct.pack("<" + {"<f4": "f", "<i8": "q"}[dtype] * len(values), *values)
    pathlib.Path(path).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + data)


def crc32c(data):
    """Castagnoli's, masked as TFRecord files have it."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)


def tf_record(data):
    length = struct.pack("<Q", len(data))
    return length + crc32c(length) + data + crc32c(data)


def tf_example(features):
    def message(field, data):
        size, varint = len(data), b""
        while size >= 128:
            varint += bytes([size % 128 + 128])
            size //= 128
        return bytes([field * 8 + 2]) + varint + bytes([size]) + data

    entries = b""
    for name, value in features.items():
        value = message(1, message(1, value)) if isinstance(value, bytes) else message(3, bytes([8, value]))
        entries += message(1, message(1, name.encode()) + message(2, value))
    return message(1, entries)


class TrainingData(program.Test):
    # A classifier of four numbers, whose label is the largest of them.
    SPEC = """{
      "model": "four", "doc": "A classifier of four numbers.",
      "arguments": {"activation": {"type": "string", "default": "linear"}, "units": {"type": "int", "default": 4}},
      "symbols": {"batch": {"max": 8}},
      "inputs": {"x": {"shape": ["batch", 4], "dtype": "float32"}},
      "layers": [{"Dense": {"units": 8, "activation": "relu"}, "name": "hidden"}, {"Dense": {"units": "=units"}, "name": "last"},
                 {"Activation": {"activation": "=activation"}, "name": "y"}],
      "outputs": {"y": {"from": "y"}}
    }"""

    def rows(self, count, seed):
        random = random_numbers(seed)
        return [[next(random) for _ in range(4)] for _ in range(count)]

    def recipe(self, data, loss="SparseCategoricalCrossentropy", **more):
        """Of the classifier of four numbers; what is in `more` are members of the recipe, or `set` of the model."""
        spec = self.write("four.json", self.SPEC)
        recipe = {"recipe": "four", "model": {str(spec): more.pop("set", {})}, "data": data, "loss": loss, "epochs": 30, "batch_size": 16,
                  "optimizer": {"Adam": {"learning_rate": 0.02}}, "metrics": ["accuracy"], **more}
        return self.write("recipe.json", json.dumps(recipe))

    def four(self, *recipe, **more):
        self.recipe(*recipe, **more)
        return self.again()

    def again(self, *more):
        """The same recipe."""
        common = ["--data_dir", self.directory, "--model_dir", self.directory / "out", "--clean", "--log_steps", "1"]
        return specimen("train", self.directory / "recipe.json", *common, *more)

    def learns(self, result):
        self.check(result, SUCCESS)
        accuracy = [line.split("accuracy ")[1] for line in result.stdout.splitlines() if "accuracy " in line]
        self.assertGreater(float(accuracy[-1].split()[0]), 0.8, result.stdout)

    def write_table(self, name, count=200, seed=1):
        lines = ["note,x0,x1,x2,x3,best,weight"]
        for row in self.rows(count, seed):
            lines.append(",".join(["a text", *map(str, row), str(row.index(max(row))), "1"]))
        return self.write(name, "\n".join(lines) + "\n")

    def test_tables(self):
        self.write_table("test.csv", seed=2, count=100)
        path = self.write_table("train.csv")
        data = {"csv": {"training": "train.csv", "evaluation": "test.csv", "inputs": {"x": "x*"}, "label": "best", "weight": "weight"}}
        self.learns(self.four(data))
        text = path.read_text()
        cases = [
            (None, "train.csv"),
            (text.replace("best", "worst"), 'there is no field "best"'),
            (text + "a text,1,2,3\n", "train.csv, line 202"),
            (text + "a text,1,2,three,4,1,1\n", 'train.csv, line 202: column "x2"'),
            (text + "a text,1,2,3,4,4,1\n", "train.csv, line 202: the label 4 is not one of 4 classes"),
            (text + "a text,1,2,3,4,1.5,1\n", "the label 1.5 is not one of 4 classes"),
            (text.replace(",x3", ",z3"), '"x*" has 3 values; the model\'s input has 4'),
            (text.replace(",weight", ",heavy"), 'there is no number "weight", the weight'),
        ]
        for train, message in cases:
            with self.subTest(message=message):
                path.unlink() if train is None else path.write_text(train)
                result = self.again()
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn(message, result.stderr)
                self.assertEqual(result.stderr.count("error: "), 1, result.stderr)
        path.write_text(text + "a text,1,2,3,4,9,1\na text,1,2,3,,1,1\n")
        result = self.again("--skip_bad_records", "--train_epochs", "2")
        self.check(result, SUCCESS)
        self.assertIn("4 bad records were left out", result.stdout)

    def test_a_table_without_a_header(self):
        for name, seed in ("train.tsv", 1), ("test.tsv", 2):
            rows = [["a text", *map(str, row), str(row.index(max(row)))] for row in self.rows(200, seed)]
            self.write(name, "".join("\t".join(row) + "\n" for row in rows))
        # And labels that are targets.
        data = {"tsv": {"training": "train.tsv", "evaluation": "test.tsv", "columns": ["note", "x0", "x1", "x2", "x3", "best"],
                        "inputs": {"x": "x*"}, "label": "best"}}
        self.learns(self.four(data, {"CategoricalFocalCrossentropy": {"alpha": 1, "from_logits": False}}, set={"activation": "softmax"}))

    def test_lines_of_json(self):
        for name, seed in ("train.jsonl", 1), ("test.jsonl", 2):
            self.write(name, "".join(json.dumps({"x": row, "label": row.index(max(row))}) + "\n" for row in self.rows(200, seed)))
        data = {"json_lines": {"training": "train.jsonl", "evaluation": "test.jsonl"}}
        self.learns(self.four(data))
        path = self.directory / "train.jsonl"
        path.write_text(path.read_text() + '{"x": [1, 2, 3, 4}\n')
        result = self.four(data)
        self.assertEqual(result.returncode, 1)
        self.assertIn("train.jsonl, line 201, column 18", result.stderr)

    def test_arrays(self):
        for name, seed in ("train", 1), ("test", 2):
            rows = self.rows(200, seed)
            npy(self.directory / f"{name}_x.npy", "<f4", [200, 4], [v for row in rows for v in row])
            npy(self.directory / f"{name}_y.npy", "<f4", [200, 4], [float(v == max(row)) for row in rows for v in row])
        files = {part: {"x": f"{name}_x.npy", "label": f"{name}_y.npy"} for part, name in (("training", "train"), ("evaluation", "test"))}
        result = self.four({"npy": files}, {"BinaryCrossentropy": {"label_smoothing": 0.05}}, metrics=["accuracy", "auc", "crossentropy"])
        self.learns(result)
        npy(self.directory / "train_y.npy", "<f4", [199, 4], [0] * 796)
        result = self.again()
        self.assertEqual(result.returncode, 1)
        self.assertIn("199", result.stderr)
        path = self.directory / "train_x.npy"
        path.write_bytes(path.read_bytes()[:1000])
        result = self.again()
        self.assertEqual(result.returncode, 1)
        self.assertIn("train_x.npy", result.stderr)

    IMAGE_SPEC = """{
      "model": "two_images", "doc": "Tells two photographs apart.",
      "symbols": {"batch": {"max": 8}},
      "inputs": {"image": {"shape": ["batch", 8, 8, 3], "dtype": "float32",
                           "from_image": {"library": "tensorflow", "resize": [8, 8], "scale": "=1 / 255"}}},
      "layers": [{"Flatten": {}, "name": "flat"}, {"Dense": {"units": 2}, "name": "logits"}],
      "outputs": {"logits": {"from": "logits", "kind": "logits"}}
    }"""

    def images(self, data):
        spec = self.write("two_images.json", self.IMAGE_SPEC)
        recipe = {"recipe": "two_images", "model": str(spec), "data": data, "loss": "SparseCategoricalCrossentropy", "epochs": 60, "batch_size": 2,
                  "optimizer": {"SGD": {"learning_rate": 0.05}}, "metrics": ["accuracy"]}
        self.write("recipe.json", json.dumps(recipe))
        return self.again()

    def test_directories_of_images(self):
        for part in "train", "val":
            for name in "china", "flower":
                (self.directory / part / name).mkdir(parents=True)
                (self.directory / part / name / "one.jpg").write_bytes((ROOT / "tests/data" / f"{name}.jpg").read_bytes())
        self.learns(self.images({"image_directory": {"crop": {"min_area": 0.5}, "flip": True}}))
        cut = self.directory / "train" / "china" / "two.jpg"
        cut.write_bytes((ROOT / "tests/data/china.jpg").read_bytes()[:5000])
        result = self.again()
        self.assertEqual(result.returncode, 1)
        self.assertIn("china/two.jpg", result.stderr)
        self.check(self.again("--skip_bad_records"), SUCCESS)

    def test_records(self):
        images = [(ROOT / "tests/data" / f"{name}.jpg").read_bytes() for name in ("china", "flower")]
        for part in "train", "validation":
            records = [tf_example({"image/encoded": image, "image/class/label": 1 + i}) for i, image in enumerate(images)]
            (self.directory / f"{part}-00000-of-00001").write_bytes(b"".join(map(tf_record, records)))
        data = {"tfrecord": {"inputs": {"image": "image/encoded"}, "label": "image/class/label", "label_offset": -1}}
        self.learns(self.images(data))
        path = self.directory / "train-00000-of-00001"
        whole = path.read_bytes()
        path.write_bytes(whole[:-1000])
        result = self.again()
        self.assertEqual(result.returncode, 1)
        self.assertIn("train-00000-of-00001: ends after", result.stderr)
        path.write_bytes(whole + tf_record(tf_example({"image/encoded": images[0], "image/class/label": 3})))
        result = self.again()
        self.assertIn("the label 3 is not one of 2 classes", result.stderr)

    def test_made_up_examples(self):
        self.check(self.four({"synthetic": {"name": "made_up"}}, epochs=1), SUCCESS)

    def test_numbers_are_learned(self):
        for name, seed in ("train.jsonl", 1), ("test.jsonl", 2):
            self.write(name, "".join(json.dumps({"x": row, "sum": sum(row)}) + "\n" for row in self.rows(200, seed)))
        data = {"json_lines": {"training": "train.jsonl", "evaluation": "test.jsonl", "label": "sum"}}
        result = self.four(data, "Huber", set={"units": 1}, metrics=["mean_absolute_error"])
        self.check(result, SUCCESS)
        errors = [float(line.split("mean_absolute_error ")[1]) for line in result.stdout.splitlines() if "mean_absolute_error " in line]
        self.assertLess(errors[-1], 0.1)

    def test_every_loss_has_a_plan(self):
        losses = ["SparseCategoricalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy", "BinaryCrossentropy",
                  "BinaryFocalCrossentropy", "MeanSquaredError", "MeanAbsoluteError", "Huber"]
        for loss in losses:
            with self.subTest(loss=loss):
                self.check(specimen("train", self.recipe({"synthetic": {}}, loss), "--emit", "plan"), SUCCESS)

    def test_keras_gets_batch_norms(self):
        for part, count in ("train", 16), ("test", 8):
            pixels = random_numbers(count)
            npy(self.directory / f"{part}_images.npy", "<f4", [count, 8, 8, 1], [next(pixels) for _ in range(count * 64)])
            npy(self.directory / f"{part}_labels.npy", "<i8", [count], [i % 10 for i in range(count)])
        out, keras, back = self.directory / "out", self.directory / "k.weights.h5", self.directory / "back.safetensors"
        self.check(specimen("train", "digits", "--data_dir", self.directory, "--model_dir", out, "--batch_size", "8", "--max_train_steps", "2",
                            "--keras", keras), SUCCESS)
        self.check(specimen("weights", "convert", "digits_resnet20", keras, "--out", back), SUCCESS)
        same = specimen("weights", "diff", back, out / "export" / "digits_resnet20.safetensors").stdout
        self.assertIn("112 equal, 0 changed, 0 removed, 0 added", same)

    def test_losses_with_mistakes(self):
        cases = [("BinaryCrosentropy", "spec_bad_value"), ({"Huber": {"delta": 0}}, "spec_bad_value"),
                 ({"Huber": {"from_logits": True}}, "spec_unknown_key"), ({"CategoricalCrossentropy": {"label_smoothing": 1}}, "spec_bad_value"),
                 ({"BinaryCrossentropy": {"from_logits": False}}, "untrainable")]
        for loss, kind in cases:
            with self.subTest(loss=loss):
                result = specimen("train", self.recipe({"synthetic": {}}, loss), "--emit", "plan")
                self.assertIn(kind, program.kinds(result), result.stderr)


if __name__ == "__main__":
    program.main()
