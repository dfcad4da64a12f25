"""What the program must give for tensors that a checkpoint lacks: Keras's initializers, seeded, in exact arithmetic."""

import fractions
import math
import struct


def glorot_uniform(seed, name, shape):
    """The bytes of a dense kernel, float32: the same on any machine."""
    mask = (1 << 64) - 1
    state = 0xCBF29CE484222325
    for byte in struct.pack("<Q", seed) + name.encode():
        state = (state ^ byte) * 0x100000001B3 & mask
    limit = math.sqrt(3 * (1 / ((shape[0] + shape[1]) / 2)))
    data = b""
    for _ in range(shape[0] * shape[1]):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        u = (z ^ z >> 31) >> 40
        data += struct.pack("<f", float(fractions.Fraction(2 * limit) * u / (1 << 24) - fractions.Fraction(limit)))
    return data
