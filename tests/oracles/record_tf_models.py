"""Records goldens from the TensorFlow 2 code of TensorFlow Models: ResNet-50 v1.5 and MNIST.

    python record_tf_models.py [model ...]

Needs tensorflow 2.20, tf-keras 2.20, tf-models-official 2.20. The models are built by their own functions in
float64. ResNet-50's function fixes the image at 224; other sizes replace the input layer it asks for. It ends with a
softmax: what is recorded is the input of that softmax.
"""

import argparse
import os
import sys

os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np
import tensorflow as tf
import tf_keras

import golden

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))


class TfKerasRunner:
    """A tf-keras model; parameters by name, without the `:0`."""

    def __init__(self, model, output_name):
        self.model, self.output_name = model, output_name
        self.variables = {v.name[:-2]: v for v in model.weights}
        trainable = {v.name for v in model.trainable_weights}
        self.parameters = [(v.name[:-2], v.shape.as_list(), v.name in trainable) for v in model.weights]

    def assign(self, name, array):
        self.variables[name].assign(array.astype(np.float64))

    def multiply_adds(self, inputs):
        """Of convolutions and dense layers, one image."""
        total = 0
        for layer in self.model.layers:
            if isinstance(layer, tf_keras.layers.Conv2D):
                total += int(np.prod(layer.output_shape[1:3])) * int(np.prod(layer.kernel.shape))
            elif isinstance(layer, tf_keras.layers.Dense):
                total += int(np.prod(layer.kernel.shape))
        return total

    def run(self, inputs):
        return {self.output_name: np.asarray(self.model(inputs["image"].astype(np.float64), training=False))}


def build_resnet50(size):
    from official.legacy.image_classification.resnet import resnet_model

    layers = resnet_model.layers
    original = layers.Input
    layers.Input = lambda shape, **kwargs: original(shape=(size, size, 3), **kwargs)
    try:
        model = resnet_model.resnet50(num_classes=1001)
    finally:
        layers.Input = original
    logits = tf_keras.Model(model.input, model.get_layer("fc1000").output)
    assert len(logits.weights) == len(model.weights)
    return TfKerasRunner(logits, "logits")


def build_mnist():
    from official.legacy.image_classification import mnist_main

    return TfKerasRunner(mnist_main.build_model(), "probabilities")


def reference(code):
    import importlib.metadata as metadata

    return {"code": code, "tf-models-official": metadata.version("tf-models-official"), "tensorflow": tf.__version__,
            "tf-keras": tf_keras.__version__, "dtype": "float64"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    models = parser.parse_args().models
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf_keras.backend.set_floatx("float64")
    if not models or "mnist_tf2" in models:
        cases = golden.image_cases([(28, 1), (28, 3)], channels=1, argument=None)
        mnist = build_mnist()  # once: Keras numbers the layers of a second one on
        golden.record("mnist_tf2", reference("official.legacy.image_classification.mnist_main.build_model()"), "tf_keras",
                      lambda arguments, inputs: mnist, cases)
    if not models or "resnet50" in models:
        code = "official.legacy.image_classification.resnet.resnet_model.resnet50(num_classes=1001), before its softmax"
        golden.record("resnet50", reference(code), "tf_models_keras",
                      lambda arguments, inputs: build_resnet50(arguments["image_size"]),
                      golden.image_cases([(224, 1), (224, 3), (225, 1), (64, 3)]))


if __name__ == "__main__":
    main()
