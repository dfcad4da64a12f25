"""Models written down in Keras, layer by layer, as somebody would who knows Keras and not the specs: what edits of specs
are compared with (record_edits.py), and what weights that `specimen weights convert --to keras` wrote are loaded into
(keras_load.py). Layers are called as the specs call theirs, with `_` for `/`.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
from keras import layers


class Maker:
    """Makes layers by our paths, and knows which variable is which of our tensors."""

    def __init__(self):
        self.paths = {}

    def __call__(self, kind, path, *args, **options):
        name = path.replace("/", "_")
        self.paths[name] = path
        return kind(*args, name=name, **options)

    def variables(self, model):
        """Our name -> variable."""
        return {f"{self.paths[layer.name]}/{v.name}": v for layer in model.layers for v in layer.weights}


def mnist(maker, dropout=layers.Dropout):
    """`dropout`: the class of the layer."""
    image = x = layers.Input((28, 28, 1), name="image")
    for i, filters in enumerate((32, 64), 1):
        x = maker(layers.Conv2D, f"conv{i}", filters, 5, padding="same", activation="relu")(x)
        x = maker(layers.MaxPooling2D, f"pool{i}", 2, 2, padding="same")(x)
    x = maker(layers.Flatten, "flatten")(x)
    x = maker(layers.Dense, "hidden", 1024, activation="relu")(x)
    x = maker(dropout, "dropout", 0.4)(x)
    return keras.Model(image, maker(layers.Dense, "classifier", 10)(x))


def resnet20(maker, image_shape=(32, 32, 3), classes=10, width=1, activations=("relu",) * 3, squeeze=False, dilation=1,
             deep_stem=False, project=True, inverted=False, separable=False):
    """`activations`: of each stage. `squeeze`: squeeze-and-excitation after the second convolution of every block.
    `dilation`: of the last stage, which then keeps its resolution. `deep_stem`: a strided 5x5 before the 3x3. `project`: false
    leaves out the branches that project, with their sums. `inverted`: the last block is MobileNetV2's. `separable`: the second
    convolutions of the last stage are separable ones, with activations that no other model has."""

    def conv_bn(x, filters, at, kernel_size=3, strides=1, activation=None, dilation=1):
        padding = "same"
        if strides > 1 and kernel_size > 1:
            x = maker(layers.ZeroPadding2D, f"{at}/pad", (kernel_size - 1) // 2)(x)
            padding = "valid"
        x = maker(layers.Conv2D, f"{at}/conv", filters, kernel_size, strides, padding, use_bias=False, dilation_rate=dilation)(x)
        x = maker(layers.BatchNormalization, f"{at}/bn", epsilon=1e-5)(x)
        return maker(layers.Activation, f"{at}/act", activation)(x) if activation else x

    def squeeze_excite(x, at, activation):
        channels = x.shape[-1]
        gate = maker(layers.GlobalAveragePooling2D, f"{at}/squeeze", keepdims=True)(x)
        gate = maker(layers.Conv2D, f"{at}/reduce", channels // 4, 1, activation=activation)(gate)
        gate = maker(layers.Conv2D, f"{at}/expand", channels, 1, activation="sigmoid")(gate)
        return maker(layers.Multiply, f"{at}/excite")([x, gate])

    def inverted_residual(x, at, expanded):
        filters = x.shape[-1]
        y = maker(layers.Conv2D, f"{at}/expand/conv", expanded, 1, use_bias=False)(x)
        y = maker(layers.BatchNormalization, f"{at}/expand/bn", epsilon=1e-3)(y)
        y = maker(layers.ReLU, f"{at}/expand/act", 6.0)(y)
        y = maker(layers.DepthwiseConv2D, f"{at}/depthwise/conv", 3, padding="same", use_bias=False)(y)
        y = maker(layers.BatchNormalization, f"{at}/depthwise/bn", epsilon=1e-3)(y)
        y = maker(layers.ReLU, f"{at}/depthwise/act", 6.0)(y)
        y = maker(layers.Conv2D, f"{at}/project/conv", filters, 1, use_bias=False)(y)
        y = maker(layers.BatchNormalization, f"{at}/project/bn", epsilon=1e-3)(y)
        return maker(layers.Add, f"{at}/add")([x, y])

    image = x = layers.Input(image_shape, name="image")
    if deep_stem:
        x = maker(layers.Conv2D, "stem_a", 8, 5, 2, "same", activation="silu")(x)
    x = conv_bn(x, 16 * width, "stem", activation="relu")
    for stage, filters in enumerate((16 * width, 32 * width, 64 * width), 1):
        activation = activations[stage - 1]
        d = dilation if stage == 3 else 1
        for block in (1, 2, 3):
            at = f"stage{stage}/block{block}"
            if inverted and (stage, block) == (3, 3):
                x = inverted_residual(x, at, 2 * filters)
                continue
            strides = 2 if block == 1 and stage > 1 and d == 1 else 1
            y = conv_bn(x, filters, f"{at}/a", strides=strides, activation=activation, dilation=d)
            if separable and stage == 3:
                y = maker(layers.SeparableConv2D, f"{at}/b", filters, 3, padding="same", activation=("selu", "softsign", "mish")[block - 1])(y)
            else:
                y = conv_bn(y, filters, f"{at}/b", dilation=d)
            if squeeze:
                y = squeeze_excite(y, f"{at}/se", activation)
            if block > 1:
                y = maker(layers.Add, f"{at}/add")([y, x])
            elif project:
                y = maker(layers.Add, f"{at}/add")([y, conv_bn(x, filters, f"{at}/shortcut", 1, strides)])
            x = maker(layers.Activation, f"{at}/relu", activation)(y)
    x = maker(layers.GlobalAveragePooling2D, "avg_pool")(x)
    return keras.Model(image, maker(layers.Dense, "logits", classes)(x))


def resnet20_v2(maker, image_shape=(32, 32, 3), classes=10):
    def bn_relu(x, at):
        x = maker(layers.BatchNormalization, f"{at}/bn", epsilon=1e-5)(x)
        return maker(layers.Activation, f"{at}/act", "relu")(x)

    def conv(x, at, filters, kernel_size=3, strides=1):
        if strides > 1 and kernel_size > 1:
            x = maker(layers.ZeroPadding2D, f"{at}/pad", (kernel_size - 1) // 2)(x)
            return maker(layers.Conv2D, at, filters, kernel_size, strides, "valid", use_bias=False)(x)
        return maker(layers.Conv2D, at, filters, kernel_size, strides, "same", use_bias=False)(x)

    image = layers.Input(image_shape, name="image")
    x = conv(image, "stem", 16)
    for stage, filters in enumerate((16, 32, 64), 1):
        for block in (1, 2, 3):
            at = f"stage{stage}/block{block}"
            strides = 2 if block == 1 and stage > 1 else 1
            activated = bn_relu(x, f"{at}/preact")
            y = bn_relu(conv(activated, f"{at}/a/conv", filters, strides=strides), f"{at}/a")
            y = conv(y, f"{at}/b", filters)
            shortcut = conv(activated, f"{at}/shortcut", filters, 1, strides) if block == 1 else x
            x = maker(layers.Add, f"{at}/add")([y, shortcut])
    x = maker(layers.GlobalAveragePooling2D, "avg_pool")(bn_relu(x, "post"))
    return keras.Model(image, maker(layers.Dense, "logits", classes)(x))


# What users do, as tests/edits/specs/NAME.json says it: options of resnet20.
EDITED = {
    "cifar_block": {"inverted": True},
    "cifar_branch": {"project": False},
    "cifar_classes": {"classes": 37},
    "cifar_dilated": {"dilation": 2},
    "cifar_gelu": {"activations": ("relu", "relu", "gelu")},
    "cifar_separable": {"separable": True},
    "cifar_squeeze": {"squeeze": True},
    "cifar_squeeze_gelu": {"squeeze": True, "activations": ("relu", "relu", "gelu")},
    "cifar_stem": {"deep_stem": True},
    "cifar_wide": {"width": 2, "classes": 37},
}

# Those whose weights come from a checkpoint of another model: options of resnet20, which are arguments of the spec, too. Their
# layer `logits` has another shape there, and is initialised as Keras does.
CHECKPOINT_OF = {"cifar_classes": {"classes": 1000}}
