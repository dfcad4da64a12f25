"""The baselines' half of `make bench`: runs our graph with our weights in other engines, on request.

    python bench_baselines.py MODEL --threads 2 [--weights FILE.safetensors] [--seed 1] [--checkpoint SET] [--batch 1] [--sequence 128]

The model is read from its spec (spec_model.py), lowered (baselines_lowering.py) and handed over in the form each engine likes
best: ONNX for ONNX Runtime and OpenVINO (baselines_onnx.py), a channels_last module for PyTorch (baselines_torch.py). Weights come from a
safetensors file under our names, or are the synthetic ones of --seed under the reference's names in --checkpoint
(default: the first set of the spec). The inputs are the synthetic ones; of texts, nothing is padding.

Protocol: one command a line on standard input, one line of answer on standard output.
    load ENGINE          ok VERSION | missing REASON           onnxruntime openvino torch torch_compile
    run ENGINE N         ms T1 T2 ... TN                       milliseconds of each run
    output ENGINE FILE   ok D0 D1 ... / D0 D1 ... / ...        FILE.0, FILE.1, ...: the outputs, little-endian float32
    quit
An answer that starts with `error` explains itself. An engine that is not installed is `missing`; the others go on.
"""

import argparse
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np

import spec_model
import synthetic
from baselines_lowering import Lowered
from baselines_onnx import OnnxRuntime, OpenVino
from baselines_torch import Torch, TorchCompile

WARM_UP = 3
ENGINES = {"onnxruntime": OnnxRuntime, "openvino": OpenVino, "torch": Torch, "torch_compile": TorchCompile}


def load_weights(model, arguments):
    """{our name: array}."""
    if arguments.weights:
        from safetensors.numpy import load_file

        return load_file(arguments.weights)
    kind = arguments.checkpoint or next(iter(model.definition["checkpoints"]))
    return {ours: synthetic.parameter(arguments.seed, theirs, shape) for ours, theirs, shape in model.origins(kind)}


def serve(lowered, inputs, threads):
    loaded = {}

    def engine(name):
        if name not in loaded:
            loaded[name] = ENGINES[name](lowered, inputs, threads)
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
                values = [np.ascontiguousarray(value, "<f4") for value in engine(words[1])()]
                for i, value in enumerate(values):
                    value.tofile(f"{words[2]}.{i}")
                answer = "ok " + " / ".join(" ".join(str(d) for d in value.shape) for value in values)
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
    parser.add_argument("--sequence", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--weights", help="safetensors under our names")
    parser.add_argument("--checkpoint", help="the set of names that --seed applies to")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="an argument of the spec, an integer")
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    given = {name: int(value) for name, value in (item.split("=") for item in arguments.set)}
    model = spec_model.Library().expand(arguments.model, given, {"batch": arguments.batch, "sequence": arguments.sequence})
    inputs = {name: synthetic.model_input(arguments.seed, name, **made_of) for name, made_of in model.made_of().items()}
    lowered = Lowered(model, load_weights(model, arguments))
    serve(lowered, {name: lowered.engine_input(x) for name, x in inputs.items()}, arguments.threads)


if __name__ == "__main__":
    main()
