"""The Python module of mnist against NumPy in float64: python module.py DIRECTORY WEIGHTS"""

import json
import os
import struct
import sys
import threading
import zlib

import numpy as np

sys.path.insert(0, sys.argv[1])
import mnist  # noqa: E402


def read_safetensors(path):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header, data = json.loads(file.read(size)), file.read()
    return {name: np.frombuffer(data[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"]).astype(np.float64)
            for name, entry in header.items() if name != "__metadata__"}


def convolution(x, kernel, bias):
    padded = np.pad(x, ((0, 0), (2, 2), (2, 2), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (5, 5), (1, 2))
    return np.maximum(np.einsum("bhwcij,ijco->bhwo", windows, kernel, optimize=True) + bias, 0)


def pooled(x):
    return x.reshape(x.shape[0], x.shape[1] // 2, 2, x.shape[2] // 2, 2, x.shape[3]).max((2, 4))


def reference(image, w):
    x = image.astype(np.float64)
    for layer in ("conv1", "conv2"):
        x = pooled(convolution(x, w[layer + "/kernel"], w[layer + "/bias"]))
    x = np.maximum(x.reshape(len(x), -1) @ w["hidden/kernel"] + w["hidden/bias"], 0)
    return x @ w["classifier/kernel"] + w["classifier/bias"]


def png(pixels):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def refused(kind, function):
    try:
        function()
    except kind as error:
        return str(error)
    raise AssertionError(f"no {kind.__name__}")


def main():
    weights = sys.argv[2]
    random = np.random.default_rng(1)
    images = random.random((3, 28, 28, 1), np.float32)
    want = reference(images, read_safetensors(weights))
    with mnist.Model(weights, threads=1) as model:
        got = model(images)
        assert got.dtype == np.float32 and got.shape == (3, 10)
        assert np.abs(got - want).max() / np.abs(want).max() < 1e-5
        out = np.full((3, 10), np.nan, np.float32)
        assert model(images, out=out) is out and (out == got).all()  # written in place
        assert (model(images.astype(np.float64)[:, ::-1][:, ::-1]) == got).all()  # what is not as the model reads it is copied

        results, steps, running = [], 0, True
        threads = [threading.Thread(target=lambda: results.append(model(images))) for _ in range(2)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            steps += 1
        assert steps > 100, "Python stands still while the model runs"
        assert len(results) == 2 and all((result == got).all() for result in results)

        assert "9" in refused(mnist.Error, lambda: model(np.zeros((9, 28, 28, 1), np.float32)))
        assert "28" in refused(ValueError, lambda: model(np.zeros((1, 27, 28, 1), np.float32)))
        refused(ValueError, lambda: model(images, out=np.zeros((3, 10))))
        refused(TypeError, lambda: model(images, images))
    assert "closed" in refused(mnist.Error, lambda: model(images))
    assert "nowhere" in refused(mnist.Error, lambda: mnist.Model("/nowhere"))
    assert mnist.outputs[0].labels == [str(i) for i in range(10)] and mnist.inputs[0].shape == ("batch", 28, 28, 1)

    if os.path.exists(os.path.join(sys.argv[1], "libmnist_image.so")):
        pixels = random.integers(0, 256, (28, 28), np.uint8)
        assert np.abs(mnist.preprocess(png(pixels))[0, :, :, 0] - pixels / 255).max() < 1e-6
        assert refused(mnist.Error, lambda: mnist.preprocess(b"no image"))
    print("all is well")


main()
