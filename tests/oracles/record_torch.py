"""Records goldens from torchvision, timm and efficientnet_lite_pytorch, in float64, for models that Keras does not have.

    python record_torch.py [model ...]

Torch names and lays out tensors in its own way; the spec's table of the reference's name, such as `timm`, says how, and the
golden's names are ours (`own`). A tensor of the reference that the table does not reach is an error here.
"""

import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np
import torch

import golden
import spec_model

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))


class TorchRunner:
    """A torch model; parameters by our names, in our layout. `without` names tensors that are no weights of their own."""

    def __init__(self, model, origins, without=()):
        self.model = model.double().eval()
        tensors = dict(model.state_dict())
        trainable = {name for name, _ in model.named_parameters()}
        self.tensors, self.parameters = {}, []
        for ours, theirs, permute, shape in origins:
            tensor = tensors.pop(theirs)
            assert list(tensor.permute(permute).shape) == shape, f"{theirs}: {list(tensor.shape)}, {ours}: {shape}"
            self.tensors[ours] = tensor, permute
            self.parameters.append((ours, shape, theirs in trainable))
        left = [name for name in tensors if name not in without and not name.endswith("num_batches_tracked")]
        assert not left, f"without a place: {left}"

    def assign(self, name, array):
        tensor, permute = self.tensors[name]
        tensor.permute(permute).copy_(torch.from_numpy(np.asarray(array, np.float64)))

    def multiply_adds(self, inputs):
        """Of convolutions and linear layers, one image."""
        total = 0

        def count(module, _, output):
            nonlocal total
            pixels = output.shape[2] * output.shape[3] if output.dim() == 4 else 1
            total += pixels * module.weight.numel()

        hooks = [m.register_forward_hook(count) for m in self.model.modules() if isinstance(m, (torch.nn.Conv2d, torch.nn.Linear))]
        self.run({name: value[:1] for name, value in inputs.items()})
        for hook in hooks:
            hook.remove()
        return total

    def run(self, inputs):
        x = torch.from_numpy(inputs["image"].astype(np.float64)).permute(0, 3, 1, 2)
        with torch.no_grad():
            return {"logits": self.model(x).numpy()}


def timm_model(name, width=None):
    """timm's, padded and normalised as tensorflow/tpu does it."""
    import timm

    options = {"pad_type": "same", "bn_eps": 1e-3}
    if width is not None and name == "semnasnet_100":
        model = timm.models.efficientnet._gen_mnasnet_a1(name, channel_multiplier=width, **options)
    else:
        model = timm.create_model(name, **options)
    if name == "mnasnet_small":
        model.blocks[0][0].has_skip = False  # tensorflow/tpu compares the channels that its string names, 16 and 8
    return model


def lite_model(name):
    import efficientnet_lite_pytorch

    return efficientnet_lite_pytorch.EfficientNet.from_name(name)


def catalogue():
    """name -> (what makes the reference, how it is written, mapping, sizes, gain)."""
    import torchvision

    small = [(64, 1), (64, 3), (224, 1)]
    models = {}
    for name in ("resnext50_32x4d", "resnext101_32x8d", "wide_resnet50_2", "wide_resnet101_2"):
        make = getattr(torchvision.models, name)
        models[name] = (make, f"torchvision.models.{name}()", "torchvision", small, 1)
    for width, suffix in ((1.0, ""), (1.4, "_140"), (0.75, "_075"), (0.5, "_050"), (0.35, "_035")):
        sizes = small if suffix else [(224, 1), (224, 3), (97, 1)]
        text = f"timm semnasnet_100, channel_multiplier={width}, pad_type='same', bn_eps=1e-3"
        models[f"mnasnet_a1{suffix}"] = (lambda width=width: timm_model("semnasnet_100", width), text, "timm", sizes, 1.25)
    # Its padding is computed when it is made, for its own size of image.
    for i, cases in enumerate(([(224, 1), (224, 3)], [(240, 1)], [(260, 1)])):
        name = f"efficientnet-lite{i}"
        text = f"efficientnet_lite_pytorch.EfficientNet.from_name('{name}')"
        models[f"efficientnet_lite{i}"] = (lambda name=name: lite_model(name), text, "efficientnet_lite_pytorch", cases, 1.25)
    models["mnasnet_b1"] = (lambda: timm_model("mnasnet_100"), "timm mnasnet_100, pad_type='same', bn_eps=1e-3", "timm", small, 1.25)
    models["mnasnet_small"] = (lambda: timm_model("mnasnet_small"), "timm mnasnet_small, pad_type='same', bn_eps=1e-3, "
                               "no residual in the first block", "timm", small, 1.25)
    return models


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(THREADS)
    library = spec_model.Library()
    for name, (make, text, mapping, sizes, gain) in catalogue().items():
        if arguments.models and name not in arguments.models:
            continue
        runner = TorchRunner(make(), library.expand(name).permuted_origins(mapping))
        versions = {module: sys.modules[module].__version__ for module in ("torch", mapping)}
        reference = {"code": text, **versions, "dtype": "float64"}
        golden.record(name, reference, "own", lambda *_: runner, golden.image_cases(sizes), gain=gain)


if __name__ == "__main__":
    main()
