"""Records steps of training in float64: losses, gradients, moving statistics. What a golden holds is in steps.py.

    python record_steps.py [case ...]

Keras 3 on TensorFlow, and for resnet50 the TensorFlow Models' own function on tf-keras (record_tf_models.py says what that
needs). Everything is in training mode. Batch norms have the momentum of our spec.
"""

import argparse
import importlib.metadata
import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import keras_models
import keras
import numpy as np
import tensorflow as tf

import random_numbers
import record_keras
import spec_model
import step_recipes
import steps
import synthetic

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))
ROUNDING = 1e-15


class SharedDropout(keras.layers.Layer):
    """Dropout whose mask is a pure function of seed, path, example, element and step."""

    step = 0  # of all layers

    def __init__(self, rate, noise_shape=None, name=None):
        super().__init__(name=name)
        self.rate, self.noise_shape, self.path_of_mask = rate, noise_shape, name

    def call(self, inputs, training=False):
        if not training:
            return inputs
        shape = [given or extent for given, extent in zip(self.noise_shape or inputs.shape, inputs.shape)]
        if not all(isinstance(extent, int) for extent in shape):
            return inputs  # while the model is made
        return inputs * random_numbers.dropout_mask(steps.SEED, self.path_of_mask, self.rate, shape, SharedDropout.step)


class Reference:
    """A model of Keras or tf-keras: `api` is the module. `variables` by our names."""

    def __init__(self, api, model, variables, code):
        self.api, self.model, self.variables, self.code = api, model, variables, code
        trainable = {id(v) for v in model.trainable_weights}
        self.trainable = [name for name, v in variables.items() if id(v) in trainable]
        self.moving = [name for name in variables if name not in self.trainable]
        assert len(variables) == len(model.weights)
        self.loss = api.losses.SparseCategoricalCrossentropy(from_logits=True)

    def set_momentum(self, momentum):
        """{path of a batch norm: momentum}."""
        changed = set()
        paths = {id(v): name.rsplit("/", 1)[0] for name, v in self.variables.items()}
        for layer in self.model.layers:
            if isinstance(layer, self.api.layers.BatchNormalization):
                wanted = momentum[paths[id(layer.moving_mean)]]
                changed.add((layer.momentum, wanted))
                layer.momentum = np.float64(wanted)  # tf-keras would take 1 - momentum through float32
        for theirs, ours in changed:
            print(f"  momentum of batch norms: {theirs}; of our spec: {ours}")

    def gradients(self, images, labels):
        """Loss and gradients of what is trainable; moving statistics change."""
        with tf.GradientTape() as tape:
            loss = self.loss(labels, self.model(images, training=True))
        variables = [self.variables[name] for name in self.trainable]
        # Of Keras 3 the tape wants the variable of TensorFlow.
        return loss, tape.gradient(loss, [getattr(v, "value", v) if self.api is keras else v for v in variables])


def of_maker(make, code):
    def build(model, arguments, image):
        maker = keras_models.Maker()
        built = make(maker)
        return Reference(keras, built, maker.variables(built), code)

    return build


def of_application(make, code):
    def build(model, arguments, image):
        built = make(tuple(image))
        origins = spec_model.Library().expand(model, arguments).origins("keras")
        theirs = {v.path: v for v in built.weights}
        return Reference(keras, built, {ours: theirs[name] for ours, name, _ in origins}, code)

    return build


def dropout_path(name):
    """Ours, of a Dropout of EfficientNet."""
    if name == "top_dropout":
        return "dropout"
    stage, block = name[len("block")], name[len("block") + 1]
    return f"stage{stage}/block{'abcdefghijklmnopqrstuvwxyz'.index(block) + 1}/drop"


def efficientnet(shared):
    """Without dropout, or with shared masks."""

    def replace(layer):
        if not isinstance(layer, keras.layers.Dropout):
            return layer.__class__.from_config(layer.get_config())
        if not shared:
            return keras.layers.Identity(name=layer.name)
        made = SharedDropout(layer.rate, layer.noise_shape, name=layer.name)
        made.path_of_mask = dropout_path(layer.name)
        return made

    def make(image):
        whole = keras.applications.EfficientNetB0(weights=None, input_shape=image, classifier_activation=None)
        return keras.models.clone_model(record_keras.without_preprocessing(whole), clone_function=replace)

    return make


def tf_models_resnet50(model, arguments, image):
    import tf_keras

    import record_tf_models

    tf_keras.backend.set_floatx("float64")
    built = record_tf_models.build_resnet50(image[0]).model
    origins = spec_model.Library().expand(model, arguments).origins("tf_models_keras")
    theirs = {v.name[:-2]: v for v in built.weights}
    code = "official.legacy.image_classification.resnet.resnet_model.resnet50(num_classes=1001), before its softmax"
    return Reference(tf_keras, built, {ours: theirs[name] for ours, name, _ in origins}, code)


def no_dropout(rate, name):
    return keras.layers.Identity(name=name)


MNIST = "tests/oracles/keras_models.py: mnist"
EFFICIENTNET = "keras.applications.EfficientNetB0(weights=None, classifier_activation=None)"
MOBILENET = "keras.applications.MobileNetV2(weights=None, classifier_activation=None)"


def case(build, image, batch, count, learning_rate, classes=10, model=None, recipe_steps=100, **arguments):
    """`count` steps on batches of this many images, `recipe_steps` of the recipe. `model` and `arguments`: of our spec."""
    return {"build": build, "model": model, "arguments": arguments, "image": list(image), "batch": batch, "steps": count,
            "recipe_steps": recipe_steps, "learning_rate": learning_rate, "classes": classes}


def catalogue():
    digit, cifar, small = (28, 28, 1), (32, 32, 3), (64, 64, 3)
    mnist, apps = keras_models.mnist, keras.applications
    mobilenet = of_application(lambda image: apps.MobileNetV2(weights=None, input_shape=image, classifier_activation=None), MOBILENET)
    return {
        "mnist": case(of_maker(lambda maker: mnist(maker, no_dropout), MNIST + " without dropout"), digit, 4, 100, 0.02, dropout=0),
        "cifar_resnet20": case(of_maker(keras_models.resnet20, "tests/oracles/keras_models.py: resnet20"), cifar, 8, 20, 0.02),
        "cifar_resnet20_v2": case(of_maker(keras_models.resnet20_v2, "tests/oracles/keras_models.py: resnet20_v2"), cifar, 8, 20, 0.02),
        "mobilenet_v2": case(mobilenet, small, 8, 20, 0.001, 1000, image_size=64),
        "resnet50": case(tf_models_resnet50, small, 8, 20, 0.0001, 1001, recipe_steps=20, image_size=64),
        "efficientnet_b0": case(of_application(efficientnet(False), EFFICIENTNET + " without dropout"), small, 4, 20, 0.01, 1000, image_size=64,
                                dropout=0, drop_connect_rate=0),
        "mnist_dropout": case(of_maker(lambda maker: mnist(maker, SharedDropout), MNIST + " with shared masks"), digit, 4, 20, 0.02, model="mnist"),
        "efficientnet_b0_dropout": case(of_application(efficientnet(True), EFFICIENTNET + " with shared masks"), small, 4, 20, 0.01, 1000,
                                        "efficientnet_b0", image_size=64),
    }


def assign(reference, golden, change=0.0):
    for name, variable in reference.variables.items():
        value = steps.parameter(golden, name, variable.shape)
        signs = np.where(synthetic.normal(golden["seed"], f"signs/{name}", value.size) < 0, -1.0, 1.0).reshape(value.shape)
        variable.assign(value * (1 + change * signs))


def update_of(reference, golden, how):
    """What makes a step of the gradients. `how`: {"momentum": of SGD}, or {"recipe": one}."""
    variables = [reference.variables[name] for name in reference.trainable]
    if "momentum" in how:
        # Both would take a Python float through float32.
        optimizer = reference.api.optimizers.SGD(golden["learning_rate"], np.float64(how["momentum"]))
        return lambda gradients: optimizer.apply_gradients(zip(gradients, variables))
    stepper = step_recipes.Stepper(how["recipe"])

    def update(gradients):
        weights = {name: np.array(variable) for name, variable in zip(reference.trainable, variables)}
        stepper(weights, {name: np.asarray(g) for name, g in zip(reference.trainable, gradients)})
        for variable, value in zip(variables, weights.values()):
            variable.assign(value)

    return update


def run(reference, golden, how, count, change=0.0):
    """The losses of `count` steps, of the batches alone."""
    assign(reference, golden, change)
    update, losses = update_of(reference, golden, how), []
    for step in range(count):
        SharedDropout.step = step
        loss, gradients = reference.gradients(steps.images(golden, step), steps.labels(golden, step))
        losses.append(float(loss))
        update(gradients)
    assert np.all(np.isfinite(losses)), losses
    return losses


def first_step(reference, golden, momentum):
    """Digests of the gradients, and of the statistics of the batch."""
    assign(reference, golden)
    SharedDropout.step = 0
    _, gradients = reference.gradients(steps.images(golden, 0), steps.labels(golden, 0))
    statistics = {}
    for name in reference.moving:
        before, m = steps.parameter(golden, name, reference.variables[name].shape), momentum[name.rsplit("/", 1)[0]]
        statistics[name] = steps.digest(name, (np.asarray(reference.variables[name]) - m * before) / (1 - m))
    return {name: steps.digest(name, np.asarray(g)) for name, g in zip(reference.trainable, gradients)}, statistics


def record(name, one):
    keras.backend.clear_session()
    count, recipe_count, model = one.pop("steps"), one.pop("recipe_steps"), one.pop("model") or name
    reference = one.pop("build")(model, one["arguments"], one["image"])
    nodes = spec_model.Library().expand(model, one["arguments"]).nodes
    momentum = {node.path: node.args.get("momentum", 0.99) for node in nodes if node.kind == "BatchNormalization"}
    reference.set_momentum(momentum)
    versions = {package: importlib.metadata.version(package) for package in ("keras", "numpy")}
    if reference.api is not keras:
        versions = {package: importlib.metadata.version(package) for package in ("tf-models-official", "tf-keras", "numpy")}
    golden = {"model": model, "arguments": one.pop("arguments"),
              "reference": {"code": reference.code, **versions, "tensorflow": tf.__version__, "dtype": "float64"}, "seed": steps.SEED, **one,
              "batches": 4}
    golden["gradients"], golden["statistics"] = first_step(reference, golden, momentum)
    golden["runs"] = []
    for how, length in (({"momentum": 0.0}, count), ({"momentum": 0.9}, count), ({"recipe": step_recipes.RECIPES[name]}, recipe_count)):
        losses = run(reference, golden, how, length)
        moving = {n: steps.digest(n, np.asarray(reference.variables[n]), sampled=False) for n in reference.moving}
        rounding = float(np.max(np.abs(np.subtract(run(reference, golden, how, length, ROUNDING), losses))))
        golden["runs"].append({**how, "losses": losses, "moving": moving, "rounding": rounding})
        print(f"{name} {how}: losses {losses[0]:.6g} ... {losses[-1]:.6g}, at most {max(losses):.6g}, rounding {rounding:.3g}", flush=True)
    least = min(golden["gradients"], key=lambda n: golden["gradients"][n]["max_abs"])
    print(f"  {len(golden['gradients'])} gradients, the smallest {least} {golden['gradients'][least]['max_abs']:.3g}")
    steps.write(name, golden)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    names = parser.parse_args().cases
    tf.config.threading.set_intra_op_parallelism_threads(THREADS)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    keras.config.set_floatx("float64")
    for name, one in catalogue().items():
        if not names or name in names:
            record(name, one)


if __name__ == "__main__":
    main()
