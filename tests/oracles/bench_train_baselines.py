"""The baselines' half of `make bench-train`: whole steps of training in one engine, on request.

    python bench_train_baselines.py ENGINE MODEL --threads 2 --batch 8 --optimizer sgd --rate 0.01 --weights FILE.safetensors

ENGINE: torch, torch_compile (channels_last, fused optimizers), keras (a function of TensorFlow), keras_xla. All compute in float32. The
model is read from its spec (spec_model.py); BERT is that of Hugging Face transformers, for torch and torch_compile alone. Batch, labels and
the optimizer are those of bench_train.py; dropout draws the engine's own random numbers.

Protocol: one command a line on standard input, one line of answer on standard output.
    load         ok VERSION | missing REASON
    run N        ms T1 T2 ... TN      milliseconds of N more steps: forward, backward, update
    losses N     ok L1 L2 ... LN      of the first N steps from the weights of the file, with the masks of dropout that we draw
Of images, PyTorch makes the model when the first command after `load` comes. `losses` that come after `run` start where that ended.
An answer that starts with `error` explains itself.
"""

import argparse
import copy
import functools
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np

import random_numbers
import spec_model
import synthetic

SEED = 1  # of the batch and of dropout
MOMENTUM = 0.9
EPSILON = 1e-7  # of Adam: Keras's and ours
TOKENS = 128  # of every text
TEXTS = {"bert_base": "bert_classifier"}  # models of texts: what is trained of each


def expand(model, batch):
    symbols = {"batch": batch, "sequence": TOKENS} if model in TEXTS.values() else {"batch": batch}
    return spec_model.Library().expand(model, {}, symbols)


def batch_of(model):
    """({input: array}, labels) of an expanded model. Texts have all their tokens."""
    (output,) = model.outputs.values()
    inputs = {}
    for name, tensor in model.inputs.items():
        if len(model.inputs) == 1:
            inputs[name] = synthetic.model_input(SEED, name, tensor.shape)
        elif name == "padding_mask":
            inputs[name] = np.ones(tensor.shape, np.int32)
        else:
            inputs[name] = synthetic.model_input(SEED, name, tensor.shape, "ids", 2 if name == "segment_ids" else 30522)
    return inputs, synthetic.ids(SEED, "labels", next(iter(inputs.values())).shape[0], output.shape[-1])


def dropouts(model):
    return [node for node in model.nodes if node.kind == "Dropout" and node.args["rate"]]


def masks_of(model, step):
    return {node.path: random_numbers.dropout_mask(SEED, node.path, node.args["rate"], node.shape, step).astype(np.float32)
            for node in dropouts(model)}


class Torch:
    compiled = False

    def set_up(self, options, loss_of):
        import torch

        torch.set_num_threads(options.threads)
        torch.set_float32_matmul_precision("highest")
        self.torch, self.version, self.options, self.optimizer = torch, torch.__version__, options, None
        self.eager = loss_of
        self.loss_of = torch.compile(loss_of) if self.compiled else loss_of

    def __init__(self, model, weights, options):
        import torch

        import baselines_torch

        loss = torch.nn.functional.cross_entropy
        self.set_up(options, lambda module, images, labels: loss(module(images), labels))
        self.model = model
        self.build = lambda: baselines_torch.training_module(baselines_torch.Lowered(model, weights)).train()
        inputs, labels = batch_of(model)
        (images,) = inputs.values()
        images = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
        self.batch = images, torch.from_numpy(labels.astype(np.int64))

    @functools.cached_property
    def module(self):
        return self.build()

    @functools.cached_property
    def start(self):
        return {name: tensor.detach().clone() for name, tensor in self.module.state_dict().items()}

    def restart(self, module=None):
        self.module = module or self.module
        with self.torch.no_grad():
            self.module.load_state_dict(self.start)
        self.make_optimizer()

    def make_optimizer(self):
        parameters, optim = list(self.module.parameters()), self.torch.optim
        self.optimizer = (optim.Adam(parameters, self.options.rate, eps=EPSILON, fused=True) if self.options.optimizer == "adam"
                          else optim.SGD(parameters, self.options.rate, MOMENTUM, fused=True))

    def step(self, loss_of=None):
        if self.optimizer is None:
            self.make_optimizer()
        self.optimizer.zero_grad(set_to_none=True)
        loss = (loss_of or self.loss_of)(self.module, *self.batch)
        loss.backward()
        self.optimizer.step()
        return loss

    def losses(self, count):
        self.restart()
        result = []
        for step in range(count):
            self.module.masks = {path: self.torch.from_numpy(mask) for path, mask in masks_of(self.model, step).items()} or None
            result.append(float(self.step(self.eager if self.module.masks else None)))
        self.module.masks = None
        return result


class TorchCompile(Torch):
    compiled = True


class Bert(Torch):
    """transformers' classifier, with its fastest attention. The losses that are compared have the masks of dropout that we draw."""

    def __init__(self, model, weights, options):
        import torch
        import transformers

        import record_text_steps

        self.set_up(options, lambda module, inputs: module(**inputs).loss)
        self.version += f", transformers {transformers.__version__}"
        self.dropout = record_text_steps.SharedDropout
        make = transformers.BertForSequenceClassification
        arguments = {"vocabulary_size": 30522, "hidden_dim": 768, "num_layers": 12, "num_heads": 12, "max_sequence_length": 512}
        reference = record_text_steps.Reference(make, "bert_classifier", arguments, {"num_labels": 2})
        with torch.no_grad():
            for name, value in weights.items():
                reference.runner.assign(name, value)
        self.checked = reference.model.float()
        self.start = {name: tensor.detach().clone() for name, tensor in self.checked.state_dict().items()}
        self.timed = make._from_config(copy.deepcopy(reference.model.config), attn_implementation="sdpa").train()
        inputs, labels = batch_of(model)
        given = {"token_ids": "input_ids", "segment_ids": "token_type_ids", "padding_mask": "attention_mask"}
        read = {given[name]: torch.from_numpy(x.astype(np.int64)) for name, x in inputs.items()}
        self.batch = ({**read, "labels": torch.from_numpy(labels.astype(np.int64))},)
        self.restart(self.timed)

    def losses(self, count):
        self.restart(self.checked)
        result = []
        for self.dropout.step in range(count):
            result.append(float(self.step(self.eager)))
        self.dropout.step = 0
        self.restart(self.timed)
        return result


class BertCompile(Bert):
    compiled = True


class Keras:
    xla = False

    def __init__(self, model, weights, options):
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        import keras
        import tensorflow as tf

        self.keras, self.tf, self.model, self.options = keras, tf, model, options
        self.version = f"{keras.__version__} on tensorflow {tf.__version__}"
        tf.config.threading.set_intra_op_parallelism_threads(options.threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
        inputs, labels = batch_of(model)
        (images,) = inputs.values()
        self.images, self.labels = tf.constant(images), tf.constant(labels)
        (name, tensor), = model.inputs.items()
        values = {name: keras.Input(batch_shape=tensor.shape)}
        self.masks = {node.path: tf.Variable(tf.zeros(node.shape)) for node in dropouts(model)}
        self.masked, layers = values.copy(), []
        for node in model.nodes:
            arguments = {key: value for key, value in node.args.items() if not key.endswith("_regularizer")}
            layer = getattr(keras.layers, node.kind)(**arguments)
            layers.append((node, layer))
            for built in (values, self.masked):
                inputs = [built[x.path if isinstance(x, spec_model.Node) else x] for x in node.inputs]
                if built is self.masked and node.path in self.masks:
                    built[node.path] = keras.layers.Lambda(lambda y, path=node.path: y * self.masks[path], tuple(node.shape[1:]))(inputs[0])
                else:
                    built[node.path] = layer(inputs if len(inputs) > 1 else inputs[0])
        (output,) = model.outputs.values()
        self.network = keras.Model(values[name], values[output.path])
        self.checked = keras.Model(self.masked[name], self.masked[output.path])
        self.weights = [(layer, [weights[node.place(weight)] for weight, _ in node.weights]) for node, layer in layers if node.weights]
        self.restart()

    def restart(self):
        for layer, values in self.weights:
            layer.set_weights(values)
        optimizers = self.keras.optimizers
        self.optimizer = (optimizers.Adam(self.options.rate, epsilon=EPSILON) if self.options.optimizer == "adam"
                          else optimizers.SGD(self.options.rate, MOMENTUM))
        self.optimizer.build(self.network.trainable_variables)
        self.step = self.function(self.network)

    def function(self, network):
        loss_of = self.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        variables = network.trainable_variables

        @self.tf.function(jit_compile=self.xla)
        def step():
            with self.tf.GradientTape() as tape:
                loss = loss_of(self.labels, network(self.images, training=True))
            gradients = tape.gradient(loss, [v.value for v in variables])
            self.optimizer.apply(gradients, variables)
            return loss

        return step

    def losses(self, count):
        self.restart()
        step, result = self.function(self.checked), []
        for i in range(count):
            for path, mask in masks_of(self.model, i).items():
                self.masks[path].assign(mask)
            result.append(float(step()))
        return result


class KerasXla(Keras):
    xla = True


class Missing:
    def __init__(self, *_):
        raise ImportError("Keras has no BERT")


ENGINES = {"torch": Torch, "torch_compile": TorchCompile, "keras": Keras, "keras_xla": KerasXla}
TEXT_ENGINES = {"torch": Bert, "torch_compile": BertCompile, "keras": Missing, "keras_xla": Missing}


def serve(make):
    engine = None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "load":
                try:
                    engine = make()
                    answer = f"ok {engine.version}"
                except ImportError as error:
                    answer = f"missing {error}"
            elif words[0] == "run":
                times = []
                for _ in range(int(words[1])):
                    begin = time.perf_counter()
                    float(engine.step())
                    times.append((time.perf_counter() - begin) * 1e3)
                answer = "ms " + " ".join(f"{t:.6f}" for t in times)
            elif words[0] == "losses":
                answer = "ok " + " ".join(f"{loss:.9g}" for loss in engine.losses(int(words[1])))
            elif words[0] == "quit":
                return
            else:
                raise ValueError(f"no command {words[0]}; known: load run losses quit")
        except Exception as error:  # the driver decides
            answer = "error " + " ".join(f"{type(error).__name__}: {error}".split())
        print(answer, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--optimizer", choices=("sgd", "adam"), default="sgd")
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--weights", required=True, help="safetensors under our names")
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(options.threads)

    def make():
        from safetensors.numpy import load_file

        engines = TEXT_ENGINES if options.model in TEXTS.values() else ENGINES
        return engines[options.engine](expand(options.model, options.batch).with_logits(), load_file(options.weights), options)

    serve(make)


if __name__ == "__main__":
    main()
