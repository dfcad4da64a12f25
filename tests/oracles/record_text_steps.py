"""Records steps of training of language models in float64: losses and gradients. What a golden holds is in steps.py.

    .venv-peers/bin/python tests/oracles/record_text_steps.py [case ...]

Hugging Face transformers, in training mode. Dropout has masks that both sides know (random_numbers.py), of attention's weights, too.
The texts of a batch have other lengths than those of the next. Without `pad_token_id` the row of the first token is trained
as all others, which is what BERT's own code does.
"""

import argparse
import os

os.environ.setdefault("USE_TF", "0")

import numpy as np
import torch
import transformers
from transformers.models.bert import modeling_bert

import random_numbers
import spec_model
import step_recipes
import steps
import synthetic
from record_torch import TorchRunner

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))
ROUNDING = 1e-15
LENGTHS = [[9, 4, 7, 1], [6, 6, 2, 5], [16, 3, 8, 11], [3, 2, 1, 3]]
VOCABULARY = 50
SMALL = {"num_layers": 2, "hidden_dim": 32, "num_heads": 2, "vocabulary_size": VOCABULARY, "max_sequence_length": 16}


class SharedDropout(torch.nn.Module):
    """Dropout whose mask is a pure function of seed, path, example, element and step."""

    step = 0  # of all modules

    def __init__(self, rate, path):
        super().__init__()
        self.rate, self.path = rate, path

    def forward(self, x):
        return x * torch.from_numpy(random_numbers.dropout_mask(steps.SEED, self.path, self.rate, tuple(x.shape), SharedDropout.step)).to(x.dtype)


_eager_attention = modeling_bert.eager_attention_forward


def attention_with_shared_dropout(module, query, key, value, attention_mask, scaling=None, dropout=0.0, **arguments):
    """Their attention, with a mask of its weights that is a pure function of seed, path, example, head, query, key and step."""
    y, weights = _eager_attention(module, query, key, value, attention_mask, scaling=scaling, dropout=0.0, **arguments)
    if dropout == 0:
        return y, weights
    mask = random_numbers.weight_dropout_mask(steps.SEED, module.path, dropout, tuple(weights.shape), SharedDropout.step)
    weights = weights * torch.from_numpy(mask).to(weights.dtype)
    return torch.matmul(weights, value).transpose(1, 2).contiguous(), weights


modeling_bert.eager_attention_forward = attention_with_shared_dropout


def dropout_path(name):
    """Ours, of the reference's module."""
    if name == "dropout":
        return name
    if name == "bert.embeddings.dropout":
        return "backbone/embeddings/dropout"
    layer, part = name[len("bert.encoder.layer.") :].split(".", 1)
    parts = {"attention.self": "attention/heads", "attention.output.dropout": "attention/dropout", "output.dropout": "feed_forward/dropout"}
    return f"backbone/layer{int(layer) + 1}/{parts[part]}"


class Reference:
    """A model of transformers with the masks of our layers; tensors by our names."""

    def __init__(self, make, model, arguments, options):
        config = transformers.BertConfig(
            vocab_size=arguments["vocabulary_size"], hidden_size=arguments["hidden_dim"], num_hidden_layers=arguments["num_layers"],
            num_attention_heads=arguments["num_heads"], intermediate_size=4 * arguments["hidden_dim"], layer_norm_eps=1e-12,
            max_position_embeddings=arguments["max_sequence_length"], attention_probs_dropout_prob=arguments.get("attention_dropout", 0.1),
            attn_implementation="eager", pad_token_id=None, **options)
        self.model = make(config)
        origins = spec_model.Library().expand(model, arguments).transformed_origins("huggingface")
        tensors = dict(self.model.named_parameters(remove_duplicate=False))
        known = {theirs for _, theirs, _, _ in origins}
        places = {id(tensors[name]) for name in known}
        self.runner = TorchRunner(self.model, origins, without=[n for n, t in tensors.items() if n not in known and id(t) in places])
        self.model.train()
        rate = arguments.get("dropout", 0.1)
        for name, module in list(self.model.named_modules()):
            if isinstance(module, torch.nn.Dropout) and not name.endswith(".self.dropout"):
                replacement = SharedDropout(rate, dropout_path(name)) if rate > 0 else torch.nn.Identity()
                self.model.set_submodule(name, replacement)
            elif isinstance(module, modeling_bert.BertSelfAttention):
                module.path = dropout_path(name)
        self.views = {ours: (tensors[theirs], steps_of) for ours, theirs, steps_of, _ in origins}

    def assign(self, golden, change=0.0):
        for name, shape, _ in self.runner.parameters:
            value = steps.parameter(golden, name, shape)
            signs = np.where(synthetic.normal(golden["seed"], f"signs/{name}", value.size) < 0, -1.0, 1.0).reshape(value.shape)
            with torch.no_grad():
                self.runner.assign(name, value * (1 + change * signs))

    def loss(self, inputs):
        given = {name: torch.from_numpy(value.astype(np.int64)) for name, value in inputs.items()}
        return self.model(input_ids=given["token_ids"], token_type_ids=given["segment_ids"], attention_mask=given["padding_mask"],
                          labels=given["labels"]).loss

    def gradients(self):
        """By our names, in our layout."""
        return {name: TorchRunner.view(tensor.grad, moves).numpy() for name, (tensor, moves) in self.views.items()}


class RecipeOptimizer:
    """Steps of a recipe, in place of an optimizer of torch."""

    def __init__(self, reference, recipe):
        self.reference, self.stepper, self.recipe = reference, step_recipes.Stepper(recipe), recipe

    def zero_grad(self):
        self.reference.model.zero_grad()

    def step(self):
        # The arrays share the memory of their tensors.
        weights = {name: tensor.detach().numpy() for name, tensor in self.reference.runner.tensors.items()}
        self.stepper(weights, self.reference.gradients())


def run(reference, golden, how, count, change=0.0):
    """The losses of `count` steps, and the gradients of the first. `how`: {"momentum": of SGD}, or {"recipe": one}."""
    reference.assign(golden, change)
    optimizer = (RecipeOptimizer(reference, how["recipe"]) if "recipe" in how
                 else torch.optim.SGD(reference.model.parameters(), golden["learning_rate"], how["momentum"]))
    losses, gradients = [], None
    for step in range(count):
        SharedDropout.step = step
        optimizer.zero_grad()
        loss = reference.loss(steps.inputs(golden, step))
        loss.backward()
        if step == 0:
            gradients = {name: g.copy() for name, g in reference.gradients().items()}
        losses.append(loss.item())
        optimizer.step()
    assert np.all(np.isfinite(losses)), losses
    return losses, gradients


def catalogue():
    """name -> (our model, class of the reference, its options, arguments of our spec, steps, learning rate)."""
    classifier = ("bert_classifier", transformers.BertForSequenceClassification, {"num_labels": 3})
    plain = {**SMALL, "dropout": 0, "attention_dropout": 0}
    return {
        "bert_masked_lm": ("bert_masked_lm", transformers.BertForMaskedLM, {}, plain, 100, 0.05),
        "bert_next_sentence": ("bert_next_sentence", transformers.BertForNextSentencePrediction, {}, plain, 100, 0.02),
        "bert_classifier": (*classifier, {**plain, "classes": 3}, 100, 0.02),
        "bert_classifier_dropout": (*classifier, {**SMALL, "classes": 3, "dropout": 0.1, "attention_dropout": 0.1}, 100, 0.02),
    }


def record(name, model, make, options, arguments, count, learning_rate):
    reference = Reference(make, model, arguments, options)
    of_tokens = make is transformers.BertForMaskedLM
    classes = VOCABULARY if of_tokens else options.get("num_labels", 2)
    code = f"transformers.{make.__name__}"
    golden = {"model": model, "arguments": arguments,
              "reference": {"code": code, "torch": torch.__version__, "transformers": transformers.__version__, "dtype": "float64"},
              "seed": steps.SEED,
              "texts": {"vocabulary": VOCABULARY, "lengths": LENGTHS, "labels": "tokens" if of_tokens else "texts"}, "batch": len(LENGTHS[0]),
              "learning_rate": learning_rate, "classes": classes, "batches": len(LENGTHS), "statistics": {}, "runs": []}
    for how in ({"momentum": 0.0}, {"momentum": 0.9}, {"recipe": step_recipes.RECIPES[name]}):
        losses, gradients = run(reference, golden, how, count)
        golden.setdefault("gradients", {ours: steps.digest(ours, g) for ours, g in gradients.items()})
        rounding = float(np.max(np.abs(np.subtract(run(reference, golden, how, count, ROUNDING)[0], losses))))
        golden["runs"].append({**how, "losses": losses, "moving": {}, "rounding": rounding})
        print(f"{name} {how}: losses {losses[0]:.6g} ... {losses[-1]:.6g}, rounding {rounding:.3g}", flush=True)
    steps.write(name, golden)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*")
    names = parser.parse_args().cases
    torch.set_num_threads(THREADS)
    for name, one in catalogue().items():
        if not names or name in names:
            record(name, *one)


if __name__ == "__main__":
    main()
