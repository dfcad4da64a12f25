"""A second, independent reading of the specs: layers, shapes, weights, multiply-adds.

Python evaluates the expressions of the spec language (it is a subset of Python's, but for true, false, null). Only for
specs that are correct: the errors are Python's. Used to hand a model to other engines (bench_baselines.py) and to check
what `specimen show` counts:

    python spec_model.py resnet50            parameters and multiply-adds
    python spec_model.py --goldens           against what was recorded on the references
"""

import argparse
import glob
import json
import math
import os
import re
import sys

import synthetic

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Keras's defaults of the arguments that the specs leave out.
DEFAULTS = {
    "Conv2D": {"strides": 1, "padding": "valid", "dilation_rate": 1, "groups": 1, "use_bias": True, "activation": None},
    "DepthwiseConv2D": {"strides": 1, "padding": "valid", "dilation_rate": 1, "use_bias": True, "activation": None},
    "Dense": {"use_bias": True, "activation": None},
    "BatchNormalization": {"epsilon": 1e-3, "scale": True},
    "MaxPooling2D": {"pool_size": 2, "strides": None, "padding": "valid"},
    "ZeroPadding2D": {"padding": 1},
    "AveragePooling2D": {"pool_size": 2, "strides": None, "padding": "valid"},
    "GlobalAveragePooling2D": {"keepdims": False},
    "Embedding": {}, "PositionEmbedding": {},
    "LayerNormalization": {"epsilon": 1e-3, "center": True, "scale": True},
    "RMSNormalization": {"epsilon": 1e-6},
    "DotProductAttention": {"num_key_value_heads": None, "causal": False, "scale": None},
    "GlobalAveragePooling1D": {}, "UnitNormalization": {}, "SelectToken": {"index": 0},
    "ReverseEmbedding": {"use_bias": True},
    "Activation": {}, "Add": {}, "Concatenate": {}, "Dropout": {}, "Flatten": {}, "Identity": {}, "Multiply": {},
    "LayerScale": {}, "UpSampling2D": {"size": 2, "interpolation": "nearest"}, "ClassToken": {}, "Slice": {"axis": -1, "begin": 0, "end": None}, "Reshape": {}, "Permute": {},
    "Conv2DTranspose": {"strides": 1, "padding": "valid", "use_bias": True, "activation": None},
}
# The extents of symbols where nobody says otherwise.
EXTENTS = {"batch": 1, "sequence": 128}


def round_to(value, divisor, minimum=None):
    """Keras's _make_divisible."""
    result = max(minimum or divisor, int(value + divisor / 2) // divisor * divisor)
    return result + divisor if result < 0.9 * value else result


NAMES = {
    "__builtins__": {}, "true": True, "false": False, "null": None, "len": len, "sum": sum, "int": int, "min": min, "max": max,
    "round": round, "ceil": math.ceil, "floor": math.floor, "round_to": round_to, "str": str,
    "fields": lambda text: fields(text),
    "range": lambda *bounds: list(range(*bounds)),
}


class Input:
    """What a model or a block was given; for expressions: input.shape."""

    def __init__(self, shape, dtype="float32"):
        self.shape, self.dtype = shape, dtype


def evaluate(value, scope):
    """A JSON value whose strings with a leading `=` are expressions."""
    if isinstance(value, str) and value.startswith("="):
        return eval(value[1:].strip(), NAMES, scope)
    if isinstance(value, list):
        return [evaluate(item, scope) for item in value]
    if isinstance(value, dict):
        return {key: evaluate(item, scope) for key, item in value.items()}
    return value


def interpolate(name, scope):
    """A name: an expression, or text with {expressions}."""
    if name.startswith("="):
        return evaluate(name, scope)
    return re.sub(r"\{([^{}]*)\}", lambda match: str(eval(match[1], NAMES, scope)), name)


class Object(dict):
    """A value with members: row.k."""

    __getattr__ = dict.__getitem__


def fields(text):
    """{'k': 3, 'se': 0.25, 'noskip': True} of 'k3_se0.25_noskip'."""
    parts = [re.fullmatch(r"([a-zA-Z]+)([0-9.]*)", part).groups() for part in text.split("_")]
    return Object((name, (float(value) if "." in value else int(value)) if value else True) for name, value in parts)


def pair(value):
    return [value, value] if isinstance(value, int) else list(value)


def dilated(kernel, rate):
    """The pixels that a kernel spans."""
    return [(k - 1) * r + 1 for k, r in zip(kernel, rate)]


# What torch.nn calls the variables of Keras's layers, for rules of a mapping whose layout is PyTorch's.
TORCH_NAMES = {"kernel": "weight", "embeddings": "weight", "gamma": "weight", "scale": "weight", "alpha": "weight", "beta": "bias",
               "bias": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}


class Node:
    """A layer in place: its class, path, arguments, the tensors it reads, the shape it makes (batch in front), its weights, and
    the layer that has them if it uses another's."""

    def __init__(self, kind, path, args, inputs, shape, weights, owner):
        self.kind, self.path, self.args, self.inputs, self.shape, self.weights = kind, path, args, inputs, shape, weights
        self.owner = owner
        self.multiply_adds = 0

    def place(self, weight):
        """The name of one of its weights in the model. The bias of a table that is read backwards is its own."""
        return f"{self.path if self.kind == 'ReverseEmbedding' and weight == 'bias' else self.owner}/{weight}"


class Model:
    """An expanded model. Tensors are nodes, or the name of an input; `inputs` {name: Input}, `outputs` {name: node}."""

    def __init__(self, name, definition, arguments, library):
        self.name, self.definition, self.library = name, definition, library
        self.nodes, self.inputs, self.outputs = [], {}, {}
        self.parts = {}  # path -> the model that is used there, for its checkpoints
        self.scope = arguments

    def weights(self):
        return list({node.place(name): shape for node in self.nodes for name, shape in node.weights}.items())

    def made_of(self):
        """{input: what it is made of, for synthetic.model_input}: ids are under the size of the table that they look up, and a
        mask keeps all."""
        result = {}
        for name, tensor in self.inputs.items():
            tables = [node for node in self.nodes if node.kind == "Embedding" and node.inputs[0] == name]
            made_of = {"role": "input"} if tensor.dtype == "float32" else {"role": "mask", "lengths": [tensor.shape[-1]] * tensor.shape[0]}
            result[name] = {"role": "ids", "below": tables[0].args["input_dim"]} if tables else made_of
            result[name]["shape"] = tensor.shape
        return result

    def with_logits(self):
        """Itself, without a softmax at its end: losses take it in."""
        for node in self.outputs.values():
            if node.args.get("activation") == "softmax":
                node.args["activation"] = None
        return self

    def multiply_adds(self):
        return sum(node.multiply_adds for node in self.nodes)

    def origins(self, kind):
        """[(our name, the reference's name, shape)] by the spec's table of checkpoints."""
        return [(name, self._origin(self, kind, name)[0], shape) for name, shape in self.weights()]

    def permuted_origins(self, kind):
        """[(our name, the reference's name, the order of its dimensions in ours, our shape)]."""
        result = []
        for name, theirs, steps, shape in self.transformed_origins(kind):
            assert len(steps) == 1 and "permute" in steps[0], f"{name}: {steps}"
            result.append((name, theirs, steps[0]["permute"], shape))
        return result

    def transformed_origins(self, kind):
        """[(our name, the reference's name, steps from its tensor to ours: permute, reshape, slice; our shape)]."""
        result = []
        depthwise = {node.place(weight) for node in self.nodes if node.kind == "DepthwiseConv2D" for weight, _ in node.weights}
        for name, shape in self.weights():
            theirs, transform = self._origin(self, kind, name)
            assert all(step.keys() <= {"permute", "reshape", "slice", "alias", "layout"} for step in transform), f"{name}: {transform}"
            steps = [evaluate(step, self.scope) for step in transform if step.keys() & {"permute", "reshape", "slice"}]
            if not steps:
                order = list(range(len(shape)))
                if {"layout": "torch"} in transform and name.endswith("kernel"):
                    # torch.nn.Conv2d.weight is (out, in, height, width), of a depthwise one (channels, 1, height, width).
                    order = order[2:] + ([0, 1] if name in depthwise else [1, 0])
                steps = [{"permute": order}]
            result.append((name, theirs, steps, shape))
        return result

    @staticmethod
    def _origin(model, kind, ours):
        if kind == "specimen":
            return ours, []
        rules = model.definition["checkpoints"][kind]
        layout = [{"layout": rule["layout"]} for rule in rules if "layout" in rule]
        scope = {"torch": TORCH_NAMES, **model.scope} if layout else model.scope
        for rule in rules:
            if "model" in rule and "at" not in rule:
                # Another model's rules, for what is called as in that one.
                return Model._origin(Model(rule["model"], model.library.definitions[rule["model"]], model.scope, model.library), kind, ours)
            if "model" in rule and ours.startswith(rule["at"] + "/"):
                theirs, transform = Model._origin(model.parts[rule["at"]], kind, ours.removeprefix(rule["at"] + "/"))
                return rule.get("theirs", "") + theirs, transform
            if "ours" not in rule:
                continue
            pattern = "".join(
                re.escape(text) + (f"(?P<{capture}>{'.+' if targets else '[^/]+'})" if capture else "")
                for text, capture, targets in re.findall(r"([^{]*)(?:\{(\w+)(\*\*)?\})?", rule["ours"]))
            match = re.fullmatch(pattern, ours)
            if match:
                captures = {key: int(value) if value.isdigit() else value for key, value in match.groupdict().items()}
                return interpolate(rule["theirs"], {**scope, **captures}), rule.get("transform", layout)
        raise KeyError(f"{model.name}: no rule of {kind} matches {ours}")


class Library:
    def __init__(self, directory=os.path.join(ROOT, "specs")):
        self.definitions = {}
        for path in sorted(glob.glob(os.path.join(directory, "*", "*.json"))):
            if os.path.basename(os.path.dirname(path)) == "recipes":  # they name models
                continue
            with open(path, encoding="utf-8") as f:
                definition = json.loads(re.sub(r"^\s*//.*$", "", f.read(), flags=re.MULTILINE))
            name = definition.get("block") or definition.get("model")
            if name:
                self.definitions[name] = definition

    def find(self, name):
        """(definition, arguments of the variant) of the block, the model or variant `name`; None where there is none."""
        if name in self.definitions:
            return self.definitions[name], self.definitions[name].get("variants", {}).get(name, {})
        return next(((d, d["variants"][name]) for d in self.definitions.values() if name in d.get("variants", {})), None)

    def expand(self, name, arguments=None, extents=None):
        """The model or variant `name`; extents {symbol: how many}, or those of EXTENTS."""
        definition, chosen = self.find(name)
        return _Expansion(self, name, definition, {**chosen, **(arguments or {})}, {**EXTENTS, **(extents or {})}).model


class Frame:
    """Where layers are: the path in front of their names, and of the use whose weights they share, if they do."""

    def __init__(self, path="", shared=None, outer=None):
        self.path, self.shared, self.outer = path, shared, outer

    def join(self, name):
        return f"{self.path}/{name}" if self.path else name


class _Expansion:
    def __init__(self, library, name, definition, arguments, extents):
        self.library = library
        self.owners = {}  # path of a layer or block -> of the one whose weights it has
        scope = self._arguments(definition, arguments)
        self.model = Model(name, definition, scope, library)
        for tensor, spec in definition["inputs"].items():
            shape = [extents[dim] if dim in extents else evaluate(dim, scope) for dim in spec["shape"]]
            self.model.inputs[tensor] = Input(shape, spec["dtype"])
        _, self.model.outputs = self._body(definition, scope, {name: name for name in self.model.inputs}, Frame())

    def _body(self, definition, scope, given, frame):
        """The layers of a model or block on `given` {input: tensor}: (what comes last, {output: tensor})."""
        inputs = {name: Input(self._shape(x)) for name, x in given.items()}
        first = next(iter(given))
        scope = {**scope, **inputs, "input": inputs[first]}
        self._let(definition.get("let", {}), scope)
        left_out = {name: None for name in definition.get("inputs", {}) if name not in given}  # optional inputs of a block
        values = {"input": given[first], **left_out, **given}
        last = self._layers(definition["layers"], scope, values, given[first], frame)
        outputs = {}
        for name, spec in definition.get("outputs", {}).items():
            spec = {"from": spec} if isinstance(spec, str) else spec
            if evaluate(spec.get("if", True), scope):
                outputs[name] = values[evaluate(spec.get("from", name), scope)]
        return last, outputs

    def _shape(self, value):
        return value.shape if isinstance(value, Node) else self.model.inputs[value].shape

    def _arguments(self, definition, given):
        scope = {}
        for name, spec in definition.get("arguments", {}).items():
            scope[name] = given[name] if name in given else evaluate(spec["default"], scope)
        unknown = set(given) - set(scope)
        assert not unknown, f"no arguments {unknown}"
        if "block" not in definition:  # those of a block may read its inputs' shapes
            self._let(definition.get("let", {}), scope)
        return scope

    def _let(self, bindings, scope):
        for name, value in bindings.items():
            scope[name] = evaluate(value, scope)

    def _layers(self, statements, scope, values, current, frame):
        for statement in statements:
            if "for" in statement:
                for item in evaluate(statement["in"], scope):
                    current = self._layers(statement["layers"], {**scope, statement["for"]: item}, values, current, frame)
            elif "if" in statement:
                chosen = statement["layers"] if evaluate(statement["if"], scope) else statement.get("else", [])
                current = self._layers(chosen, scope, values, current, frame)
            elif "let" in statement:
                scope = dict(scope)
                self._let(statement["let"], scope)
            else:
                current = self._call(statement, scope, values, current, frame)
        return current

    def _call(self, statement, scope, values, current, frame):
        key = next(key for key in statement if key not in ("name", "from", "weights_of", "doc"))
        name = interpolate(statement["name"], scope)
        names = evaluate(statement.get("from", []), scope)
        callee, arguments = evaluate(key, scope), evaluate(statement[key], scope)
        path, owner = frame.join(name), self._owner(statement, name, scope, frame)
        self.owners[path] = owner
        found = self.library.find(callee)
        if found is None:
            names = [names] if isinstance(names, str) else names
            inputs = [values[name] for name in names if values[name] is not None] or [current]
            values[name] = self._layer(callee, path, {**DEFAULTS[callee], **arguments}, inputs, owner)
            return values[name]
        definition, chosen = found
        if isinstance(names, dict):
            given = {name: values[value] for name, value in names.items() if values[value] is not None}
        else:
            names = [names] if isinstance(names, str) else names
            inputs = [values[name] for name in names if values[name] is not None] or [current]
            given = dict(zip(definition.get("inputs", ["input"]), inputs))
        scope = self._arguments(definition, {**chosen, **arguments})
        if "model" in definition:
            self.model.parts[path] = Model(callee, definition, scope, self.library)
        last, outputs = self._body(definition, scope, given, Frame(path, None if owner == path else owner, frame))
        values[name] = next(iter(outputs.values()), last)
        values.update({f"{name}/{output}": tensor for output, tensor in outputs.items()})
        return values[name]

    def _owner(self, statement, name, scope, frame):
        """The path whose weights the layer or block `name` has."""
        if "weights_of" not in statement:
            path = f"{frame.shared}/{name}" if frame.shared else frame.join(name)
            return self.owners.get(path, path)
        text, outer = interpolate(statement["weights_of"], scope), frame
        while outer.join(text) not in self.owners:
            outer = outer.outer
        return self.owners[outer.join(text)]

    def _layer(self, kind, path, args, inputs, owner):
        x = self._shape(inputs[0])
        shape, weights, multiply_adds = list(x), [], 0
        if kind in ("Conv2D", "DepthwiseConv2D"):
            kernel, strides = pair(args["kernel_size"]), pair(args["strides"])
            filters = args["filters"] if kind == "Conv2D" else x[3]
            weights.append(("kernel", [*kernel, x[3] // args.get("groups", 1), filters if kind == "Conv2D" else 1]))
            if args["use_bias"]:
                weights.append(("bias", [filters]))
            shape = [x[0], *self._window(x, dilated(kernel, pair(args["dilation_rate"])), strides, args["padding"]), filters]
            multiply_adds = math.prod(shape[1:3]) * math.prod(weights[0][1])
        elif kind in ("MaxPooling2D", "AveragePooling2D"):
            size = pair(args["pool_size"])
            args["strides"] = pair(args["strides"] or size)
            shape = [x[0], *self._window(x, size, args["strides"], args["padding"]), x[3]]
        elif kind == "ZeroPadding2D":
            args["padding"] = [pair(side) for side in pair(args["padding"])]
            shape = [x[0], x[1] + sum(args["padding"][0]), x[2] + sum(args["padding"][1]), x[3]]
        elif kind == "BatchNormalization":
            names = ("gamma", "beta", "moving_mean", "moving_variance")
            weights = [(name, [x[-1]]) for name in (names if args["scale"] else names[1:])]
        elif kind == "GlobalAveragePooling2D":
            shape = [x[0], 1, 1, x[3]] if args["keepdims"] else [x[0], x[3]]
        elif kind == "Flatten":
            shape = [x[0], math.prod(x[1:])]
        elif kind == "Dense":
            shape = [*x[:-1], args["units"]]
            weights.append(("kernel", [x[-1], args["units"]]))
            if args["use_bias"]:
                weights.append(("bias", [args["units"]]))
            multiply_adds = math.prod(x[1:]) * args["units"]
        elif kind == "Embedding":
            shape = [*x, args["output_dim"]]
            weights.append(("embeddings", [args["input_dim"], args["output_dim"]]))
        elif kind == "PositionEmbedding":
            weights.append(("position_embeddings", [args["sequence_length"], x[-1]]))
        elif kind == "LayerNormalization":
            weights = [(name, [x[-1]]) for name, here in (("gamma", args["scale"]), ("beta", args["center"])) if here]
        elif kind == "Conv2DTranspose":
            kernel, strides = pair(args["kernel_size"]), pair(args["strides"])
            weights.append(("kernel", [*kernel, args["filters"], x[3]]))
            if args["use_bias"]:
                weights.append(("bias", [args["filters"]]))
            size = [n * s if args["padding"] == "same" else (n - 1) * s + max(k, s) for n, s, k in zip(x[1:3], strides, kernel)]
            shape = [x[0], *size, args["filters"]]
            multiply_adds = math.prod(x[1:3]) * math.prod(weights[0][1])
        elif kind == "ClassToken":
            shape = [x[0], x[1] + 1, x[2]]
            weights.append(("embeddings", [1, x[2]]))
        elif kind == "Slice":
            shape[args["axis"]] = len(range(x[args["axis"]])[args["begin"]:args["end"]])
        elif kind == "Reshape":
            shape = [x[0], *args["target_shape"]]
        elif kind == "Permute":
            shape = [x[0], *(x[dim] for dim in args["dims"])]
        elif kind == "LayerScale":
            weights.append(("gamma", [x[-1]]))
        elif kind == "UpSampling2D":
            size = pair(args["size"])
            shape = [x[0], x[1] * size[0], x[2] * size[1], x[3]]
        elif kind == "RMSNormalization":
            weights.append(("scale", [x[-1]]))
        elif kind == "DotProductAttention":
            key, value = self._shape(inputs[1]), self._shape(inputs[2])
            kv_heads = args["num_key_value_heads"] or args["num_heads"]
            shape = [*x[:2], value[2] // kv_heads * args["num_heads"]]
            multiply_adds = x[1] * key[1] * (x[2] + shape[2])
        elif kind == "ReverseEmbedding":
            shape = [*x[:-1], args["input_dim"]]
            weights.append(("embeddings", [args["input_dim"], x[-1]]))
            if args["use_bias"]:
                weights.append(("bias", [args["input_dim"]]))
            multiply_adds = math.prod(x[1:]) * args["input_dim"]
        elif kind in ("GlobalAveragePooling1D", "SelectToken"):
            shape = [x[0], x[2]]
        elif kind == "Concatenate":
            shape[-1] = sum(self._shape(y)[-1] for y in inputs)
        elif kind == "Add":
            assert all(self._shape(y) == x for y in inputs), path
        node = Node(kind, path, args, inputs, shape, weights, owner)
        node.multiply_adds = multiply_adds
        self.model.nodes.append(node)
        return node

    @staticmethod
    def _window(x, size, strides, padding):
        if padding == "same":
            return [-(-n // s) for n, s in zip(x[1:3], strides)]
        return [(n - k) // s + 1 for n, k, s in zip(x[1:3], size, strides)]


def check_goldens(library):
    """Whether all agree."""
    good = True
    for path in sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "*.json")) + glob.glob(os.path.join(ROOT, "tests", "golden", "shape_only", "*.json"))):
        with open(path, encoding="ascii") as f:
            golden = json.load(f)
        first = golden["cases"][0]
        given = {name: made_of["shape"] for name, made_of in first["inputs"].items()}
        definition, _ = library.find(golden["model"])
        extents = {dim: extent for name, shape in given.items() for dim, extent in zip(definition["inputs"][name]["shape"], shape)
                   if isinstance(dim, str) and dim in EXTENTS}
        model = library.expand(golden["model"], first["arguments"], extents)
        recorded = golden["parameters"]
        total = sum(math.prod(shape) for _, shape in model.weights())
        checks = {
            "total": total == recorded["total"],
            "tensors": len(model.weights()) == recorded["tensors"],
            "names": synthetic.list_hash([(theirs, shape) for _, theirs, shape in model.origins(golden["checkpoint"])])
            == recorded["names"],
            "multiply_adds": model.multiply_adds() == golden.get("multiply_adds"),
            "inputs": {name: tensor.shape for name, tensor in model.inputs.items()} == given,
            "outputs": {name: node.shape for name, node in model.outputs.items()}
            == {name: output["shape"] for name, output in first["outputs"].items()},
        }
        # What transformers has has a name there, which is that of one tensor.
        if "huggingface" in definition.get("checkpoints", {}):
            theirs = [theirs for _, theirs, _, _ in model.transformed_origins("huggingface")]
            checks["huggingface"] = len(set(theirs)) == len(theirs)
        wrong = [name for name, right in checks.items() if not right]
        good = good and not wrong
        print(f"{golden['model']:24} {total:12,} {model.multiply_adds():15,}  {'differs: ' + ', '.join(wrong) if wrong else 'equal'}")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--goldens", action="store_true")
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    library = Library()
    if arguments.goldens and not check_goldens(library):
        return 1
    for name in arguments.models:
        model = library.expand(name)
        total = sum(math.prod(shape) for _, shape in model.weights())
        print(f"{name:24} {total:12,} {model.multiply_adds():15,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
