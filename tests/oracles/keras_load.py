"""Keras loads the `.weights.h5` that `specimen weights convert --to keras` writes: every variable has the same bits, in the
layer where it belongs, and the model answers as was recorded on the reference.

    python keras_load.py [--specimen build/bin/specimen]
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile

import keras_models
import keras
import numpy as np

import spec_model
import synthetic

ROOT = spec_model.ROOT
GOLDEN = os.path.join(ROOT, "tests", "golden")
SEED = 1
TOLERANCE = 2e-5


def ours(model, golden):
    """{our name: (the name that seeds it, shape)}, read independently of the program."""
    return {name: (theirs, shape) for name, theirs, shape in spec_model.Library().expand(model).origins(golden["checkpoint"])}


def difference(answer, output):
    stored = np.frombuffer(base64.b64decode(output["data"]), "<f4")
    picked = answer[..., :: output.get("stride", 1)].reshape(-1)
    return float(np.max(np.abs(picked - stored)) / output["max_abs"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--specimen", default=os.path.join(ROOT, "build", "bin", "specimen"))
    arguments = parser.parse_args()
    failures = 0

    def run(*words):
        subprocess.run([arguments.specimen, "weights", *words], check=True, stdout=subprocess.DEVNULL)

    def check(name, model, variables, expected, case=None):
        nonlocal failures
        model.load_weights(back)
        wrong = [n for n, value in expected.items() if np.asarray(variables[n]).tobytes() != value.tobytes()]
        good = not wrong and set(variables) == set(expected)
        text = f"{len(expected)} tensors of the same bits" if good else f"differs: {wrong[:5]}"
        if case:
            (input_name, shape), = ((n, d["shape"]) for n, d in case["inputs"].items())
            image = synthetic.model_input(SEED, input_name, shape, case["inputs"][input_name]["role"])
            (output,) = case["outputs"].values()
            d = difference(np.asarray(model(image, training=False), np.float64), output)
            good = good and d <= TOLERANCE
            text += f", output within {d:.2g}"
        print(f"{'ok  ' if good else 'MISS'} {name}: {text}", flush=True)
        failures += not good

    models = {"mnist": keras_models.mnist, "cifar_resnet20": keras_models.resnet20,
              "digits_resnet20": lambda maker: keras_models.resnet20(maker, (8, 8, 1))}
    with tempfile.TemporaryDirectory() as directory:
        weights, back = os.path.join(directory, "w.safetensors"), os.path.join(directory, "w.weights.h5")
        like = os.path.join(directory, "like.weights.h5")
        for name, make in models.items():
            digits = name == "digits_resnet20"
            path = os.path.join(GOLDEN, "digits" if digits else "", name + ".json")
            with open(path, encoding="ascii") as f:
                golden = json.load(f)
            run("synthetic", name, "--from", golden["checkpoint"], "--seed", str(SEED), "--out", weights)
            expected = {n: synthetic.parameter(SEED, theirs, shape) for n, (theirs, shape) in ours(name, golden).items()}
            for options in ([], ["--like", like]):
                maker = keras_models.Maker()
                model = make(maker)
                model.save_weights(like)  # what Keras itself calls its layers' places
                if options and name != "digits_resnet20":
                    continue  # the others' mappings have TensorFlow's names
                run("convert", name, weights, "--to", "keras", *options, "--out", back)
                check(" ".join([name, *options[:1]]), model, maker.variables(model), expected, None if digits else golden["cases"][0])
        # Edited models, whose new layers Keras calls by our paths.
        for name, options in keras_models.EDITED.items():
            spec = os.path.join(ROOT, "tests", "edits", "specs", name + ".json")
            with open(os.path.join(GOLDEN, "edits", name + ".json"), encoding="ascii") as f:
                golden = json.load(f)
            run("synthetic", spec, "--from", "specimen", "--seed", str(SEED), "--out", weights)
            maker = keras_models.Maker()
            model = keras_models.resnet20(maker, **options)
            expected = {n: synthetic.parameter(SEED, n, list(v.shape)) for n, v in maker.variables(model).items()}
            run("convert", spec, weights, "--to", "keras", "--out", back)
            recorded = None if name in keras_models.CHECKPOINT_OF else golden["cases"][0]  # of other weights
            check(name, model, maker.variables(model), expected, recorded)
        # Where two branches have weights of the same shapes, the model's own file says which is which.
        for name, make in {"keras_resnet50": keras.applications.ResNet50, "mobilenet_v2": keras.applications.MobileNetV2}.items():
            model = make(weights=None)
            model.save_weights(like)
            run("synthetic", name, "--from", "keras", "--seed", str(SEED), "--out", weights)
            run("convert", name, weights, "--to", "keras", "--like", like, "--out", back)
            expected = {v.path: synthetic.parameter(SEED, v.path, list(v.shape)) for v in model.weights}
            check(f"{name} --like", model, {v.path: v for v in model.weights}, expected)
    print(f"misses: {failures}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
