"""ONNX Runtime and OpenVINO for bench_peers.py: the model as ONNX in NCHW, padding inside the convolutions.

LAYERS and ACTIVATIONS say how each layer and activation of Keras is written in ONNX, in the form that both engines fuse.
"""

import os
import tempfile

import numpy as np


class Graph:
    """ONNX nodes and initializers; a tensor is its name."""

    def __init__(self, lowered):
        self.lowered, self.nodes, self.initializers = lowered, [], []

    def constant(self, name, value):
        from onnx import numpy_helper

        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def emit(self, kind, inputs, name, **attributes):
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def weights(self, node):
        return [self.constant(f"{node.path}/{name}", self.lowered.weight(node, name)) for name, _ in node.weights]


def convolution(graph, node, inputs):
    window = graph.lowered.windows[node.path]
    return graph.emit("Conv", inputs + graph.weights(node), node.path, pads=window.pads, group=window.groups, strides=window.strides,
                      kernel_shape=window.size, dilations=window.dilations)


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


def same(graph, node, inputs):
    return inputs[0]


def op(kind, **attributes):
    return lambda graph, node, inputs: graph.emit(kind, inputs, node.path, **attributes)


LAYERS = {
    "Activation": same,
    "Add": op("Add"),
    "AveragePooling2D": pooling("AveragePool"),
    "BatchNormalization": batch_normalization,
    "Concatenate": op("Concat", axis=1),
    "Conv2D": convolution,
    "Dense": lambda graph, node, inputs: graph.emit("Gemm", inputs + graph.weights(node), node.path, transB=1),
    "DepthwiseConv2D": convolution,
    "Dropout": same,
    "Flatten": op("Flatten"),
    "GlobalAveragePooling2D": global_average,
    "MaxPooling2D": pooling("MaxPool"),
    "Multiply": op("Mul"),
    "ZeroPadding2D": zero_padding,
}


def relu6(graph, x, name):
    bounds = [graph.constant(f"{name}/{end}", np.float32(value)) for end, value in (("low", 0), ("high", 6))]
    return graph.emit("Clip", [x, *bounds], name)


def swish(graph, x, name):
    """Both engines know this pair by sight."""
    return graph.emit("Mul", [x, graph.emit("Sigmoid", [x], f"{name}/gate")], name)


def function(kind, **attributes):
    return lambda graph, x, name: graph.emit(kind, [x], name, **attributes)


ACTIVATIONS = {
    "hard_sigmoid": function("HardSigmoid", alpha=1 / 6, beta=0.5),
    "hard_swish": function("HardSwish"),
    "relu": function("Relu"),
    "relu6": relu6,
    "sigmoid": function("Sigmoid"),
    "softmax": function("Softmax", axis=1),
    "swish": swish,
    None: lambda graph, x, name: x,
}


def to_onnx(lowered, batch):
    """The bytes of an ONNX model: input (batch, c, h, w)."""
    import onnx
    from onnx import helper

    model, graph = lowered.model, Graph(lowered)
    names = {model.input_name: model.input_name}
    for node in lowered.nodes:
        x = LAYERS[node.kind](graph, node, [names[key] for key in lowered.inputs(node)])
        activation = node.args.get("activation")
        names[node.path] = ACTIVATIONS[activation](graph, x, f"{node.path}/{activation}")
    _, h, w, c = model.input_shape
    result = lowered.output()
    exported = helper.make_graph(
        graph.nodes, model.name, [helper.make_tensor_value_info(model.input_name, onnx.TensorProto.FLOAT, [batch, c, h, w])],
        [helper.make_tensor_value_info(names[result.path], onnx.TensorProto.FLOAT, [batch, *result.shape[1:]])], graph.initializers)
    exported = helper.make_model(exported, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(exported)
    return exported.SerializeToString()


class OnnxRuntime:
    def __init__(self, lowered, x, threads):
        import onnxruntime

        self.version = onnxruntime.__version__
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        # Its Pad_Fusion makes zeros before a max pooling minus infinity, which is another function of negative values.
        self.session = onnxruntime.InferenceSession(to_onnx(lowered, x.shape[0]), options, providers=["CPUExecutionProvider"],
                                                    disabled_optimizers=["Pad_Fusion"])
        self.feed = {lowered.model.input_name: x}

    def __call__(self):
        return self.session.run(None, self.feed)[0]


class OpenVino:
    def __init__(self, lowered, x, threads):
        import openvino

        self.version = openvino.__version__
        core = openvino.Core()
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.onnx")
            with open(path, "wb") as f:
                f.write(to_onnx(lowered, x.shape[0]))
            options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": threads,
                       "NUM_STREAMS": "1"}
            self.request = core.compile_model(core.read_model(path), "CPU", options).create_infer_request()
        self.tensor = openvino.Tensor(x, shared_memory=True)

    def __call__(self):
        self.request.set_input_tensor(self.tensor)
        self.request.infer()
        return self.request.get_output_tensor().data
