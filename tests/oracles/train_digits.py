"""Trains ResNet-20 on real handwritten digits, and writes what `make demo` and the tests need.

    python train_digits.py

Data: scikit-learn's digits (UCI ML hand-written digits: 1797 images of 8x8 with values 0..16), made 8-bit. Every fifth
image is held out: 360. Same wiring as the CIFAR ResNet-20 of TensorFlow Models. Writes tests/golden/digits/:
  digits_resnet20.weights.h5   the weights (Keras 3)
  t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte   the held-out images and labels, in MNIST's format
  0.png to 9.png               the first held-out image of each digit
  digits_resnet20.json         versions, Keras's accuracy, predicted classes and logits
"""

import base64
import json
import os
import struct

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["TF_DETERMINISTIC_OPS"] = "1"

import keras
import numpy as np
import sklearn
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits

SEED = 1
EPOCHS = 40
BATCH = 32
DIRECTORY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden", "digits")


def conv_bn(x, filters, name, kernel_size=3, strides=1, activation=True):
    padding = "same"
    if strides > 1 and kernel_size > 1:
        x = layers.ZeroPadding2D((kernel_size - 1) // 2, name=f"{name}_pad")(x)
        padding = "valid"
    x = layers.Conv2D(filters, kernel_size, strides, padding, use_bias=False, kernel_initializer="he_normal",
                      kernel_regularizer=keras.regularizers.L2(1e-4), name=f"{name}_conv")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_bn")(x)
    return layers.Activation("relu", name=f"{name}_act")(x) if activation else x


def build():
    image = x = layers.Input((8, 8, 1), name="image")
    x = conv_bn(x, 16, "stem")
    for stage, filters in enumerate((16, 32, 64)):
        for i in range(3):
            name = f"stage{stage + 1}_block{i + 1}"
            strides = 2 if i == 0 and stage > 0 else 1
            shortcut = conv_bn(x, filters, f"{name}_shortcut", 1, strides, False) if i == 0 else x
            x = conv_bn(x, filters, f"{name}_a", strides=strides)
            x = conv_bn(x, filters, f"{name}_b", activation=False)
            x = layers.Activation("relu", name=f"{name}_relu")(layers.Add(name=f"{name}_add")([x, shortcut]))
    x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return keras.Model(image, layers.Dense(10, name="logits")(x), name="digits_resnet20")


def data():
    digits = load_digits()
    images = np.round(digits.images * (255 / 16)).astype(np.uint8)
    held_out = np.arange(len(images)) % 5 == 0
    return images[~held_out], digits.target[~held_out], images[held_out], digits.target[held_out]


def batches(images, labels, rng):
    """One epoch, shuffled; each image moved by up to one pixel."""
    order = rng.permutation(len(images))
    for begin in range(0, len(order) - BATCH + 1, BATCH):
        chosen = order[begin : begin + BATCH]
        x = np.pad(images[chosen], ((0, 0), (1, 1), (1, 1)))
        moved = np.stack([x[k, dy : dy + 8, dx : dx + 8] for k, (dy, dx) in enumerate(rng.integers(0, 3, (len(x), 2)))])
        yield moved[..., None].astype(np.float32) / 255, labels[chosen]


def write_idx(path, array):
    """IDX, as MNIST: magic 0x000008nn, big-endian dimensions, bytes."""
    with open(path, "wb") as f:
        f.write(struct.pack(">I", 0x0800 + array.ndim))
        f.write(struct.pack(f">{array.ndim}I", *array.shape))
        f.write(array.astype(np.uint8).tobytes())


def main():
    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    train_x, train_y, test_x, test_y = data()
    model = build()
    steps = len(train_x) // BATCH * EPOCHS
    schedule = keras.optimizers.schedules.CosineDecay(0.05, steps)
    model.compile(keras.optimizers.SGD(schedule, momentum=0.9, nesterov=True),
                  keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    rng = np.random.default_rng(SEED)
    inputs = test_x[..., None].astype(np.float32) / 255
    for epoch in range(EPOCHS):
        for x, y in batches(train_x, train_y, rng):
            loss = model.train_on_batch(x, y, return_dict=True)["loss"]
        if epoch % 5 == 4:
            accuracy = np.mean(np.argmax(model(inputs, training=False), axis=1) == test_y)
            print(f"epoch {epoch + 1}: loss {float(loss):.4f}, held out {accuracy:.4f}", flush=True)

    os.makedirs(DIRECTORY, exist_ok=True)
    weights = os.path.join(DIRECTORY, "digits_resnet20.weights.h5")
    plain = build()  # without the optimizer's state, which a compiled model saves too
    plain.set_weights(model.get_weights())
    plain.save_weights(weights)
    values = [np.asarray(w, np.float64) for w in model.weights]
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    exact = build()
    for variable, value in zip(exact.weights, values):
        variable.assign(value)
    logits = np.asarray(exact(test_x[..., None].astype(np.float64) / 255, training=False))
    predicted = np.argmax(logits, axis=1)
    correct = int(np.sum(predicted == test_y))
    top = np.sort(logits, axis=1)
    print(f"held out: {correct} of {len(test_y)}; smallest margin {np.min(top[:, -1] - top[:, -2]):.4f}")
    write_idx(os.path.join(DIRECTORY, "t10k-images-idx3-ubyte"), test_x)
    write_idx(os.path.join(DIRECTORY, "t10k-labels-idx1-ubyte"), test_y)
    for digit in range(10):
        pixels = test_x[np.argmax(test_y == digit)][..., None]
        tf.io.write_file(os.path.join(DIRECTORY, f"{digit}.png"), tf.io.encode_png(pixels))
    result = {
        "model": "digits_resnet20",
        "reference": {"code": "tests/oracles/train_digits.py", "keras": keras.__version__, "tensorflow": tf.__version__,
                      "scikit-learn": sklearn.__version__, "dtype": "trained in float32, evaluated in float64"},
        "checkpoint": "keras",
        "images": "t10k-images-idx3-ubyte",
        "labels": "t10k-labels-idx1-ubyte",
        "scale": 1 / 255,
        "tolerance": 2e-5,
        "total": len(test_y),
        "correct": correct,
        "accuracy": correct / len(test_y),
        "predicted": predicted.tolist(),
        "logits": {"shape": list(logits.shape), "max_abs": float(np.max(np.abs(logits))),
                   "data": base64.b64encode(logits.astype("<f4").tobytes()).decode("ascii")},
    }
    with open(os.path.join(DIRECTORY, "digits_resnet20.json"), "w", encoding="ascii") as f:
        json.dump(result, f, indent=1)
        f.write("\n")
    print(f"weights: {os.path.getsize(weights)} bytes, parameters: {model.count_params()}")


if __name__ == "__main__":
    main()
