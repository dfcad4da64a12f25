"""Records goldens from torchvision, timm and efficientnet_lite_pytorch, in float64, for models that Keras does not have.

    python record_torch.py [model ...]      `unet` needs UNET=DIRECTORY, a checkout of github.com/milesial/Pytorch-UNet

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
    """A torch model; parameters by our names, in our layout. `without` names tensors that are no weights of their own; `answer`
    gives our names of its outputs."""

    def __init__(self, model, origins, without=(), answer=lambda y: {"logits": y}):
        self.model, self.answer = model.double().eval(), answer
        tensors = dict(model.state_dict())
        trainable = {name for name, _ in model.named_parameters()}
        self.tensors, self.parameters = {}, []
        for ours, theirs, steps, shape in origins:
            tensor = self.model.state_dict()[theirs]
            tensors.pop(theirs, None)  # several of ours may be parts of one
            view = self.view(tensor, steps)
            assert view.numel() == np.prod(shape) and ("reshape" in steps[-1] or list(view.shape) == shape), f"{theirs}: {list(tensor.shape)}, {ours}: {shape}"
            self.tensors[ours] = view
            self.parameters.append((ours, shape, theirs in trainable))
        left = [name for name in tensors if name not in without and not name.endswith("num_batches_tracked")]
        assert not left, f"without a place: {left}"

    @staticmethod
    def view(tensor, steps):
        """The tensor in our order. A reshape that comes last is left to the caller: ours has the same elements in the same order."""
        for i, step in enumerate(steps):
            if "permute" in step:
                tensor = tensor.permute(step["permute"])
            elif "slice" in step:
                axis, begin, end = step["slice"]
                tensor = tensor.narrow(axis, begin, end - begin)
            elif i + 1 < len(steps):
                tensor = tensor.view(step["reshape"])
        return tensor

    def assign(self, name, array):
        view = self.tensors[name]
        view.copy_(torch.from_numpy(np.asarray(array, np.float64).reshape(view.shape)))

    def multiply_adds(self, inputs):
        """Of convolutions, linear layers and attention, one image."""
        total = 0

        def count(module, given, output):
            nonlocal total
            if isinstance(module, torch.nn.ConvTranspose2d):
                total += given[0][0, 0].numel() * module.weight.numel()
            elif isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
                total += output[0].numel() // module.weight.shape[0] * module.weight.numel()
            else:  # (batch, tokens, features): scores, and sums of values
                total += 2 * output.shape[1] ** 2 * output.shape[2]

        counted = (torch.nn.Conv2d, torch.nn.ConvTranspose2d, torch.nn.Linear)
        hooks = [m.register_forward_hook(count) for m in self.model.modules() if isinstance(m, counted) or type(m).__name__ == "Attention"]
        self.run({name: value[:1] for name, value in inputs.items()})
        for hook in hooks:
            hook.remove()
        return total

    def run(self, inputs):
        x = torch.from_numpy(inputs["image"].astype(np.float64)).permute(0, 3, 1, 2)
        with torch.no_grad():
            answers = self.answer(self.model(x))
        return {name: (y.permute(0, 2, 3, 1) if y.dim() == 4 else y).numpy() for name, y in answers.items()}


def timm_model(name, width=None):
    """timm's, padded and normalised as tensorflow/tpu does it."""
    import timm

    if name == "inception_v4" or name.startswith("vit_"):
        return timm.create_model(name)
    options = {"pad_type": "same", "bn_eps": 1e-3}
    if width is not None and name == "semnasnet_100":
        model = timm.models.efficientnet._gen_mnasnet_a1(name, channel_multiplier=width, **options)
    else:
        model = timm.create_model(name, **options)
    if name == "mnasnet_small":
        model.blocks[0][0].has_skip = False  # tensorflow/tpu compares the channels that its string names, 16 and 8
    return model


def unet_model():
    """Of the checkout that UNET names, which has no package."""
    sys.path.insert(0, os.environ["UNET"])
    from unet import UNet

    return UNet(n_channels=3, n_classes=2)


def lite_model(name):
    import efficientnet_lite_pytorch

    return efficientnet_lite_pytorch.EfficientNet.from_name(name)


def pyramid(outputs):
    """Our names of a feature pyramid's images, from the largest on."""
    return {f"p{i + 2}": y for i, y in enumerate(outputs.values())}


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
    for name, sizes, gain in (("squeezenet1_1", small, 1), ("squeezenet1_0", small, 1), ("vgg16_bn", [(224, 1), (224, 3)], 1.5), ("vgg19_bn", [(224, 1)], 1.5),
                              ("regnet_y_400mf", small, 1)):
        models[name] = (getattr(torchvision.models, name), f"torchvision.models.{name}()", "torchvision", sizes, gain)
    for name in ("shufflenet_v2_x1_0", "shufflenet_v2_x0_5"):
        models[name] = (getattr(torchvision.models, name), f"torchvision.models.{name}()", "torchvision", small, 1.25)
    for name in ("vit_tiny_patch16_224", "vit_base_patch16_224"):  # their positions are those of one size
        models[name] = (lambda name=name: timm_model(name), f"timm {name}", "timm", [(224, 1), (224, 3)] if "tiny" in name else [(224, 1)], 1.75)
    models["unet"] = (lambda: unet_model(), "https://github.com/milesial/Pytorch-UNet at 21d7850, UNet(n_channels=3, n_classes=2)", "milesial",
                      [(64, 1), (64, 3), (128, 1)], 1.25)
    models["convnext_tiny"] = (torchvision.models.convnext_tiny, "torchvision.models.convnext_tiny()", "torchvision", small, 1)
    models["inception_v4"] = (lambda: timm_model("inception_v4"), "timm inception_v4", "timm", [(107, 1), (107, 3), (299, 1)], 1.75)
    models["resnet50_fpn"] = (lambda: torchvision.models.detection.backbone_utils.resnet_fpn_backbone(
        backbone_name="resnet50", weights=None, norm_layer=torch.nn.BatchNorm2d, trainable_layers=5),
        "torchvision.models.detection.backbone_utils.resnet_fpn_backbone(backbone_name='resnet50', norm_layer=torch.nn.BatchNorm2d)", "torchvision",
        [(64, 1), (64, 3), (256, 1)], 1)
    models["googlenet"] = (lambda: torchvision.models.googlenet(aux_logits=False, transform_input=False, init_weights=False),
                           "torchvision.models.googlenet(aux_logits=False, transform_input=False)", "torchvision", small, 1.5)
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
        if name == "unet" and "UNET" not in os.environ:
            print("unet: left out; UNET=DIRECTORY names a checkout of its original, github.com/milesial/Pytorch-UNet", flush=True)
            continue
        answer = {"answer": pyramid} if name == "resnet50_fpn" else {}
        runner = TorchRunner(make(), library.expand(name).transformed_origins(mapping), **answer)
        versions = {module: sys.modules[module].__version__ for module in ("torch", mapping) if module in sys.modules}
        reference = {"code": text, **versions, "dtype": "float64"}
        cases = golden.image_cases(sizes)
        if answer:
            cases = [{**case, "stride": 61} for case in cases]  # of all pixels of large images
        invariants = {"*/attention/key/bias": "adds the same to all scores that a softmax compares"} if name.startswith("vit_") else None
        golden.record(name, reference, "own", lambda *_: runner, cases, gain=gain, invariants=invariants)


if __name__ == "__main__":
    main()
