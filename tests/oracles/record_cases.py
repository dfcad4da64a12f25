"""Records what Keras computes for the specs of tests/cases, in float64: tests/golden/cases/<model>.json.

    .venv-peers/bin/python tests/oracles/record_cases.py [MODEL...]

spec_model.py reads the spec, and each of its layers is Keras's own of that name (record_layers.py). Weights and inputs are synthetic
(synthetic.py) by our names, but for inputs that `VALUES` names.
"""

import base64
import glob
import json
import os
import sys

import record_layers  # chooses Keras's backend
import keras
import numpy as np

import spec_model
import synthetic

SEED = record_layers.SEED
ROOT = spec_model.ROOT
CASES = os.path.join(ROOT, "tests", "cases")
OUT = os.path.join(ROOT, "tests", "golden", "cases")

# Ids below these numbers; a case has no masks.
BELOW = {"ids": 20, "token_ids": 30, "user": 20, "item": 30}
VALUES = {"unit_rows": {"x": [[3, 4], [3e-5, 4e-5], [3e-7, 4e-7], [3e-8, -4e-8], [3e-11, 4e-11], [0, 0], [3e-15, 0], [3e9, 4e9]]}}
RUNS = {"unit_rows": [{"batch": 8, "sequence": 1}]}
ANY_RUNS = ({"batch": 2, "sequence": 7}, {"batch": 1, "sequence": 19})


class Result:
    """What a layer gave, as spec_model's expressions see it."""

    def __init__(self, array):
        self.array, self.shape = array, list(array.shape)


class Reader(spec_model._Expansion):
    """Computes each layer as it reads it."""

    def __init__(self, library, name, run):
        self.run, self.arrays = run, {}
        definition, chosen = library.find(name)
        super().__init__(library, name, definition, chosen, run)

    def _body(self, definition, scope, given, frame):
        if not self.arrays:  # the model itself
            for name, tensor in self.model.inputs.items():
                self.arrays[name] = input_array(self.model.name, name, made_of(self.model.name, name, tensor))
        return super()._body(definition, scope, given, frame)

    def _shape(self, value):
        return value.shape if isinstance(value, Result) else self.model.inputs[value].shape

    def _call(self, statement, scope, values, current, frame):
        key = next(iter(statement))
        spec_model.DEFAULTS.setdefault(key, {}) if key[0].isupper() else None
        result = super()._call(statement, scope, values, current, frame)
        if key == "Split":
            for i, part in enumerate(result.parts):
                values[f"{statement['name']}/{i}"] = part
        return result

    def _layer(self, kind, path, args, inputs, owner):
        arrays = [value.array if isinstance(value, Result) else self.arrays[value] for value in inputs]
        if kind == "Split":
            result = Result(arrays[0])
            result.parts = [Result(np.asarray(part)) for part in record_layers.parts_of(arrays[0], **args)]
            return result
        return Result(record_layers.compute(kind, args, arrays, own=path, shared=owner))


def made_of(model, name, tensor):
    shape = list(tensor.shape)
    if name in VALUES.get(model, {}):
        return {"role": "values", "shape": shape, "values": VALUES[model][name]}
    return {"role": "ids", "shape": shape, "below": BELOW[name]} if tensor.dtype == "int32" else {"role": "input", "shape": shape}


def input_array(model, name, what):
    if what["role"] == "values":
        return np.array(VALUES[model][name], np.float32).astype(np.float64)
    array = synthetic.model_input(SEED, name, **what)
    return array if what["role"] == "ids" else array.astype(np.float64)


def record(library, name):
    golden = {"model": name, "reference": f"keras {keras.__version__}, {keras.backend.backend()}, float64", "seed": SEED, "tolerance": 1e-5, "runs": []}
    for symbols in RUNS.get(name, ANY_RUNS):
        reader = Reader(library, name, symbols)
        golden["runs"].append({
            "symbols": symbols, "inputs": {n: made_of(name, n, tensor) for n, tensor in reader.model.inputs.items()},
            "outputs": {n: {"shape": list(value.shape), "data": base64.b64encode(value.astype("<f4").tobytes()).decode()}
                        for n, value in outputs_of(reader)}})
    return golden


def outputs_of(reader):
    for name, value in reader.model.outputs.items():
        yield name, np.asarray(value.array if isinstance(value, Result) else reader.arrays[value])


def main():
    keras.config.set_floatx("float64")
    library = spec_model.Library()
    names = []
    for path in sorted(glob.glob(os.path.join(CASES, "*.json"))):
        with open(path, encoding="utf-8") as f:
            definition = json.load(f)
        library.definitions[os.path.basename(path)[:-5]] = definition
        if "model" in definition:
            names.append(definition["model"])
    os.makedirs(OUT, exist_ok=True)
    for name in sys.argv[1:] or names:
        with open(os.path.join(OUT, name + ".json"), "w", encoding="ascii") as f:
            f.write(json.dumps(record(library, name)).replace('{"symbols"', '\n {"symbols"') + "\n")


if __name__ == "__main__":
    main()
