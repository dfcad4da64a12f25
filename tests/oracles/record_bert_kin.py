"""Records small models of BERT's kin and what transformers makes of two texts, in float64: tests/import/data/bert_kin.

    .venv-peers/bin/python tests/oracles/record_bert_kin.py

A directory each: config.json and model.safetensors as `save_pretrained` writes them, and answers.safetensors with the inputs of
our model by name and its outputs, float32. The second text ends in padding. Before anything is stored, each model is held
against itself with another order of positions, other segments and no mask, which must move what it says.
"""

import json
import os
import shutil

os.environ.setdefault("USE_TF", "0")

import numpy as np
import torch
import transformers
from safetensors.numpy import save_file

DIRECTORY = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "import", "data", "bert_kin")
LENGTH, KEPT = 7, 4  # tokens, and how many of the second text count
LEAST = 1e-3  # by which a wrong input moves an output

SIZES = {"vocab_size": 31, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24,
         "max_position_embeddings": 12, "type_vocab_size": 2}
MODELS = {
    "roberta": (transformers.RobertaModel, transformers.RobertaConfig(
        **{**SIZES, "type_vocab_size": 1, "max_position_embeddings": 14}, layer_norm_eps=1e-5, pad_token_id=1)),
    "roberta_two_segments": (transformers.RobertaModel, transformers.RobertaConfig(**SIZES, pad_token_id=2)),
    "roberta_masked_lm": (transformers.RobertaForMaskedLM, transformers.RobertaConfig(**{**SIZES, "type_vocab_size": 1}, pad_token_id=1)),
    "distilbert": (transformers.DistilBertModel, transformers.DistilBertConfig(
        vocab_size=31, dim=16, n_layers=2, n_heads=2, hidden_dim=24, max_position_embeddings=12, activation="relu")),
    "distilbert_classifier": (transformers.DistilBertForSequenceClassification, transformers.DistilBertConfig(
        vocab_size=31, dim=16, n_layers=1, n_heads=4, hidden_dim=24, max_position_embeddings=12)),
    "albert": (transformers.AlbertModel, transformers.AlbertConfig(**{**SIZES, "num_hidden_layers": 3}, embedding_size=8)),
    "electra": (transformers.ElectraModel, transformers.ElectraConfig(**SIZES, embedding_size=8)),
    "electra_wide": (transformers.ElectraModel, transformers.ElectraConfig(**SIZES, embedding_size=16, hidden_act="gelu_new")),
}


def randomize(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        value = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        norm = "norm" in name.lower() and name.endswith("weight")
        parameter.data = (1 + 0.2 * value if norm else 0.4 * value).float().double()


def answers(model, inputs):
    """Our outputs, by name."""
    mask = torch.from_numpy(inputs["padding_mask"]).long()
    options = {"input_ids": torch.from_numpy(inputs["token_ids"]).long(), "attention_mask": mask}
    if "segment_ids" in inputs:
        options["token_type_ids"] = torch.from_numpy(inputs["segment_ids"]).long()
    base = getattr(model, model.base_model_prefix, model)
    with torch.no_grad():
        result = base(**options)
    named = {"sequence_output": result.last_hidden_state}
    if getattr(result, "pooler_output", None) is not None:
        named["pooled_output"] = result.pooler_output
    # What stands at padding is nobody's business.
    named["sequence_output"] = named["sequence_output"] * mask[:, :, None]
    return {name: value.numpy() for name, value in named.items()}


def moved(a, b):
    return max(float(np.abs(a[name] - b[name]).max() / np.abs(a[name]).max()) for name in a)


def main():
    torch.set_num_threads(1)
    shutil.rmtree(DIRECTORY, ignore_errors=True)
    for seed, (name, (make, config)) in enumerate(MODELS.items()):
        config._attn_implementation = "eager"
        model = make(config).eval().double()
        randomize(model, seed)
        random = np.random.default_rng(seed)
        padding = getattr(config, "pad_token_id", 0) or 0
        ids = random.integers(3, config.vocab_size, (2, LENGTH))
        mask = np.ones((2, LENGTH), np.int32)
        ids[1, KEPT:], mask[1, KEPT:] = padding, 0
        inputs = {"token_ids": ids.astype(np.int32), "padding_mask": mask}
        segments = getattr(config, "type_vocab_size", 0)
        if segments:
            inputs["segment_ids"] = (random.integers(0, segments, (2, LENGTH)) * mask).astype(np.int32)
        right = answers(model, inputs)
        wrong = [{**inputs, "padding_mask": np.ones_like(mask)}, {**inputs, "token_ids": np.roll(inputs["token_ids"], 1, 1)}]
        if segments > 1:
            wrong.append({**inputs, "segment_ids": 1 - inputs["segment_ids"]})
        least = min(moved(right, answers(model, other)) for other in wrong)
        assert least > LEAST, f"{name}: a wrong input moves it by {least}"
        directory = os.path.join(DIRECTORY, name)
        model.float().save_pretrained(directory)
        for extra in os.listdir(directory):
            if extra not in ("config.json", "model.safetensors"):
                os.remove(os.path.join(directory, extra))
        save_file({**inputs, **{key: np.ascontiguousarray(value, np.float32) for key, value in right.items()}},
                  os.path.join(directory, "answers.safetensors"))
        with open(os.path.join(directory, "config.json"), encoding="utf-8") as file:
            said = json.load(file)
        print(f"{name}: {said['model_type']}, {sum(p.numel() for p in model.parameters())} parameters, moved by {least:.2g} at least")


if __name__ == "__main__":
    main()
