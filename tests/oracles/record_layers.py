"""Records what Keras computes for single layers, in float64: tests/golden/layers/<class>.json.

    .venv-peers/bin/python tests/oracles/record_layers.py [CLASS...]

The evaluator of graphs, against which everything else is checked, is compared with these files at 1e-12 (tests/graph/keras_test.cpp).
A case is the arguments of a layer, as specs write them, and its inputs; weights and inputs are synthetic (synthetic.py): a weight
is called `layer/<Keras's variable>`, an input x0, x1, ... Layers that Keras lacks are written here with its operations.
"""

import base64
import glob
import json
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"  # on PyTorch, Keras multiplies matrices in float32 whatever it is given
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
import tensorflow as tf
from keras import ops

import synthetic

SEED = 7
TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DIRECTORY = os.path.join(TESTS, "golden", "layers")

IMAGE, ODD = (2, 6, 5, 4), (1, 7, 4, 3)
ROWS, TOKENS = (3, 6), (2, 5, 6)
ACTIVATIONS = ("relu", "relu6", "gelu", "silu", "swish", "sigmoid", "tanh", "elu", "selu", "leaky_relu", "hard_sigmoid", "hard_silu",
               "hard_swish", "mish", "softplus", "softsign", "exponential", "softmax", "linear", "gelu_tanh")


def ids(shape, below):
    return {"shape": list(shape), "role": "ids", "below": below}


def mask(lengths, length):
    return {"shape": [len(lengths), length], "role": "mask", "lengths": lengths}


def windows(more=({},)):
    """Sizes, strides, paddings and dilations of a window, and what a layer has besides."""
    base = [{"kernel_size": 3}, {"kernel_size": 3, "padding": "same"}, {"kernel_size": 2, "padding": "same"},
            {"kernel_size": [3, 1], "strides": 2, "padding": "same"}, {"kernel_size": 3, "strides": [1, 2], "padding": "same"},
            {"kernel_size": 2, "strides": 3, "padding": "same"}, {"kernel_size": [1, 4], "strides": [3, 1]},
            {"kernel_size": 3, "dilation_rate": [2, 1], "padding": "same"}, {"kernel_size": 2, "dilation_rate": 3, "padding": "same"},
            {"kernel_size": [2, 3], "dilation_rate": [3, 1]}]
    return [{**window, **more[i % len(more)]} for i, window in enumerate(base)]


def cases():
    """Yields (class, arguments, inputs): those written here, and those of tests/layers/cases/<class>.json."""
    for arguments in windows(({"filters": 5}, {"filters": 6, "groups": 2, "activation": "gelu"}, {"filters": 4, "groups": 4, "use_bias": False})):
        yield "Conv2D", arguments, [IMAGE]
    for arguments in windows(({}, {"use_bias": False}, {"activation": "relu"})):
        yield "DepthwiseConv2D", arguments, [ODD]
    for arguments in windows(({"filters": 5}, {"filters": 3, "use_bias": False, "activation": "tanh"})):
        if not uneven("SeparableConv2D", arguments):
            yield "SeparableConv2D", arguments, [ODD]
    for shape in (ROWS, TOKENS):
        yield "Dense", {"units": 5}, [shape]
        yield "Dense", {"units": 3, "use_bias": False, "activation": "softmax"}, [shape]
    for shape in (ROWS, TOKENS, IMAGE):
        for arguments in ({}, {"epsilon": 0.1, "scale": False}, {"center": False}):
            yield "BatchNormalization", arguments, [shape]
            yield "LayerNormalization", arguments, [shape]
        for arguments in ({}, {"epsilon": 0.1}):
            yield "RMSNormalization", arguments, [shape]
        yield "UnitNormalization", {}, [shape]
        yield "Softmax", {}, [shape]
        for merge in ("Add", "Multiply", "Maximum", "Minimum"):
            yield merge, {}, [shape, shape, shape]
        yield "Subtract", {}, [shape, shape]
        yield "Concatenate", {}, [shape, (*shape[:-1], 3), shape]
        yield "Flatten", {}, [shape]
        yield "Identity", {}, [shape]
        yield "Dropout", {"rate": 0.4}, [shape]
        yield "Average", {}, [shape, shape, shape]
        yield "LayerScale", {}, [shape]
        for arguments in ({"scale": 0.25}, {"scale": 2.0, "offset": -1.5}):
            yield "Rescaling", arguments, [shape]
    for other in ((2, 1, 1, 4), (2, 6, 5, 1), (2, 1, 5, 4)):
        yield "Multiply", {}, [IMAGE, other]
        yield "Add", {}, [other, IMAGE]
        yield "Subtract", {}, [other, IMAGE]
    for axis in (1, 2):
        yield "Concatenate", {"axis": axis}, [IMAGE, IMAGE]
    yield "Dense", {"units": 5, "activation": "relu"}, [IMAGE]
    for arguments in windows(({"depth_multiplier": 2}, {"depth_multiplier": 3, "activation": "tanh"})):
        if not uneven("DepthwiseConv2D", arguments):
            yield "DepthwiseConv2D", arguments, [ODD]
    for arguments in ({"kernel_size": 3}, {"kernel_size": 2, "strides": 2, "padding": "same"}, {"kernel_size": 3, "dilation_rate": 2, "use_bias": False}):
        yield "Conv1D", {"filters": 4, **arguments}, [(2, 9, 6)]
    for cropping in (1, [2, 0], [[1, 0], [0, 2]]):
        yield "Cropping2D", {"cropping": cropping}, [IMAGE]
    for dims in ([2, 1, 3], [3, 1, 2], [3, 2, 1]):
        yield "Permute", {"dims": dims}, [IMAGE]
    for size in (2, [1, 3]):
        yield "UpSampling2D", {"size": size}, [IMAGE]
    for interpolation in ("nearest", "bilinear", "bicubic"):
        for size in (2, [3, 1], [1, 5]):
            yield "UpSampling2D", {"size": size, "interpolation": interpolation}, [IMAGE]
        for height, width in ((12, 10), (7, 3), (4, 9), (1, 1), (13, 5)):
            yield "Resizing", {"height": height, "width": width, "interpolation": interpolation}, [IMAGE]
        yield "Resizing", {"height": 15, "width": 10, "interpolation": interpolation}, [(1, 10, 15, 2)]
    yield "Resizing", {"height": 3, "width": 8}, [ODD]
    for arguments, shape in (({"num_or_size_splits": 2}, IMAGE), ({"num_or_size_splits": [1, 3]}, IMAGE), ({"num_or_size_splits": [2, -1, 1], "axis": 1}, IMAGE),
                             ({"num_or_size_splits": 5, "axis": -2}, IMAGE), ({"num_or_size_splits": [4, 2]}, ROWS), ({"num_or_size_splits": [2, 3], "axis": 1}, TOKENS)):
        yield "Split", arguments, [shape]
    for arguments, shape in (({}, ROWS), ({}, TOKENS), ({}, IMAGE), ({"axis": 1}, IMAGE), ({"axis": -2}, TOKENS), ({"mean": 0.25, "variance": 2.5}, IMAGE),
                             ({"mean": -1.0, "variance": 0.0}, ROWS)):
        yield "Normalization", arguments, [shape]
    for shape in ([3], [4, 5], [2, 3, 4]):
        yield "LearnedTensor", {"shape": shape}, [TOKENS]
    for arguments in ({}, {"alpha": 0.5}):
        yield "ELU", arguments, [ROWS]
    for activation in ACTIVATIONS:
        yield "Activation", {"activation": activation}, [ROWS]
    for arguments in ({}, {"max_value": 6.0}, {"negative_slope": 0.2}, {"max_value": 0.75}, {"threshold": 0.5}, {"threshold": 0.5, "negative_slope": 0.1},
                      {"max_value": 1.0, "negative_slope": 0.25, "threshold": 0.25}):
        yield "ReLU", arguments, [ROWS]
    for arguments in ({}, {"negative_slope": 0.1}):
        yield "LeakyReLU", arguments, [ROWS]
    for pooling in ("MaxPooling2D", "AveragePooling2D"):
        for arguments in ({"pool_size": 2}, {"pool_size": 3, "strides": 2, "padding": "same"}, {"pool_size": [1, 3], "strides": 1, "padding": "same"},
                          {"pool_size": 2, "strides": 3, "padding": "same"}, {"pool_size": [3, 2], "strides": [1, 2]}):
            yield pooling, arguments, [ODD]
    for pooling in ("GlobalAveragePooling2D", "GlobalMaxPooling2D"):
        for arguments in ({}, {"keepdims": True}):
            yield pooling, arguments, [IMAGE]
    for target in ([6, 20], [-1, 4], [3, 5, 8], [120]):
        yield "Reshape", {"target_shape": target}, [IMAGE]
    for padding in (1, [2, 0], [[1, 0], [0, 2]]):
        yield "ZeroPadding2D", {"padding": padding}, [IMAGE]
    yield "Embedding", {"input_dim": 11, "output_dim": 4}, [ids((2, 5), 11)]
    yield "PositionEmbedding", {"sequence_length": 8}, [TOKENS]
    for arguments in ({"num_heads": 1}, {"num_heads": 2, "causal": True}, {"num_heads": 3, "scale": 0.7}):
        yield "DotProductAttention", arguments, [TOKENS, TOKENS, TOKENS]
        yield "DotProductAttention", arguments, [TOKENS, TOKENS, TOKENS, mask([5, 3], 5)]
    for arguments, keys, values in (({"num_heads": 2}, (2, 8, 6), (2, 8, 10)), ({"num_heads": 3, "causal": True}, (2, 9, 6), (2, 9, 3)),
                                    ({"num_heads": 6, "num_key_value_heads": 2}, (2, 4, 2), (2, 4, 6)),
                                    ({"num_heads": 3, "num_key_value_heads": 1, "causal": True, "scale": 0.3}, (2, 7, 2), (2, 7, 4))):
        yield "DotProductAttention", arguments, [TOKENS, keys, values]
        yield "DotProductAttention", arguments, [TOKENS, keys, values, mask([keys[1], 3], keys[1])]
    other, third = (2, 8, 4), (2, 8, 3)
    for arguments in ({"num_heads": 2, "key_dim": 3}, {"num_heads": 3, "key_dim": 2, "value_dim": 5, "output_shape": 7, "dropout": 0.3},
                      {"num_heads": 1, "key_dim": 4, "use_bias": False}):
        yield "MultiHeadAttention", arguments, [TOKENS, TOKENS]
        yield "MultiHeadAttention", {**arguments, "use_causal_mask": True}, [TOKENS, TOKENS, mask([5, 3], 5)]
        yield "MultiHeadAttention", arguments, [TOKENS, other, third]
        yield "MultiHeadAttention", arguments, [TOKENS, other, third, mask([8, 3], 8)]
    for arguments in ({"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}, {"head_dim": 2, "num_query_heads": 3, "num_key_value_heads": 1, "use_bias": False}):
        yield "GroupQueryAttention", arguments, [TOKENS, TOKENS, mask([5, 3], 5)]
        yield "GroupQueryAttention", {**arguments, "use_causal_mask": True}, [TOKENS, TOKENS]
        yield "GroupQueryAttention", arguments, [TOKENS, other, third]
    yield "GlobalAveragePooling1D", {}, [TOKENS]
    yield "GlobalAveragePooling1D", {}, [TOKENS, mask([2, 5], 5)]
    for index in (0, 3):
        yield "SelectToken", {"index": index}, [TOKENS]
    yield "ReverseEmbedding", {"input_dim": 7}, [TOKENS]
    yield "ReverseEmbedding", {"input_dim": 7, "use_bias": False}, [TOKENS]
    for path in sorted(glob.glob(os.path.join(TESTS, "layers", "cases", "*.json"))):
        name = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="ascii") as f:
            for case in json.load(f):
                yield name, case["arguments"], case["inputs"]


def weight(name, shape):
    return ops.convert_to_tensor(synthetic.parameter(SEED, name, shape).astype(np.float64))


def position_embedding(x, own, shared, sequence_length):
    return ops.broadcast_to(weight(f"{shared}/position_embeddings", (sequence_length, x.shape[-1]))[:x.shape[1]], x.shape)


def reverse_embedding(x, own, shared, input_dim, use_bias=True):
    """KerasHub's ReversibleEmbedding(reverse=True): the table is the embedding's, the bias its own."""
    y = ops.matmul(x, ops.transpose(weight(f"{shared}/embeddings", (input_dim, x.shape[-1]))))
    return y + weight(f"{own}/bias", (input_dim,)) if use_bias else y


def attention(query, key, value, keep=None, own=None, shared=None, num_heads=1, num_key_value_heads=None, causal=False, scale=None):
    kv_heads = num_key_value_heads or num_heads

    def heads(x, count):
        split = ops.reshape(x, (*x.shape[:2], count, x.shape[2] // count))
        return ops.repeat(split, num_heads // count, axis=2)

    queries, keys = query.shape[1], key.shape[1]
    seen = ops.ones((1, 1, queries, keys), "bool")
    if causal:
        seen = ops.tril(seen, keys - queries)
    if keep is not None:
        seen = ops.logical_and(seen, ops.cast(keep, "bool")[:, None, None, :])
    y = ops.dot_product_attention(heads(query, num_heads), heads(key, kv_heads), heads(value, kv_heads), mask=seen, scale=scale)
    return ops.reshape(y, (*query.shape[:2], -1))


def of_layer_of_attention(name, arguments, arrays, shared):
    """Whether it is causal is an argument of the call; a mask is an input of ours. Its weights are those of layers inside it."""
    arguments = dict(arguments)
    causal = arguments.pop("use_causal_mask", False)
    keep = arrays[-1].astype(bool) if arrays[-1].dtype == np.int32 else None
    arrays = arrays if keep is None else arrays[:-1]
    layer = getattr(keras.layers, name)(**arguments, dtype="float64", name="attention")
    layer.build(*[a.shape for a in arrays])
    for variable in layer.weights:
        if variable.dtype == "float64":
            inside = variable.path.partition("/")[2]
            variable.assign(synthetic.parameter(SEED, f"{shared}/{inside}", tuple(variable.shape)).astype(np.float64))
    masks = {} if keep is None else {"key_mask" if len(arrays) == 3 else "value_mask": keep}
    return ops.convert_to_numpy(layer(*arrays, use_causal_mask=causal, **masks))


def depthwise(x, own, shared, kernel_size, strides=1, padding="valid", dilation_rate=1, use_bias=True, activation=None):
    """TensorFlow has no depthwise convolution of uneven strides for a CPU: channel by channel."""
    kernel = weight(f"{shared}/kernel", (*kernel_size, x.shape[-1], 1))
    y = ops.concatenate([ops.conv(x[..., c:c + 1], kernel[:, :, c:c + 1], strides, padding, dilation_rate=dilation_rate)
                         for c in range(x.shape[-1])], -1)
    return keras.activations.get(activation)(y + weight(f"{shared}/bias", (x.shape[-1],)) if use_bias else y)


def dilated_transpose(x, own, shared, filters, kernel_size, padding="valid", dilation_rate=1, output_padding=None, use_bias=True, activation=None):
    """TensorFlow has no dilated transposed convolution for a CPU: one of a kernel with zeros between its taps."""
    size, rate = [[n, n] if isinstance(n, int) else n for n in (kernel_size, dilation_rate)]
    spread = np.zeros(((size[0] - 1) * rate[0] + 1, (size[1] - 1) * rate[1] + 1, filters, x.shape[-1]))
    spread[::rate[0], ::rate[1]] = ops.convert_to_numpy(weight(f"{shared}/kernel", (*size, filters, x.shape[-1])))
    y = ops.conv_transpose(x, spread, 1, padding, output_padding=output_padding)
    return keras.activations.get(activation)(y + weight(f"{shared}/bias", (filters,)) if use_bias else y)


def uneven(name, arguments):
    strides = arguments.get("strides")
    return name in ("DepthwiseConv2D", "SeparableConv2D") and isinstance(strides, (list, tuple)) and strides[0] != strides[1]


def layer_scale(x, own, shared):
    return x * weight(f"{shared}/gamma", (x.shape[-1],))


def class_token(x, own, shared):
    token = weight(f"{shared}/embeddings", (1, x.shape[-1]))
    return ops.concatenate([ops.broadcast_to(token, (x.shape[0], 1, x.shape[-1])), x], 1)


def learned_tensor(x, own, shared, shape):
    return ops.broadcast_to(weight(f"{shared}/embeddings", tuple(shape)), (x.shape[0], *shape))


def split(x, own, shared, **arguments):
    """Its parts one after the other, as the test reads them."""
    return ops.concatenate([ops.reshape(part, (x.shape[0], -1)) for part in parts_of(x, **arguments)], 1)


def parts_of(x, num_or_size_splits, axis=-1):
    return tf.split(x, num_or_size_splits, axis)


def slice_of(x, own, shared, axis=-1, begin=0, end=None):
    return x[(slice(None),) * (axis % x.ndim) + (slice(begin, end),)]


def reduction(function):
    return lambda x, own, shared, axis=None, keepdims=False: function(x, axis=axis, keepdims=keepdims)


OWN = {**{name: reduction(getattr(ops, name.lower())) for name in ("Sum", "Mean", "Max", "Min")},
       "ArgMax": lambda x, own, shared, **arguments: ops.cast(ops.argmax(x, **arguments), "float64"),
       "LayerScale": layer_scale, "LearnedTensor": learned_tensor, "Split": split, "ClassToken": class_token, "Slice": slice_of, "PositionEmbedding": position_embedding, "ReverseEmbedding": reverse_embedding, "DotProductAttention": attention,
       "SelectToken": lambda x, own, shared, index=0: x[:, index]}


def inputs_of(given):
    arrays = []
    for i, made_of in enumerate(given):
        made_of = made_of if isinstance(made_of, dict) else {"shape": list(made_of)}
        array = synthetic.model_input(SEED, f"x{i}", **made_of)
        arrays.append(array if made_of.get("role") in ("ids", "mask") else array.astype(np.float64))
    return arrays


def compute(name, arguments, arrays, own="layer", shared="layer"):
    """What the layer of that name gives, as a NumPy array. Its weights are those of the layer `shared`."""
    if arguments.get("activation") == "gelu_tanh":  # our name
        arguments = {**arguments, "activation": lambda x: keras.activations.gelu(x, approximate=True)}
    if uneven(name, arguments):
        assert name == "DepthwiseConv2D"
        size = arguments["kernel_size"]
        arguments = {**arguments, "kernel_size": size if isinstance(size, list) else [size, size]}
        return ops.convert_to_numpy(depthwise(ops.convert_to_tensor(arrays[0]), own, shared, **arguments))
    if name == "Conv2DTranspose" and arguments.get("dilation_rate", 1) not in (1, [1, 1]):
        return ops.convert_to_numpy(dilated_transpose(ops.convert_to_tensor(arrays[0]), own, shared, **arguments))
    if name in OWN:
        return ops.convert_to_numpy(OWN[name](*map(ops.convert_to_tensor, arrays), own=own, shared=shared, **arguments))
    if name in ("MultiHeadAttention", "GroupQueryAttention"):
        return of_layer_of_attention(name, arguments, arrays, shared)
    layer = getattr(keras.layers, name)(**arguments, dtype="float64")
    merges = name in ("Add", "Average", "Subtract", "Multiply", "Maximum", "Minimum", "Concatenate")
    layer.build([a.shape for a in arrays] if merges else arrays[0].shape)
    for variable in layer.weights:
        if variable.dtype == "float64":  # not the seed of a Dropout
            variable.assign(synthetic.parameter(SEED, f"{shared}/{variable.name}", tuple(variable.shape)).astype(np.float64))
    if name == "Normalization":
        layer.finalize_state()
    if name == "GlobalAveragePooling1D" and len(arrays) == 2:
        y = layer(arrays[0], mask=arrays[1].astype(bool))
    else:
        y = layer(list(arrays) if merges else arrays[0])
    return ops.convert_to_numpy(y)


def main():
    keras.config.set_floatx("float64")
    files = {}
    for name, arguments, given in cases():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        y = compute(name, arguments, inputs_of(given), shared="table" if name == "ReverseEmbedding" else "layer")
        assert y.dtype == np.float64, name
        files.setdefault(name, []).append({
            "arguments": arguments, "inputs": [x if isinstance(x, dict) else {"shape": list(x), "role": "input"} for x in given],
            "output": {"shape": list(y.shape), "data": base64.b64encode(np.ascontiguousarray(y, "<f8").tobytes()).decode()}})
    os.makedirs(DIRECTORY, exist_ok=True)
    for name, list_of_cases in files.items():
        golden = {"layer": name, "reference": f"keras {keras.__version__}, {keras.backend.backend()}, float64", "seed": SEED, "cases": list_of_cases}
        with open(os.path.join(DIRECTORY, name + ".json"), "w", encoding="ascii") as f:
            f.write(json.dumps(golden).replace('{"arguments"', '\n {"arguments"') + "\n")


if __name__ == "__main__":
    main()
