"""Records what PyTorch's own attention makes of texts whose mask keeps nothing, or no key that a token may see:
tests/import/data/masked_out.safetensors.

    .venv-peers/bin/python tests/oracles/record_masked_out.py

Three texts of nine tokens: a whole one, one that is all padding, and one that begins and ends with padding. `attention` has
four heads, `causal` three, both by torch.nn.functional.scaled_dot_product_attention in float64, which gives zeros where nothing
is kept since version 2.5; `mean` is the mean of `attention` over the tokens that count, as sentence-transformers takes it.
"""

import os

import numpy as np
import torch
from safetensors.numpy import save_file

OUT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "import", "data", "masked_out.safetensors")


def main():
    random = np.random.default_rng(1)
    table = random.normal(size=(50, 12)).astype(np.float32)
    ids = random.integers(0, 50, (3, 9)).astype(np.int32)
    mask = np.ones((3, 9), np.int32)
    mask[1], mask[2, 0], mask[2, 5:] = 0, 0, 0
    tokens, keep = torch.from_numpy(table[ids].astype(np.float64)), torch.from_numpy(mask != 0)

    def attend(heads, causal):
        parts = tokens.reshape(3, 9, heads, -1).transpose(1, 2)
        seen = keep[:, None, None, :].expand(3, heads, 9, 9)
        seen = seen & torch.ones(9, 9, dtype=torch.bool).tril() if causal else seen
        return torch.nn.functional.scaled_dot_product_attention(parts, parts, parts, attn_mask=seen).transpose(1, 2).reshape(3, 9, 12)

    attention, causal = attend(4, False), attend(3, True)
    assert attention[1].abs().max() == 0 and causal[2, 0].abs().max() == 0, "this PyTorch gives something else where nothing is kept"
    mean = (attention * keep[:, :, None]).sum(1) / keep.sum(1, keepdim=True).clamp(min=1e-9)
    answers = {name: value.numpy().astype(np.float32) for name, value in (("attention", attention), ("causal", causal), ("mean", mean))}
    save_file({"token/embeddings": table, "token_ids": ids, "padding_mask": mask, **answers}, OUT)
    print(f"torch {torch.__version__}: {os.path.getsize(OUT)} bytes")


if __name__ == "__main__":
    main()
