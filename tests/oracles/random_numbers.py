"""The random numbers of training, written again in NumPy: a second, independent reading of runtime/core/random.h.

    python random_numbers.py        compares with the known answers of Random123

Philox4x32-10 (Salmon, Moraes, Dror, Shaw, 2011) under the key (seed, hash of a layer's path) of the counter (element / 4, example,
step, upper half of example). Element i of an example takes word i % 4.
"""

import sys

import numpy as np

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_STEPS = 0x9E3779B9, 0xBB67AE85  # of the key, a round
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)

# Random123 1.14, tests/kat_vectors: counter, key, answer.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
# FNV-1a, 32 bits: of the test suite of its authors.
KNOWN_KEYS = {"": 0x811C9DC5, "a": 0xE40C292C, "foobar": 0xBF9CF968}


def philox4x32(counter, key):
    """Ten rounds: four arrays of words from a counter of four and a key of two; arrays or integers."""
    c = [np.asarray(word, np.uint64) for word in counter]
    for i in range(10):
        k = [np.uint64((word + i * step) & 0xFFFFFFFF) for word, step in zip(key, _STEPS)]
        p = [c[0] * _MULTIPLIERS[0], c[2] * _MULTIPLIERS[1]]  # below 2**64
        c = [(p[1] >> _HALF) ^ c[1] ^ k[0], p[1] & _LOW, (p[0] >> _HALF) ^ c[3] ^ k[1], p[0] & _LOW]
    return c


def random_key(name):
    """The second word of a key, from the path of a layer."""
    h = 0x811C9DC5
    for byte in name.encode("utf-8"):
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return h


def random_words(seed, key, elements, examples, step):
    """The words (examples, elements) of the elements 0, 1, ... of each of these examples."""
    examples = np.asarray(examples, np.uint64).reshape(-1, 1)
    blocks = np.arange(-(-elements // 4), dtype=np.uint64).reshape(1, -1)
    words = philox4x32((blocks, examples & _LOW, step, examples >> _HALF), (seed, key))
    shape = np.broadcast_shapes(blocks.shape, examples.shape)
    return np.stack([np.broadcast_to(word, shape) for word in words], axis=-1).reshape(len(examples), -1)[:, :elements]


def random_units(words):
    """Uniform in [0, 1): the upper 24 bits."""
    return (words >> np.uint64(8)).astype(np.float64) * 2.0**-24


def dropout_mask(seed, path, rate, shape, step, first_example=0):
    """What a Dropout of this path multiplies a batch of this shape by: 0, or 1 / (1 - rate)."""
    examples = np.arange(first_example, first_example + shape[0], dtype=np.uint64)
    words = random_words(seed, random_key(path), int(np.prod(shape[1:], dtype=np.int64)), examples, step)
    return np.where(random_units(words) < rate, 0.0, 1 / (1 - rate)).reshape(shape)


def weight_dropout_mask(seed, path, rate, shape, step, first_example=0):
    """What the attention of this path multiplies its weights by, of the shape (batch, heads, queries, keys). A head has the key of a
    layer whose name is one character longer, and a query a row of 2**16 elements."""
    batch, heads, queries, keys = shape
    examples = np.arange(first_example, first_example + batch, dtype=np.uint64).reshape(-1, 1, 1)
    blocks = (np.arange(queries, dtype=np.uint64) << np.uint64(14)).reshape(1, -1, 1) + np.arange(-(-keys // 4), dtype=np.uint64).reshape(1, 1, -1)
    units = np.empty(shape)
    for head in range(heads):
        key = (random_key(path) ^ head) * 0x01000193 & 0xFFFFFFFF
        words = philox4x32((blocks, examples & _LOW, step, examples >> _HALF), (seed, key))
        words = np.stack([np.broadcast_to(word, (batch, *blocks.shape[1:])) for word in words], axis=-1)
        units[:, head] = random_units(words.reshape(batch, queries, -1)[:, :, :keys])
    return np.where(units < rate, 0.0, 1 / (1 - rate))


def main():
    failures = 0
    for counter, key, answer in KNOWN:
        got = tuple(int(word) for word in philox4x32(counter, key))
        failures += got != answer
        print(f"{'ok  ' if got == answer else 'MISS'} Philox4x32-10 {' '.join(f'{word:08x}' for word in got)}")
    for name, answer in KNOWN_KEYS.items():
        failures += random_key(name) != answer
        print(f"{'ok  ' if random_key(name) == answer else 'MISS'} FNV-1a {name!r} {random_key(name):08x}")
    # Each word by itself: the same as those of whole examples.
    words = random_words(5, random_key("dropout"), 11, [3, 2**32 + 3], 7)
    alone = [[int(philox4x32((i // 4, e & 0xFFFFFFFF, 7, e >> 32), (5, random_key("dropout")))[i % 4]) for i in range(11)] for e in (3, 2**32 + 3)]
    mask = dropout_mask(1, "dropout", 0.4, (100, 1000), 0)
    weights = weight_dropout_mask(1, "heads", 0.4, (2, 3, 50, 51), 0, 2**32 + 3)
    one = int(philox4x32(((7 << 14) + 50 // 4, 4, 0, 1), (1, (random_key("heads") ^ 2) * 0x01000193 & 0xFFFFFFFF))[50 % 4])
    longer = weight_dropout_mask(1, "heads", 0.4, (2, 3, 60, 70), 0, 2**32 + 3)
    checks = {"a weight": weights[1, 2, 7, 50] == (0 if (one >> 8) * 2.0**-24 < 0.4 else 1 / 0.6),
              "weights of longer sequences": np.array_equal(weights, longer[:, :, :50, :51]),
              "share of dropped weights": abs(np.mean(weights == 0) - 0.4) < 0.01,
              "words of examples": words.tolist() == alone, "share of dropped": abs(np.mean(mask == 0) - 0.4) < 0.01,
              "kept elements": set(np.unique(mask)) == {0.0, 1 / 0.6}}
    for name, good in checks.items():
        failures += not good
        print(f"{'ok  ' if good else 'MISS'} {name}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
