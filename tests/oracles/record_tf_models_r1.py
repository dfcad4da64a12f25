"""Records goldens from the TensorFlow 1 code of TensorFlow Models: ResNet for CIFAR and ImageNet, MNIST.

    TF_USE_LEGACY_KERAS=1 python record_tf_models_r1.py --source DIR [model ...]

DIR holds official/r1/resnet/{resnet_model,cifar10_main,imagenet_main}.py and official/mnist/mnist.py of
https://github.com/tensorflow/models at commit 87542800b599e3d8715974e9cf178e4ceebbf97a (or another that still has
them), and COMMIT with the hash. Needs tensorflow 2.20 and tf-keras 2.20. The code runs as it is, in float64; two things are
adapted from outside: float64 is added to the types it allows, and batch normalisation is told not to use the fused
kernel, which does not exist in float64 and computes the same.
"""

import argparse
import importlib.util
import os
import sys
import types

os.environ.setdefault("TF_USE_LEGACY_KERAS", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np
import tensorflow as tf

import golden

V1 = tf.compat.v1
IMAGENET = (18, 34, 50, 101, 152, 200)
CIFAR = (20, 32, 56, 110)
THREADS = int(os.environ.get("ORACLE_THREADS", "1"))


class Stub(types.ModuleType):
    """Stands for a module that the model's file imports for training only."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name)

    def __call__(self, *args, **kwargs):
        return self


def load(source, path, stubs):
    """Imports one file of the source tree, with stubs in place of what it needs only for training."""
    for name in stubs:
        parts = name.split(".")
        for i in range(1, len(parts) + 1):
            sys.modules.setdefault(".".join(parts[:i]), Stub(parts[i - 1]))
    name = path[:-3].replace("/", ".")
    spec = importlib.util.spec_from_file_location(name, os.path.join(source, path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    parent, _, child = name.rpartition(".")
    sys.modules.setdefault(parent, Stub(parent))
    setattr(sys.modules[parent], child, module)
    spec.loader.exec_module(module)
    return module


def resnet_modules(source):
    stubs = ["official.r1.resnet", "official.r1.resnet.resnet_run_loop", "official.r1.resnet.imagenet_preprocessing",
             "official.utils.flags.core", "official.utils.logs.logger", "official.utils.flags", "official.utils.logs"]
    for name in stubs:
        parts = name.split(".")
        for i in range(1, len(parts) + 1):
            sys.modules.setdefault(".".join(parts[:i]), Stub(parts[i - 1]))
    model = load(source, "official/r1/resnet/resnet_model.py", [])
    cifar = load(source, "official/r1/resnet/cifar10_main.py", [])
    imagenet = load(source, "official/r1/resnet/imagenet_main.py", [])
    model.ALLOWED_TYPES = model.ALLOWED_TYPES + (tf.float64,)
    fused = V1.layers.batch_normalization
    V1.layers.batch_normalization = lambda *args, **kwargs: fused(*args, **{**kwargs, "fused": False})
    return cifar, imagenet


class GraphRunner:
    """A graph with variables in float64, run by a session."""

    def __init__(self, input_name, shape, apply, output_name):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.input = V1.placeholder(tf.float64, shape)
            self.output = apply(self.input)
            variables = V1.global_variables()
            trainable = {v.name for v in V1.trainable_variables()}
            self.feeds = {v.name[:-2]: (v.initializer, v.initializer.inputs[1]) for v in variables}
            self.variables = variables
        self.input_name, self.output_name = input_name, output_name
        self.parameters = [(v.name[:-2], v.shape.as_list(), v.name in trainable) for v in variables]
        config = V1.ConfigProto(intra_op_parallelism_threads=THREADS, inter_op_parallelism_threads=1)
        self.session = V1.Session(graph=self.graph, config=config)

    def assign(self, name, array):
        initializer, value = self.feeds[name]
        self.session.run(initializer, {value: array.astype(np.float64)})

    def multiply_adds(self, inputs):
        """Of convolutions and dense layers, one image."""
        ops, waiting = [], [self.output.op]
        seen = set(waiting)
        while waiting:  # Keras keeps a second, unused copy of a model in the graph
            op = waiting.pop()
            if op.type in ("Conv2D", "MatMul"):
                ops.append(op)
            for x in op.inputs:
                if x.op not in seen:
                    seen.add(x.op)
                    waiting.append(x.op)
        values = self.session.run([(op.outputs[0], op.inputs[1]) for op in ops], {self.input: self._input(inputs)[:1]})
        return sum(int(np.prod(y.shape[1:-1])) * w.size for y, w in values)

    def _input(self, inputs):
        x = inputs[self.input_name].astype(np.float64)
        shape = self.input.shape.as_list()
        return x if len(shape) == x.ndim else x.reshape([x.shape[0]] + shape[1:])

    def run(self, inputs):
        return {self.output_name: self.session.run(self.output, {self.input: self._input(inputs)})}


def reference(source, path):
    commit = "unknown"
    if os.path.exists(os.path.join(source, "COMMIT")):
        with open(os.path.join(source, "COMMIT"), encoding="ascii") as f:
            commit = f.read().strip()
    return {"code": f"tensorflow/models@{commit}:{path}", "tensorflow": tf.__version__, "dtype": "float64"}


def record_resnet(name, make, source, path, cases):
    runners = []

    def build(arguments, inputs):
        if not runners:
            runners.append(GraphRunner("image", [None, None, None, 3], lambda x: make(x), "logits"))
        return runners[0]

    golden.record(name, reference(source, path), "tf_models_r1", build, cases)


def record_mnist(source):
    stubs = ["official.mnist", "official.mnist.dataset", "official.utils.flags.core", "official.utils.logs.hooks_helper",
             "official.utils.misc.distribution_utils", "official.utils.misc.model_helpers", "official.utils.flags",
             "official.utils.logs", "official.utils.misc"]
    module = load(source, "official/mnist/mnist.py", stubs)
    runners = []

    def build(arguments, inputs):
        if not runners:
            tf.keras.backend.set_floatx("float64")

            def apply(x):
                return module.create_model("channels_last")(x, training=False)

            runners.append(GraphRunner("image", [None, 784], apply, "logits"))
            tf.keras.backend.set_floatx("float32")
        return runners[0]

    cases = golden.image_cases([(28, 1), (28, 3)], channels=1, argument=None)
    golden.record("mnist", reference(source, "official/mnist/mnist.py"), "tf_keras", build, cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", required=True)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    wanted = lambda name: not arguments.models or name in arguments.models

    if wanted("mnist"):
        record_mnist(arguments.source)
    cifar, imagenet = resnet_modules(arguments.source)
    for version, suffix in ((1, ""), (2, "_v2")):
        for size in CIFAR:
            name = f"cifar_resnet{size}{suffix}"
            if wanted(name):
                model = cifar.Cifar10Model(size, "channels_last", resnet_version=version, dtype=tf.float64)
                record_resnet(name, lambda x: model(x, training=False), arguments.source,
                              "official/r1/resnet/cifar10_main.py",
                              golden.image_cases([(32, 1), (32, 3)], argument=None))
        for size in IMAGENET:
            name = f"resnet{size}{suffix}"
            if name != "resnet50" and wanted(name):
                model = imagenet.ImagenetModel(size, "channels_last", resnet_version=version, dtype=tf.float64)
                record_resnet(name, lambda x: model(x, training=False), arguments.source,
                              "official/r1/resnet/imagenet_main.py",
                              golden.image_cases([(64, 1), (64, 3), (224, 1)]))


if __name__ == "__main__":
    main()
