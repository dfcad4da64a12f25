"""Records what optimizers, schedules, losses and metrics of Keras 3 and the TensorFlow Models compute, in float64, for tests/train.

    .venv-peers/bin/python tests/oracles/record_training.py
"""

import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

import safetensors.numpy

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "train"
STEPS = 20
SHAPES = {"conv/kernel": (3, 7), "conv/bias": (7,), "dense/kernel": (5, 4)}


def problem():
    """Weights, and gradients of each step: of several sizes, with zeros."""
    random = np.random.default_rng(7)
    weights = {name: random.normal(0, 0.5, shape) for name, shape in SHAPES.items()}
    gradients = {name: random.normal(0, 1, (STEPS, *shape)) * random.choice([0.01, 0.3, 2.0], (STEPS, *[1] * len(shape))) for name, shape in SHAPES.items()}
    gradients["conv/kernel"][:, 1, 2] = 0
    return weights, gradients


def rates():
    return [0.1 * 0.97**step for step in range(STEPS)]


class Rates(keras.optimizers.schedules.LearningRateSchedule):
    """The rate of each step in float64. Keras asks for those of micro-batches."""

    def __init__(self, micro_batches=1):
        self.micro_batches = micro_batches

    def __call__(self, step):
        return keras.ops.take(keras.ops.convert_to_tensor(rates(), dtype="float64"), keras.ops.cast(step, "int32") // self.micro_batches)

    def get_config(self):
        return {}


def run(optimizer, l1=0.0, l2=0.0, exclude=(), micro_batches=1, average=False):
    """The weights after each step; with `average`, their moving averages."""
    for name, value in vars(optimizer).items():
        if type(value) is float:  # Keras rounds those to float32
            setattr(optimizer, name, np.float64(value))
    weights, gradients = problem()
    variables = [keras.Variable(value, dtype="float64", name=name.replace("/", "_")) for name, value in weights.items()]
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=list(exclude))
    optimizer.build(variables)
    after = {name: [] for name in SHAPES}
    for step in range(STEPS):
        regular = [gradients[name][step] + 2 * l2 * v.numpy() + l1 * np.sign(v.numpy()) for name, v in zip(SHAPES, variables)]
        for micro in range(micro_batches):
            given = [g * (micro + 0.5) for g in regular] if micro_batches > 1 else regular
            optimizer.apply([keras.ops.convert_to_tensor(g, dtype="float64") for g in given], variables)
        shown = optimizer._model_variables_moving_average if average else variables
        for name, v in zip(SHAPES, shown):
            after[name].append(np.array(v.numpy()))
    return {name: np.stack(values) for name, values in after.items()}


def lars(nesterov, classic, decay, exclude):
    """official/modeling/optimization/lars.py, whose optimizer is one of tf-keras."""
    weights, gradients = problem()
    momentum = {name: np.zeros(shape) for name, shape in SHAPES.items()}
    after = {name: [] for name in SHAPES}
    for step, rate in enumerate(rates()):
        for name in SHAPES:
            w, g = weights[name], gradients[name][step]
            plain = any(part in name for part in exclude)
            if not plain:
                g = g + decay * w

            def trust(of):
                norm, size = np.linalg.norm(w), np.linalg.norm(of)
                return 1.0 if plain or norm == 0 or size == 0 else 0.001 * norm / size

            if classic:
                scaled = rate * trust(g)
                momentum[name] = 0.9 * momentum[name] + scaled * g
                update = 0.9 * momentum[name] + scaled * g if nesterov else momentum[name]
                weights[name] = w - update
            else:
                momentum[name] = 0.9 * momentum[name] + g
                update = 0.9 * momentum[name] + g if nesterov else momentum[name]
                weights[name] = w - rate * trust(update) * update
            after[name].append(weights[name])
    return {name: np.stack(values) for name, values in after.items()}


def without_correction():
    """google-research/bert, optimization.py: AdamWeightDecayOptimizer."""
    weights, gradients = problem()
    m = {name: np.zeros(shape) for name, shape in SHAPES.items()}
    v = {name: np.zeros(shape) for name, shape in SHAPES.items()}
    after = {name: [] for name in SHAPES}
    for step, rate in enumerate(rates()):
        for name in SHAPES:
            g = gradients[name][step]
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.999 * v[name] + 0.001 * g * g
            update = m[name] / (np.sqrt(v[name]) + 1e-6)
            if "bias" not in name:
                update = update + 0.01 * weights[name]
            weights[name] = weights[name] - rate * update
            after[name].append(weights[name])
    return {name: np.stack(values) for name, values in after.items()}


def optimizers():
    o = keras.optimizers
    yield "sgd", run(o.SGD(Rates()))
    yield "sgd_momentum", run(o.SGD(Rates(), momentum=0.9))
    yield "sgd_nesterov", run(o.SGD(Rates(), momentum=0.9, nesterov=True))
    yield "sgd_regularized", run(o.SGD(Rates(), momentum=0.9), l1=0.003, l2=0.02)
    yield "sgd_clip_value", run(o.SGD(Rates(), momentum=0.9, clipvalue=0.2), l2=0.02)
    yield "sgd_clip_norm", run(o.SGD(Rates(), momentum=0.9, clipnorm=0.5), l2=0.02)
    yield "sgd_clip_global_norm", run(o.SGD(Rates(), momentum=0.9, global_clipnorm=0.7))
    yield "sgd_average", run(o.SGD(Rates(), momentum=0.9, use_ema=True, ema_momentum=0.8), average=True)
    yield "sgd_accumulate", run(o.SGD(Rates(3), momentum=0.9, gradient_accumulation_steps=3), micro_batches=3)
    yield "adam", run(o.Adam(Rates()))
    yield "adam_amsgrad", run(o.Adam(Rates(), amsgrad=True, beta_2=0.9))
    yield "adamw", run(o.AdamW(Rates(), weight_decay=0.05, epsilon=1e-6, global_clipnorm=1.0), exclude=["bias"])
    yield "adamw_without_correction", without_correction()
    yield "rmsprop", run(o.RMSprop(Rates(), epsilon=1e-3))
    yield "rmsprop_momentum", run(o.RMSprop(Rates(), rho=0.9, momentum=0.9, epsilon=1e-3))
    yield "rmsprop_centered", run(o.RMSprop(Rates(), momentum=0.5, centered=True, epsilon=1e-3))
    yield "adagrad", run(o.Adagrad(Rates()))
    yield "ftrl", run(o.Ftrl(Rates()))
    yield "ftrl_regularized", run(o.Ftrl(Rates(), l1_regularization_strength=0.01, l2_regularization_strength=0.02, l2_shrinkage_regularization_strength=0.03, beta=0.1))
    for nesterov in False, True:
        for classic in False, True:
            yield f"lars_{int(nesterov)}{int(classic)}", lars(nesterov, classic, 0.0005, ["bias"])


def schedules():
    """Rates of some steps. Python's own numbers would be float32 for Keras."""
    d = np.float64
    steps = np.array([0, 1, 2, 9, 10, 11, 49, 50, 51, 99, 100, 101, 250])
    yield "steps", steps.astype(np.float64)
    s = keras.optimizers.schedules
    cast = lambda schedule: np.array([float(schedule(keras.ops.convert_to_tensor(float(step), dtype="float64"))) for step in steps])
    yield "exponential", cast(s.ExponentialDecay(d(0.05), 100, d(0.96)))
    yield "exponential_staircase", cast(s.ExponentialDecay(d(0.05), 50, d(0.5), staircase=True))
    yield "piecewise", cast(s.PiecewiseConstantDecay([10.0, 50.0, 100.0], [d(1.0), d(0.5), d(0.1), d(0.01)]))
    yield "polynomial", cast(s.PolynomialDecay(d(0.3), 100, d(0.01), power=d(2.0)))
    yield "polynomial_cycle", cast(s.PolynomialDecay(d(0.3), 40, d(0.01), power=d(0.5), cycle=True))
    yield "cosine", cast(s.CosineDecay(d(0.2), 100, alpha=d(0.1)))
    yield "cosine_warmup", cast(s.CosineDecay(d(0.01), 100, alpha=d(0.1), warmup_target=d(0.2), warmup_steps=10))
    # official/modeling/optimization/lr_schedule.py, LinearWarmup, and official/nlp/optimization.py, WarmUp
    cosine, polynomial = s.CosineDecay(d(0.2), 100), s.PolynomialDecay(d(2e-5), 100, d(0.0))
    f = lambda schedule, step: float(schedule(keras.ops.convert_to_tensor(float(step), dtype="float64")))
    yield "linear_warmup", np.array([0.03 + step / 50 * (f(cosine, 50) - 0.03) if step < 50 else f(cosine, step) for step in steps])
    yield "bert", np.array([2e-5 * step / 10 if step < 10 else f(polynomial, step) for step in steps])
    # official/transformer/v2/optimizer.py
    yield "inverse_square_root", np.array([2.0 * 512**-0.5 * min(1.0, step / 50) / np.sqrt(max(step, 50)) for step in steps])


def metrics():
    random = np.random.default_rng(3)
    logits = random.normal(0, 2, (60, 7))
    labels = random.integers(0, 7, 60)
    logits[np.arange(60), labels] += 1.5
    logits = logits.astype(np.float32).astype(np.float64)
    binary = random.uniform(0, 1, 80)
    binary[:5] = [0, 1, 0.5, 1e-9, 0.25]
    binary = binary.astype(np.float32).astype(np.float64)
    truth = (random.uniform(0, 1, 80) < 0.3 + 0.4 * binary).astype(np.int32)
    yield "logits", logits
    yield "labels", labels.astype(np.float64)
    yield "probabilities", binary
    yield "truth", truth.astype(np.float64)
    k = keras.metrics
    one_hot = np.eye(7)[labels]

    def value(metric, *arguments):
        half = len(arguments[0]) // 3
        for part in slice(0, half), slice(half, None):
            metric.update_state(*[a[part] for a in arguments])
        return np.array(float(metric.result()))

    yield "accuracy", value(k.SparseCategoricalAccuracy(dtype="float64"), labels, logits)
    yield "top_3", value(k.SparseTopKCategoricalAccuracy(3), labels, logits.astype(np.float32))
    yield "crossentropy", value(k.SparseCategoricalCrossentropy(from_logits=True, dtype="float64"), labels, logits)
    smoothed = k.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, dtype="float64")
    yield "crossentropy_smoothed", value(smoothed, one_hot, logits)
    column, target = binary[:, None], truth[:, None].astype(np.float64)
    yield "binary_accuracy", value(k.BinaryAccuracy(dtype="float64"), target, column)
    yield "binary_crossentropy", value(k.BinaryCrossentropy(dtype="float64"), target, column)
    yield "precision", value(k.Precision(dtype="float64"), target, column)
    yield "recall", value(k.Recall(thresholds=0.4, dtype="float64"), target, column)
    yield "auc", value(k.AUC(dtype="float64"), target, column)
    yield "f1", value(k.F1Score(threshold=0.5, average="micro", dtype="float64"), target, column)
    yield "mean", value(k.Mean(dtype="float64"), column)
    yield "mean_squared_error", value(k.MeanSquaredError(dtype="float64"), target, column)
    yield "mean_absolute_error", value(k.MeanAbsoluteError(dtype="float64"), target, column)


def losses():
    """Of 6 rows of 5 values, by name: the loss of the weighted batch, and its gradient by the values."""
    random = np.random.default_rng(5)
    values = random.normal(0, 2, (6, 5))
    soft = random.uniform(0, 1, (6, 5))
    soft[0] = [0, 1, 0, 0, 1]
    labels = random.integers(0, 5, 6)
    weights = np.array([1, 0.5, 2, 0, 1.25, 3])
    yield "values", values
    # Where the targets of a row add up to another number than 1, TensorFlow's gradient of categorical_crossentropy is not that of its loss.
    distribution = soft / soft.sum(axis=1, keepdims=True)
    yield "targets", soft
    yield "distribution", distribution
    yield "labels", labels.astype(np.float64)
    yield "weights", weights
    k = keras.losses
    cases = {
        "sparse_categorical_crossentropy": k.SparseCategoricalCrossentropy(from_logits=True, dtype="float64"),
        "categorical_crossentropy": k.CategoricalCrossentropy(from_logits=True, dtype="float64"),
        "categorical_crossentropy_smoothed": k.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1, dtype="float64"),
        "binary_crossentropy": k.BinaryCrossentropy(from_logits=True, dtype="float64"),
        "binary_crossentropy_smoothed": k.BinaryCrossentropy(from_logits=True, label_smoothing=0.1, dtype="float64"),
        "mean_squared_error": k.MeanSquaredError(dtype="float64"),
        "mean_absolute_error": k.MeanAbsoluteError(dtype="float64"),
        "huber": k.Huber(dtype="float64"),
        "huber_changed": k.Huber(delta=0.4, dtype="float64"),
        "categorical_focal_crossentropy": k.CategoricalFocalCrossentropy(from_logits=True, dtype="float64"),
        "categorical_focal_crossentropy_changed": k.CategoricalFocalCrossentropy(alpha=0.6, gamma=1.5, label_smoothing=0.1, from_logits=True, dtype="float64"),
        "binary_focal_crossentropy": k.BinaryFocalCrossentropy(from_logits=True, dtype="float64"),
        "binary_focal_crossentropy_changed": k.BinaryFocalCrossentropy(apply_class_balancing=True, alpha=0.6, gamma=1.5, label_smoothing=0.1, from_logits=True, dtype="float64"),
    }
    for name, loss in cases.items():
        x = tf.Variable(values)
        with tf.GradientTape() as tape:
            truth = labels if name.startswith("sparse") else distribution if name.startswith("categorical") else soft
            result = loss(truth, x, sample_weight=weights)
        yield f"{name}/loss", np.array(float(result))
        yield f"{name}/gradient", tape.gradient(result, x).numpy()


def main():
    GOLDEN.mkdir(parents=True, exist_ok=True)
    weights, gradients = problem()
    tensors = {f"weights/{name}": value for name, value in weights.items()} | {f"gradients/{name}": value for name, value in gradients.items()}
    tensors["rates"] = np.array(rates())
    for case, after in optimizers():
        tensors |= {f"{case}/{name}": value for name, value in after.items()}
    versions = {"versions": f"keras {keras.__version__}, numpy {np.__version__}"}
    safetensors.numpy.save_file(tensors, GOLDEN / "optimizers.safetensors", versions)
    safetensors.numpy.save_file(dict(losses()), GOLDEN / "losses.safetensors", versions)
    safetensors.numpy.save_file(dict(metrics()), GOLDEN / "metrics.safetensors", versions)
    safetensors.numpy.save_file({name: np.asarray(v, np.float64) for name, v in schedules()}, GOLDEN / "schedules.safetensors", versions)


if __name__ == "__main__":
    main()
