"""What every recorder shares: run a reference on synthetic weights and write what it answered.

A golden is one JSON file, tests/golden/<model>.json, or tests/golden/edits/<model>.json of a model in tests/edits/specs, or
tests/golden/layer_specs/<model>.json of one in tests/layers/specs:

  model        the name of our spec
  reference    what ran: code, version, float64 or float32
  checkpoint   the set of `checkpoints` in the spec that maps the reference's names to ours
  seed, gain   of the synthetic weights and inputs (synthetic.py); without a gain it is 1
  checkpoint_of  only where weights come from a checkpoint of another model: that model and its arguments. The seed is that
               model's, and of the initializers (initializers.py) of what the checkpoint lacks
  parameters   tensors, trainable and total count, a hash of the sorted list of names and shapes (synthetic.list_hash)
  multiply_adds  of convolutions, dense layers and attention for one image or text of the first case, counted on the reference
  tolerance    max|a - b| / max|b| that we allow ourselves
  cases        arguments of the spec, inputs (what synthetic.model_input needs), outputs
  sensitivity  sampled tensors: by how many tolerances an output moves, the one that moves most, when the tensor is perturbed
               by 10 % with random signs
  invariants   only where there are some: {pattern of names: why these tensors move nothing}; they are not among those
An output stores `data`, little-endian float32 in base64: the values [..., ::stride] of the reference's output, and
`max_abs` over all of it. With `rows`, only those of the rows (all dimensions but the last made one), and `max_abs` over all
rows that the padding mask keeps.

Sizes of a family beyond those that are compared are in shape_only/<model>.json: without seed, tolerance, sensitivity and data, their
outputs are shapes.
"""

import base64
import fnmatch
import json
import os

import numpy as np

import synthetic

# A live comparison (`make parity`) records with another seed into another directory.
SEED = int(os.environ.get("ORACLE_SEED", "1"))
DIRECTORY = os.environ.get("ORACLE_OUT") or os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden")
SENSITIVITY_TENSORS = 20
STRIDE = 16  # of the stored outputs of every image after the first


ROWS = 8  # of the tokens of a text, and
VALUES = 64  # of a token: what is stored at most


def case(arguments, inputs, stride=1, lengths=None):
    """One case: arguments for the spec, {input name: what it is made of, for synthetic.model_input}; of texts, the lengths
    without padding."""
    return {"arguments": arguments, "inputs": inputs, "stride": stride, "lengths": lengths}


def image_cases(sizes, channels=3, argument="image_size", extra=None):
    """Square images: [(size, batch)]. The whole output of the first image is stored once a size, then a sample."""
    cases = []
    for size, batch in sizes:
        arguments = {argument: size} if argument else {}
        arguments.update(extra or {})
        stride = 1 if batch == 1 else STRIDE
        cases.append(case(arguments, {"image": {"role": "input", "shape": [batch, size, size, channels]}}, stride=stride))
    return cases


def text_cases(texts, vocabulary_size, num_segments=2, arguments=None):
    """Token ids, segments and padding: [(length of the sequence, [how many tokens of each text are kept])]. What padding holds
    is as random as the rest. Without segments there is no input of them."""
    cases = []
    for sequence, lengths in texts:
        shape = [len(lengths), sequence]
        inputs = {"token_ids": {"role": "ids", "shape": shape, "below": vocabulary_size},
                  **({"segment_ids": {"role": "ids", "shape": shape, "below": num_segments}} if num_segments else {}),
                  "padding_mask": {"role": "mask", "shape": shape, "lengths": lengths}}
        cases.append(case(arguments or {}, inputs, lengths=lengths))
    return cases


def inputs_of(one):
    """{name: array} of a case."""
    return {name: synthetic.model_input(SEED, name, **made_of) for name, made_of in one["inputs"].items()}


def base64_of(value):
    return base64.b64encode(np.ascontiguousarray(value, "<f4").tobytes()).decode("ascii")


def _encode(value, one):
    """What is stored of an output of this case."""
    value = np.asarray(value, np.float64)
    if one["lengths"] is None:
        stride = one["stride"] if value.shape[-1] >= 4 * one["stride"] else 1
        kept = value
        result = {"shape": list(value.shape), "stride": stride}
        data = value[..., ::stride]
    else:
        result = {"shape": list(value.shape), "stride": _odd_prime(value.shape[-1] / VALUES)}
        rows = value.reshape(-1, value.shape[-1])
        kept = value
        if value.ndim == 3:
            sequence = value.shape[1]
            kept = np.concatenate([value[i, :length] for i, length in enumerate(one["lengths"])])
            result["rows"] = [i * sequence + p for i, length in enumerate(one["lengths"])
                              for p in sorted({round(j * (length - 1) / (ROWS - 1)) for j in range(ROWS)})]
            rows = rows[result["rows"]]
        data = rows[:, ::result["stride"]]
    return {**result, "max_abs": float(np.max(np.abs(kept))), "data": base64_of(data)}


def _odd_prime(least):
    """A stride that meets every lane of a vector: 1, or an odd prime of at least `least`."""
    n = 1
    while n < least or n == 2 or any(n % d == 0 for d in range(2, n)):
        n += 1
    return n


def moved(before, after):
    """max|a - b| / max|b|."""
    return float(np.max(np.abs(after - before)) / np.max(np.abs(before)))


def _sample(parameters, count, invariants):
    counting = [p for p in parameters if not any(fnmatch.fnmatchcase(p[0], pattern) for pattern in invariants)]
    return sorted(counting, key=lambda p: synthetic.fnv1a64(("sample/" + p[0]).encode()))[:count]


def _perturbed(name, value):
    signs = np.where(synthetic.normal(SEED, "signs/" + name, value.size) < 0, -1.0, 1.0).reshape(value.shape)
    return value * (1 + 0.1 * signs)


def most_moved(before, after):
    """Of the output that moves most."""
    return max(moved(before[name], after[name]) for name in before)


def record(model, reference, checkpoint, build, cases, tolerance=2e-5, sensitivity_case=0, gain=1.0, checkpoint_of=None,
           parameter=synthetic.parameter, invariants=None):
    """Runs the reference and writes the golden.

    build(arguments, inputs) returns a runner for these arguments: `parameters` [(name, shape, trainable)],
    `assign(name, array)`, `run({input: array}) -> {output: array}`, `multiply_adds({input: array})`. Two calls may return the same runner.
    parameter(seed, name, shape, gain): the value of a parameter.
    invariants {pattern: why}: parameters that move nothing, which is tried.
    """
    invariants = invariants or {}
    result = {"model": model, "reference": reference, "checkpoint": checkpoint, "seed": SEED}
    if gain != 1:
        result["gain"] = gain
    if checkpoint_of:
        result["checkpoint_of"] = checkpoint_of
    recorded, sensitivity, names, assigned = [], [], None, None
    for index, one in enumerate(cases):
        inputs = inputs_of(one)
        runner = build(one["arguments"], inputs)
        if runner is not assigned:
            values = {name: parameter(SEED, name, shape, gain) for name, shape, _ in runner.parameters}
            assert names in (None, list(values)), f"{model}: other names of parameters in case {index}"
            names, assigned = list(values), runner
            for name, value in values.items():
                runner.assign(name, value)
        if index == 0:
            result["parameters"] = _count(runner.parameters)
            result["multiply_adds"] = runner.multiply_adds(inputs)
            result["tolerance"] = tolerance
        outputs = runner.run(inputs)
        for name, value in outputs.items():
            assert np.all(np.isfinite(value)), f"{model}: output {name} is not finite"
        recorded.append({
            "arguments": one["arguments"],
            "inputs": one["inputs"],
            "outputs": {name: _encode(value, one) for name, value in outputs.items()},
        })
        first = next(iter(outputs))
        shapes = " ".join(f"{name} {'x'.join(map(str, made_of['shape']))}" for name, made_of in one["inputs"].items())
        print(f"{model} {one['arguments']} {shapes}: max|{first}| {np.max(np.abs(outputs[first])):.4g} "
              f"std {np.std(outputs[first]):.4g}", flush=True)
        if index == sensitivity_case and SEED == 1:
            def move(name):
                runner.assign(name, _perturbed(name, values[name]))
                after = runner.run(inputs)
                runner.assign(name, values[name])
                return most_moved(outputs, after) / tolerance

            for name, shape, _ in _sample(runner.parameters, SENSITIVITY_TENSORS, invariants):
                sensitivity.append({"tensor": name, "tolerances": round(move(name), 1)})
            for pattern in invariants:
                name = fnmatch.filter(values, pattern)[0]
                assert move(name) < 1e-6, f"{model}: {name} is no invariant"
            if sensitivity:
                least = min(sensitivity, key=lambda b: b["tolerances"])
                print(f"  least sensitivity: {least['tensor']} {least['tolerances']}", flush=True)
    result["cases"] = recorded
    result["sensitivity"] = sensitivity
    if invariants:
        result["invariants"] = invariants
    weak = [b for b in sensitivity if b["tolerances"] < 10]
    if weak:
        print(f"  WEAK: {weak}", flush=True)
    _write(DIRECTORY, result)


def record_count(model, reference, checkpoint, runner, one):
    """Writes shape_only/<model>.json: the reference's weights and the shapes of its outputs, and no numbers.

    runner: `parameters`, `multiply_adds(inputs)` as of record, `shapes(inputs) -> {output: shape}`."""
    inputs = inputs_of(one)
    _write(os.path.join(DIRECTORY, "shape_only"), {
        "model": model, "reference": reference, "checkpoint": checkpoint, "parameters": _count(runner.parameters),
        "multiply_adds": runner.multiply_adds(inputs),
        "cases": [{"arguments": one["arguments"], "inputs": one["inputs"],
                   "outputs": {name: {"shape": shape} for name, shape in runner.shapes(inputs).items()}}],
    })


def _count(parameters):
    counts = [(int(np.prod(shape, dtype=np.int64)), trainable) for _, shape, trainable in parameters]
    return {
        "tensors": len(counts),
        "trainable": sum(n for n, trainable in counts if trainable),
        "total": sum(n for n, _ in counts),
        "names": synthetic.list_hash([(name, shape) for name, shape, _ in parameters]),
    }


def _write(directory, result):
    os.makedirs(directory, exist_ok=True)
    path = os.path.join(directory, result["model"] + ".json")
    with open(path, "w", encoding="ascii") as f:
        json.dump(result, f, indent=1)
        f.write("\n")
    print(f"  {path}: {os.path.getsize(path)} bytes", flush=True)
