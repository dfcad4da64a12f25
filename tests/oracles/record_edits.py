"""Records goldens of edited models (tests/edits/specs) from the same change made in Keras, in float64.

    python record_edits.py [model ...]
"""

import argparse
import os

import keras_models
import keras
import numpy as np
import tensorflow as tf

import golden


class Runner:
    """A Keras model; parameters by our names."""

    def __init__(self, options):
        maker = keras_models.Maker()
        self.model = keras_models.resnet20(maker, **options)
        self.variables = maker.variables(self.model)
        trainable = {v.path for v in self.model.trainable_weights}
        self.parameters = [(name, list(v.shape), v.path in trainable) for name, v in self.variables.items()]

    def assign(self, name, array):
        self.variables[name].assign(array)

    def multiply_adds(self, inputs):
        total = 0
        for layer in self.model.layers:
            if isinstance(layer, keras.layers.Conv2D):
                total += int(np.prod(layer.output.shape[1:3])) * int(np.prod(layer.kernel.shape))
            elif isinstance(layer, keras.layers.Dense):
                total += int(np.prod(layer.kernel.shape))
        return total

    def run(self, inputs):
        return {"logits": np.asarray(self.model(inputs["image"].astype(np.float64), training=False))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    keras.config.set_floatx("float64")
    golden.FOLDER = os.path.join(golden.FOLDER, "edits")
    for name, options in keras_models.EDITED.items():
        if arguments.models and name not in arguments.models:
            continue
        reference = {"code": f"tests/oracles/keras_models.py: resnet20, {options}", "keras": keras.__version__,
                     "tensorflow": tf.__version__, "dtype": "float64"}
        runner = Runner(options)
        cases = golden.image_cases([(32, 1), (32, 3)], argument=None)
        golden.record(name, reference, "specimen", lambda spec_arguments, inputs: runner, cases)


if __name__ == "__main__":
    main()
