"""ONNX Runtime and OpenVINO for bench_baselines.py: the model as ONNX, images in NCHW, padding inside the convolutions.

LAYERS and ACTIVATIONS say how each layer and activation of Keras is written in ONNX, in the form that both engines fuse.
"""

import os
import tempfile

import numpy as np

import spec_model


class Graph:
    """ONNX nodes and initializers; a tensor is its name."""

    def __init__(self, lowered):
        self.lowered, self.nodes, self.initializers, self.made = lowered, [], [], {}

    def constant(self, name, value):
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def emit(self, kind, inputs, name, **attributes):
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def once(self, key, make):
        """What several nodes read."""
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def reordered(self, x, name, order):
        """x with its dimensions behind the batch in this order, from 0."""
        if list(order) == sorted(order):
            return x
        return self.emit("Transpose", [x], name, perm=[0, *(1 + dim for dim in order)])

    def weights(self, node):
        return [self.constant(f"{node.path}/{name}", self.lowered.weight(node, name)) for name, _ in node.weights]


def convolution(graph, node, inputs):
    window = graph.lowered.windows[node.path]
    return graph.emit("Conv", inputs + graph.weights(node), node.path, pads=window.pads, group=window.groups, strides=window.strides,
                      kernel_shape=window.size, dilations=window.dilations)


def transposed_convolution(graph, node, inputs):
    window, image = graph.lowered.windows[node.path], graph.lowered.shape(node.inputs[0])
    cut = [a + b for a, b in zip(window.pads[:2], window.pads[2:])]
    more = [full - ((n - 1) * s + k - c) for full, n, s, k, c in zip(node.shape[1:3], image[1:3], window.strides, window.size, cut)]
    return graph.emit("ConvTranspose", inputs + graph.weights(node), node.path, pads=window.pads, group=window.groups, strides=window.strides,
                      kernel_shape=window.size, output_padding=more)


def pooling(kind):
    def layer(graph, node, inputs):
        window = graph.lowered.windows[node.path]
        return graph.emit(kind, inputs, node.path, pads=window.pads, strides=window.strides, kernel_shape=window.size)
    return layer


def batch_normalization(graph, node, inputs):
    values = graph.lowered.batch_normalization(node)
    names = ("gamma", "beta", "moving_mean", "moving_variance")
    constants = [graph.constant(f"{node.path}/{name}", values[name]) for name in names]
    return graph.emit("BatchNormalization", inputs + constants, node.path, epsilon=node.args["epsilon"])


def zero_padding(graph, node, inputs):
    (top, bottom), (left, right) = node.args["padding"]
    pads = graph.constant(f"{node.path}/pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
    return graph.emit("Pad", [*inputs, pads], node.path)


def global_average(graph, node, inputs):
    if node.args["keepdims"]:
        return graph.emit("GlobalAveragePool", inputs, node.path)
    return graph.emit("Flatten", [graph.emit("GlobalAveragePool", inputs, f"{node.path}/mean")], node.path)


def chain(kind):
    """Of any number of inputs; ONNX has two."""
    def layer(graph, node, inputs):
        x = inputs[0]
        for i, y in enumerate(inputs[1:-1]):
            x = graph.emit(kind, [x, y], f"{node.path}/{i}")
        return graph.emit(kind, [x, inputs[-1]], node.path)
    return layer


def along_channels(form):
    """What `form` does along the last dimension, which of images is the second."""
    def layer(graph, node, inputs):
        if len(node.shape) != 4:
            return form(graph, node, inputs)
        y = form(graph, node, [graph.reordered(x, f"{node.path}/nhwc", (1, 2, 0)) for x in inputs])
        return graph.reordered(y, f"{node.path}/nchw", (2, 0, 1))
    return layer


def engine_order(dims):
    """The order in which the engines have a tensor's dimensions, without the batch."""
    return [2, 0, 1] if len(dims) == 3 else list(range(len(dims)))


def reshape(graph, node, inputs):
    """Channels may stay in front: where a cut between dimensions is one in both shapes, what is behind it can come first. Of all
    cuts, the one that moves least."""
    at, shapes = node.path, [graph.lowered.shape(node.inputs[0])[1:], node.shape[1:]]

    def orders(cuts):
        return [[*range(cut, len(dims)), *range(cut)] for cut, dims in zip(cuts, shapes)]

    before, after = [engine_order(dims) for dims in shapes]
    cuts = [(i, j) for i in range(len(shapes[0])) for j in range(len(shapes[1]))
            if np.prod(shapes[0][:i]) == np.prod(shapes[1][:j]) and (i > 0) == (j > 0)]
    first, last = min(map(orders, cuts), key=lambda pair: (pair[0] != before) + (pair[1] != after))
    x = graph.reordered(inputs[0], f"{at}/before", [before.index(dim) for dim in first])
    shape = graph.constant(f"{at}/shape", np.array([0, *(shapes[1][dim] for dim in last)], np.int64))
    return graph.reordered(graph.emit("Reshape", [x, shape], at), f"{at}/after", [last.index(dim) for dim in after])


def permute(graph, node, inputs):
    order = engine_order(node.shape[1:])
    return graph.reordered(inputs[0], node.path, [order.index(node.args["dims"][dim] - 1) for dim in order])


def class_token(graph, node, inputs):
    at, features = node.path, graph.constant(f"{node.path}/features", np.array([1, node.shape[2]], np.int64))
    shape = graph.emit("Concat", [graph.emit("Shape", inputs, f"{at}/batch", start=0, end=1), features], f"{at}/shape", axis=0)
    return graph.emit("Concat", [graph.emit("Expand", [*graph.weights(node), shape], f"{at}/token"), *inputs], at, axis=1)


def part(graph, node, inputs):
    axis, end = node.args["axis"] % len(node.shape), node.args["end"]
    axis = [0, 2, 3, 1][axis] if len(node.shape) == 4 else axis
    bounds = {"begin": node.args["begin"], "end": np.iinfo(np.int64).max if end is None else end, "axis": axis}
    return graph.emit("Slice", inputs + [graph.constant(f"{node.path}/{key}", np.array([value], np.int64)) for key, value in bounds.items()],
                      node.path)


def layer_scale(graph, node, inputs):
    gamma = graph.lowered.weight(node, "gamma")
    gamma = graph.constant(f"{node.path}/gamma", gamma.reshape(-1, 1, 1) if len(node.shape) == 4 else gamma)
    return graph.emit("Mul", [*inputs, gamma], node.path)


def upsampling(graph, node, inputs):
    assert node.args["interpolation"] == "nearest"
    scales = graph.constant(f"{node.path}/scales", np.array([1, 1, *spec_model.pair(node.args["size"])], np.float32))
    return graph.emit("Resize", [*inputs, "", scales], node.path, mode="nearest", nearest_mode="floor",
                      coordinate_transformation_mode="asymmetric")


def dense(graph, node, inputs):
    if len(node.shape) == 2:
        return graph.emit("Gemm", inputs + graph.weights(node), node.path, transB=1)
    kernel = graph.constant(f"{node.path}/kernel", graph.lowered.weight(node, "kernel").T)
    if not node.args["use_bias"]:
        return graph.emit("MatMul", inputs + [kernel], node.path)
    bias = graph.constant(f"{node.path}/bias", graph.lowered.weight(node, "bias"))
    return graph.emit("Add", [graph.emit("MatMul", inputs + [kernel], f"{node.path}/product"), bias], node.path)


def embedding(graph, node, inputs):
    return graph.emit("Gather", graph.weights(node) + inputs, node.path)


def position_embedding(graph, node, inputs):
    at, table = node.path, graph.lowered.weight(node, "position_embeddings")
    if not graph.lowered.dynamic:
        return graph.constant(at, table[:node.shape[1]])
    first, second = (graph.constant(f"{at}/{key}", np.array([value], np.int64)) for key, value in (("first", 0), ("second", 1)))
    length = graph.emit("Gather", [graph.emit("Shape", inputs, f"{at}/shape"), second], f"{at}/length")
    return graph.emit("Slice", [graph.constant(f"{at}/table", table), first, length, first], at)


def reverse_embedding(graph, node, inputs):
    table = graph.constant(f"{node.path}/table", graph.lowered.weight(node, "embeddings").T)
    if not node.args["use_bias"]:
        return graph.emit("MatMul", [*inputs, table], node.path)
    bias = graph.constant(f"{node.path}/bias", graph.lowered.weight(node, "bias"))
    return graph.emit("Add", [graph.emit("MatMul", [*inputs, table], f"{node.path}/product"), bias], node.path)


def layer_normalization(graph, node, inputs):
    features = node.shape[-1:]
    values = {"gamma": np.ones(features, np.float32), "beta": np.zeros(features, np.float32)}
    values.update({name: graph.lowered.weight(node, name) for name, _ in node.weights})
    constants = [graph.constant(f"{node.path}/{name}", values[name]) for name in ("gamma", "beta")]
    return graph.emit("LayerNormalization", inputs + constants, node.path, axis=-1, epsilon=node.args["epsilon"])


def rms_normalization(graph, node, inputs):
    """Both engines know these nodes by sight."""
    at = node.path
    square = graph.emit("Pow", [*inputs, graph.constant(f"{at}/two", np.float32(2))], f"{at}/square")
    mean = graph.emit("ReduceMean", [square], f"{at}/mean", axes=[-1], keepdims=1)
    root = graph.emit("Sqrt", [graph.emit("Add", [mean, graph.constant(f"{at}/epsilon", np.float32(node.args["epsilon"]))], f"{at}/sum")],
                      f"{at}/root")
    inverse = graph.emit("Div", [graph.constant(f"{at}/one", np.float32(1)), root], f"{at}/inverse")
    return graph.emit("Mul", [graph.emit("Mul", [*inputs, inverse], f"{at}/normal"), *graph.weights(node)], at)


def mask_of(graph, mask, name, axes):
    """1 and 0 as floats, with axes of one element."""
    floats = graph.emit("Cast", [mask], f"{name}/floats", to=1)
    return graph.emit("Unsqueeze", [floats, graph.constant(f"{name}/axes", np.array(axes, np.int64))], f"{name}/mask")


def attention(graph, node, inputs):
    """Step by step: both engines fuse it, and are no faster when one node says it all."""
    at, heads = node.path, node.args["num_heads"]
    shapes = [graph.lowered.shape(x) for x in node.inputs[:3]]
    kv_heads = node.args["num_key_value_heads"] or heads
    query, key, value = (
        graph.emit("Transpose", [graph.emit("Reshape", [x, graph.constant(f"{at}/{part}/split", np.array([0, 0, count, -1], np.int64))],
                                            f"{at}/{part}/heads")], f"{at}/{part}", perm=order)
        for x, part, order, count in zip(inputs, ("query", "key", "value"), ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), (heads, kv_heads, kv_heads)))
    if kv_heads != heads:  # each head of keys and values for the heads of queries that read it
        which = graph.constant(f"{at}/groups", np.arange(heads, dtype=np.int64) // (heads // kv_heads))
        key, value = (graph.emit("Gather", [x, which], f"{at}/{part}/repeated", axis=1) for x, part in ((key, "key"), (value, "value")))
    scale = node.args["scale"] if node.args["scale"] is not None else (shapes[0][2] / heads) ** -0.5
    scores = graph.emit("Mul", [graph.emit("MatMul", [query, key], f"{at}/products"), graph.constant(f"{at}/scale", np.float32(scale))],
                        f"{at}/scores")
    if len(inputs) == 4:
        scores = graph.emit("Add", [scores, graph.once(("mask", inputs[3]), lambda: additive_mask(graph, inputs[3]))], f"{at}/masked")
    if node.args["causal"]:
        hidden = np.triu(np.full((shapes[0][1], shapes[1][1]), LOWEST, np.float32), 1 + shapes[1][1] - shapes[0][1])
        scores = graph.emit("Add", [scores, graph.constant(f"{at}/later", hidden)], f"{at}/causal")
    y = graph.emit("MatMul", [graph.emit("Softmax", [scores], f"{at}/shares", axis=-1), value], f"{at}/sums")
    y = graph.emit("Transpose", [y], f"{at}/joined", perm=[0, 2, 1, 3])
    return graph.emit("Reshape", [y, graph.constant(f"{at}/join", np.array([0, 0, -1], np.int64))], at)


LOWEST = -1e30  # of a score that does not count


def additive_mask(graph, mask):
    kept = mask_of(graph, mask, f"{mask}/scores", [1, 2])
    hidden = graph.emit("Sub", [graph.constant(f"{mask}/one", np.float32(1)), kept], f"{mask}/hidden")
    return graph.emit("Mul", [hidden, graph.constant(f"{mask}/lowest", np.float32(LOWEST))], f"{mask}/additive")


def global_average_1d(graph, node, inputs):
    at, axis = node.path, graph.constant(f"{node.path}/axis", np.array([1], np.int64))
    if len(inputs) == 1:
        return graph.emit("ReduceMean", inputs, at, axes=[1], keepdims=0)
    kept = mask_of(graph, inputs[1], at, [2])
    total = graph.emit("ReduceSum", [graph.emit("Mul", [inputs[0], kept], f"{at}/kept"), axis], f"{at}/total", keepdims=0)
    return graph.emit("Div", [total, graph.emit("ReduceSum", [kept, axis], f"{at}/count", keepdims=0)], at)


def select_token(graph, node, inputs):
    return graph.emit("Gather", [*inputs, graph.constant(f"{node.path}/index", np.array(node.args["index"], np.int64))], node.path, axis=1)


def unit_normalization(graph, node, inputs):
    return graph.emit("Div", [*inputs, graph.emit("ReduceL2", inputs, f"{node.path}/length", axes=[-1], keepdims=1)], node.path)


def same(graph, node, inputs):
    return inputs[0]


def op(kind, **attributes):
    return lambda graph, node, inputs: graph.emit(kind, inputs, node.path, **attributes)


LAYERS = {
    "Activation": same,
    "Add": chain("Add"),
    "AveragePooling2D": pooling("AveragePool"),
    "BatchNormalization": batch_normalization,
    "ClassToken": class_token,
    "Concatenate": op("Concat", axis=1),
    "Conv2D": convolution,
    "Conv2DTranspose": transposed_convolution,
    "Dense": along_channels(dense),
    "DepthwiseConv2D": convolution,
    "DotProductAttention": attention,
    "Dropout": same,
    "Embedding": embedding,
    "Flatten": op("Flatten"),
    "GlobalAveragePooling1D": global_average_1d,
    "GlobalAveragePooling2D": global_average,
    "Identity": same,
    "LayerNormalization": along_channels(layer_normalization),
    "LayerScale": layer_scale,
    "MaxPooling2D": pooling("MaxPool"),
    "Multiply": chain("Mul"),
    "Permute": permute,
    "PositionEmbedding": position_embedding,
    "Reshape": reshape,
    "ReverseEmbedding": reverse_embedding,
    "RMSNormalization": rms_normalization,
    "SelectToken": select_token,
    "Slice": part,
    "UnitNormalization": unit_normalization,
    "UpSampling2D": upsampling,
    "ZeroPadding2D": zero_padding,
}


def relu6(graph, x, name):
    bounds = [graph.constant(f"{name}/{end}", np.float32(value)) for end, value in (("low", 0), ("high", 6))]
    return graph.emit("Clip", [x, *bounds], name)


def gelu(graph, x, name):
    """In the nodes that both engines know by sight."""
    half, one, root = (graph.constant(f"{name}/{key}", np.float32(value)) for key, value in (("half", 0.5), ("one", 1), ("root", 2**0.5)))
    error = graph.emit("Erf", [graph.emit("Div", [x, root], f"{name}/scaled")], f"{name}/error")
    return graph.emit("Mul", [graph.emit("Mul", [x, graph.emit("Add", [error, one], f"{name}/share")], f"{name}/twice"), half], name)


def gelu_tanh(graph, x, name):
    half, one, root, cubic, three = (
        graph.constant(f"{name}/{key}", np.float32(value))
        for key, value in (("half", 0.5), ("one", 1), ("root", (2 / np.pi) ** 0.5), ("cubic", 0.044715), ("three", 3)))
    cube = graph.emit("Mul", [graph.emit("Pow", [x, three], f"{name}/cube"), cubic], f"{name}/bend")
    inner = graph.emit("Mul", [graph.emit("Add", [x, cube], f"{name}/bent"), root], f"{name}/inner")
    share = graph.emit("Add", [graph.emit("Tanh", [inner], f"{name}/tanh"), one], f"{name}/share")
    return graph.emit("Mul", [graph.emit("Mul", [x, half], f"{name}/halved"), share], name)


def swish(graph, x, name):
    """Both engines know this pair by sight."""
    return graph.emit("Mul", [x, graph.emit("Sigmoid", [x], f"{name}/gate")], name)


def function(kind, **attributes):
    return lambda graph, x, name: graph.emit(kind, [x], name, **attributes)


ACTIVATIONS = {
    "gelu": gelu,
    "gelu_tanh": gelu_tanh,
    "hard_sigmoid": function("HardSigmoid", alpha=1 / 6, beta=0.5),
    "hard_swish": function("HardSwish"),
    "linear": lambda graph, x, name: x,
    "relu": function("Relu"),
    "relu6": relu6,
    "sigmoid": function("Sigmoid"),
    "silu": swish,
    "softmax": function("Softmax", axis=-1),
    "swish": swish,
    "tanh": function("Tanh"),
    None: lambda graph, x, name: x,
}


def to_onnx(lowered):
    """The bytes of an ONNX model."""
    import onnx
    from onnx import helper

    model, graph = lowered.model, Graph(lowered)
    names = {name: name for name in model.inputs}
    for node in lowered.nodes:
        x = LAYERS[node.kind](graph, node, [names[key] for key in lowered.inputs(node)])
        activation = node.args.get("activation")
        names[node.path] = ACTIVATIONS[activation](graph, x, f"{node.path}/{activation}")
    types = {"float32": onnx.TensorProto.FLOAT, "int32": onnx.TensorProto.INT32}

    def described(name, dtype, shape, symbols):
        symbols = symbols if lowered.dynamic else []
        return helper.make_tensor_value_info(name, types[dtype], symbols + shape[len(symbols):])

    inputs = [described(name, tensor.dtype, lowered.engine_shape(tensor.shape), ["batch", "sequence"]) for name, tensor in model.inputs.items()]
    outputs = [described(graph.emit("Identity", [names[node.path]], f"output/{name}"), "float32", lowered.engine_shape(node.shape),
                         ["batch", "sequence"][:len(node.shape) - 1]) for name, node in model.outputs.items()]
    exported = helper.make_graph(graph.nodes, model.name, inputs, outputs, graph.initializers)
    exported = helper.make_model(exported, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(exported)
    return exported.SerializeToString()


def session(lowered, threads):
    """ONNX Runtime's, at its best."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # Its Pad_Fusion makes zeros before a max pooling minus infinity, which is another function of negative values.
    return onnxruntime.InferenceSession(to_onnx(lowered), options, providers=["CPUExecutionProvider"], disabled_optimizers=["Pad_Fusion"])


class OnnxRuntime:
    def __init__(self, lowered, inputs, threads):
        import onnxruntime

        self.version = onnxruntime.__version__
        self.session, self.feed, self.our_output = session(lowered, threads), inputs, lowered.our_output

    def __call__(self):
        return [self.our_output(y) for y in self.session.run(None, self.feed)]


class OpenVino:
    def __init__(self, lowered, inputs, threads):
        import openvino

        self.version = openvino.__version__
        core = openvino.Core()
        with tempfile.TemporaryDirectory() as directory:
            path = os.path.join(directory, "model.onnx")
            with open(path, "wb") as f:
                f.write(to_onnx(lowered))
            options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads,
                       "NUM_STREAMS": "1"}
            self.request = core.compile_model(core.read_model(path), "CPU", options).create_infer_request()
        self.tensors = {name: openvino.Tensor(x, shared_memory=True) for name, x in inputs.items()}
        self.outputs, self.our_output = range(len(lowered.model.outputs)), lowered.our_output

    def __call__(self):
        for name, tensor in self.tensors.items():
            self.request.set_tensor(name, tensor)
        self.request.infer()
        return [self.our_output(self.request.get_output_tensor(i).data) for i in self.outputs]
