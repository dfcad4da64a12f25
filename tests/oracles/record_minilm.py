"""Records what the real all-MiniLM-L6-v2 makes of the texts in tests/golden/minilm/sentences.txt, one a line: their ids and
their embeddings, by PyTorch in float64.

    python record_minilm.py

tests/golden/minilm/minilm.json: `ids` of each text, with [CLS] and [SEP], no padding, at most 256, where sentence-transformers cuts; `embeddings` as an output
of a golden is (golden.py): the mean of the last hidden states over the tokens, divided by its length, [:, ::stride] of each
text; `tolerance` of max|a - b| / max|b| over what is stored.
"""

import json
import os

import numpy as np

import golden
from record_search import MiniLM

DIRECTORY = os.path.join(golden.DIRECTORY, "minilm")
STRIDE = 3
TOLERANCE = 2e-5
EXACT = 1e-12


def padded(model, ids):
    """The embeddings of all texts in batches, padded, the mean taken under the mask."""
    rows = []
    for begin in range(0, len(ids), 32):
        batch = ids[begin:begin + 32]
        mask = np.array([[float(p < len(text)) for p in range(max(map(len, batch)))] for text in batch])
        tokens = np.array([text + [0] * (mask.shape[1] - len(text)) for text in batch])
        mask, tokens = model.torch.from_numpy(mask), model.torch.from_numpy(tokens)
        with model.torch.inference_mode():
            hidden = model.model(input_ids=tokens, attention_mask=mask).last_hidden_state
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        rows.append(mean / mean.norm(dim=1, keepdim=True))
    return model.torch.cat(rows).numpy()


def main():
    with open(os.path.join(DIRECTORY, "sentences.txt"), encoding="utf-8") as f:
        texts = f.read().split("\n")[:-1]
    model = MiniLM()
    ids = [model.tokenizer(text, truncation=True, max_length=256)["input_ids"] for text in texts]
    embeddings = model.embed(texts)
    apart = np.max(np.abs(embeddings - padded(model, ids)))
    assert apart <= EXACT, f"padding moves embeddings by {apart}"
    model.model.float()
    single = golden.moved(embeddings, model.embed(texts))
    stored = np.ascontiguousarray(embeddings[:, ::STRIDE], "<f4")
    result = {
        "reference": {"model": "all-MiniLM-L6-v2", "dtype": "float64", **model.versions},
        "tolerance": TOLERANCE,
        "ids": ids,
        "embeddings": {"shape": list(embeddings.shape), "stride": STRIDE, "max_abs": float(np.max(np.abs(embeddings))),
                       "data": golden.base64_of(stored)},
    }
    path = os.path.join(DIRECTORY, "minilm.json")
    with open(path, "w", encoding="ascii") as f:
        json.dump(result, f, separators=(",", ":"))
        f.write("\n")
    lengths = sorted(map(len, ids))
    print(f"{len(texts)} texts of {lengths[0]} to {lengths[-1]} ids, {sum(lengths)} in all; padding moves {apart:.1g}, "
          f"float32 {single:.1g}; wrote {os.path.getsize(path)} bytes")


if __name__ == "__main__":
    main()
