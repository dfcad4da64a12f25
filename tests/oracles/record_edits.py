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
import initializers
import synthetic
from record_keras import KerasRunner


class Runner(KerasRunner):
    """A Keras model; parameters by our names."""

    def __init__(self, options):
        maker = keras_models.Maker()
        super().__init__(keras_models.resnet20(maker, **options), "image", "logits")
        self.variables = maker.variables(self.model)
        trainable = {v.path for v in self.model.trainable_weights}
        self.parameters = [(name, list(v.shape), v.path in trainable) for name, v in self.variables.items()]


def without_head(seed, name, shape, gain):
    """The value of a parameter where a checkpoint has all but the layer `logits`."""
    if name == "logits/kernel":
        return np.frombuffer(initializers.glorot_uniform(seed, name, shape), "<f4").reshape(shape)
    return np.zeros(shape, np.float32) if name == "logits/bias" else synthetic.parameter(seed, name, shape, gain)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    keras.config.set_floatx("float64")
    golden.DIRECTORY = os.path.join(golden.DIRECTORY, "edits")
    for name, options in keras_models.EDITED.items():
        if arguments.models and name not in arguments.models:
            continue
        reference = {"code": f"tests/oracles/keras_models.py: resnet20, {options}", "keras": keras.__version__,
                     "tensorflow": tf.__version__, "dtype": "float64"}
        runner = Runner(options)
        cases = golden.image_cases([(32, 1), (32, 3)], argument=None)
        more = {}
        if name in keras_models.CHECKPOINT_OF:
            more = {"checkpoint_of": {"model": "cifar_resnet20", "arguments": keras_models.CHECKPOINT_OF[name]}, "parameter": without_head}
        golden.record(name, reference, "specimen", lambda spec_arguments, inputs: runner, cases, **more)


if __name__ == "__main__":
    main()
