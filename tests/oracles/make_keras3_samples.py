"""Writes the files of tests/import/data that Keras 3 writes in special cases: shards, states, automatic names, nested models, links.

  python tests/oracles/make_keras3_samples.py [directory]

Beside the files of a model x is x.safetensors: the same tensors under the names that a fresh process gives them. Any backend of Keras
will do.
"""

import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import h5py
import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file

import synthetic

DIRECTORY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "import" / "data")


def fill(model, names):
    """Gives the weights, in Keras's order, synthetic values, and returns those by `names`."""
    values = {}
    for name, weight in zip(names, model.weights, strict=True):
        weight.assign((synthetic.normal(7, name, int(np.prod(weight.shape))) + 3).reshape(tuple(weight.shape)))
        values[name] = np.ascontiguousarray(keras.ops.convert_to_numpy(weight), dtype=np.float32)
    return values


def paths(model):
    return [weight.path for weight in model.weights]


def record(name, values):
    save_file(values, DIRECTORY / f"{name}.safetensors")
    os.chmod(DIRECTORY / f"{name}.safetensors", 0o644)


def save(model, name):
    """In every format that Keras 3 writes."""
    model.save_weights(DIRECTORY / f"{name}.weights.h5")
    model.save(DIRECTORY / f"{name}.keras")
    model.save(DIRECTORY / f"{name}_legacy.h5")


def unnamed():
    """Layers without names, all of one shape, so that a name that is off by one would fit."""
    image = keras.Input((4, 4, 3))
    x = image
    for _ in range(3):
        x = layers.BatchNormalization()(layers.Conv2D(3, 1, use_bias=False)(x))
    return keras.Model(image, layers.Dense(3)(layers.Dense(3)(layers.GlobalAveragePooling2D()(x))))


def later():
    """A model that was made after other layers; its weights under the names of one that was made first."""
    keras.utils.clear_session()
    names = paths(unnamed())
    keras.utils.clear_session()
    for _ in range(2):
        layers.Conv2D(3, 1), layers.Dense(3), layers.BatchNormalization()
    model = unnamed()
    assert paths(model) != names
    record("later", fill(model, names))
    save(model, "later")


def nested():
    """Models inside of models, with and without names."""
    keras.utils.clear_session()
    inner = keras.Input((4, 4, 3))
    stem = keras.Model(inner, layers.Conv2D(3, 1, name="stem_conv")(inner), name="stem")
    middle = keras.Model(inner, layers.Conv2D(5, 1, name="middle_conv")(stem(inner)), name="middle")
    image = keras.Input((4, 4, 3))
    x = layers.GlobalAveragePooling2D()(middle(image))
    head = keras.Sequential([keras.Input((5,)), layers.Dense(4, name="hidden"), layers.Dense(2, name="logits")], name="head")
    model = keras.Model(image, head(x))
    record("nested_models", fill(model, paths(model)))
    save(model, "nested_models")


def states():
    """What is no weight: an optimizer, generators of random numbers, a normalisation that changes nothing."""
    keras.utils.clear_session()
    image = keras.Input((4, 4, 3))
    x = layers.Normalization(name="normalization")(layers.RandomFlip(seed=1)(image))
    x = layers.Dropout(0.5, seed=1)(layers.Conv2D(2, 1, name="conv")(x))
    model = keras.Model(image, layers.Dense(2, name="logits")(layers.GlobalAveragePooling2D()(x)))
    names = [path for path in paths(model) if path.startswith(("conv", "logits"))]
    weights = [weight for weight in model.weights if weight.path in names]
    values = {}
    for weight in weights:
        weight.assign((synthetic.normal(7, weight.path, int(np.prod(weight.shape))) + 3).reshape(tuple(weight.shape)))
    model.compile("adam", "mse")
    model.train_on_batch(np.ones((1, 4, 4, 3), np.float32), np.ones((1, 2), np.float32))
    for weight in weights:
        values[weight.path] = np.ascontiguousarray(keras.ops.convert_to_numpy(weight), dtype=np.float32)
    record("states", values)
    save(model, "states")
    # As some versions of Keras write it for a Dropout.
    with h5py.File(DIRECTORY / "states.weights.h5", "r+") as f:
        state = f["layers/dropout"].require_group("seed_generator").require_group("vars")
        state.attrs["name"] = "seed_generator"
        state["0"] = np.array([1337, 2], np.uint32)
    mean = model.get_layer("normalization").weights[0]
    mean.assign(np.array([0.5, 0, 0], np.float32).reshape(tuple(mean.shape)))
    model.save_weights(DIRECTORY / "normalization.weights.h5")


def shards():
    keras.utils.clear_session()
    image = keras.Input((4, 4, 3))
    x = layers.BatchNormalization(name="bn")(layers.Conv2D(4, 3, name="conv")(image))
    model = keras.Model(image, layers.Dense(2, name="logits")(layers.GlobalAveragePooling2D()(x)))
    record("shards", fill(model, paths(model)))
    model.save_weights(DIRECTORY / "shards.weights.json", max_shard_size=460 / 2**30)
    print("shards:", (DIRECTORY / "shards.weights.json").read_text())


def links():
    """One layer's variables, linked from another one: what the file must read as has them twice."""
    values = {name: np.arange(6, dtype=np.float32).reshape(3, 2) + i for i, name in enumerate(("0", "1"))}
    record("linked", {f"{layer}/{variable}": values[i] for layer in ("a", "b") for i, variable in (("0", "kernel"), ("1", "bias"))})

    def write(name, link):
        with h5py.File(DIRECTORY / name, "w", libver="latest", meta_block_size=8) as f:
            for i, layer in enumerate(("a", "b")):
                variables = f.create_group("layers/dense" + ("_1" if i else "")).create_group("vars")
                variables.attrs["name"] = layer
                for number, value in values.items():
                    variables[number] = link(f, number) if i else value

    write("linked_hard.weights.h5", lambda f, number: f[f"layers/dense/vars/{number}"])
    write("linked_soft.weights.h5", lambda f, number: h5py.SoftLink(f"/layers/dense/vars/{number}"))

    def hostile(name, body):
        with h5py.File(DIRECTORY / f"hostile_{name}.h5", "w", libver="latest", meta_block_size=8) as f:
            f.create_group("vars").create_dataset("0", data=np.ones((4, 2), np.float32))
            body(f)

    def through(f):
        f["vars/elsewhere"] = h5py.SoftLink("/optimizer/outside/x")
        f.create_group("optimizer")["outside"] = h5py.ExternalLink("/etc/passwd", "/")

    def doubling(f):
        group = f.create_group("last")
        for _ in range(40):
            parent = f.create_group(None)
            parent["a"], parent["b"] = group, group
            group = parent
        f["first"] = group

    hostile("dangling_link", lambda f: f["vars"].__setitem__("1", h5py.SoftLink("/nowhere")))
    hostile("link_through", through)
    hostile("link_to_itself", lambda f: f["vars"].__setitem__("1", h5py.SoftLink("/vars/1")))
    hostile("soft_cycle", lambda f: f["vars"].__setitem__("loop", h5py.SoftLink("/vars")))
    hostile("doubling", doubling)


if __name__ == "__main__":
    later()
    nested()
    states()
    shards()
    links()
    print(f"Keras {keras.__version__} on {keras.backend.backend()}, h5py {h5py.__version__}")
