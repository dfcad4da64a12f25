"""Hostile and odd images, given to a built program: each is read or refused in words, never by a signal.

Usage: images.py SPECIMEN DIRECTORY     a directory of mnist that `specimen build` made
"""

import os
import pathlib
import resource
import struct
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import program  # noqa: E402
from program import DATA, ROOT, SUCCESS, png, specimen  # noqa: E402

DATA_DIRECTORY = ROOT / "tests/image/data"
MNIST = None


def jpeg_of_size(width, height):
    """A photograph whose header claims another size."""
    data = bytearray((ROOT / "tests/data/china.jpg").read_bytes())
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


class Images(program.Test):
    def setUp(self):
        super().setUp()
        self.weights = self.directory / "w.safetensors"
        self.check(specimen("weights", "synthetic", "mnist", "--out", self.weights), SUCCESS)

    def run_on(self, path):
        """Memory is limited: a header must not buy gigabytes."""
        limit = lambda: resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))  # noqa: E731
        return program.run([MNIST, self.weights, path, "--threads=1"], preexec_fn=limit)

    def refused(self, content, name="bad.png"):
        path = self.write(name, content)
        result = self.run_on(path)
        self.assertEqual(result.returncode, 1, f"{result.stdout}{result.stderr}")
        self.assertTrue(result.stderr.startswith(f"error: {path}: "), result.stderr)
        self.assertLess(len(result.stderr), 1000)

    def test_odd_but_fine(self):
        for name in ("png_1x1.png", "jpeg_1x1.jpg", "jpeg_cmyk.jpg", "jpeg_ycck.jpg", "png_rgb_16.png", "png_rgb_alpha_16.png",
                     "png_gray_1.png", "png_palette_transparent.png"):
            result = self.run_on(DATA_DIRECTORY / name)
            self.check(result, SUCCESS)
            self.assertIn("logits", result.stdout)
        self.check(self.run_on(self.write("a.png", png(1, 4000))), SUCCESS)
        self.check(self.run_on(self.write("a.png", png(4000, 1))), SUCCESS)

    def test_huge_headers(self):
        self.refused(png(20000, 20000, rows=b"\0" * 100))
        self.refused(png(20000, 20000, depth=16, color=6, rows=b"\0" * 100))
        self.refused(png(0x7FFFFFFF, 0x7FFFFFFF, rows=b""))
        self.refused(png(0, 10, rows=b""))
        for width, height in ((20000, 20000), (65500, 65500), (0, 100), (100, 0)):
            path = self.write("big.jpg", jpeg_of_size(width, height))
            result = self.run_on(path)  # rows that are missing are gray, as in PIL: either is fine, a crash is not
            self.assertIn(result.returncode, (0, 1))
            self.assertTrue(result.returncode == 0 or result.stderr.startswith("error: "), result.stderr)

    def test_corrupt(self):
        good = png(28, 28)
        for length in (0, 1, 8, 20, 33, 40, len(good) - 20):
            self.refused(good[:length])
        self.refused(png(28, 28, crc=0))
        self.refused(png(28, 28, depth=3))
        self.refused(png(28, 28, color=5))
        self.refused(png(28, 28, interlace=9))
        self.refused(good.replace(b"IDAT", b"IDAX"))
        self.refused(good[:45] + os.urandom(8) + good[53:])
        jpeg = (DATA_DIRECTORY / "jpeg_420.jpg").read_bytes()
        for length in (0, 2, 3, 20, 100):
            self.refused(jpeg[:length], "bad.jpg")

    def test_flipped_bytes(self):
        """Nothing is said of the answer; a signal fails the test."""
        for name in ("jpeg_420.jpg", "jpeg_cmyk.jpg", "jpeg_progressive.jpg", "png_rgb_16.png", "png_palette_4_interlaced.png"):
            good = (DATA_DIRECTORY / name).read_bytes()
            for i in range(12):
                data = bytearray(good)
                data[(i * 7919 + 13) % len(data)] ^= 0xFF
                result = self.run_on(self.write(name, bytes(data)))
                self.assertIn(result.returncode, (0, 1))

    def test_not_an_image(self):
        for content in (b"", b"GIF89a" + b"\0" * 100, b"BM" + b"\0" * 100, b"RIFF\0\0\0\0WEBP", b"<svg/>", os.urandom(1000), b"\0" * 1000):
            self.refused(content)
        for path in ("/nowhere.png", str(self.directory), "/dev/null"):
            self.assertEqual(self.run_on(path).returncode, 1)

    def test_inputs_as_tensors(self):
        good = self.directory / "in.safetensors"
        program.safetensors(good, {"image": ("F32", [1, 28, 28, 1], bytes(784 * 4))})
        self.check(self.run_on(good), SUCCESS)
        for name, dtype, shape in (("photo", "F32", [1, 28, 28, 1]), ("image", "I32", [1, 28, 28, 1]), ("image", "F32", [28, 28])):
            program.safetensors(good, {name: (dtype, shape, bytes(784 * 4))})
            result = self.run_on(good)
            self.assertEqual(result.returncode, 1)
            self.assertIn("image", result.stderr)

    def test_usage(self):
        for arguments in ([], ["--threads=2"], [self.weights, "a.png", "--threads=-1"], [self.weights, "a.png", "--threads=x"],
                          [self.weights, "a.png", "--target=v9"], [self.weights, "a.png", "--repeat=0"], [self.weights, "--what"]):
            result = program.run([MNIST, *arguments])
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn("usage:", result.stderr)

    def test_run(self):
        """`specimen run` builds the model, and takes its refusal for its own."""
        result = specimen("run", "mnist", DATA_DIRECTORY / "digit.png", "--weights", self.weights, "--repeat", "2")
        self.check(result, SUCCESS)
        self.assertIn("logits", result.stdout)
        result = specimen("run", "mnist", self.write("bad.png", png(28, 28)[:40]), "--weights", self.weights)
        self.check(result, DATA, "run_failed", said=["bad.png"])


def main():
    global MNIST
    MNIST = str(pathlib.Path(sys.argv.pop(2)).resolve() / "build" / "mnist")
    program.main()


if __name__ == "__main__":
    main()
