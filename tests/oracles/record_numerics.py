"""Records what Keras's (on TensorFlow) and PyTorch's own float32 reach, for tests/kernels/numerics_test.cpp.

    python record_numerics.py                       writes tests/golden/numerics/frameworks.json
    python record_numerics.py --table RESULTS       writes the tables of docs/numerics.md; RESULTS: what the test printed, with
                                                    SPECIMEN_FULL=1

The truth is computed here in float64. An error is relative to the truth; results under 1.2e-38 count as 0, here and there.
"""

import argparse
import json
import os
import re

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDEN = os.path.join(ROOT, "tests/golden/numerics/frameworks.json")
PAGE = os.path.join(ROOT, "docs/numerics.md")
POINTS = 999_999  # as in the test with SPECIMEN_FULL=1
BOUND = 1e-6
SMALLEST = 1.2e-38
SPECIAL = {"nan": np.nan, "inf": np.inf, "-inf": -np.inf}
BOUNDS = ((-104.0, 104.0, 1.0), (-16.0, 16.0, 0.25))  # of bins, and their width


def points(count):
    """A third each: all powers of ten, -104 to 104, -8 to 8. The test makes the same."""
    third = count // 3
    i = np.arange(third, dtype=np.int64)
    bits = (i * 0x7F800000 // third).astype(np.uint32) | ((i & 1) << 31).astype(np.uint32)
    middle = (i + 0.5) / third
    return np.concatenate([bits.view(np.float32), (-104 + 208 * middle).astype(np.float32), (-8 + 16 * middle).astype(np.float32)])


def errors(got, want):
    """Relative to `want`; infinite for what should be a number and is none."""
    got = np.asarray(got, np.float64)
    with np.errstate(all="ignore"):
        want = np.where(np.abs(want) > np.finfo(np.float32).max, np.copysign(np.inf, want), want)
        error = np.abs(got - want) / np.abs(want)
    error[got == want] = 0
    error[(np.abs(want) < SMALLEST) & (np.abs(got) < SMALLEST)] = 0
    error[np.isnan(error)] = np.inf
    return error


def functions():
    """Name: (truth in float64, Keras, PyTorch). The parameters are the test's."""
    import keras
    import torch
    import torch.nn.functional as F

    a, ops = keras.activations, keras.ops

    def gelu(x):
        return (0.5 * x * np.asarray(torch.special.erfc(torch.from_numpy(-x / np.sqrt(2))))).astype(np.float64)

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def softplus(x):
        return np.where(x > 0, x, 0) + np.log1p(np.exp(-np.abs(x)))

    def gelu_tanh(x):
        return x * sigmoid(2 * np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))

    def hard_sigmoid(x):
        return np.clip(x + 3, 0, 6) / 6

    return {
        "relu": (lambda x: np.where(x < 0, 0, x), a.relu, F.relu),
        "relu6": (lambda x: np.clip(x, 0, 6), a.relu6, F.relu6),
        "leaky_relu": (lambda x: np.where(x < 0, 0.2 * x, x), lambda x: a.leaky_relu(x, 0.2), lambda x: F.leaky_relu(x, 0.2)),
        "threshold": (lambda x: np.where(x <= 0.5, 0, x), lambda x: a.threshold(x, 0.5, 0), lambda x: F.threshold(x, 0.5, 0)),
        "elu": (lambda x: np.where(x < 0, np.expm1(x), x), a.elu, F.elu),
        "sigmoid": (sigmoid, a.sigmoid, torch.sigmoid),
        "hard_sigmoid": (hard_sigmoid, a.hard_sigmoid, F.hardsigmoid),
        "tanh": (np.tanh, a.tanh, torch.tanh),
        "silu": (lambda x: x * sigmoid(x), a.silu, F.silu),
        "hard_silu": (lambda x: x * hard_sigmoid(x), a.hard_silu, F.hardswish),
        "gelu": (gelu, lambda x: a.gelu(x, approximate=False), F.gelu),
        "gelu_tanh": (gelu_tanh, lambda x: a.gelu(x, approximate=True), lambda x: F.gelu(x, approximate="tanh")),
        "softplus": (softplus, a.softplus, F.softplus),
        "softsign": (lambda x: x / (1 + np.abs(x)), a.softsign, F.softsign),
        "mish": (lambda x: x * np.tanh(softplus(x)), a.mish, F.mish),
        "exponential": (np.exp, a.exponential, torch.exp),
        "square": (lambda x: x * x, ops.square, torch.square),
        "negate": (lambda x: -x, ops.negative, torch.neg),
    }


def word(value):
    """A special result as the golden has it: `nan`, `inf`, `-inf` or a number."""
    return str(float(value)) if not np.isfinite(value) else float(value)


def record_function(truth, of_keras, of_torch):
    import torch

    x = points(POINTS)
    with np.errstate(all="ignore"):
        want = truth(x.astype(np.float64))
    results = {"keras": np.asarray(of_keras(x)), "torch": of_torch(torch.from_numpy(x)).numpy()}
    record, worst = {}, {}
    for name, result in results.items():
        worst[name] = errors(result, want)
        at = int(np.argmax(worst[name]))
        record[name] = {"worst": word(worst[name][at]), "at": float(x[at]), "beyond": float(np.mean(worst[name] > BOUND))}
    specials = np.array(list(SPECIAL.values()), np.float32)
    record["special"] = {"keras": dict(zip(SPECIAL, map(word, np.asarray(of_keras(specials))))),
                         "torch": dict(zip(SPECIAL, map(word, of_torch(torch.from_numpy(specials)).numpy())))}
    # Where Keras itself is further off than the bound: from, to, its worst error there.
    bins = []
    for low, high, width in BOUNDS:
        inner = 16.0 if high > 16 else 0.0
        for begin in np.arange(low, high, width):
            here = (x >= begin) & (x < begin + width)
            if inner and -inner <= begin < inner:
                continue
            if here.any() and (largest := worst["keras"][here].max()) > BOUND:
                bins.append([float(begin), float(begin + width), word(largest)])
    beyond = np.abs(x) >= 104
    if (largest := worst["keras"][beyond & (x < 0)].max(initial=0)) > BOUND:
        bins.append([-float(np.finfo(np.float32).max), -104.0, word(largest)])
    if (largest := worst["keras"][beyond & (x > 0)].max(initial=0)) > BOUND:
        bins.append([104.0, float(np.finfo(np.float32).max), word(largest)])
    record["keras_beyond_1e-6"] = bins
    return record


FEATURES = (17, 768, 1001)


def rows(features):
    """Name: a row. offset + scale * u, u of -1 to 1; the test makes the same."""
    u = ((np.arange(features) * 7919 + 13) % 1021) / 512.0 - 1
    made = {}
    for name, offset, scale in (("ordinary", 0, 1), ("wide", 0, 80), ("large mean", 1e4, 1), ("small", 0, 1e-3), ("tiny", 0, 1e-20),
                                ("tiniest", 0, 1e-37), ("large", 0, 1e15), ("huge", 0, 1e30), ("largest", 0, 1.7e38), ("zeros", 0, 0),
                                ("constant 3.7", 3.7, 0), ("constant 1e4", 10000.1, 0), ("constant 1e-30", 1e-30, 0),
                                ("constant 1e15", 1e15, 0), ("constant -1e30", -1e30, 0)):
        made[name] = (offset + scale * u).astype(np.float32)
    made["outlier"] = made["ordinary"].copy()
    made["outlier"][0] = 1e6
    for name, place, value in (("nan first", 0, np.nan), ("nan last", -1, np.nan), ("inf", 5, np.inf), ("-inf", 5, -np.inf)):
        made[name] = made["ordinary"].copy()
        made[name][place] = value
    made["all inf"] = np.full(features, np.inf, np.float32)
    made["all -inf"] = np.full(features, -np.inf, np.float32)
    return made


def row_functions(features):
    """Name: (truth, Keras, PyTorch), epsilons as in the test, no gamma and beta."""
    import keras
    import torch
    import torch.nn.functional as F

    def layer(x):
        # Exact for equal features.
        centered = x - x[:1]
        centered = centered - centered.mean(keepdims=True)
        return centered / np.sqrt(np.mean(centered**2) + 1e-6)

    def built(norm):
        norm.build((None, features))
        return norm

    def softmax(x):
        e = np.exp(x - x.max())
        return e / e.sum()

    layer_norm = built(keras.layers.LayerNormalization(epsilon=1e-6))
    rms_norm = built(keras.layers.RMSNormalization(epsilon=1e-6))
    unit_norm = keras.layers.UnitNormalization()
    return {
        "layer": (layer, layer_norm, lambda x: F.layer_norm(x, (features,), eps=1e-6)),
        "rms": (lambda x: x / np.sqrt(np.mean(x**2) + 1e-6), rms_norm, lambda x: F.rms_norm(x, (features,), eps=1e-6)),
        "unit": (lambda x: x / max(np.sqrt(np.sum(x**2)), 1e-12), unit_norm, lambda x: F.normalize(x, dim=-1)),
        "softmax": (softmax, lambda x: keras.ops.softmax(x), lambda x: torch.softmax(x, -1)),
    }


def row_error(name, got, want):
    """Of a softmax relative to each element, of a norm to the largest of the row; `nan` where there are NaNs."""
    got = np.asarray(got, np.float64)
    if np.isnan(got).any():
        return "nan" if np.isnan(got).all() else "some nan"
    if not np.isfinite(want).all():
        return "none"
    if name == "softmax":
        return word(errors(got, want).max())
    largest = np.abs(want).max()
    difference = np.abs(got - want).max()
    return float(difference) if largest < SMALLEST else word(difference / largest)


def record_rows():
    import torch

    record = {}
    for features in FEATURES:
        for name, (truth, of_keras, of_torch) in row_functions(features).items():
            for case, x in rows(features).items():
                with np.errstate(all="ignore"):
                    want = truth(x.astype(np.float64))
                    keras_error = row_error(name, np.asarray(of_keras(x[None]))[0], want)
                    torch_error = row_error(name, of_torch(torch.from_numpy(x[None])).numpy()[0], want)
                record.setdefault(name, {}).setdefault(str(features), {})[case] = {"keras": keras_error, "torch": torch_error}
    return record


def record():
    import keras
    import tensorflow
    import torch

    golden = {"versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "torch": torch.__version__},
              "functions": {name: record_function(*three) for name, three in functions().items()}, "rows": record_rows()}
    os.makedirs(os.path.dirname(GOLDEN), exist_ok=True)
    with open(GOLDEN, "w") as file:
        text = json.dumps(golden, indent=1)
        # Short lists and cases on one line each.
        text = re.sub(r"\[\s+(-?[\d.e+-]+),\s+(-?[\d.e+-]+),\s+([^\]\s]+)\s+\]", r"[\1, \2, \3]", text)
        text = re.sub(r"\{\s+\"keras\": ([^\s{]+),\s+\"torch\": ([^\s{]+)\s+\}", r'{"keras": \1, "torch": \2}', text)
        file.write(text + "\n")


RESULT = re.compile(r"numerics (\w+) +(\w+) +(\w+) +worst (\S+) \(([^)]*)\)(?: at (\S+))?"
                    r"(?:; where Keras is worse (\S+) (?:at (\S+)|\(([^)]*)\)))?")


def figure(value):
    """An error of a golden in two digits."""
    return value if isinstance(value, str) else f"{value:.1e}".replace("e-0", "e-").replace("0.0e+00", "0").replace("e+00", "")


def results(path):
    """(name, second column, target) -> what the test printed: worst, beyond and where."""
    found = {}
    with open(path) as file:
        for line in file:
            if match := RESULT.match(line):
                name, second, target, worst, _, _, beyond, at, row = match.groups()
                found[name, second, target] = figure(float(worst)) + (f"; {figure(float(beyond))} at {at}" if at else "") + (
                    f"; {figure(float(beyond))} ({row})" if row else "")
    return found


def function_table(golden, ours):
    lines = ["| function | AVX2 | AVX-512 | reference, f32 | Keras | PyTorch | of inf | of -inf |", "|---|---|---|---|---|---|---|---|"]
    for name, record in golden["functions"].items():
        cells = [ours.get((name, "none", target), "not measured") for target in ("v3", "v4", "f32")]
        for worst in (record["keras"], record["torch"]):
            cells.append(figure(worst["worst"]) + (f" at {worst['at']:.5g}" if worst["worst"] != 0 else ""))
        cells += [str(record["special"]["keras"][s]) for s in ("inf", "-inf")]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return lines


def row_table(golden, ours):
    lines = ["| rows of 768 features | AVX2 | AVX-512 | reference, f32 | Keras | PyTorch |", "|---|---|---|---|---|---|"]
    for name, sizes in golden["rows"].items():
        cells = [ours.get((name, "768", target), "not measured") for target in ("v3", "v4", "f32")]
        theirs = []
        for framework in ("keras", "torch"):
            numbers = {row: float(e[framework]) for row, e in sizes["768"].items() if e[framework] not in ("nan", "some nan", "none")}
            small = {row: e for row, e in numbers.items() if e <= BOUND}
            worst = max(numbers, key=numbers.get)
            theirs.append(figure(max(small.values())) + (f"; {figure(numbers[worst])} ({worst})" if worst not in small else ""))
        lines.append(f"| {name} | " + " | ".join(cells + theirs) + " |")
    return lines


def write_tables(path):
    with open(GOLDEN) as file:
        golden = json.load(file)
    ours = results(path)
    with open(PAGE) as file:
        page = file.read()
    for mark, lines in (("functions", function_table(golden, ours)), ("rows", row_table(golden, ours))):
        page = re.sub(rf"(<!-- {mark} -->\n).*?(<!-- end -->)", lambda m: m[1] + "\n".join(lines) + "\n" + m[2], page, flags=re.S)
    with open(PAGE, "w") as file:
        file.write(page)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", metavar="RESULTS")
    arguments = parser.parse_args()
    if arguments.table:
        write_tables(arguments.table)
    else:
        os.environ.setdefault("KERAS_BACKEND", "tensorflow")
        record()


if __name__ == "__main__":
    main()
