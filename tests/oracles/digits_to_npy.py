"""Writes scikit-learn's handwritten digits (UCI ML, CC BY 4.0) as the .npy files of the recipe `digits`, split as in train_digits.py.

    .venv-peers/bin/python tests/oracles/digits_to_npy.py DIRECTORY
"""

import pathlib
import sys

import numpy as np
from sklearn.datasets import load_digits


def main(directory):
    out = pathlib.Path(directory)
    out.mkdir(parents=True, exist_ok=True)
    digits = load_digits()
    images = np.round(digits.images * (255 / 16)).astype(np.uint8)
    held_out = np.arange(len(images)) % 5 == 0
    for part, chosen in ("train", ~held_out), ("test", held_out):
        np.save(out / f"{part}_images.npy", images[chosen])
        np.save(out / f"{part}_labels.npy", digits.target[chosen])
        print(f"{part}: {chosen.sum()} images")


if __name__ == "__main__":
    main(sys.argv[1])
