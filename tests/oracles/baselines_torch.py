"""PyTorch for bench_baselines.py and bench_train_baselines.py: images channels_last. In inference batch normalisation is folded into the
convolution before it.

LAYERS and ACTIVATIONS say how each layer and activation of Keras is written in torch.nn.functional.
"""

import functools
import operator

import numpy as np

import spec_model
from baselines_lowering import Lowered


class Builder:
    """The parameters of a module that runs the lowered model."""

    def __init__(self, lowered):
        import torch
        import torch.nn.functional as F

        self.torch, self.F, self.lowered, self.module = torch, F, lowered, torch.nn.Module()
        # {path of a convolution: the batch normalisation that alone reads it}
        self.normalized = {}
        for node in lowered.nodes:
            source = node.inputs[0]
            if (node.kind == "BatchNormalization" and isinstance(source, spec_model.Node) and len(lowered.readers[source.path]) == 1
                    and source.kind in ("Conv2D", "DepthwiseConv2D") and source.args["activation"] is None):
                self.normalized[source.path] = node

    def parameter(self, path, value):
        """The name of a new parameter: value, or what is in `path`."""
        tensor = self.torch.from_numpy(np.ascontiguousarray(value))
        if tensor.ndim == 4:
            tensor = tensor.contiguous(memory_format=self.torch.channels_last)
        name = path.replace("/", "__")
        self.module.register_buffer(name, tensor)
        return name

    def split_pads(self, window, value=0.0):
        """(what to do to the image first, the padding of the operation itself, which knows only symmetric pads)."""
        top, left, bottom, right = window.pads
        if (top, left) == (bottom, right) and all(2 * p <= k for p, k in zip((top, left), window.size)):
            return (lambda y: y), (top, left)
        return (lambda y: self.F.pad(y, (left, right, top, bottom), value=value)), (0, 0)


def convolution(build, node):
    F, window, bias = build.F, build.lowered.windows[node.path], None
    kernel = build.lowered.weight(node, "kernel")
    if node.args["use_bias"]:
        bias = build.lowered.weight(node, "bias")
    if node.path in build.normalized:
        follower = build.normalized[node.path]
        norm = {name: value.astype(np.float64) for name, value in build.lowered.batch_normalization(follower).items()}
        scale = norm["gamma"] / np.sqrt(norm["moving_variance"] + follower.args["epsilon"])
        bias = (((0 if bias is None else bias) - norm["moving_mean"]) * scale + norm["beta"]).astype(np.float32)
        kernel = (kernel * scale[:, None, None, None]).astype(np.float32)
    k = build.parameter(node.path + "/kernel", kernel)
    b = None if bias is None else build.parameter(node.path + "/bias", bias)
    first, padding = build.split_pads(window)
    rest = (window.strides, padding, window.dilations, window.groups)
    return lambda m, y: F.conv2d(first(y), getattr(m, k), getattr(m, b) if b else None, *rest)


def transposed_convolution(build, node):
    F, window = build.F, build.lowered.windows[node.path]
    k = weight(build, node, "kernel")
    b = weight(build, node, "bias") if node.args["use_bias"] else None
    top, left, bottom, right = window.pads
    image = build.lowered.shape(node.inputs[0])
    # Its padding is symmetric and may be followed by more rows and columns; the uneven is cut.
    even = (top, left) == (bottom, right)
    padding, cut = ((top, left), (0, 0)) if even else ((0, 0), (top, left))
    sizes = zip(node.shape[1:3], image[1:3], window.strides, window.size, padding)
    more = [max(full - ((n - 1) * s + size - 2 * p), 0) for full, n, s, size, p in sizes]
    rest = (window.strides, padding, more, window.groups)
    rows, columns = [slice(first, first + n) for first, n in zip(cut, node.shape[1:3])]

    def run(m, y):
        y = F.conv_transpose2d(y, getattr(m, k), getattr(m, b) if b else None, *rest)
        return y if even else y[:, :, rows, columns]
    return run


def nhwc(y):
    """As we have it: of images that are channels_last, the same memory."""
    return y.permute(0, 2, 3, 1) if y.ndim == 4 else y


def nchw(y):
    return y.permute(0, 3, 1, 2) if y.ndim == 4 else y


def in_our_order(form):
    """What `form` does to tensors as we have them."""
    def layer(build, node):
        run = form(build, node)
        return lambda m, y: nchw(run(m, nhwc(y)))
    return layer


def dense(build, node):
    F = build.F
    k = weight(build, node, "kernel")
    b = weight(build, node, "bias") if node.args["use_bias"] else None
    return lambda m, y: F.linear(y, getattr(m, k), getattr(m, b) if b else None)


def batch_normalization(build, node):
    if node in build.normalized.values():
        return None
    F, epsilon = build.F, node.args["epsilon"]
    values = build.lowered.batch_normalization(node)
    order = [build.parameter(f"{node.path}/{name}", values[name]) for name in ("moving_mean", "moving_variance", "gamma", "beta")]
    return lambda m, y: F.batch_norm(y, *(getattr(m, name) for name in order), False, 0.0, epsilon)


def max_pooling(build, node):
    F, window = build.F, build.lowered.windows[node.path]
    first, padding = build.split_pads(window, float("-inf"))
    rest = (window.size, window.strides, padding)
    return lambda m, y: F.max_pool2d(first(y), *rest)


def average_pooling(build, node):
    F, window = build.F, build.lowered.windows[node.path]
    first, padding = build.split_pads(window)
    rest = (window.size, window.strides, padding)
    if padding != (0, 0) or not any(window.pads):
        return lambda m, y: F.avg_pool2d(y, *rest, count_include_pad=False)
    _, h, w, _ = build.lowered.shape(node.inputs[0])
    share = build.parameter(node.path + "/inside", F.avg_pool2d(first(build.torch.ones(1, 1, h, w)), *rest).numpy())
    return lambda m, y: F.avg_pool2d(first(y), *rest) / getattr(m, share)


def zero_padding(build, node):
    F, ((top, bottom), (left, right)) = build.F, node.args["padding"]
    return lambda m, y: F.pad(y, (left, right, top, bottom))


def global_average(build, node):
    keepdims = node.args["keepdims"]
    return lambda m, y: y.mean((2, 3), keepdim=keepdims)


def reshape(build, node):
    shape = node.shape[1:]
    return lambda m, y: y.reshape(y.shape[0], *shape)


def permute(build, node):
    dims = node.args["dims"]
    return lambda m, y: y.permute(0, *dims)


def class_token(build, node):
    cat, token = build.torch.cat, weight(build, node, "embeddings")
    return lambda m, y: cat([getattr(m, token).expand(y.shape[0], 1, -1), y], 1)


def part(build, node):
    index = [slice(None)] * len(node.shape)
    index[node.args["axis"]] = slice(node.args["begin"], node.args["end"])
    index = tuple(index)
    return lambda m, y: y[index]


def layer_scale(build, node):
    gamma = weight(build, node, "gamma")
    return lambda m, y: y * getattr(m, gamma)


def upsampling(build, node):
    F, size = build.F, tuple(node.shape[1:3])
    assert node.args["interpolation"] == "nearest"  # PyTorch's bicubic is another
    return lambda m, y: F.interpolate(y, size, mode="nearest")


def concatenate(build, node):
    cat = build.torch.cat
    return lambda m, *y: cat(y, 1)


def weight(build, node, name):
    """The name of the module's buffer for a weight: one for all that share it."""
    return build.parameter(node.place(name), build.lowered.weight(node, name))


def embedding(build, node):
    F, table = build.F, weight(build, node, "embeddings")
    return lambda m, ids: F.embedding(ids, getattr(m, table))


def position_embedding(build, node):
    table = build.parameter(node.path, build.lowered.weight(node, "position_embeddings")[:node.shape[1]])
    return lambda m, y: getattr(m, table)


def reverse_embedding(build, node):
    F, table = build.F, weight(build, node, "embeddings")
    b = weight(build, node, "bias") if node.args["use_bias"] else None
    return lambda m, y: F.linear(y, getattr(m, table), getattr(m, b) if b else None)


def layer_normalization(build, node):
    F, features, epsilon = build.F, node.shape[-1:], node.args["epsilon"]
    names = {name: weight(build, node, name) for name, _ in node.weights}
    read = {name: (lambda m, at=names[name]: getattr(m, at)) if name in names else (lambda m: None) for name in ("gamma", "beta")}
    return lambda m, y: F.layer_norm(y, features, read["gamma"](m), read["beta"](m), epsilon)


def rms_normalization(build, node):
    F, features, epsilon, scale = build.F, node.shape[-1:], node.args["epsilon"], weight(build, node, "scale")
    return lambda m, y: F.rms_norm(y, features, getattr(m, scale), epsilon)


def attention(build, node):
    torch, F = build.torch, build.F
    heads, causal, scale = node.args["num_heads"], node.args["causal"], node.args["scale"]
    kv_heads = node.args["num_key_value_heads"] or heads

    def run(m, query, key, value, mask=None):
        split = [x.unflatten(-1, (n, -1)).transpose(1, 2) for x, n in ((query, heads), (key, kv_heads), (value, kv_heads))]
        # A mask that keeps all is left out, as transformers does; what is compiled cannot look.
        needed = mask is not None and (torch.compiler.is_compiling() or not mask.all())
        kept = mask.bool()[:, None, None, :] if needed else None
        first = causal
        if causal and query.shape[1] != key.shape[1]:  # the last query is at the place of the last key
            later = torch.ones(query.shape[1], key.shape[1], dtype=torch.bool, device=query.device).tril(key.shape[1] - query.shape[1])
            kept, first = later if kept is None else kept & later, False
        return F.scaled_dot_product_attention(*split, attn_mask=kept, is_causal=first, scale=scale, enable_gqa=kv_heads != heads).transpose(1, 2).flatten(2)
    return run


def global_average_1d(build, node):
    def run(m, y, mask=None):
        if mask is None:
            return y.mean(1)
        kept = mask.to(y.dtype)[:, :, None]
        return (y * kept).sum(1) / kept.sum(1)
    return run


def select_token(build, node):
    index = node.args["index"]
    return lambda m, y: y[:, index]


def same(build, node):
    return None


# {layer: function of a Builder and a node that gives a function of the module and the inputs, or None for the input itself}
LAYERS = {
    "Activation": same,
    "Add": lambda build, node: lambda m, *y: functools.reduce(operator.add, y),
    "AveragePooling2D": average_pooling,
    "BatchNormalization": batch_normalization,
    "ClassToken": class_token,
    "Concatenate": concatenate,
    "Conv2D": convolution,
    "Conv2DTranspose": transposed_convolution,
    "Dense": in_our_order(dense),
    "DepthwiseConv2D": convolution,
    "DotProductAttention": attention,
    "Dropout": same,
    "Embedding": embedding,
    "Flatten": lambda build, node: lambda m, y: y.contiguous().flatten(1),
    "GlobalAveragePooling1D": global_average_1d,
    "GlobalAveragePooling2D": global_average,
    "Identity": same,
    "LayerNormalization": in_our_order(layer_normalization),
    "LayerScale": in_our_order(layer_scale),
    "MaxPooling2D": max_pooling,
    "Multiply": lambda build, node: lambda m, *y: functools.reduce(operator.mul, y),
    "Permute": in_our_order(permute),
    "PositionEmbedding": position_embedding,
    "Reshape": in_our_order(reshape),
    "ReverseEmbedding": reverse_embedding,
    "RMSNormalization": rms_normalization,
    "SelectToken": select_token,
    "Slice": in_our_order(part),
    "UnitNormalization": lambda build, node: lambda m, y: build.F.normalize(y, dim=-1),
    "UpSampling2D": upsampling,
    "ZeroPadding2D": zero_padding,
}

ACTIVATIONS = {
    "gelu": lambda F, y: F.gelu(y),
    "gelu_tanh": lambda F, y: F.gelu(y, approximate="tanh"),
    "hard_sigmoid": lambda F, y: F.hardsigmoid(y),
    "hard_swish": lambda F, y: F.hardswish(y),
    "linear": None,
    "relu": lambda F, y: F.relu(y),
    "relu6": lambda F, y: F.relu6(y),
    "sigmoid": lambda F, y: F.sigmoid(y),
    "silu": lambda F, y: F.silu(y),
    "softmax": lambda F, y: F.softmax(y, -1),
    "swish": lambda F, y: F.silu(y),
    "tanh": lambda F, y: y.tanh(),
    None: None,
}


class TrainingBuilder(Builder):
    """The same of a module that is trained: what is learned are its parameters, and nothing is folded."""

    def __init__(self, lowered):
        super().__init__(lowered)
        self.normalized = {}

    def parameter(self, path, value):
        name = super().parameter(path, value)
        tensor = getattr(self.module, name)
        delattr(self.module, name)
        self.module.register_parameter(name, self.torch.nn.Parameter(tensor))
        return name

    def buffer(self, path, value):
        return super().parameter(path, value)


def trained_batch_normalization(build, node):
    F, epsilon, values = build.F, node.args["epsilon"], build.lowered.batch_normalization(node)
    mean, variance = (build.buffer(f"{node.path}/{name}", values[name]) for name in ("moving_mean", "moving_variance"))
    gamma = build.parameter(f"{node.path}/gamma", values["gamma"]) if node.args["scale"] else None
    beta, kept = build.parameter(f"{node.path}/beta", values["beta"]), 1 - node.args.get("momentum", 0.99)
    return lambda m, y: F.batch_norm(y, getattr(m, mean), getattr(m, variance), getattr(m, gamma) if gamma else None, getattr(m, beta),
                                     True, kept, epsilon)


def trained_dropout(build, node):
    """Where the module has masks, they count in place of random numbers."""
    F, rate, path = build.F, node.args["rate"], node.path
    return lambda m, y: F.dropout(y, rate) if m.masks is None else y * m.masks[path]


TRAINED = {**LAYERS, "BatchNormalization": trained_batch_normalization, "Dropout": trained_dropout}


def steps_of(build, lowered, layers):
    """[(path, what it reads, its function or None, its activation)]"""
    return [(node.path, lowered.inputs(node), layers[node.kind](build, node), ACTIVATIONS[node.args.get("activation")]) for node in lowered.nodes]


def computed(module, F, steps, values):
    """Adds all tensors to {path: tensor}, given those of the inputs."""
    for path, reads, run, activation in steps:
        y = run(module, *(values[r] for r in reads)) if run else values[reads[0]]
        values[path] = activation(F, y) if activation else y
    return values


def training_module(lowered):
    """A module of one input, NCHW, and one output, in training."""
    build = TrainingBuilder(lowered)
    module, F, steps = build.module, build.F, steps_of(build, lowered, TRAINED)
    (name,), (output,) = lowered.model.inputs, lowered.model.outputs.values()
    module.masks = None
    module.forward = lambda x: computed(module, F, steps, {name: x})[output.path]
    return module


class Torch:
    """Eager."""

    compiled = False

    def __init__(self, lowered, inputs, threads):
        import torch

        self.torch, self.version = torch, torch.__version__
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        build = Builder(lowered)
        steps = steps_of(build, lowered, LAYERS)
        module, F, results = build.module, build.F, [node.path for node in lowered.model.outputs.values()]

        def forward(inputs):
            values = computed(module, F, steps, dict(inputs))
            return [nhwc(values[path]) for path in results]

        module.forward = forward
        self.module = module.eval()
        if self.compiled:
            import torch._inductor.config

            torch._inductor.config.freezing = True
            self.module = torch.compile(self.module)
        self.inputs = {name: torch.from_numpy(x) for name, x in inputs.items()}
        for name, x in self.inputs.items():
            if x.ndim == 4:
                self.inputs[name] = x.contiguous(memory_format=torch.channels_last)

    def __call__(self):
        with self.torch.inference_mode() if not self.compiled else self.torch.no_grad():
            return [y.numpy() for y in self.module(self.inputs)]


class TorchCompile(Torch):
    compiled = True
