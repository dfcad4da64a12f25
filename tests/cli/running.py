"""specimen run on images: the classes by name, from the spec's list or one's own."""

import json
import os
import pathlib
import struct

import program
from program import BUILD, DATA, FILES, ROOT, SPEC, SUCCESS, USAGE, specimen

NAMES = ["plane", "car", "bird", "cat", "deer", "dog", "frog"]
# Seven classes, of which the image's brightness tells nothing: the largest is that of the largest bias.
MODEL = {
    "model": "seven",
    "symbols": {"batch": {"max": 8}},
    "arguments": {"classes": {"type": "int", "default": 7}},
    "inputs": {"x": {"shape": ["batch", 4, 4, 1], "from_image": {"color": "grayscale", "interpolation": "nearest"}}},
    "layers": [{"Flatten": {}, "name": "flat"}, {"Dense": {"units": "=classes"}, "name": "y"}],
    "outputs": {"y": {"kind": "logits", "labels": "seven"}},
}


class Running(program.Test):
    def setUp(self):
        super().setUp()
        self.specs = self.directory / "mine"
        (self.specs / "labels").mkdir(parents=True)
        self.write("mine/seven.json", json.dumps(MODEL))
        self.image = self.directory / "a.png"
        self.image.write_bytes(program.png(4, 4))

    def weights(self, classes=7):
        path = self.directory / f"w{classes}.safetensors"
        bias = [float(i * 3 % classes) for i in range(classes)]  # 6 of class 2, 5 of class 4, 4 of class 6, if there are 7
        program.safetensors(path, {"y/kernel": ("F32", [16, classes], bytes(4 * 16 * classes)),
                                   "y/bias": ("F32", [classes], struct.pack(f"<{classes}f", *bias))})
        return path

    def list_of(self, names, path="mine/labels/seven.txt", end="\n"):
        return self.write(path, "\n".join(names) + end)

    def run_it(self, *options, classes=7):
        return specimen("--specs", self.specs, "run", "seven", "--weights", self.weights(classes), self.image, *options)

    def rows(self, result):
        """The rows of the table: index, value and, if there is one, name."""
        self.check(result, SUCCESS)
        return [line.split(None, 2) for line in result.stdout.splitlines() if line.startswith("    ")]

    def test_names_of_the_spec(self):
        self.list_of(NAMES)
        rows = self.rows(self.run_it("--top", 3))
        self.assertEqual(rows, [["2", "6", "bird"], ["4", "5", "deer"], ["6", "4", "frog"]])
        self.assertEqual(len(self.rows(self.run_it())), 5)
        self.assertEqual(len(self.rows(self.run_it("--top", 100))), 7)
        self.check(self.run_it("--top", 0), USAGE)

    def test_names_of_ones_own(self):
        self.list_of(NAMES)
        own = self.list_of([f"class {i}" for i in range(7)], "own.txt", end="")
        self.assertEqual(self.rows(self.run_it("--labels", own))[0], ["2", "6", "class 2"])
        self.check(self.run_it("--labels", self.list_of(NAMES[:5], "five.txt")), USAGE, "labels_count")
        self.check(self.run_it("--labels", self.directory / "none.txt"), FILES, "file_not_found")

    def test_other_numbers_of_classes(self):
        self.list_of(NAMES)
        result = self.run_it("--set", "classes=3", classes=3)
        self.assertEqual([len(row) for row in self.rows(result)], [2, 2, 2])
        self.assertIn("another number of classes", result.stderr)

    def test_a_list_that_is_not_there(self):
        self.list_of(NAMES, "mine/labels/sevens.txt")
        result = specimen("--specs", self.specs, "check", "seven")
        self.check(result, SPEC, "labels_unknown", said=["sevens"])
        self.check(self.run_it(), SPEC, "labels_unknown")

    def test_target(self):
        self.list_of(NAMES)
        for target in ("v3", "reference"):
            result = self.run_it("--target", target, "--top", 1)
            self.assertEqual(self.rows(result), [["2", "6", "bird"]])
            self.assertIn(f"target {target}", result.stdout)

    def test_a_cmake_that_is_not_there(self):
        self.list_of(NAMES)
        result = specimen("--specs", self.specs, "build", "seven", "--no-check", "--quiet", "--out", self.directory / "seven",
                          environment={"CMAKE": "/none/cmake"})
        self.check(result, BUILD, "build_failed", said=["/none/cmake", "CMAKE"])

    def test_a_directory_that_shares_the_runtime_builds_as_its_readme_says(self):
        self.list_of(NAMES)
        directory = self.directory / "seven"
        self.check(specimen("--specs", self.specs, "generate", "seven", "--no-check", "--runtime=shared", "--out", directory), SUCCESS)
        lines = [line.split("#")[0].split() for line in (directory / "README.md").read_text().splitlines()
                 if line.startswith("    cmake ") or line.startswith("    ctest ")]
        wanted = [line for line in lines if "-DSEVEN_KERNELS=reference" in line or "-B" not in line]
        self.assertEqual([line[0] for line in wanted], ["cmake", "cmake", "ctest"])
        cmake = os.environ.get("CMAKE", "cmake")
        programs = {"cmake": cmake, "ctest": str(pathlib.Path(cmake).with_name("ctest"))}
        for command in wanted:
            words = [programs[command[0]], *(f"-DSPECIMEN_ROOT={ROOT}" if word.startswith("-DSPECIMEN_ROOT=") else word for word in command[1:])]
            result = program.run(words, cwd=directory)
            self.assertEqual(result.returncode, 0, result.stdout[-2000:] + result.stderr[-2000:])

    def test_images_that_are_none(self):
        self.list_of(NAMES)
        self.image.write_bytes(b"\x89PNG\r\n\x1a\n")
        self.check(self.run_it(), DATA, "run_failed")


program.main()
