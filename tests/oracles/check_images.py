"""Hundreds of random image files, through the runtime and through PIL, Keras, TensorFlow, torchvision and timm.

    scripts/build release image_pixels && .venv-peers/bin/python tests/oracles/check_images.py [--count 500] [--seed 1] [--log FILE]

Each file, of 1x1 to 4000 pixels a side, of every kind of JPEG and PNG, some of them damaged, is decoded by both: equal pixels,
or a reason of ours. Then each preprocessing that a spec can name makes its input of the file, and the library's own code makes
it from the same pixels: equal to within 1/255 of the range. The last line says how many files, and how many differences.
"""

import argparse
import collections
import io
import math
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.modules["triton"] = None  # torch asks for it, and a process cannot hold its LLVM beside TensorFlow's
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import keras
import numpy as np
import PIL
import tensorflow as tf
import timm
import torch
import torchvision
from PIL import Image

import make_images

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODES = torchvision.transforms.InterpolationMode
Image.MAX_IMAGE_PIXELS = None


class Runtime:
    """The program build/bin/image_pixels, a job a line."""

    def __init__(self, program):
        self.program = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.program.stdin.write("\t".join(str(word) for word in words) + "\n")
        self.program.stdin.flush()
        return self.program.stdout.readline().rstrip("\n").split(" ", 1)


def sides(random):
    """Height and width, many of them small or thin; one in twenty of up to four million pixels, the others of 200,000."""
    most = 4_000_000 if random.random() < 0.05 else 200_000
    while True:
        height, width = (int(round(math.exp(n))) for n in random.uniform(0, math.log(4000), 2))
        if random.random() < 0.1:
            height, width = (1, width) if random.random() < 0.5 else (height, 1)
        if random.random() < 0.05:
            height = width = int(random.integers(1, 4))
        if height * width <= most:
            return height, width


def jpeg(random, pixels):
    image = Image.fromarray(pixels)
    kind = random.choice(["rgb", "rgb", "progressive", "gray", "cmyk", "restart", "exif", "scans", "trailing"])
    options = {"quality": int(random.integers(5, 100)), "subsampling": int(random.integers(0, 3))}
    if kind == "gray":
        image, options = image.convert("L"), {"quality": 80}
    if kind == "cmyk":
        image = image.convert("CMYK")
    if kind in ("progressive", "scans"):
        options["progressive"] = True
    if kind == "restart":
        options["restart_marker_blocks"] = 3
    if kind == "exif":
        exif = Image.Exif()
        exif[0x0112] = int(random.integers(1, 9))
        options["exif"] = exif
    data = make_images.saved(image, "JPEG", **options)
    if kind == "scans":
        data = make_images.first_scans(data, int(random.integers(1, 7)))
    return "jpeg_" + kind, data + b"junk" * 9 * (kind == "trailing")


def png(random, pixels):
    kind = random.choice(["rgb", "rgba", "gray", "gray_alpha", "palette", "palette_transparent", "bits", "deep", "damaged", "saved"])
    wide = pixels.astype(np.int64)
    alpha = random.integers(0, 256, (*pixels.shape[:2], 1))
    interlaced = bool(random.random() < 0.3)
    if kind == "saved":
        return "png_saved", make_images.saved(Image.fromarray(pixels), "PNG")
    if kind == "palette_transparent":
        image = Image.fromarray(pixels).quantize(int(random.integers(2, 257)))
        return "png_" + kind, make_images.saved(image, "PNG", transparency=0)
    if kind == "palette":
        bits = int(random.choice([1, 2, 4, 8]))
        colors = random.integers(0, 256, (2**bits, 3)).astype(np.uint8).tobytes()
        return "png_palette", make_images.png(wide[..., :1] >> (8 - bits), bits, 3, interlaced, [(b"PLTE", colors)])
    if kind == "bits":
        bits = int(random.choice([1, 2, 4]))
        return "png_bits", make_images.png(wide[..., :1] >> (8 - bits), bits, 0, interlaced)
    if kind == "deep":
        both, gray_alpha = np.concatenate([wide, alpha], -1), np.concatenate([wide[..., :1], alpha], -1)
        samples, color = [(wide, 2), (both, 6), (gray_alpha, 4), (wide[..., :1], 0)][int(random.integers(0, 4))]
        return "png_deep", make_images.png(samples * 257 if color or random.random() < 0.5 else samples, 16, color, interlaced)
    samples, color = {
        "rgb": (wide, 2),
        "rgba": (np.concatenate([wide, alpha], -1), 6),
        "gray": (wide[..., :1], 0),
        "gray_alpha": (np.concatenate([wide[..., :1], alpha], -1), 4),
        "damaged": (wide, 2),
    }[kind]
    data = make_images.png(samples, 8, color, interlaced)
    if kind == "damaged":  # the end is cut, or its checksums are wrong
        cut = int(random.integers(1, 24))
        data = data[:-cut] if random.random() < 0.5 else data[:-18] + bytes([data[-18] ^ 1]) + data[-17:]
    return "png_" + kind, data


def decoded(data, mode):
    """What PIL makes of it, or why it refuses."""
    try:
        image = Image.open(io.BytesIO(data)).convert(mode)
        return image, ""
    except OSError as error:
        return None, str(error)


def preprocessings(random, height, width):
    """Name, the runtime's method, size, short side and rounding, and the library's code: from path and PIL's image to an array."""
    rows, columns = (int(n) for n in random.integers(1, 400, 2))
    crop, percent = int(random.choice([224, 240, 299])), float(random.choice([0.875, 0.882, 0.9, 0.95, 1.0]))
    short = max(crop, int(random.choice([crop, 256, 299, 333])))

    def load_img(way):
        options = {"target_size": (rows, columns), "interpolation": way}
        return lambda path, image: keras.utils.load_img(path, color_mode="grayscale" if image.mode == "L" else "rgb", **options)

    def resize_and_crop(way, short_side):
        transforms = torchvision.transforms
        both = transforms.Compose([transforms.Resize(short_side, interpolation=MODES(way)), transforms.CenterCrop(crop)])
        return lambda path, image: both(image)

    def timm_transform(way):
        options = {"interpolation": way, "crop_pct": percent, "mean": (0, 0, 0), "std": (1, 1, 1)}
        transform = timm.data.create_transform(crop, is_training=False, **options)
        return lambda path, image: transform(image).numpy().transpose(1, 2, 0) * 255

    def tf_resize(way):
        return lambda path, image: tf.image.resize(planes(image), (rows, columns), method=way, antialias=False).numpy()

    for way in ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"):
        yield f"keras {way}", "pil_" + way, rows, columns, 0, "none", load_img(way)
        yield f"torchvision {way}", "pil_" + way, crop, crop, short, "torchvision", resize_and_crop(way, short)
    for way in ("bilinear", "bicubic"):
        yield f"timm {way}", "pil_" + way, crop, crop, math.floor(crop / percent), "torchvision", timm_transform(way)
    yield "lite", "pil_bicubic", crop, crop, crop + 32, "torchvision", resize_and_crop("bicubic", crop + 32)
    for way in ("bilinear", "nearest"):
        yield f"tensorflow {way}", "tf_" + way, rows, columns, 0, "none", tf_resize(way)
    larger = max(short, crop + 1)
    yield "tf_models", "tf1_bilinear", crop, crop, larger, "tf_models", lambda path, image: make_images.tf_models_crop(planes(image), larger, crop)


def planes(image):
    pixels = np.asarray(image)
    return pixels if pixels.ndim == 3 else pixels[..., None]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / "build" / "bin" / "image_pixels"))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    runtime, lines, wrong = Runtime(arguments.program), [], 0
    seen, refusals, worst = collections.Counter(), collections.Counter(), collections.defaultdict(float)
    compared = collections.Counter()

    def complain(text):
        nonlocal wrong
        wrong += 1
        lines.append(text)
        print(text, flush=True)

    with tempfile.TemporaryDirectory() as directory:
        out = os.path.join(directory, "out")
        for index in range(arguments.count):
            random = np.random.default_rng([arguments.seed, index])
            height, width = sides(random)
            kind, data = (jpeg if random.random() < 0.5 else png)(random, make_images.pattern(height, width, seed=index))
            path = os.path.join(directory, "image")
            pathlib.Path(path).write_bytes(data)
            mode, channels = ("L", 1) if random.random() < 0.2 else ("RGB", 3)
            name = f"{index} {kind} {width}x{height} {mode}"
            seen[kind] += 1
            if index % 50 == 49:
                print(f"{index + 1} files", flush=True)
            image, reason = decoded(data, mode)
            answer = runtime.ask(path, channels, "decode", out)
            if answer[0] != "ok":
                refusals["both refuse" if image is None else answer[1].split(": ", 1)[-1]] += 1
                continue
            if image is None:
                complain(f"{name}: PIL refuses it ({reason}), we do not")
                continue
            pixels = np.fromfile(out, np.uint8).reshape(planes(image).shape)
            if not np.array_equal(pixels, planes(image)):
                complain(f"{name}: decoded otherwise")
                continue
            for label, method, rows, columns, short, rounding, code in preprocessings(random, height, width):
                answer = runtime.ask(path, channels, method, rows, columns, short, rounding, out)
                if answer[0] != "ok":
                    complain(f"{name} {label}: {answer[1]}")
                    continue
                ours = np.fromfile(out, np.float32).reshape(rows, columns, channels)
                try:
                    theirs = np.asarray(code(path, image), np.float32).reshape(rows, columns, channels)
                except Exception as error:  # what a reference cannot do is no difference
                    refusals[f"{label} itself fails: {type(error).__name__}"] += 1
                    continue
                difference = float(np.abs(ours - theirs).max())
                compared[label] += 1
                worst[label] = max(worst[label], difference)
                if difference > 1:
                    complain(f"{name} {label} {columns}x{rows} short side {short}: {difference} of 255")
    versions = ", ".join(f"{m.__name__} {m.__version__}" for m in (PIL, keras, tf, torchvision, timm))
    lines.append(f"versions: {versions}; seed {arguments.seed}")
    lines += [f"files of kind {kind}: {count}" for kind, count in sorted(seen.items())]
    lines += [f"refused: {count} {reason}" for reason, count in sorted(refusals.items())]
    lines += [f"{label}: {compared[label]} compared, largest difference {worst[label]:.6f} of 255" for label in sorted(worst)]
    lines.append(f"{arguments.count} files, {sum(compared.values())} inputs, {wrong} differences")
    print("\n".join(lines[-40:]))
    if arguments.log:
        pathlib.Path(arguments.log).write_text("\n".join(lines) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
