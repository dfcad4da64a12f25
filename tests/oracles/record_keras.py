"""Records goldens from keras.applications (Keras 3), in float64.

    python record_keras.py [model ...]
"""

import argparse
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import keras
import numpy as np
import tensorflow as tf

import golden

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))


class KerasRunner:
    """A Keras 3 model; parameters by their path (`conv1_conv/kernel`)."""

    def __init__(self, model, input_name, output_name):
        self.model, self.input_name, self.output_name = model, input_name, output_name
        self.variables = {v.path: v for v in model.weights}
        trainable = {v.path for v in model.trainable_weights}
        self.parameters = [(v.path, list(v.shape), v.path in trainable) for v in model.weights]

    def assign(self, name, array):
        self.variables[name].assign(array)

    def multiply_adds(self, inputs):
        """Of convolutions and dense layers, one image."""
        total = 0
        for layer in self.model.layers:
            if isinstance(layer, (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)):
                total += int(np.prod(layer.output.shape[1:3])) * int(np.prod(layer.kernel.shape))
            elif isinstance(layer, keras.layers.SeparableConv2D):
                kernels = np.prod(layer.depthwise_kernel.shape) + np.prod(layer.pointwise_kernel.shape)
                total += int(np.prod(layer.output.shape[1:3])) * int(kernels)
            elif isinstance(layer, keras.layers.Dense):
                total += int(np.prod(layer.kernel.shape))
        return total

    def run(self, inputs):
        x = inputs[self.input_name].astype(np.float64)
        return {self.output_name: np.asarray(self.model(x, training=False))}


def without_preprocessing(model):
    """What follows the layers that turn pixels into inputs: our specs say that in `from_image`."""
    first = next((layer for layer in model.layers[1:] if not isinstance(layer, (keras.layers.Rescaling, keras.layers.Normalization))))
    return model if first is model.layers[1] else keras.Model(first.input, model.output)


def catalogue():
    """name -> (builder by image size, its options, cases, tolerance[, gain of the synthetic weights])."""
    apps = keras.applications
    models = {}
    for depth in (50, 101, 152):
        for version in ("", "_v2"):
            make = getattr(apps, f"ResNet{depth}{version.replace('_v', 'V')}")
            tolerance = 2e-5
            sizes = [(224, 1), (224, 3), (64, 3)] if (depth, version) == (50, "") else [(64, 1), (64, 3), (224, 1)]
            models[f"keras_resnet{depth}{version}"] = (make, {}, sizes, tolerance)
    for alpha, suffix in ((1.0, ""), (0.35, "_035"), (0.5, "_050"), (0.75, "_075"), (1.3, "_130"), (1.4, "_140")):
        sizes = [(64, 1), (64, 3), (224, 1)] if suffix else [(224, 1), (224, 3), (193, 1), (64, 3)]
        models[f"mobilenet_v2{suffix}"] = (apps.MobileNetV2, {"alpha": alpha}, sizes, 2e-5)
    small_first = [(64, 1), (64, 3), (224, 1)]
    for alpha, suffix in ((1.0, ""), (0.25, "_025"), (0.5, "_050"), (0.75, "_075")):
        sizes = [(224, 1), (64, 3)] if suffix else [(224, 1), (225, 1), (64, 3)]
        models[f"mobilenet{suffix}"] = (apps.MobileNet, {"alpha": alpha}, sizes, 2e-5, 1.25)
    # A gain that is too high makes a deep network chaotic, or its softmax say 1: there float32 misses float64 in Keras
    # itself, and by more the larger the image is.
    gains = {"large": 1.1875, "large_075": 1.3125, "large_minimalistic": 1, "small": 1.5, "small_075": 1.5, "small_minimalistic": 1.25}
    for size in ("Large", "Small"):
        for options, suffix in (({}, ""), ({"alpha": 0.75}, "_075"), ({"minimalistic": True}, "_minimalistic")):
            sizes = [(64, 1), (64, 3)] if suffix else [(224, 1), (224, 3), (97, 1)]
            options = {**options, "include_preprocessing": False}
            name = f"{size.lower()}{suffix}"
            models[f"mobilenet_v3_{name}"] = (getattr(apps, f"MobileNetV3{size}"), options, sizes, 2e-5, gains[name])
    gains = (1.375, 1.40625, 1.40625, 1.375, 1.25, 1.3125, 1.25, 1.1875)
    for i, size in enumerate((224, 240, 260, 300, 380, 456, 528, 600)):
        sizes = [(224, 1), (224, 3), (97, 1)] if i == 0 else [(64, 1), (64, 3), (size, 1)] if i < 4 else [(size, 1), (64, 1), (64, 3)]
        models[f"efficientnet_b{i}"] = (getattr(apps, f"EfficientNetB{i}"), {}, sizes, 2e-5, gains[i])
    for depth in (121, 169, 201):
        sizes = [(224, 1), (224, 3), (64, 1)] if depth == 121 else small_first
        models[f"densenet{depth}"] = (getattr(apps, f"DenseNet{depth}"), {}, sizes, 2e-5, 1.25)
    models["inception_v3"] = (apps.InceptionV3, {}, [(107, 1), (107, 3), (299, 1)], 2e-6)
    models["xception"] = (apps.Xception, {}, [(107, 1), (107, 3), (299, 1)], 2e-5, 0.5625)
    models["vgg16"] = (apps.VGG16, {}, [(224, 1), (224, 3), (64, 1)], 1e-4)
    models["vgg19"] = (apps.VGG19, {}, [(224, 1), (64, 1)], 1e-4)
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.config.set_floatx("float64")
    for name, (make, options, sizes, tolerance, *gain) in catalogue().items():
        if arguments.models and name not in arguments.models:
            continue
        built = {}

        def build(spec_arguments, inputs):
            size = spec_arguments["image_size"]
            if size not in built:
                keras.backend.clear_session()  # numbers layers without a name from the start
                head = {key: value for key, value in spec_arguments.items() if key == "classifier_activation"}
                model = make(weights=None, input_shape=(size, size, 3), **options, **head)
                built[size] = KerasRunner(without_preprocessing(model), "image", "logits" if head else "probabilities")
            return built[size]

        option = "".join(f", {k}={v}" for k, v in options.items())
        reference = {"code": f"keras.applications.{make.__name__}(weights=None{option})", "keras": keras.__version__,
                     "tensorflow": tf.__version__, "dtype": "float64"}
        cases = golden.image_cases(sizes)
        for one in cases:
            # The larger the image, the larger the logits of a network with a gain: its softmax would say 1.
            if name.startswith("efficientnet") and one["arguments"]["image_size"] > 224:
                one["arguments"]["classifier_activation"] = None
        golden.record(name, reference, "keras", build, cases, tolerance, gain=gain[0] if gain else 1)


if __name__ == "__main__":
    main()
