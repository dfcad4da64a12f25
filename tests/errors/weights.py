"""Hostile files of weights, given to a built program and to `specimen weights`: refused in words, never by a signal.

Usage: weights.py SPECIMEN DIRECTORY     a directory of mnist that `specimen build` made
"""

import os
import pathlib
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import program  # noqa: E402
from program import FILES, ROOT, SUCCESS, WEIGHTS, specimen  # noqa: E402

IMAGE = ROOT / "tests/image/data/digit.png"
MNIST = None


class Weights(program.Test):
    def setUp(self):
        super().setUp()
        self.good = self.directory / "good.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", self.good), SUCCESS)
        self.tensors = program.read_safetensors(self.good)

    def refused(self, path, *said, checkpoint=True):
        """By the generated program, and by the program that converts."""
        result = program.run([MNIST, path, IMAGE, "--threads=1"])
        self.assertEqual(result.returncode, 1, f"{path}: {result.stdout}{result.stderr}")
        self.assertTrue(result.stderr.startswith("error: "), result.stderr)
        self.assertTrue(str(path) in result.stderr or "weights file" in result.stderr, result.stderr)
        for word in said:
            self.assertIn(word, result.stderr)
        if checkpoint:
            self.check(specimen("weights", "show", path), WEIGHTS)

    def changed(self, change=None, cut=None, **tensors):
        path = self.directory / "bad.safetensors"
        program.safetensors(path, {**self.tensors, **tensors}, change, cut)
        return path

    def test_good(self):
        program.safetensors(self.directory / "same", self.tensors)
        self.check(program.run([MNIST, self.directory / "same", IMAGE]), SUCCESS)

    def test_truncated(self):
        size = self.good.stat().st_size
        for length in (0, 1, 7, 8, 9, 100, 500, size // 2, size - 4, size - 1):
            self.refused(self.changed(cut=length))

    def test_longer_than_it_says(self):
        path = self.directory / "long.safetensors"
        path.write_bytes(self.good.read_bytes() + b"more")
        self.refused(path)

    def test_overlapping(self):
        first, second = sorted(self.tensors)[:2]

        def overlap(header):
            header[second]["data_offsets"] = [0, len(self.tensors[second][2])]

        def gap(header):
            for entry in header.values():
                entry["data_offsets"] = [end + 4 for end in entry["data_offsets"]]

        def backwards(header):
            header[first]["data_offsets"].reverse()

        def beyond(header):
            header[first]["data_offsets"] = [1 << 60, (1 << 60) + 4]

        def negative(header):
            header[first]["data_offsets"][0] = -8

        for change in (overlap, gap, backwards, beyond, negative):
            self.refused(self.changed(change))

    def test_wrong_dtype(self):
        name = sorted(self.tensors)[0]
        _, shape, data = self.tensors[name]
        self.refused(self.changed(**{name: ("I32", shape, data)}), name, "I32", checkpoint=False)
        self.refused(self.changed(**{name: ("Q7", shape, data)}))
        self.refused(self.changed(**{name: ("F64", shape, data * 2)}), name, "F64", checkpoint=False)

    def test_wrong_shape(self):
        name = next(name for name in sorted(self.tensors) if len(self.tensors[name][1]) == 4)
        dtype, shape, data = self.tensors[name]
        self.refused(self.changed(**{name: (dtype, shape[::-1], data)}), name, checkpoint=False)
        self.refused(self.changed(**{name: (dtype, [len(data) // 4], data)}), name, checkpoint=False)
        self.refused(self.changed(**{name: (dtype, [1, *shape], data)}), name, checkpoint=False)
        self.refused(self.changed(**{name: (dtype, [1 << 62, 1 << 62], data)}))
        self.refused(self.changed(**{name: (dtype, [-1, -len(data) // 4], data)}))
        self.refused(self.changed(**{name: (dtype, shape[:1] + [shape[1] + 1] + shape[2:], data)}))

    def test_missing_tensor(self):
        name = sorted(self.tensors)[0]
        del self.tensors[name]
        self.refused(self.changed(), name, checkpoint=False)

    def test_not_safetensors(self):
        for content in (b"", b"PK\x03\x04", b"\x89HDF\r\n\x1a\n", os.urandom(4096), b"\x00" * 4096, b"\xff" * 4096,
                        struct.pack("<Q", 1 << 63) + b"{}", struct.pack("<Q", 2) + b"[]", struct.pack("<Q", 2) + b"{}",
                        struct.pack("<Q", 100_000) + b"[" * 100_000, struct.pack("<Q", 4) + b'{"a"'):
            path = self.write("bad.safetensors", content)
            result = program.run([MNIST, path, IMAGE])
            self.assertEqual(result.returncode, 1, content[:20])
            self.assertTrue(result.stderr.startswith("error: "), result.stderr)
        self.refused(IMAGE)

    def test_not_a_file(self):
        for path in ("/nowhere", str(self.directory), "/dev/null", "/dev/zero", "/proc/self/mem", ""):
            result = program.run([MNIST, path, IMAGE])
            self.assertEqual(result.returncode, 1, path)

    def test_run_says_weights(self):
        result = specimen("run", "mnist", IMAGE, "--weights", self.changed(cut=500))
        self.check(result, WEIGHTS, "checkpoint_unreadable")

    def test_packed_by_the_command(self):
        ours, theirs = self.directory / "ours", self.directory / "theirs"
        self.check(specimen("weights", "pack", "mnist", self.good, "--out", ours), SUCCESS)
        self.check(program.run([MNIST, self.good, IMAGE, f"--save-packed={theirs}"]), SUCCESS)
        self.assertEqual(ours.read_bytes(), theirs.read_bytes())
        result = specimen("run", "mnist", IMAGE, "--weights", ours)
        self.check(result, SUCCESS)
        self.assertIn("logits", result.stdout)
        # What does not fit is said before anything is built or written.
        del self.tensors[sorted(self.tensors)[0]]
        self.check(specimen("weights", "pack", "mnist", self.changed(), "--out", self.directory / "no"), WEIGHTS, "weights_missing")
        self.assertFalse((self.directory / "no").exists())
        self.check(specimen("weights", "pack", "mnist", self.good, "--out", "/nowhere/at/all"), FILES, "file_not_written")

    def test_packed_weights_of_another_file(self):
        packed = self.directory / "packed"
        self.check(program.run([MNIST, self.good, IMAGE, f"--save-packed={packed}"]), SUCCESS)
        self.check(program.run([MNIST, packed, IMAGE]), SUCCESS)
        data = packed.read_bytes()
        for cut in (8, len(data) // 3, len(data) - 1):
            self.refused(self.write("cut", data[:cut]), checkpoint=False)


def main():
    global MNIST
    MNIST = str(pathlib.Path(sys.argv.pop(2)).resolve() / "build" / "mnist")
    program.main()


if __name__ == "__main__":
    main()
