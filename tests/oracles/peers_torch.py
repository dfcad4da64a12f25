"""PyTorch for bench_peers.py: channels_last, batch normalisation folded into the convolution before it.

LAYERS and ACTIVATIONS say how each layer and activation of Keras is written in torch.nn.functional.
"""

import functools
import operator

import numpy as np

import spec_model


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


def dense(build, node):
    F = build.F
    k = build.parameter(node.path + "/kernel", build.lowered.weight(node, "kernel"))
    b = build.parameter(node.path + "/bias", build.lowered.weight(node, "bias")) if node.args["use_bias"] else None
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


def concatenate(build, node):
    cat = build.torch.cat
    return lambda m, *y: cat(y, 1)


def same(build, node):
    return None


# {layer: function of a Builder and a node that gives a function of the module and the inputs, or None for the input itself}
LAYERS = {
    "Activation": same,
    "Add": lambda build, node: lambda m, *y: functools.reduce(operator.add, y),
    "AveragePooling2D": average_pooling,
    "BatchNormalization": batch_normalization,
    "Concatenate": concatenate,
    "Conv2D": convolution,
    "Dense": dense,
    "DepthwiseConv2D": convolution,
    "Dropout": same,
    "Flatten": lambda build, node: lambda m, y: y.contiguous().flatten(1),
    "GlobalAveragePooling2D": global_average,
    "MaxPooling2D": max_pooling,
    "Multiply": lambda build, node: lambda m, *y: functools.reduce(operator.mul, y),
    "ZeroPadding2D": zero_padding,
}

ACTIVATIONS = {
    "hard_sigmoid": lambda F, y: F.hardsigmoid(y),
    "hard_swish": lambda F, y: F.hardswish(y),
    "relu": lambda F, y: F.relu(y),
    "relu6": lambda F, y: F.relu6(y),
    "sigmoid": lambda F, y: F.sigmoid(y),
    "softmax": lambda F, y: F.softmax(y, 1),
    "swish": lambda F, y: F.silu(y),
    None: None,
}


class Torch:
    """Eager."""

    compiled = False

    def __init__(self, lowered, x, threads):
        import torch

        self.torch, self.version = torch, torch.__version__
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        build = Builder(lowered)
        steps = [(node.path, lowered.inputs(node), LAYERS[node.kind](build, node), ACTIVATIONS[node.args.get("activation")])
                 for node in lowered.nodes]
        module, F, input_name, result = build.module, build.F, lowered.model.input_name, lowered.output().path

        def forward(y):
            values = {input_name: y}
            for path, reads, run, activation in steps:
                y = run(module, *(values[r] for r in reads)) if run else values[reads[0]]
                values[path] = activation(F, y) if activation else y
            return values[result]

        module.forward = forward
        self.module = module.eval()
        if self.compiled:
            import torch._inductor.config

            torch._inductor.config.freezing = True
            self.module = torch.compile(self.module)
        self.x = torch.from_numpy(x).contiguous(memory_format=torch.channels_last)

    def __call__(self):
        with self.torch.inference_mode() if not self.compiled else self.torch.no_grad():
            return self.module(self.x).numpy()


class TorchCompile(Torch):
    compiled = True
