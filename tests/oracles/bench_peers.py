"""The peers' half of `make bench`: runs our graph with our weights in other engines, on request.

    python bench_peers.py MODEL --threads 2 [--weights FILE.safetensors] [--seed 1] [--checkpoint SET] [--batch 1]

The model is read from its spec (spec_model.py) and handed over in the form each engine likes best: ONNX in NCHW with
padding inside the convolutions for ONNX Runtime and OpenVINO, a channels_last module for PyTorch. Weights come from a
safetensors file under our names, or are the synthetic ones of --seed under the reference's names in --checkpoint
(default: the first set of the spec). The input is the synthetic one.

Protocol: one command a line on standard input, one line of answer on standard output.
    load ENGINE          ok VERSION | missing REASON           onnxruntime openvino torch torch_compile
    run ENGINE N         ms T1 T2 ... TN                       milliseconds of each run
    output ENGINE FILE   ok D0 D1 ...                          the output, little-endian float32
    quit
An answer that starts with `error` explains itself. An engine that is not installed is `missing`; the others go on.
"""

import argparse
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np

import spec_model
import synthetic

WARM_UP = 3


def window_pads(x, size, strides, padding):
    """Zeros [top, left, bottom, right] of Keras's padding at this input shape (NHWC)."""
    if padding == "valid":
        return [0, 0, 0, 0]
    totals = [max((-(-n // s) - 1) * s + k - n, 0) for n, k, s in zip(x[1:3], size, strides)]
    return [t // 2 for t in totals] + [t - t // 2 for t in totals]


class Lowered:
    """The model's nodes with explicit pads; padding layers are folded into the convolution or pooling that reads them."""

    def __init__(self, model, weights):
        self.model, self.weights = model, weights
        consumers = {}
        for node in model.nodes:
            for x in node.inputs:
                consumers.setdefault(self.key(x), []).append(node)
        self.pads, self.folded = {}, set()
        for node in model.nodes:
            if node.kind not in ("Conv2D", "DepthwiseConv2D", "MaxPooling2D"):
                continue
            source = node.inputs[0]
            size = node.args["pool_size" if node.kind == "MaxPooling2D" else "kernel_size"]
            pads = window_pads(self.shape(source), spec_model.pair(size), spec_model.pair(node.args["strides"]), node.args["padding"])
            if (isinstance(source, spec_model.Node) and source.kind == "ZeroPadding2D" and len(consumers[source.path]) == 1
                    and (node.kind != "MaxPooling2D" or self.not_negative(source.inputs[0]))):
                (top, bottom), (left, right) = source.args["padding"]
                pads = [p + q for p, q in zip(pads, (top, left, bottom, right))]
                self.folded.add(source.path)
            self.pads[node.path] = pads

    @staticmethod
    def key(x):
        return x.path if isinstance(x, spec_model.Node) else x

    def shape(self, x):
        return x.shape if isinstance(x, spec_model.Node) else self.model.input_shape

    @staticmethod
    def not_negative(x):
        """Zeros around a rectified image are as good as minus infinity to a maximum."""
        return isinstance(x, spec_model.Node) and x.args.get("activation") in ("relu", "relu6")

    def source(self, node, index=0):
        """What the node reads, seen through folded padding."""
        x = node.inputs[index]
        return x.inputs[0] if isinstance(x, spec_model.Node) and x.path in self.folded else x

    def weight(self, node, name):
        """In the layout of NCHW engines: OIHW kernels; (out, in) dense, inputs of a flattened image in CHW order."""
        value = self.weights[f"{node.path}/{name}"]
        if name != "kernel":
            return value
        if node.kind == "Conv2D":
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


def to_onnx(lowered, batch):
    """The bytes of an ONNX model: input (batch, c, h, w)."""
    import onnx
    from onnx import helper, numpy_helper

    model, nodes, initializers, names = lowered.model, [], [], {}
    _, h, w, c = model.input_shape
    names[model.input_name] = model.input_name

    def constant(name, value):
        initializers.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def emit(kind, inputs, name, **attributes):
        nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def activate(x, function, path):
        if function is None:
            return x
        if function == "relu6":
            low, high = (constant(f"{path}/{n}", np.float32(v)) for n, v in (("low", 0), ("high", 6)))
            return emit("Clip", [x, low, high], f"{path}/relu6")
        attributes = {"axis": -1} if function == "softmax" else {}
        return emit({"relu": "Relu", "softmax": "Softmax"}[function], [x], f"{path}/{function}", **attributes)

    for node in model.nodes:
        if node.path in lowered.folded:
            continue
        x = names[lowered.key(lowered.source(node))]
        if node.kind in ("Conv2D", "DepthwiseConv2D"):
            inputs = [x] + [constant(f"{node.path}/{n}", lowered.weight(node, n)) for n, _ in node.weights]
            group = node.shape[3] if node.kind == "DepthwiseConv2D" else 1
            x = emit("Conv", inputs, node.path, pads=lowered.pads[node.path], group=group,
                     strides=spec_model.pair(node.args["strides"]), kernel_shape=spec_model.pair(node.args["kernel_size"]))
        elif node.kind == "Dense":
            inputs = [x] + [constant(f"{node.path}/{n}", lowered.weight(node, n)) for n, _ in node.weights]
            x = emit("Gemm", inputs, node.path, transB=1)
        elif node.kind == "BatchNormalization":
            inputs = [x] + [constant(f"{node.path}/{n}", lowered.weight(node, n)) for n, _ in node.weights]
            x = emit("BatchNormalization", inputs, node.path, epsilon=node.args["epsilon"])
        elif node.kind == "MaxPooling2D":
            x = emit("MaxPool", [x], node.path, pads=lowered.pads[node.path], strides=node.args["strides"],
                     kernel_shape=spec_model.pair(node.args["pool_size"]))
        elif node.kind == "ZeroPadding2D":
            (top, bottom), (left, right) = node.args["padding"]
            pads = constant(f"{node.path}/pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
            x = emit("Pad", [x, pads], node.path)
        elif node.kind == "GlobalAveragePooling2D":
            x = emit("Flatten", [emit("GlobalAveragePool", [x], f"{node.path}/mean")], node.path)
        elif node.kind == "Flatten":
            x = emit("Flatten", [x], node.path)
        elif node.kind == "Add":
            x = emit("Add", [names[lowered.key(y)] for y in node.inputs], node.path)
        elif node.kind not in ("Activation", "Dropout"):
            raise ValueError(f"no ONNX for {node.kind}")
        names[node.path] = activate(x, node.args.get("activation"), node.path)
    result = next(iter(model.outputs.values()))
    graph = helper.make_graph(
        nodes, model.name, [helper.make_tensor_value_info(model.input_name, onnx.TensorProto.FLOAT, [batch, c, h, w])],
        [helper.make_tensor_value_info(names[result.path], onnx.TensorProto.FLOAT, [batch, *result.shape[1:]])], initializers)
    exported = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
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


class Torch:
    """Eager, channels_last, batch normalisation folded into the convolution before it."""

    compiled = False

    def __init__(self, lowered, x, threads):
        import torch
        import torch.nn.functional as F

        self.torch, self.version = torch, torch.__version__
        torch.set_num_threads(threads)
        torch.set_grad_enabled(False)
        module, steps = torch.nn.Module(), []
        model, readers = lowered.model, {}
        for node in model.nodes:
            for y in node.inputs:
                readers[lowered.key(y)] = readers.get(lowered.key(y), 0) + 1
        folded_into = {}

        def parameter(path, value):
            tensor = torch.from_numpy(np.ascontiguousarray(value))
            if tensor.ndim == 4:
                tensor = tensor.contiguous(memory_format=torch.channels_last)
            name = path.replace("/", "__")
            module.register_buffer(name, tensor)
            return name

        for node in model.nodes:
            if node.kind == "BatchNormalization":
                source = node.inputs[0]
                if isinstance(source, spec_model.Node) and source.kind in ("Conv2D", "DepthwiseConv2D") and readers[source.path] == 1:
                    folded_into[source.path] = node

        functions = {None: None, "relu": F.relu, "relu6": F.relu6, "softmax": lambda y: F.softmax(y, -1)}

        def scale_shift(node):
            gamma, beta, mean, variance = (lowered.weight(node, n).astype(np.float64) for n, _ in node.weights)
            scale = gamma / np.sqrt(variance + node.args["epsilon"])
            return scale, beta - mean * scale

        for node in model.nodes:
            if node.path in lowered.folded:
                continue
            reads = [lowered.key(lowered.source(node, i)) for i in range(len(node.inputs))]
            run = None
            if node.kind in ("Conv2D", "DepthwiseConv2D"):
                kernel = lowered.weight(node, "kernel")
                bias = lowered.weight(node, "bias") if node.args["use_bias"] else np.zeros(node.shape[3], np.float32)
                if node.path in folded_into:
                    scale, shift = scale_shift(folded_into[node.path])
                    kernel = (kernel * scale[:, None, None, None]).astype(np.float32)
                    bias = (bias * scale + shift).astype(np.float32)
                k, b = parameter(node.path + "/kernel", kernel), parameter(node.path + "/bias", bias)
                top, left, bottom, right = lowered.pads[node.path]
                strides = spec_model.pair(node.args["strides"])
                group = node.shape[3] if node.kind == "DepthwiseConv2D" else 1
                if (top, left) == (bottom, right):
                    run = lambda m, y, k=k, b=b, s=strides, p=(top, left), g=group: F.conv2d(
                        y, getattr(m, k), getattr(m, b), s, p, 1, g)
                else:
                    run = lambda m, y, k=k, b=b, s=strides, p=(left, right, top, bottom), g=group: F.conv2d(
                        F.pad(y, p), getattr(m, k), getattr(m, b), s, 0, 1, g)
            elif node.kind == "Dense":
                k = parameter(node.path + "/kernel", lowered.weight(node, "kernel"))
                b = parameter(node.path + "/bias", lowered.weight(node, "bias")) if node.args["use_bias"] else None
                run = lambda m, y, k=k, b=b: F.linear(y, getattr(m, k), getattr(m, b) if b else None)
            elif node.kind == "BatchNormalization":
                if node not in folded_into.values():
                    values = [parameter(f"{node.path}/{n}", lowered.weight(node, n)) for n, _ in node.weights]
                    run = lambda m, y, v=values, e=node.args["epsilon"]: F.batch_norm(
                        y, getattr(m, v[2]), getattr(m, v[3]), getattr(m, v[0]), getattr(m, v[1]), False, 0.0, e)
            elif node.kind == "MaxPooling2D":
                top, left, bottom, right = lowered.pads[node.path]
                size, strides = spec_model.pair(node.args["pool_size"]), node.args["strides"]
                pads = (left, right, top, bottom)
                run = lambda m, y, n=size, s=strides, p=pads: F.max_pool2d(F.pad(y, p, value=float("-inf")) if any(p) else y, n, s)
            elif node.kind == "ZeroPadding2D":
                (top, bottom), (left, right) = node.args["padding"]
                run = lambda m, y, p=(left, right, top, bottom): F.pad(y, p)
            elif node.kind == "GlobalAveragePooling2D":
                run = lambda m, y: y.mean((2, 3))
            elif node.kind == "Flatten":
                run = lambda m, y: y.contiguous().flatten(1)
            elif node.kind == "Add":
                run = lambda m, *y: sum(y[1:], y[0])
            elif node.kind not in ("Activation", "Dropout"):
                raise ValueError(f"no PyTorch for {node.kind}")
            steps.append((node.path, reads, run, functions[node.args.get("activation")]))

        result = next(iter(model.outputs.values())).path
        input_name = model.input_name

        def forward(y):
            values = {input_name: y}
            for path, reads, run, activation in steps:
                y = run(module, *(values[r] for r in reads)) if run else values[reads[0]]
                values[path] = activation(y) if activation else y
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


ENGINES = {"onnxruntime": OnnxRuntime, "openvino": OpenVino, "torch": Torch, "torch_compile": TorchCompile}


def load_weights(model, arguments):
    """{our name: array}."""
    if arguments.weights:
        from safetensors.numpy import load_file

        return load_file(arguments.weights)
    kind = arguments.checkpoint or next(iter(model.definition["checkpoints"]))
    return {ours: synthetic.parameter(arguments.seed, theirs, shape) for ours, theirs, shape in model.origins(kind)}


def serve(lowered, x, threads):
    loaded = {}

    def engine(name):
        if name not in loaded:
            loaded[name] = ENGINES[name](lowered, x, threads)
            for _ in range(WARM_UP):
                loaded[name]()
        return loaded[name]

    for line in sys.stdin:
        words = line.split()
        try:
            if not words:
                continue
            if words[0] == "quit":
                return
            if words[1] not in ENGINES:
                raise ValueError(f"no engine {words[1]}; known: {' '.join(ENGINES)}")
            if words[0] == "load":
                try:
                    answer = f"ok {engine(words[1]).version}"
                except ImportError as error:
                    answer = f"missing {error}"
            elif words[0] == "run":
                run, times = engine(words[1]), []
                for _ in range(int(words[2])):
                    begin = time.perf_counter()
                    run()
                    times.append((time.perf_counter() - begin) * 1e3)
                answer = "ms " + " ".join(f"{t:.6f}" for t in times)
            elif words[0] == "output":
                value = np.ascontiguousarray(engine(words[1])(), "<f4")
                value.tofile(words[2])
                answer = "ok " + " ".join(str(d) for d in value.shape)
            else:
                raise ValueError(f"no command {words[0]}; known: load run output quit")
        except Exception as error:  # the driver decides; one engine must not end the others
            answer = "error " + " ".join(f"{type(error).__name__}: {error}".split())
        print(answer, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weights", help="safetensors under our names")
    parser.add_argument("--checkpoint", help="the set of names that --seed applies to")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="an argument of the spec, an integer")
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    given = {name: int(value) for name, value in (item.split("=") for item in arguments.set)}
    model = spec_model.Library().expand(arguments.model, given)
    x = synthetic.model_input(arguments.seed, model.input_name, [arguments.batch, *model.input_shape[1:]])
    lowered = Lowered(model, load_weights(model, arguments))
    serve(lowered, np.ascontiguousarray(x.transpose(0, 3, 1, 2)), arguments.threads)


if __name__ == "__main__":
    main()
