"""Records goldens of single layers (tests/layers/specs) from Keras, in float64.

    python record_layer_specs.py [model ...]

The layers have the specs' names; the specs are not read.
"""

import argparse
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from keras import layers as L

import golden

BATCH = 3


class Runner:
    """A functional model of several inputs and outputs; parameters by the names of layers."""

    def __init__(self, inputs, outputs):
        self.inputs, self.outputs = inputs, outputs
        self.model = keras.Model(list(inputs.values()), list(outputs.values()))
        self.variables = {}
        for layer in self.model.layers:
            for variable in layer.variables:
                self.variables[f"{layer.name}/{variable.name}"] = variable
        trainable = {id(v) for v in self.model.trainable_variables}
        self.parameters = [(name, list(v.shape), id(v) in trainable) for name, v in self.variables.items()]

    def assign(self, name, array):
        self.variables[name].assign(array)

    def multiply_adds(self, inputs):
        return 0

    def run(self, inputs):
        answers = self.model([inputs[name].astype(np.float64) for name in self.inputs], training=False)
        return dict(zip(self.outputs, map(keras.ops.convert_to_numpy, answers)))


class LayerScale(L.Layer):
    def build(self, shape):
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones", name="gamma")

    def call(self, x):
        return x * self.gamma


def slopes(x):
    w = L.Rescaling(3, 0.5)(x)
    return {
        "wide": w, "bound": L.ReLU(max_value=1.0)(w), "bound_slope": L.ReLU(max_value=6, negative_slope=0.25)(w),
        "late": L.ReLU(threshold=1.5)(w), "late_bound": L.ReLU(threshold=1.5, max_value=2)(w),
        "late_slope": L.ReLU(threshold=1.5, negative_slope=0.1)(w),
        "late_bound_slope": L.ReLU(threshold=1.5, max_value=2, negative_slope=0.1)(w), "slope": L.ReLU(negative_slope=0.1)(w),
        "below": L.ReLU(max_value=0, negative_slope=0.1)(w), "six": L.ReLU(max_value=6)(w), "leaky": L.LeakyReLU()(w),
        "less_leaky": L.LeakyReLU(negative_slope=0.01)(w), "named": L.Activation("leaky_relu")(w), "exponential": L.ELU(0.7)(w),
    }


def gates(image, pixel, row, column, channel, vector, single):
    features = L.Conv2D(8, 3, padding="same", name="features")(image)
    pool = L.GlobalAveragePooling2D(keepdims=True)(features)
    excited = L.Multiply()([L.Conv2D(8, 1, activation="sigmoid", name="excite")(pool), features])
    attend = L.Conv2D(1, 5, padding="same", activation="sigmoid", name="attend")(excited)
    attended = L.Multiply()([attend, excited])
    after = L.Conv2D(4, 3, padding="same", name="after")(L.Activation("relu")(attended))
    return {
        "channel_image": L.Multiply()([channel, image]), "pixel_image": L.Multiply()([pixel, image]),
        "image_less_pixel": L.Subtract()([image, pixel]), "pixel_less_image": L.Subtract()([pixel, image]),
        "channel_less_image": L.Subtract()([channel, image]), "image_less_vector": L.Subtract()([image, vector]),
        "row_column": L.Multiply()([row, column]), "pixel_less_channel": L.Subtract()([pixel, channel]),
        "three": L.Add()([row, pixel, image]), "mean": L.Average()([vector, image, column]), "most": L.Maximum()([single, image]),
        "least": L.Minimum()([vector, single]), "single_less_vector": L.Subtract()([single, vector]),
        "pooled": L.MaxPooling2D(3, 1, padding="same")(L.Concatenate()([after, attended, attend])),
    }


def pixels(image):
    dense = L.Dense(5, name="dense")(image)
    norm = L.BatchNormalization(name="norm")(L.Dense(9, use_bias=False, name="folded")(dense))
    double = L.DepthwiseConv2D(3, padding="same", depth_multiplier=2, name="twofold")(L.Activation("relu")(norm))
    triple = L.DepthwiseConv2D((3, 2), 2, depth_multiplier=3, use_bias=False, name="triple")(double)
    dilated = L.DepthwiseConv2D(2, padding="same", dilation_rate=2, depth_multiplier=4, name="dilated")
    separable = L.SeparableConv2D(7, 3, padding="same", depth_multiplier=2, name="separable")(image)
    shared = L.Dense(4, name="shared")
    return {
        "dense": dense, "twofold": double,
        "tanh": L.Activation("tanh")(L.BatchNormalization(epsilon=0.01, name="triple_norm")(triple)),
        "dilated": dilated(image), "scaled": LayerScale(name="scaled")(separable), "shared": shared(image),
        "again": shared(L.Reshape((14, 4, 6))(image)),
    }


def moves(image, tall, wide):
    stem = L.Conv2D(6, 3, padding="same", name="stem")(image)
    twice = L.UpSampling2D()(stem)
    after = L.Conv2D(4, 3, padding="same", name="twice_after")(twice)
    cut = L.Cropping2D(((1, 2), (0, 1)))(stem)
    return {
        "rows": L.Concatenate(1)([image, tall, image]), "columns": L.Concatenate(2)([wide, image]),
        "channels": L.Concatenate(-1)([image, image]), "cut_after": L.Conv2D(3, 3, padding="same", name="cut_after")(cut),
        "turned": L.Permute((2, 1, 3))(stem), "channels_first": L.Permute((3, 1, 2))(stem), "reversed": L.Permute((3, 2, 1))(image),
        "inner": L.Permute((1, 3, 2))(image), "thrice": L.UpSampling2D((1, 3))(image), "skip": L.Concatenate()([twice, after]),
        "shuffled": L.Reshape((6, 5, 8))(L.Permute((1, 3, 2))(L.Reshape((30, 2, 4))(image))),
    }


def steps(x, gate, vector):
    causal = L.Conv1D(4, 3, padding="causal", dilation_rate=2, use_bias=False, name="causal")(x)
    gated = L.Multiply()([gate, x])
    return {
        "valid": L.Conv1D(5, 3, name="valid")(x), "same": L.Conv1D(6, 4, 2, padding="same", activation="relu", name="same")(x),
        "norm": L.BatchNormalization(name="norm")(causal), "grouped": L.Conv1D(4, 2, groups=2, name="grouped")(x), "gated": gated,
        "centred": L.Subtract()([vector, x]), "turned": L.Permute((2, 1))(x), "longer": L.Concatenate(1)([x, gated]),
    }


MODELS = {
    slopes: {"x": (37,)},
    gates: {"image": (6, 5, 8), "pixel": (6, 5, 1), "row": (6, 1, 8), "column": (1, 5, 8), "channel": (1, 1, 8), "vector": (8,), "single": (1,)},
    pixels: {"image": (8, 7, 6)},
    moves: {"image": (6, 5, 8), "tall": (2, 5, 8), "wide": (6, 3, 8)},
    steps: {"x": (12, 6), "gate": (12, 1), "vector": (6,)},
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    keras.config.set_floatx("float64")
    golden.DIRECTORY = os.path.join(golden.DIRECTORY, "layer_specs")
    os.makedirs(golden.DIRECTORY, exist_ok=True)
    for make, shapes in MODELS.items():
        name = make.__name__
        if arguments.models and name not in arguments.models:
            continue
        inputs = {key: keras.Input(shape, name=key) for key, shape in shapes.items()}
        runner = Runner(inputs, make(**inputs))
        reference = {"code": f"tests/oracles/record_layer_specs.py: {name}", "keras": keras.__version__, "torch": torch.__version__, "dtype": "float64"}
        made_of = {key: {"role": "input", "shape": [BATCH, *shape]} for key, shape in shapes.items()}
        golden.record(name, reference, "specimen", lambda spec_arguments, values: runner, [golden.case({}, made_of)])


if __name__ == "__main__":
    main()
