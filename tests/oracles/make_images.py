"""Images of every kind in tests/image/data, and what PIL, Keras, TensorFlow and torchvision make of them.

  *.jpg, *.png          small images; PNGs of the kinds that PIL cannot write are encoded here, from the specification
  decoded.txt           per file: width, height, FNV-1a 64 of the pixels of convert("RGB"), the same of convert("L")
  refused.txt           files that PIL refuses
  resized.txt           per method that gives whole numbers, file and size: FNV-1a 64 of the pixels
  short_sides.txt       per library and size: the size whose short side is scaled, and the offset of its centre
  cropped.txt           per interpolation, file and size: FNV-1a 64 of what torchvision's Resize and CenterCrop give
  arrays.safetensors    resized and preprocessed arrays, float32: the tests name them by what made them

Needs cjpeg and jpegtran (Debian's libjpeg-turbo-progs) beside pillow, keras, tensorflow and torchvision. Deterministic.
"""

import io
import os
import struct
import subprocess
import sys
import zlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
sys.modules["triton"] = None  # torch asks for it, and a process cannot hold its LLVM beside TensorFlow's

import keras
import numpy as np
import PIL
import tensorflow as tf
import torch
import torchvision
from PIL import Image
from safetensors.numpy import save_file

DIRECTORY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "image", "data")
ADAM7 = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))


def pattern(height, width, seed=1):
    """Gradients, edges, saturated colours and a little noise: (height, width, 3) uint8."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    u, v = x / max(width - 1, 1), y / max(height - 1, 1)
    image = np.stack([255 * u, 255 * v, 255 * (1 - u) * v], -1)
    image[(x - width * 0.6) ** 2 + (y - height * 0.4) ** 2 < (min(height, width) * 0.25) ** 2] = (250, 20, 30)
    image[int(height * 0.7) :, : int(width * 0.3)] = (10, 240, 255)
    image += np.random.default_rng(seed).normal(0, 12, image.shape)
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def write(name, data):
    with open(os.path.join(DIRECTORY, name), "wb") as file:
        file.write(data)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def cjpeg(pixels, *options):
    ppm = saved(Image.fromarray(pixels), "PPM")
    return subprocess.run(["cjpeg", *options], input=ppm, capture_output=True, check=True).stdout


def jpegs():
    pixels = pattern(29, 37)
    rgb = Image.fromarray(pixels)
    for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
        write(f"jpeg_{name}.jpg", saved(rgb, "JPEG", quality=85, subsampling=sampling))
    write("jpeg_440.jpg", cjpeg(pixels, "-quality", "85", "-sample", "1x2"))
    write("jpeg_411.jpg", cjpeg(pixels, "-quality", "85", "-sample", "4x1"))
    write("jpeg_low_quality.jpg", saved(rgb, "JPEG", quality=5))
    write("jpeg_progressive.jpg", saved(rgb, "JPEG", quality=85, progressive=True))
    write("jpeg_progressive_444.jpg", saved(rgb, "JPEG", quality=95, progressive=True, subsampling=0))
    write("jpeg_restart.jpg", saved(rgb, "JPEG", quality=85, restart_marker_blocks=2))
    write("jpeg_arithmetic.jpg", cjpeg(pixels, "-quality", "85", "-arithmetic"))
    write("jpeg_gray.jpg", saved(rgb.convert("L"), "JPEG", quality=85))
    write("jpeg_gray_progressive.jpg", saved(rgb.convert("L"), "JPEG", quality=85, progressive=True))
    write("jpeg_rgb.jpg", saved(rgb, "JPEG", quality=85, keep_rgb=True))
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: rotated by 90 degrees
    write("jpeg_exif_rotated.jpg", saved(rgb, "JPEG", quality=85, exif=exif))
    inks = np.concatenate([255 - pixels, (pixels[..., :1] // 3)], -1)
    planes = [Image.fromarray(np.ascontiguousarray(inks[..., i])) for i in range(4)]
    cmyk = saved(Image.merge("CMYK", planes), "JPEG", quality=85)
    write("jpeg_cmyk.jpg", cmyk)
    # The same coefficients under the other Adobe transform: YCCK.
    adobe = cmyk.index(b"\xff\xee\x00\x0eAdobe")
    write("jpeg_ycck.jpg", cmyk[: adobe + 15] + b"\x02" + cmyk[adobe + 16 :])
    write("jpeg_1x1.jpg", saved(Image.fromarray(pattern(1, 1)), "JPEG"))
    write("jpeg_1x17.jpg", saved(Image.fromarray(pattern(17, 1)), "JPEG"))
    write("jpeg_17x1_420.jpg", saved(Image.fromarray(pattern(1, 17)), "JPEG", subsampling=2))
    write("jpeg_tall_progressive.jpg", saved(Image.fromarray(pattern(200, 9)), "JPEG", quality=60, progressive=True))
    write("jpeg_8x8.jpg", saved(Image.fromarray(pattern(8, 8)), "JPEG"))
    write("photo.jpg", saved(Image.fromarray(pattern(150, 201, seed=5)), "JPEG", quality=90))
    whole = saved(rgb, "JPEG", quality=85, progressive=True)
    for count in (1, 5, 8):
        write(f"jpeg_progressive_{count}_scans.jpg", first_scans(whole, count))


def first_scans(jpeg, count):
    """The first scans of a progressive JPEG, and its end."""
    at = 2
    while True:
        marker, size = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        at += 2 + size
        if marker != 0xDA:
            continue
        while jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
            at += 1
        count -= 1
        if count == 0:
            return jpeg[:at] + b"\xff\xd9"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, bits):
    """(rows, n) samples as the bytes of PNG rows."""
    if bits == 16:
        return samples.astype(">u2").tobytes(), samples.shape[1] * 2
    if bits == 8:
        return samples.astype(np.uint8).tobytes(), samples.shape[1]
    expanded = (samples[..., None].astype(np.uint8) >> np.arange(bits - 1, -1, -1, dtype=np.uint8)) & 1
    rows = np.packbits(expanded.reshape(samples.shape[0], -1), axis=1)
    return rows.tobytes(), rows.shape[1]


def filtered(samples, bits, channels):
    """Rows behind their filter type: none and up in turn, so that both are read."""
    data, stride = packed(samples.reshape(samples.shape[0], -1), bits)
    rows = np.frombuffer(data, np.uint8).reshape(samples.shape[0], stride)
    out, above = b"", np.zeros(stride, np.uint8)
    for y, row in enumerate(rows):
        out += (b"\x02" + (row - above).tobytes()) if y % 2 else b"\x00" + row.tobytes()
        above = row
    return out


def png(samples, bits, color_type, interlaced=False, chunks=()):
    height, width, channels = samples.shape
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    parts = [samples[y::dy, x::dx] for y, x, dy, dx in passes]
    data = b"".join(filtered(part, bits, channels) for part in parts if part.size)
    header = struct.pack(">IIBBBBB", width, height, bits, color_type, 0, 0, int(interlaced))
    body = b"".join(chunk(kind, content) for kind, content in chunks)
    body += chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body


def pngs():
    pixels = pattern(13, 19).astype(np.int64)
    alpha = np.random.default_rng(3).integers(0, 256, (13, 19, 1))
    gray = pixels[..., :1]
    fine = np.random.default_rng(4).integers(0, 256, (13, 19, 4))  # low bytes of 16-bit samples
    for interlaced in (False, True):
        end = "_interlaced.png" if interlaced else ".png"
        for bits in (1, 2, 4, 8):
            write(f"png_gray_{bits}{end}", png(gray >> (8 - bits), bits, 0, interlaced))
            palette = np.random.default_rng(bits).integers(0, 256, (2**bits, 3)).astype(np.uint8).tobytes()
            write(f"png_palette_{bits}{end}", png(gray >> (8 - bits), bits, 3, interlaced, [(b"PLTE", palette)]))
        wide = gray * 3 + fine[..., :1] // 8  # around 255, where 16-bit gray is clipped
        write(f"png_gray_16{end}", png(wide, 16, 0, interlaced))
        write(f"png_rgb_8{end}", png(pixels, 8, 2, interlaced))
        write(f"png_rgb_16{end}", png(pixels * 256 + fine[..., :3], 16, 2, interlaced))
        write(f"png_gray_alpha_8{end}", png(np.concatenate([gray, alpha], -1), 8, 4, interlaced))
        wide = np.concatenate([gray, alpha], -1) * 256 + fine[..., :2]
        write(f"png_gray_alpha_16{end}", png(wide, 16, 4, interlaced))
        write(f"png_rgb_alpha_8{end}", png(np.concatenate([pixels, alpha], -1), 8, 6, interlaced))
        write(f"png_rgb_alpha_16{end}", png(np.concatenate([pixels, alpha], -1) * 256 + fine, 16, 6, interlaced))
    colors = np.random.default_rng(9).integers(0, 256, (16, 3)).astype(np.uint8).tobytes()
    chunks = [(b"PLTE", colors), (b"tRNS", bytes(range(0, 160, 10)))]
    write("png_palette_transparent.png", png(gray >> 4, 4, 3, False, chunks))
    write("png_palette_short.png", png(gray >> 4, 4, 3, False, [(b"PLTE", colors[:30])]))
    write("png_gray_transparent.png", png(gray, 8, 0, False, [(b"tRNS", b"\x00\x20")]))
    write("png_rgb_transparent.png", png(pixels, 8, 2, False, [(b"tRNS", b"\x00\x20\x00\x30\x00\x40")]))
    chunks = [(b"gAMA", struct.pack(">I", 100000)), (b"tEXt", b"Title\0a picture")]
    write("png_gamma.png", png(pixels, 8, 2, False, chunks))
    write("png_damaged_profile.png", png(pixels, 8, 2, False, [(b"iCCP", b"icc\0\0not a zlib stream")]))
    write("png_1x1.png", png(pixels[:1, :1], 8, 2))
    write("png_1x1_interlaced.png", png(pixels[:1, :1], 8, 2, True))
    write("png_saved_by_pil.png", saved(Image.fromarray(pattern(29, 37)), "PNG", optimize=True))
    write("digit.png", saved(Image.fromarray(pattern(28, 28, seed=7)).convert("L"), "PNG", optimize=True))


def damaged_pngs():
    """Files that end early, have wrong checksums, or chunks that nobody knows."""
    pixels = pattern(16, 16, seed=2)
    header = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
    data, end = zlib.compress(b"".join(b"\0" + row.tobytes() for row in pixels), 9), chunk(b"IEND", b"")

    def flipped(part, at=-1):
        return part[: len(part) + at] + bytes([part[at] ^ 1]) + part[len(part) + at + 1 :]

    image = chunk(b"IDAT", data)
    files = {
        "no_end": header + image,
        "cut_end": header + image + end[:-4],
        "no_data_checksum": header + image[:-4],
        "wrong_data_checksum": header + flipped(image) + end,
        "wrong_end_checksum": header + image + flipped(end),
        "no_adler": header + chunk(b"IDAT", data[:-4]) + end,
        "long_data": header + chunk(b"IDAT", data + b"\0" * 20) + end,
        "more_rows": header + chunk(b"IDAT", zlib.compress(zlib.decompress(data) + bytes(49))) + end,
        "trailing": header + image + end + b"junk" * 50,
        "unknown_critical": header + chunk(b"ABCD", b"x") + image + end,
        "empty_data": header + chunk(b"IDAT", b"") + image + end,
        "many_data": header + b"".join(chunk(b"IDAT", data[i : i + 1]) for i in range(len(data))) + end,
        # PIL refuses those that follow.
        "wrong_adler": header + chunk(b"IDAT", flipped(data)) + end,
        "flipped_pixel": header + flipped(chunk(b"IDAT", zlib.compress(zlib.decompress(data), 0)), -100) + end,
        "cut_rows": header + chunk(b"IDAT", data[:-20]) + end,
        "data_interrupted": header + chunk(b"IDAT", data[:99]) + chunk(b"abCD", b"x") + chunk(b"IDAT", data[99:]) + end,
        "wrong_header_checksum": flipped(header) + image + end,
    }
    for name, content in files.items():
        write(f"png_damaged_{name}.png", content)


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def decoded():
    lines = [f"# pillow {PIL.__version__}: file width height rgb gray"]
    refused = [f"# pillow {PIL.__version__} refuses these"]
    for name in sorted(os.listdir(DIRECTORY)):
        # The runtime refuses what PIL makes white, 16-bit gray over 255, and what libjpeg guesses for missing scans.
        guessed = name.startswith("png_gray_16") or name.endswith("_scans.jpg")
        if not name.endswith((".jpg", ".png")) or guessed:
            continue
        try:
            image = Image.open(os.path.join(DIRECTORY, name))
            rgb, gray = (fnv(image.convert(mode).tobytes()) for mode in ("RGB", "L"))
            lines.append(f"{name} {image.width} {image.height} {rgb:016x} {gray:016x}")
        except OSError:
            refused.append(name)
    write("decoded.txt", ("\n".join(lines) + "\n").encode())
    write("refused.txt", ("\n".join(refused) + "\n").encode())


def centre(library, height, width, short_side, rows, columns):
    """New height and width, top and left, as the library's own code has them."""
    if library == "tf_models":
        sizes = tf.constant([height, width], tf.float32)
        new = [int(n) for n in tf.cast(sizes * (tf.cast(short_side, tf.float32) / tf.reduce_min(sizes)), tf.int32)]
        return *new, (new[0] - rows) // 2, (new[1] - columns) // 2
    functional = torchvision.transforms.functional
    new = functional._compute_resized_output_size((height, width), [short_side])
    # Images of one pixel's memory, whose values are rows and columns.
    down = torch.arange(new[0]).view(1, -1, 1).expand(1, *new)
    right = torch.arange(new[1]).view(1, 1, -1).expand(1, *new)
    return *new, *(int(functional.center_crop(image, [rows, columns])[0, 0, 0]) for image in (down, right))


def short_sides():
    versions = f"tensorflow {tf.__version__}, torchvision {torchvision.__version__}"
    lines = [f"# {versions}: library height width short_side rows columns, new height and width, top, left"]
    random = np.random.default_rng(11)
    for library in ("tf_models", "torchvision"):
        for case in range(200):
            height, width = (int(n) for n in np.exp(random.uniform(0, np.log(4000), 2)))
            short_side = int(random.integers(8, 400))
            rows, columns = (int(n) for n in random.integers(1, short_side, 2))
            if library == "torchvision" and case % 4 == 0:  # the crop takes all of the short side
                height, rows, columns = (200, 201, 207, 213, 270, 427)[case // 4 % 6], short_side, short_side
            numbers = height, width, short_side, rows, columns
            lines.append(" ".join(str(n) for n in (library, *numbers, *centre(library, *numbers))))
    write("short_sides.txt", ("\n".join(lines) + "\n").encode())


def cropped():
    lines = [f"# torchvision {torchvision.__version__}, pillow {PIL.__version__}: interpolation file short_side rows columns pixels"]
    transforms = torchvision.transforms
    for name in ("photo.jpg", "jpeg_420.jpg", "jpeg_1x1.jpg", "jpeg_17x1_420.jpg", "jpeg_tall_progressive.jpg"):
        image = Image.open(os.path.join(DIRECTORY, name)).convert("RGB")
        for way in ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"):
            for short_side, rows, columns in ((16, 16, 16), (29, 20, 17), (40, 33, 40), (200, 7, 190)):
                mode = transforms.InterpolationMode(way)
                crop = transforms.Compose([transforms.Resize(short_side, interpolation=mode), transforms.CenterCrop((rows, columns))])
                lines.append(f"{way} {name} {short_side} {rows} {columns} {fnv(crop(image).tobytes()):016x}")
    write("cropped.txt", ("\n".join(lines) + "\n").encode())


def floats(array):
    return np.ascontiguousarray(np.asarray(array), dtype=np.float32)


def tf_models_crop(image, short_side, size):
    """TF Models' evaluation, imagenet_preprocessing.preprocess_image after decoding."""
    height, width = tf.constant(image.shape[0]), tf.constant(image.shape[1])
    height, width = tf.cast(height, tf.float32), tf.cast(width, tf.float32)
    ratio = tf.cast(short_side, tf.float32) / tf.minimum(height, width)
    new = [int(tf.cast(height * ratio, tf.int32)), int(tf.cast(width * ratio, tf.int32))]
    resized = tf.compat.v1.image.resize(image, new, method=tf.image.ResizeMethod.BILINEAR, align_corners=False)
    top, left = (new[0] - size) // 2, (new[1] - size) // 2
    return floats(resized.numpy()[top : top + size, left : left + size])


def arrays():
    out = {}
    lines = [f"# pillow {PIL.__version__}, tensorflow {tf.__version__}: method file height width pixels"]
    for name in ("jpeg_420.jpg", "jpeg_gray.jpg", "jpeg_1x1.jpg", "jpeg_17x1_420.jpg"):
        path = os.path.join(DIRECTORY, name)
        mode = "grayscale" if "gray" in name else "rgb"
        pixels = np.asarray(keras.utils.load_img(path, color_mode=mode))
        pixels = pixels.reshape(pixels.shape[0], pixels.shape[1], -1)
        for height, width in ((16, 16), (7, 11), (29, 37), (20, 40), (61, 50), (3, 60), (1, 1)):
            if pixels.shape[0] == 1 and height > 16:
                continue
            size = f"{name}/{height}x{width}"
            for way in ("nearest", "bilinear", "bicubic", "box", "hamming", "lanczos"):
                image = keras.utils.load_img(path, color_mode=mode, target_size=(height, width), interpolation=way)
                lines.append(f"pil_{way} {name} {height} {width} {fnv(image.tobytes()):016x}")
            nearest = tf.image.resize(pixels, (height, width), method="nearest").numpy()
            lines.append(f"tf_nearest {name} {height} {width} {fnv(nearest.tobytes()):016x}")
            if height * width < 400:
                new = (height, width)
                out[f"tf_bilinear/{size}"] = floats(tf.image.resize(pixels, new, method="bilinear", antialias=False))
                out[f"tf1_bilinear/{size}"] = floats(tf.compat.v1.image.resize(pixels, new, align_corners=False))
    write("resized.txt", ("\n".join(lines) + "\n").encode())
    photo = os.path.join(DIRECTORY, "photo.jpg")
    pixels = np.asarray(Image.open(photo))
    crop = tf_models_crop(pixels, 40, 32)
    out["tf_models/photo.jpg/40/32"] = floats(crop - np.array([123.68, 116.78, 103.94], np.float32))
    small = keras.utils.load_img(photo, target_size=(12, 10))
    for mode in ("caffe", "tf", "torch"):
        values = keras.utils.img_to_array(small)
        out[f"{mode}/photo.jpg/12x10"] = floats(keras.applications.imagenet_utils.preprocess_input(values, mode=mode))
    digit = np.asarray(keras.utils.load_img(os.path.join(DIRECTORY, "digit.png"), color_mode="grayscale"), np.float32)
    out["unit/digit.png"] = floats(digit / np.float32(255))[..., None]
    # Every value that a byte can have, through each mode, as one image of 16 x 16.
    ramp = np.repeat(np.arange(256, dtype=np.float32).reshape(16, 16, 1), 3, -1)
    for mode in ("caffe", "tf", "torch"):
        out[f"{mode}/ramp"] = floats(keras.applications.imagenet_utils.preprocess_input(ramp.copy(), mode=mode))
    versions = ", ".join(f"{m.__name__} {m.__version__}" for m in (keras, tf, PIL, np))
    path = os.path.join(DIRECTORY, "arrays.safetensors")
    save_file(dict(sorted(out.items())), path, metadata={"made_with": versions})
    os.chmod(path, 0o644)  # it is written with less


if __name__ == "__main__":
    os.makedirs(DIRECTORY, exist_ok=True)
    jpegs()
    pngs()
    damaged_pngs()
    decoded()
    short_sides()
    cropped()
    arrays()
