"""What the recorder of steps of training (record_steps.py) and their test (tests/training/in_double.py) share.

A golden is tests/golden/training/<case>.json:

  model, arguments  of our spec
  reference         what ran: code, versions
  seed              of weights, images, labels (synthetic.py, by our names) and of dropout (random_numbers.py)
  batch, batches    step k reads the batch k % batches: image/<k % batches>, labels/<k % batches>
  classes, image    of the labels; the shape of an image
  texts             of a language model in place of `image`: {vocabulary, lengths, labels}: the tokens of each text of each batch; whether
                    there is a label for each of the `texts`, or of the `tokens`, padding included
  learning_rate
  gradients         {weight: digest} of the first step, before any update
  statistics        {moving statistic: digest} of the batch of the first step
  runs              [{momentum, losses, moving, rounding}]: plain SGD and SGD with momentum from the same weights. `moving`: digests of
                    the moving statistics after the last step. `rounding`: by how much a loss moves at most when every weight
                    changes by a relative 1e-15. One has a `recipe` in place of the momentum: {optimizer, schedule, groups}, members of
                    the structures of runtime/train; its losses are those of the batches, without what l2 adds

A digest is {max_abs, projection, elements}: max|v|, the sum of v times synthetic normal numbers, and sampled elements as
little-endian float64 in base64, which moving statistics after steps do without.
"""

import base64
import json
import os
import re

import numpy as np

import synthetic

SEED = 1
DIRECTORY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden", "training")
DIRECTORY_F32 = DIRECTORY + "_f32"  # of record_steps_f32.py
ELEMENTS = 12
ZERO = 1e-12  # of the largest element of all tensors


def images(golden, step):
    """float64, of the batch of this step."""
    shape = [golden["batch"], *golden["image"]]
    return synthetic.model_input(golden["seed"], f"image/{step % golden['batches']}", shape).astype(np.float64)


def labels(golden, step):
    return synthetic.ids(golden["seed"], f"labels/{step % golden['batches']}", golden["batch"], golden["classes"])


def inputs(golden, step):
    """{name: array} of what a step reads, in its order; float64, or int32 of ids, masks and labels."""
    if "texts" not in golden:
        return {"image": images(golden, step), "labels": labels(golden, step)}
    k = step % golden["batches"]
    lengths = golden["texts"]["lengths"][k]
    shape = [golden["batch"], max(lengths)]
    below = {"token_ids": golden["texts"]["vocabulary"], "segment_ids": 2}
    arrays = {name: synthetic.model_input(golden["seed"], f"{name}/{k}", shape, "ids", below[name]) for name in below}
    arrays["padding_mask"] = synthetic.model_input(golden["seed"], "padding_mask", shape, "mask", lengths=lengths)
    if golden["texts"]["labels"] == "tokens":
        return {**arrays, "labels": synthetic.ids(golden["seed"], f"labels/{k}", int(np.prod(shape)), golden["classes"]).reshape(shape)}
    return {**arrays, "labels": labels(golden, step)}


def parameter(golden, name, shape):
    return synthetic.parameter(golden["seed"], name, shape).astype(np.float64)


def _samples(name, size):
    return synthetic.ids(SEED, f"samples/{name}", min(ELEMENTS, size), size) if size > ELEMENTS else np.arange(size)


def _projection(name, value):
    return float(np.sum(value.reshape(-1) * synthetic.normal(SEED, f"projection/{name}", value.size)))


def write(name, golden, directory=DIRECTORY):
    """Keeps what was recorded of a case."""
    os.makedirs(directory, exist_ok=True)
    path = os.path.join(directory, name + ".json")
    with open(path, "w", encoding="ascii") as f:
        f.write(text(golden))
    print(f"  {path}: {os.path.getsize(path)} bytes", flush=True)


def text(golden):
    """JSON with a digest a line."""
    lines = json.dumps(golden, indent=1)
    return re.sub(r"[{\[]\n([^{}\[\]]+?)\s*[}\]](?=[,\n])", lambda m: m[0][0] + " ".join(m[1].split()) + m[0][-1], lines) + "\n"


def digest(name, value, sampled=True):
    value = np.asarray(value, np.float64)
    assert np.all(np.isfinite(value)), name
    result = {"max_abs": float(np.max(np.abs(value))), "projection": _projection(name, value)}
    if sampled:
        elements = np.ascontiguousarray(value.reshape(-1)[_samples(name, value.size)], "<f8")
        result["elements"] = base64.b64encode(elements.tobytes()).decode("ascii")
    return result


def least_scale(one, gradients):
    """What a gradient is measured by at least, beside its largest element: one that is zero but for rounding, as of an addend before a
    batch norm, has none to measure by. `gradients`: {weight: digest}."""
    largest = max(digest["max_abs"] for digest in gradients.values())
    return 1e-4 * largest if one["max_abs"] < ZERO * largest else 0.0


def difference(name, value, wanted, least=0.0):
    """By how much a tensor differs from what a digest says: a share of its largest element, or of `least`. The projection is of
    independent errors of all elements."""
    scale = max(wanted["max_abs"], least)
    sampled = 0.0
    if "elements" in wanted:
        elements = np.frombuffer(base64.b64decode(wanted["elements"]), "<f8")
        sampled = np.max(np.abs(value.reshape(-1)[_samples(name, value.size)] - elements))
    projected = abs(_projection(name, value) - wanted["projection"]) / np.sqrt(value.size)
    largest = abs(float(np.max(np.abs(value))) - wanted["max_abs"])
    return float(np.max([sampled, projected, largest]) / scale) if np.all(np.isfinite(value)) else np.inf
