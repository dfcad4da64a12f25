"""Writes what tests/import/data needs beside make_h5_samples.py: files of the safetensors package, and synthetic values.

  python tests/oracles/make_import_tables.py [directory]

synthetic.tsv has a line for each tensor: seed, name, shape, three elements as hexadecimal floats at the start, the last one,
and the FNV-1a hash of all bytes. synthetic_ids.tsv the same for ids: seed, name, bound, number, the elements in decimal, the hash.
"""

import pathlib
import sys

import numpy as np
import safetensors
from safetensors.numpy import save_file

import synthetic

DIRECTORY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "import" / "data")

WEIGHTS = [
    (1, "conv1_conv/kernel", (7, 7, 3, 64)),
    (1, "conv1_conv/bias", (64,)),
    (1, "conv1_bn/gamma", (64,)),
    (1, "conv1_bn/beta", (64,)),
    (1, "conv1_bn/moving_mean", (64,)),
    (1, "conv1_bn/moving_variance", (64,)),
    (1, "expanded_conv_depthwise/kernel", (3, 3, 32, 1)),
    (1, "expanded_conv_depthwise/depthwise_kernel", (3, 3, 32, 1)),
    (2, "twice/depthwise_kernel", (5, 5, 7, 2)),
    (18446744073709551615, "a/kernel", (1, 5)),
    (3, "predictions/kernel", (2048, 10)),
    (3, "a name with spaces/\u00e9/kernel", (3,)),
    (1, "embeddings/token/embeddings", (30, 7)),
    (1, "embeddings/position/position_embeddings", (5, 7)),
    (1, "norm/scale", (64,)),
    (1, "layer1/attention/output/kernel", (12, 20)),
    (1, "layer1/feed_forward/output/bias", (20,)),
    (1, "attention/output/kernel", (20, 12)),
    (1, "my_attention/output/kernel", (20, 12)),
    (1, "attention/output/norm/bias", (20,)),
]

IDS = [(1, "token_ids", 30522, 385), (7, "segment_ids", 2, 64), (18446744073709551615, "token_ids", 1, 5), (3, "ids", 2147483647, 5)]


def fnv(data):
    state = 0xCBF29CE484222325
    for byte in data:
        state = ((state ^ byte) * 0x100000001B3) & ((1 << 64) - 1)
    return state


def synthetic_table():
    rows = [(seed, name, shape, synthetic.parameter(seed, name, shape)) for seed, name, shape in WEIGHTS]
    rows.append((1, "gain:stem_bn/gamma", (64,), synthetic.parameter(1, "stem_bn/gamma", (64,), 1.375)))
    for role in ("input", "pixels"):
        rows.append((1, f"{role}:image", (1, 9, 9, 3), synthetic.model_input(1, "image", (1, 9, 9, 3), role)))
    with open(DIRECTORY / "synthetic.tsv", "w", encoding="utf-8") as out:
        for seed, name, shape, value in rows:
            flat = np.ascontiguousarray(value, np.float32).reshape(-1)
            numbers = [float(flat[i]).hex() for i in (0, 1, 2, -1)]
            fields = [seed, name, "x".join(map(str, shape)), *numbers, f"{fnv(flat.tobytes()):016x}"]
            out.write("\t".join(map(str, fields)) + "\n")


def ids_table():
    with open(DIRECTORY / "synthetic_ids.tsv", "w", encoding="utf-8") as out:
        for seed, name, below, count in IDS:
            values = synthetic.model_input(seed, name, (count,), "ids", below)
            fields = [seed, name, below, count, *(values[i] for i in (0, 1, 2, -1)), f"{fnv(values.astype('<i4').tobytes()):016x}"]
            out.write("\t".join(map(str, fields)) + "\n")


def safetensors_files():
    arrays = {
        "f32/matrix": np.arange(6, dtype=np.float32).reshape(2, 3),
        "f64": np.array([1.5, -2.5]),
        "f16": np.array([[1, -2], [0.5, 65504]], np.float16),
        "c64": np.array([1 + 2j], np.complex64),
        "scalar": np.array(3.25, np.float32),
        "empty": np.zeros((0, 4), np.float32),
        "bool": np.array([True, False, True]),
        "u8": np.arange(5, dtype=np.uint8),
        "i8": np.array([-1, 2], np.int8),
        "i16": np.array([-300], np.int16),
        "u16": np.array([60000], np.uint16),
        "i32": np.array([[1, 2], [-3, 4]], np.int32),
        "u32": np.array([4000000000], np.uint32),
        "i64": np.array([-(2**40)], np.int64),
        "u64": np.array([2**63], np.uint64),
        'a "quoted" \\ name \u00e9\u4e2d\U0001f600\t': np.ones(1, np.float32),
    }
    save_file(arrays, DIRECTORY / "package.safetensors", metadata={"format": "np"})
    # Types that NumPy does not have: bytes with a name.
    named = {
        "bf16": ("bfloat16", (2, 2), bytes.fromhex("803f00c0003f80ff")),
        "e4m3": ("float8_e4m3fn", (3,), bytes([1, 2, 3])),
        "e5m2": ("float8_e5m2", (1,), bytes([4])),
        "e8m0": ("float8_e8m0fnu", (2,), bytes([5, 6])),
        "f4": ("float4_e2m1fn_x2", (2, 1), bytes([7, 8])),
        "f32": ("float32", (1,), np.float32(2).tobytes()),
    }
    buffers = {name: np.frombuffer(data, np.uint8) for name, (_, _, data) in named.items()}
    specs = {
        name: safetensors.TensorSpec(dtype=dtype, shape=shape, data_ptr=buffers[name].ctypes.data, data_len=len(data))
        for name, (dtype, shape, data) in named.items()
    }
    (DIRECTORY / "package_small_floats.safetensors").write_bytes(safetensors.serialize(specs, None))
    (DIRECTORY / "package_none.safetensors").write_bytes(safetensors.serialize({}, None))


if __name__ == "__main__":
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    synthetic_table()
    ids_table()
    safetensors_files()
    print(f"NumPy {np.__version__}, safetensors {safetensors.__version__}")
