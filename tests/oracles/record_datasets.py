"""Writes the files of tests/datasets/data with the programs that others write such files with: TensorFlow, NumPy, Python.

    python tests/oracles/record_datasets.py        in an environment with tensorflow and numpy
"""

import csv
import itertools
import pathlib

import numpy as np
import tensorflow as tf

OUT = pathlib.Path(__file__).resolve().parents[1] / "datasets" / "data"


def tfrecords():
    for compression in ("", "GZIP", "ZLIB"):
        name = (compression.lower() or "plain") + ".tfrecord"
        with tf.io.TFRecordWriter(str(OUT / name), tf.io.TFRecordOptions(compression_type=compression)) as writer:
            for i in range(5):
                features = {
                    "floats": tf.train.Feature(float_list=tf.train.FloatList(value=[(k + 1) * 2.0**-i for k in range(i)])),
                    "ids": tf.train.Feature(int64_list=tf.train.Int64List(value=[i - 2, 1 << 10 * i, -(1 << 63)])),
                    "texts": tf.train.Feature(bytes_list=tf.train.BytesList(value=[f"text {i}".encode(), b"\0\xff"])),
                    "empty": tf.train.Feature(),
                }
                example = tf.train.Example(features=tf.train.Features(feature=features))
                writer.write(example.SerializeToString())


def arrays():
    values = np.arange(18).reshape(3, 2, 3)
    made = {"b1": values % 2 == 1, "u1": values.astype("u1"), "i1": (values - 3).astype("i1")}
    for order, word in (("<", "little"), (">", "big")):
        for width in (2, 4, 8):
            made[f"{word}_i{width}"] = (values - 3).astype(f"{order}i{width}")
            made[f"{word}_f{width}"] = (values - 2.75).astype(f"{order}f{width}")
            if order == "<":
                made[f"{word}_u{width}"] = values.astype(f"{order}u{width}")
    for name, array in made.items():
        np.save(OUT / f"{name}.npy", array)


def cells():
    """Rows that csv writes, quoted only where needed, and what it reads from them."""
    parts = ["a", ",", '"', "\n", "\r\n", " ", ""]
    texts = sorted({"".join(p) for n in range(4) for p in itertools.product(parts, repeat=n)})
    rows = [texts[i : i + 4] for i in range(0, len(texts) - 3, 4)]
    with open(OUT / "cells.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    with open(OUT / "cells.csv", newline="", encoding="utf-8") as file:
        read = list(csv.reader(file))
    with open(OUT / "cells_hex.csv", "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["x" + cell.encode().hex() for cell in row] for row in read])


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    tfrecords()
    arrays()
    cells()
    versions = f"tensorflow {tf.__version__}, numpy {np.__version__}"
    (OUT / "README.md").write_text(f"# Data sets\n\nWritten by `tests/oracles/record_datasets.py` with {versions}.\n", encoding="utf-8")


if __name__ == "__main__":
    main()
