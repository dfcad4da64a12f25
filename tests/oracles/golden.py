"""What every recorder shares: run a reference on synthetic weights and write what it answered.

A golden is one JSON file, tests/golden/<model>.json, or tests/golden/edits/<model>.json of a model in tests/edits/specs:

  model        the name of our spec
  reference    what ran: code, version, float64 or float32
  checkpoint   the set of `checkpoints` in the spec that maps the reference's names to ours
  seed, gain   of the synthetic weights and inputs (synthetic.py); without a gain it is 1
  checkpoint_of  only where weights come from a checkpoint of another model: that model and its arguments. The seed is that
               model's, and of the initializers (initializers.py) of what the checkpoint lacks
  parameters   tensors, trainable and total count, a hash of the sorted list of names and shapes (synthetic.list_hash)
  multiply_adds  of convolutions and dense layers for one image of the first case, counted on the reference
  tolerance    max|a - b| / max|b| that we allow ourselves
  cases        arguments of the spec, inputs (role, shape), outputs
  bites        sampled tensors: by how many tolerances the first output of the first case moves when the tensor is
               perturbed by 10 % with random signs
An output stores `data`, little-endian float32 in base64: the values [..., ::stride] of the reference's output, and
`max_abs` over all of it.
"""

import base64
import json
import os

import numpy as np

import synthetic

# A live comparison (`make parity`) records with another seed into another folder.
SEED = int(os.environ.get("ORACLE_SEED", "1"))
FOLDER = os.environ.get("ORACLE_OUT") or os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden")
BITES = 20
STRIDE = 16  # of the stored outputs of every image after the first


def case(arguments, shapes, role="input", stride=1):
    """One case: arguments for the spec, {input name: shape}, what the inputs are made of."""
    return {"arguments": arguments, "shapes": shapes, "role": role, "stride": stride}


def image_cases(sizes, channels=3, argument="image_size", extra=None):
    """Square images: [(size, batch)]. The whole output of the first image is stored once a size, then a sample."""
    cases = []
    for size, batch in sizes:
        arguments = {argument: size} if argument else {}
        arguments.update(extra or {})
        stride = 1 if batch == 1 else STRIDE
        cases.append(case(arguments, {"image": [batch, size, size, channels]}, stride=stride))
    return cases


def _inputs(one):
    return {name: synthetic.model_input(SEED, name, shape, one["role"]) for name, shape in one["shapes"].items()}


def _encode(value, stride):
    value = np.asarray(value, np.float64)
    if value.shape[-1] < 4 * stride:
        stride = 1
    data = np.ascontiguousarray(value[..., ::stride], "<f4")
    return {
        "shape": list(value.shape),
        "stride": stride,
        "max_abs": float(np.max(np.abs(value))),
        "data": base64.b64encode(data.tobytes()).decode("ascii"),
    }


def moved(before, after):
    """max|a - b| / max|b|."""
    return float(np.max(np.abs(after - before)) / np.max(np.abs(before)))


def _sample(parameters, count):
    return sorted(parameters, key=lambda p: synthetic.fnv1a64(("sample/" + p[0]).encode()))[:count]


def _perturbed(name, value):
    signs = np.where(synthetic.normal(SEED, "signs/" + name, value.size) < 0, -1.0, 1.0).reshape(value.shape)
    return value * (1 + 0.1 * signs)


def record(model, reference, checkpoint, build, cases, tolerance=2e-5, bite_case=0, gain=1.0, checkpoint_of=None,
           parameter=synthetic.parameter):
    """Runs the reference and writes the golden.

    build(arguments, inputs) returns a runner for these arguments: `parameters` [(name, shape, trainable)],
    `assign(name, array)`, `run({input: array}) -> {output: array}`, `multiply_adds({input: array})`. Two calls may return the same runner.
    parameter(seed, name, shape, gain): the value of a parameter.
    """
    result = {"model": model, "reference": reference, "checkpoint": checkpoint, "seed": SEED}
    if gain != 1:
        result["gain"] = gain
    if checkpoint_of:
        result["checkpoint_of"] = checkpoint_of
    recorded, result_bites = [], []
    for index, one in enumerate(cases):
        inputs = _inputs(one)
        runner = build(one["arguments"], inputs)
        values = {name: parameter(SEED, name, shape, gain) for name, shape, _ in runner.parameters}
        assert index == 0 or list(values) == names, f"{model}: other names of parameters in case {index}"
        names = list(values)
        for name, value in values.items():
            runner.assign(name, value)
        if index == 0:
            counts = [(int(np.prod(shape, dtype=np.int64)), trainable) for _, shape, trainable in runner.parameters]
            result["parameters"] = {
                "tensors": len(counts),
                "trainable": sum(n for n, trainable in counts if trainable),
                "total": sum(n for n, _ in counts),
                "names": synthetic.list_hash([(name, shape) for name, shape, _ in runner.parameters]),
            }
            result["multiply_adds"] = runner.multiply_adds(inputs)
            result["tolerance"] = tolerance
        outputs = runner.run(inputs)
        for name, value in outputs.items():
            assert np.all(np.isfinite(value)), f"{model}: output {name} is not finite"
        recorded.append({
            "arguments": one["arguments"],
            "inputs": {name: {"role": one["role"], "shape": shape} for name, shape in one["shapes"].items()},
            "outputs": {name: _encode(value, one["stride"]) for name, value in outputs.items()},
        })
        first = next(iter(outputs))
        print(f"{model} {one['arguments']} {one['shapes']}: max|{first}| {np.max(np.abs(outputs[first])):.4g} "
              f"std {np.std(outputs[first]):.4g}", flush=True)
        if index == bite_case and SEED == 1:
            for name, shape, _ in _sample(runner.parameters, BITES):
                runner.assign(name, _perturbed(name, values[name]))
                after = runner.run(inputs)[first]
                runner.assign(name, values[name])
                result_bites.append({"tensor": name, "tolerances": round(moved(outputs[first], after) / tolerance, 1)})
            least = min(result_bites, key=lambda b: b["tolerances"])
            print(f"  least bite: {least['tensor']} {least['tolerances']}", flush=True)
    result["cases"] = recorded
    result["bites"] = result_bites
    weak = [b for b in result_bites if b["tolerances"] < 10]
    if weak:
        print(f"  WEAK: {weak}", flush=True)
    os.makedirs(FOLDER, exist_ok=True)
    path = os.path.join(FOLDER, model + ".json")
    with open(path, "w", encoding="ascii") as f:
        json.dump(result, f, indent=1)
        f.write("\n")
    print(f"  wrote {os.path.getsize(path)} bytes", flush=True)
    return result
