"""A model as the other engines want it (baselines_onnx.py, baselines_torch.py): images NCHW with explicit pads, padding layers folded away;
texts as they are."""

import numpy as np

import spec_model


def window_pads(x, size, strides, padding):
    """Zeros [top, left, bottom, right] of Keras's padding at this input shape (NHWC)."""
    if padding == "valid":
        return [0, 0, 0, 0]
    totals = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(x[1:3], size, strides)]
    return [t // 2 for t in totals] + [t - t // 2 for t in totals]


class Window:
    """What a convolution or pooling slides over the image: size, strides, dilations, pads [top, left, bottom, right]."""

    def __init__(self, node, image):
        args = node.args
        self.size = spec_model.pair(args["kernel_size"] if "kernel_size" in args else args["pool_size"])
        self.strides = spec_model.pair(args["strides"])
        self.dilations = spec_model.pair(args.get("dilation_rate", 1))
        # A transposed convolution cuts what the convolution from its result to its input would pad.
        image = node.shape if node.kind == "Conv2DTranspose" else image
        self.pads = window_pads(image, spec_model.dilated(self.size, self.dilations), self.strides, args["padding"])
        self.groups = node.shape[3] if node.kind == "DepthwiseConv2D" else args.get("groups", 1)


class Lowered:
    """The model's nodes with explicit pads; padding layers are folded into the convolution or pooling that reads them.
    `dynamic`: the lengths and numbers of texts are known at run time."""

    def __init__(self, model, weights, dynamic=False):
        self.model, self.weights, self.dynamic = model, weights, dynamic
        self.readers = {}
        for node in model.nodes:
            for x in node.inputs:
                self.readers.setdefault(self.key(x), []).append(node)
        self.windows, self.folded = {}, set()
        for node in model.nodes:
            if node.kind not in ("Conv2D", "Conv2DTranspose", "DepthwiseConv2D", "MaxPooling2D", "AveragePooling2D"):
                continue
            source = node.inputs[0]
            self.windows[node.path] = window = Window(node, self.shape(source))
            if self.folds(source, node):
                (top, bottom), (left, right) = source.args["padding"]
                window.pads = [p + q for p, q in zip(window.pads, (top, left, bottom, right))]
                self.folded.add(source.path)
        self.nodes = [node for node in model.nodes if node.path not in self.folded]

    @staticmethod
    def key(x):
        return x.path if isinstance(x, spec_model.Node) else x

    def shape(self, x):
        return x.shape if isinstance(x, spec_model.Node) else self.model.inputs[x].shape

    def folds(self, padding, node):
        """Whether the zeros that `padding` puts around the image may be the node's own. An average counts only those."""
        if not isinstance(padding, spec_model.Node) or padding.kind != "ZeroPadding2D" or len(self.readers[padding.path]) > 1:
            return False
        return node.kind not in ("AveragePooling2D", "Conv2DTranspose") and (node.kind != "MaxPooling2D" or self.not_negative(padding.inputs[0]))

    @staticmethod
    def not_negative(x):
        """Zeros around a rectified image are as good as minus infinity to a maximum."""
        return isinstance(x, spec_model.Node) and x.args.get("activation") in ("relu", "relu6")

    def inputs(self, node):
        """The keys of what the node reads, seen through folded padding."""
        return [self.key(x.inputs[0] if self.key(x) in self.folded else x) for x in node.inputs]

    @staticmethod
    def engine_shape(shape):
        """NCHW of images."""
        return [shape[0], shape[3], *shape[1:3]] if len(shape) == 4 else shape

    @staticmethod
    def engine_input(array):
        return np.ascontiguousarray(array.transpose(0, 3, 1, 2)) if array.ndim == 4 else array

    @staticmethod
    def our_output(array):
        """NHWC of an engine's images: the same elements, not copied."""
        return array.transpose(0, 2, 3, 1) if array.ndim == 4 else array

    def weight(self, node, name):
        """In the layout of the engines: OIHW kernels, IOHW transposed ones; (out, in) dense, inputs of a flattened image in CHW order."""
        value = self.weights[node.place(name)]
        if name != "kernel":
            return value
        if node.kind in ("Conv2D", "Conv2DTranspose"):
            return np.ascontiguousarray(value.transpose(3, 2, 0, 1))
        if node.kind == "DepthwiseConv2D":
            return np.ascontiguousarray(value.transpose(2, 3, 0, 1))
        source = node.inputs[0]
        while isinstance(source, spec_model.Node) and source.kind == "Dropout":
            source = source.inputs[0]
        if isinstance(source, spec_model.Node) and source.kind == "Flatten":
            _, h, w, c = self.shape(source.inputs[0])
            value = value.reshape(h, w, c, -1).transpose(2, 0, 1, 3).reshape(h * w * c, -1)
        return np.ascontiguousarray(value.T)

    def batch_normalization(self, node):
        """{gamma, beta, moving_mean, moving_variance}; a layer without a scale has ones."""
        values = {name: self.weight(node, name) for name, _ in node.weights}
        return {"gamma": np.ones(node.shape[-1:], np.float32), **values}
