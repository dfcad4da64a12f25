"""Records how far a step of training in float32 is from one in float64, in PyTorch: tests/golden/training_f32/<case>.json.

    .venv-peers/bin/python tests/oracles/record_steps_f32.py [case ...]

Weights, images, labels and the learning rate are those of tests/golden/training/<case>.json (steps.py). PyTorch trains in float64 with
momentum 0.9. Its weights at STEPS, rounded to float32, are where one step starts in float64 and in float32:

  case, momentum    the golden that the rest comes from
  reference         versions
  states            [{step, loss, loss_error, gradients}]: `gradients` {weight: digest and `error`}, of float64 and of how much
                    float32 differs; errors are shares of the loss and of what a tensor is measured by
"""

import argparse
import json
import os

import numpy as np
import torch

import baselines_torch
import spec_model
import steps
from baselines_lowering import Lowered

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))
CASES = ("mnist", "cifar_resnet20", "mobilenet_v2", "resnet50")
STEPS = (0, 50)
MOMENTUM = 0.9


class Reference:
    """PyTorch's module of a case. Weights go in and gradients come out by our names, in our layout."""

    def __init__(self, golden):
        self.golden = golden
        self.model = spec_model.Library().expand(golden["model"], golden["arguments"], {"batch": golden["batch"]}).with_logits()
        self.shapes = dict(self.model.weights())
        weights = {name: steps.parameter(golden, name, shape) for name, shape in self.shapes.items()}
        self.module = baselines_torch.training_module(Lowered(self.model, weights)).train().double()
        # Where each element of theirs is in ours: what the lowering makes of numbers in order.
        ordered = {name: np.arange(np.prod(shape)).reshape(shape) for name, shape in self.shapes.items()}
        places = baselines_torch.training_module(Lowered(self.model, {name: value.astype(np.float64) for name, value in ordered.items()}))
        self.places = {name: tensor.detach().numpy().reshape(-1).astype(np.int64) for name, tensor in places.named_parameters()}

    def loss(self, step, dtype=torch.float64):
        image = torch.from_numpy(steps.images(self.golden, step)).permute(0, 3, 1, 2).to(dtype)
        label = torch.from_numpy(steps.labels(self.golden, step).astype(np.int64))
        return torch.nn.functional.cross_entropy(self.module(image.contiguous(memory_format=torch.channels_last)), label)

    def gradients(self, step, dtype):
        """(loss, {our name: gradient}), as float64."""
        self.module.zero_grad()
        loss = self.loss(step, dtype)
        loss.backward()
        result = {}
        for name, tensor in self.module.named_parameters():
            ours = np.empty(tensor.numel())
            ours[self.places[name]] = tensor.grad.double().contiguous(memory_format=torch.contiguous_format).numpy().reshape(-1)
            result[name.replace("__", "/")] = ours
        return float(loss), result


def state(reference, step):
    """What is recorded of one step from the reference's weights, which it gets back."""
    kept = {name: tensor.clone() for name, tensor in reference.module.state_dict().items()}
    reference.module.float()
    loss_32, single = reference.gradients(step, torch.float32)
    reference.module.load_state_dict({name: tensor.float() for name, tensor in kept.items()})
    reference.module.double()
    loss, double = reference.gradients(step, torch.float64)
    reference.module.load_state_dict(kept)
    gradients = {name: steps.digest(name, value) for name, value in double.items()}
    for name, one in gradients.items():
        scale = max(one["max_abs"], steps.least_scale(one, gradients))
        one["error"] = float(np.max(np.abs(single[name] - double[name])) / scale)
    return {"step": step, "loss": loss, "loss_error": abs(loss_32 - loss) / abs(loss), "gradients": gradients}


def record(case):
    with open(os.path.join(steps.DIRECTORY, case + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    reference = Reference(golden)
    optimizer = torch.optim.SGD(reference.module.parameters(), golden["learning_rate"], MOMENTUM)
    states = []
    for step in range(STEPS[-1] + 1):
        if step in STEPS:
            states.append(state(reference, step))
            worst = max(states[-1]["gradients"].items(), key=lambda one: one[1]["error"])
            print(f"{case} step {step}: loss {states[-1]['loss']:.9g}, error {states[-1]['loss_error']:.2g}; of gradients at most "
                  f"{worst[1]['error']:.2g} ({worst[0]})", flush=True)
        optimizer.zero_grad()
        reference.loss(step).backward()
        optimizer.step()
    steps.write(case, {"case": case, "momentum": MOMENTUM, "reference": {"torch": torch.__version__}, "states": states}, steps.DIRECTORY_F32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=CASES)
    torch.set_num_threads(THREADS)
    for case in parser.parse_args().cases:
        record(case)


if __name__ == "__main__":
    main()
