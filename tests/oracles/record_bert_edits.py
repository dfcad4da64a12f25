"""Records goldens of edited BERTs (tests/edits/specs/bert_*) from the same change made in PyTorch, in float64.

    python record_bert_edits.py [model ...]

Each is transformers' BertModel with modules of PyTorch or of another model of transformers in place of its own.
"""

import argparse
import os
import re

import torch
import transformers
from transformers.models.llama.modeling_llama import LlamaMLP
from transformers.models.roberta_prelayernorm.modeling_roberta_prelayernorm import RobertaPreLayerNormLayer

import golden
import record_transformers
import spec_model

BASE = "bert_tiny"
SIZE = record_transformers.SIZES[BASE]


def rms(model, origins):
    """RMSNorm for every LayerNorm: a scale alone."""
    for holder in list(model.modules()):
        if hasattr(holder, "LayerNorm"):
            holder.LayerNorm = torch.nn.RMSNorm(SIZE["hidden_size"], eps=1e-6)
    return [(ours.replace("/gamma", "/scale"), *rest) for ours, *rest in origins if not ours.endswith("/beta")]


def norm_first(model, origins):
    """Norms before attention and feed-forward, as RoBERTa-PreLayerNorm has them."""
    for i in range(SIZE["num_hidden_layers"]):
        model.encoder.layer[i] = RobertaPreLayerNormLayer(model.config, layer_idx=i)

    def moved(theirs):
        theirs = theirs.replace("attention.output.LayerNorm", "attention.LayerNorm")
        return re.sub(r"(layer\.\d+)\.output\.LayerNorm", r"\1.intermediate.LayerNorm", theirs)

    return [(ours, moved(theirs), *rest) for ours, theirs, *rest in origins]


def gated(model, origins):
    """Llama's gated feed-forward, without biases."""
    hidden, inner = SIZE["hidden_size"], SIZE["intermediate_size"]
    origins = [origin for origin in origins if "/feed_forward/" not in origin[0]]
    for i, layer in enumerate(model.encoder.layer):
        layer.intermediate = LlamaMLP(transformers.LlamaConfig(hidden_size=hidden, intermediate_size=inner, hidden_act="silu", mlp_bias=False))
        layer.output.dense = torch.nn.Identity()
        for ours, theirs, shape in (("gate", "gate", [hidden, inner]), ("intermediate", "up", [hidden, inner]), ("output", "down", [inner, hidden])):
            origins.append((f"layer{i + 1}/feed_forward/{ours}/kernel", f"encoder.layer.{i}.intermediate.{theirs}_proj.weight", [{"permute": [1, 0]}], shape))
    return origins


EDITED = {"bert_rms": rms, "bert_norm_first": norm_first, "bert_gated": gated}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(record_transformers.THREADS)
    golden.DIRECTORY = os.path.join(golden.DIRECTORY, "edits")
    base = spec_model.Library().expand(BASE).transformed_origins("huggingface")
    entry = record_transformers.catalogue()[BASE]
    for name, edit in EDITED.items():
        if arguments.models and name not in arguments.models:
            continue
        model = entry.made()
        runner = record_transformers.TextRunner(model, edit(model, base), entry.answer)
        reference = {"code": f"tests/oracles/record_bert_edits.py: {edit.__name__}", "torch": torch.__version__,
                     "transformers": transformers.__version__, "dtype": "float64"}
        cases = golden.text_cases([*record_transformers.HEAD_TEXTS, (1, [1])], SIZE["vocab_size"])
        golden.record(name, reference, "specimen", lambda *_: runner, cases, sensitivity_case=record_transformers.SENSITIVITY_CASE,
                      invariants=record_transformers.INVARIANTS)


if __name__ == "__main__":
    main()
