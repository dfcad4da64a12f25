"""Writes the files of tests/import/data that PyTorch writes: state dicts, training checkpoints, what is refused.

  python tests/oracles/make_torch_samples.py [directory]

Beside the state dicts is torch_dict.safetensors: the same numbers as float32, under the same names. Values come from synthetic.py, so a
second run writes the same tensors.
"""

import argparse
import collections
import io
import os
import pathlib
import sys
import zipfile

import numpy as np
import torch
from safetensors.numpy import save_file

import synthetic

DIRECTORY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "import" / "data")


def values(name, *shape):
    return torch.from_numpy((synthetic.normal(11, name, int(np.prod(shape, dtype=np.int64))) + 3).reshape(shape).astype(np.float32))


def state_dict():
    """One tensor of every kind that state dicts have: dtypes, views, shared storages, parameters."""
    flat = values("flat", 40)
    tensors = collections.OrderedDict()
    tensors["conv.weight"] = values("conv", 4, 3, 2, 2)
    tensors["conv.bias"] = torch.nn.Parameter(values("bias", 4))
    tensors["half"] = (values("half", 5) * 4).half()
    tensors["bfloat"] = (values("bfloat", 3, 1) * 4).bfloat16()
    tensors["double"] = values("double", 2, 2).double()
    tensors["scalar"] = values("scalar", 1)[0]
    tensors["empty"] = torch.zeros(0, 4)
    tensors["transposed"] = values("transposed", 3, 5).t()
    tensors["permuted"] = values("permuted", 2, 3, 4).permute(2, 0, 1)
    tensors["channels_last"] = values("last", 2, 3, 4, 5).contiguous(memory_format=torch.channels_last)
    tensors["first_part"], tensors["second_part"] = flat[:12].view(3, 4), flat[12:].view(4, 7)[:, 2:6]
    tensors["tied"] = tensors["conv.weight"]
    tensors["expanded"] = values("expanded", 3, 1).expand(3, 4)
    return tensors


def numbers():
    """What is no floating point number."""
    return {"steps": torch.tensor(7), "small": torch.tensor([1, -2], dtype=torch.int8), "mask": torch.tensor([True, False]),
            "wide": torch.tensor([3, 65535], dtype=torch.uint16), "bytes": torch.tensor([0, 255], dtype=torch.uint8)}


def save(name, value, **options):
    torch.save(value, DIRECTORY / name, **options)
    os.chmod(DIRECTORY / name, 0o644)


def edited(name, source, edit):
    """The archive `source` with entries that `edit(name, bytes)` changes, or drops by None."""
    out = io.BytesIO()
    with zipfile.ZipFile(DIRECTORY / source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = edit(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(zipfile.ZipInfo(entry.filename), content)
    (DIRECTORY / name).write_bytes(out.getvalue())


class Command:
    """What runs a command when Python unpickles it."""

    def __reduce__(self):
        return os.system, ("true",)


class Scale(torch.nn.Module):
    def forward(self, x):
        return 2 * x


def main():
    tensors = state_dict()
    save("torch_dict.pth", tensors)
    save("torch_dict_legacy.pth", tensors, _use_new_zipfile_serialization=False)
    save("torch_dict_protocol4.pth", tensors, pickle_protocol=4)
    save("torch_numbers.pth", numbers())
    as_float = {name: np.array(value.detach().float().numpy(), order="C") for name, value in tensors.items()}
    save_file(as_float, DIRECTORY / "torch_dict.safetensors")
    os.chmod(DIRECTORY / "torch_dict.safetensors", 0o644)

    layer = torch.nn.Linear(3, 2)
    with torch.no_grad():
        layer.weight.copy_(values("weight", 2, 3))
        layer.bias.copy_(values("linear_bias", 2))
    optimizer = torch.optim.Adam(layer.parameters())
    layer(torch.ones(1, 3)).sum().backward()
    optimizer.step()
    training = {"epoch": 3, "best": torch.tensor(0.5), "loss": 0.25, "model_state_dict": layer.state_dict(),
                "optimizer": optimizer.state_dict(), "args": argparse.Namespace(lr=0.1), "best_as_numpy": np.float64(0.5)}
    save("torch_training.pth", training)
    save("torch_average.pth", {"model": layer.state_dict(), "model_ema": {"module": layer.state_dict()}})
    save("torch_optimizer.pth", optimizer.state_dict())

    save("hostile_torch_command.pth", {"weight": values("weight", 2, 3), "other": Command()})
    save("hostile_torch_command_legacy.pth", Command(), _use_new_zipfile_serialization=False)
    save("hostile_torch_module.pth", layer)
    torch.jit.script(Scale()).save(DIRECTORY / "hostile_torch_script.pt")
    save("hostile_torch_quantized.pth", {"weight": torch.quantize_per_tensor(values("weight", 2, 3), 0.1, 0, torch.qint8)})
    edited("hostile_torch_big_endian.pth", "torch_numbers.pth", lambda name, content: b"big" if name.endswith("byteorder") else content)
    edited("hostile_torch_no_storage.pth", "torch_numbers.pth", lambda name, content: None if name.endswith("data/0") else content)
    edited("hostile_torch_short_storage.pth", "torch_numbers.pth", lambda name, content: b"" if name.endswith("data/0") else content)
    for path in sorted(DIRECTORY.glob("*torch*")):
        print(path.name, path.stat().st_size)


main()
