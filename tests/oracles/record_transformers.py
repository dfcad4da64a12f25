"""Records goldens of language models from Hugging Face transformers, in float64.

    python record_transformers.py [model ...]

The reference is built from what its papers say of its size, not from our spec; the spec's table `huggingface` says which
tensor is which, and the golden's names are ours (`specimen`). A tensor of the reference that the table does not reach is an error
here. Attention is computed step by step (`eager`) and checked against PyTorch's own kernel (`sdpa`) in all but the longest cases.
"""

import argparse
import os
import sys

os.environ.setdefault("USE_TF", "0")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import numpy as np
import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode

import golden
import spec_model
from record_torch import TorchRunner

THREADS = int(os.environ.get("ORACLE_THREADS", "1"))
TOLERANCE = 2e-5
EXACT = 1e-12  # of eager attention against sdpa, in float64
# Their names of activations and of inputs, by ours.
ACTIVATIONS = {"gelu": "gelu", "gelu_tanh": "gelu_pytorch_tanh"}
ACTIVATION_ARGUMENT = {transformers.DistilBertConfig: "activation"}
NAMES_OF_INPUTS = {"token_ids": "input_ids", "segment_ids": "token_type_ids", "padding_mask": "attention_mask"}
# Texts: the length of the sequence, and how many tokens of each are not padding.
SHORT = [(7, [7]), (7, [7, 4, 1])]
TEXTS = [(128, [128]), *SHORT, (1, [1]), (128, [128, 77, 1]), (509, [509]), (512, [512])]
MINILM_TEXTS = [*TEXTS[:-2], (256, [256])]  # where sentence-transformers cuts
KIN_TEXTS = [(128, [128]), *SHORT, (1, [1]), (128, [128, 77, 1]), (512, [512])]
HEAD_TEXTS = [(16, [16]), *SHORT, (128, [128, 77, 1])]
COMPARED_TOKENS = 400  # of eager attention with sdpa, at most
SENSITIVITY_CASE = 1  # of seven tokens: twenty runs of a large network
INVARIANTS = {"*/attention/key/bias": "adds the same to a query's scores of all keys, which a softmax does not see"}


class TextRunner(TorchRunner):
    """A transformers model; `answer` makes our outputs, {name: tensor}, of the module, its outputs and the mask."""

    def __init__(self, model, origins, answer):
        tensors = dict(model.named_parameters(remove_duplicate=False))
        known = {theirs for _, theirs, _, _ in origins}
        places = {id(tensors[name]) for name in known}
        tied = [name for name, tensor in tensors.items() if name not in known and id(tensor) in places]
        super().__init__(model, origins, without=tied)
        self.answer = answer

    def outputs(self, inputs, attention="eager"):
        """Tensors, on the device of the model."""
        self.model.set_attn_implementation(attention)
        given = {NAMES_OF_INPUTS[name]: torch.from_numpy(value).to(self.model.device, torch.int64) for name, value in inputs.items()}
        mask = given["attention_mask"]
        if mask.is_meta:
            del given["attention_mask"]  # whose values the model looks at
        elif isinstance(self.model, transformers.RobertaModel):
            # It counts positions by the ids of padding.
            padding = self.model.config.pad_token_id
            assert not torch.any((given["input_ids"] == padding) & (mask == 1)), "a token that is kept is padding"
            given["input_ids"] = torch.where(mask == 1, given["input_ids"], padding)
        with torch.no_grad():
            return self.answer(self.model(**given), mask)

    def shapes(self, inputs):
        return {name: list(value.shape) for name, value in self.outputs(inputs).items()}

    def run(self, inputs):
        result = {name: value.numpy() for name, value in self.outputs(inputs).items()}
        if inputs["token_ids"].size > COMPARED_TOKENS:
            return result
        other = {name: value.numpy() for name, value in self.outputs(inputs, "sdpa").items()}
        kept = inputs["padding_mask"].astype(bool)
        for name, value in result.items():
            a, b = (v[kept] if v.ndim == 3 else v for v in (value, other[name]))
            assert golden.moved(a, b) <= EXACT, f"{name}: eager and sdpa differ by {golden.moved(a, b)}"
        return result

    def multiply_adds(self, inputs):
        with FlopCounterMode(display=False) as counter:
            self.outputs({name: value[:1] for name, value in inputs.items()})
        return counter.get_total_flops() // 2


def mean_normalized(outputs, mask):
    """The mean of the tokens that the mask keeps, divided by its length."""
    weights = mask[:, :, None].to(outputs.last_hidden_state.dtype)
    mean = (outputs.last_hidden_state * weights).sum(1) / weights.sum(1)
    return {"embedding": mean / mean.norm(dim=1, keepdim=True)}


def without_pooler(config):
    return transformers.BertModel(config, add_pooling_layer=False)


def bert(hidden, layers, heads=None, vocabulary=30522):
    return {"hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads or hidden // 64,
            "intermediate_size": 4 * hidden, "vocab_size": vocabulary}


# The sizes of https://arxiv.org/abs/1810.04805 and https://arxiv.org/abs/1908.08962, the vocabularies of the released checkpoints.
SIZES = {
    "bert_tiny": bert(128, 2), "bert_mini": bert(256, 4), "bert_small": bert(512, 4), "bert_medium": bert(512, 8),
    "bert_base": bert(768, 12), "bert_base_cased": bert(768, 12, vocabulary=28996),
    "bert_base_chinese": bert(768, 12, vocabulary=21128), "bert_base_multilingual": bert(768, 12, vocabulary=119547),
    "bert_large": bert(1024, 24), "bert_large_cased": bert(1024, 24, vocabulary=28996),
    **{f"bert_l{layers}_h{hidden}": bert(hidden, layers) for layers in (2, 4, 6, 8, 10, 12) for hidden in (128, 256, 512, 768)},
}
# Those that are compared; of the others the weights, by number, name and shape.
COMPARED = ("bert_tiny", "bert_mini", "bert_small", "bert_medium", "bert_base", "bert_large", "distilbert_base", "roberta_base", "albert_base")


# https://arxiv.org/abs/1910.01108, 1907.11692, 1909.11942, 2003.10555, with the vocabularies of the released checkpoints.
DISTILBERT = {"vocab_size": 30522, "dim": 768, "n_layers": 6, "n_heads": 12, "hidden_dim": 3072}
ROBERTA = {"max_position_embeddings": 514, "type_vocab_size": 1, "layer_norm_eps": 1e-5, "pad_token_id": 1}
ROBERTAS = {"roberta_base": bert(768, 12, vocabulary=50265), "roberta_large": bert(1024, 24, vocabulary=50265)}
ALBERTS = {"albert_base": bert(768, 12, vocabulary=30000), "albert_large": bert(1024, 24, vocabulary=30000),
           "albert_xlarge": bert(2048, 24, 16, 30000), "albert_xxlarge": bert(4096, 12, vocabulary=30000)}
ELECTRAS = {"electra_small": {**bert(256, 12, heads=4), "embedding_size": 128}, "electra_base": {**bert(768, 12), "embedding_size": 768},
            "electra_large": {**bert(1024, 24), "embedding_size": 1024}}


class Entry:
    """A model of transformers: `make` of a `config` with `options`; `answer`: our outputs of its; `cases` [(texts, arguments of the
    spec)]; whether numbers are compared."""

    def __init__(self, make, config, options, answer, cases, compared=True):
        self.make, self.config, self.options, self.answer, self.cases, self.compared = make, config, options, answer, cases, compared

    def made(self, activation=None):
        """A new one, with one of our activations in place of its own."""
        chosen = {ACTIVATION_ARGUMENT.get(self.config, "hidden_act"): ACTIVATIONS[activation]} if activation else {}
        epsilon = {"layer_norm_eps": 1e-12} if self.config is not transformers.DistilBertConfig else {}
        return self.make(self.config(**{**epsilon, **self.options, **chosen}, attn_implementation="eager"))

    def code(self):
        name = {without_pooler: "BertModel"}.get(self.make, self.make.__name__)
        return f"transformers.{name}({self.config.__name__}({', '.join(f'{k}={v}' for k, v in self.options.items())}))"


def catalogue():
    """{name: Entry}"""
    def hidden(outputs, mask):
        return {"sequence_output": outputs.last_hidden_state, "pooled_output": outputs.pooler_output}

    def tokens(outputs, mask):
        return {"sequence_output": outputs.last_hidden_state}

    def logits(outputs, mask):
        return {"logits": outputs.logits}

    models = {}
    for name, options in SIZES.items():
        cases = [(TEXTS, {})] if name in COMPARED else [(SHORT[:1], {})]
        if name == "bert_tiny":
            cases.append((SHORT, {"activation": "gelu_tanh"}))
        models[name] = Entry(transformers.BertModel, transformers.BertConfig, options, hidden, cases, name in COMPARED)

    heads = {
        "bert_pooled": (transformers.BertModel, {}, lambda outputs, mask: {"pooled_output": outputs.pooler_output}),
        "bert_classifier": (transformers.BertForSequenceClassification, {"num_labels": 2}, logits),
        "bert_token_classifier": (transformers.BertForTokenClassification, {"num_labels": 2}, logits),
        "bert_next_sentence": (transformers.BertForNextSentencePrediction, {}, logits),
        "bert_masked_lm": (transformers.BertForMaskedLM, {}, logits),
        "bert_span": (transformers.BertForQuestionAnswering, {},
                      lambda outputs, mask: {"logits": torch.stack([outputs.start_logits, outputs.end_logits], -1)}),
    }
    for name, (make, options, answer) in heads.items():
        models[name] = Entry(make, transformers.BertConfig, {**bert(128, 2), **options}, answer, [(HEAD_TEXTS, {"num_layers": 2, "hidden_dim": 128})])
    sizes = {name: SIZES[name] for name in ("bert_tiny", "bert_mini", "bert_small", "bert_medium", "bert_base", "bert_large")}
    for name, options in {**sizes, "minilm": bert(384, 6, heads=12)}.items():
        models[f"{name}_classifier"] = Entry(transformers.BertForSequenceClassification, transformers.BertConfig, {**options, "num_labels": 2}, logits,
                                             [(SHORT[:1], {})], False)
    models["minilm"] = Entry(without_pooler, transformers.BertConfig, bert(384, 6, heads=12), mean_normalized, [(MINILM_TEXTS, {})])

    def kin(name, make, config, options, answer):
        compared = name in COMPARED
        models[name] = Entry(make, config, options, answer, [(KIN_TEXTS if compared else SHORT[:1], {})], compared)

    kin("distilbert_base", transformers.DistilBertModel, transformers.DistilBertConfig, DISTILBERT, tokens)
    for name, options in ROBERTAS.items():
        kin(name, transformers.RobertaModel, transformers.RobertaConfig, {**options, **ROBERTA}, hidden)
    for name, options in ALBERTS.items():
        kin(name, transformers.AlbertModel, transformers.AlbertConfig, {**options, "hidden_act": "gelu_new"}, hidden)
    for name, options in ELECTRAS.items():
        kin(name, transformers.ElectraModel, transformers.ElectraConfig, options, tokens)
    return models


def traps(runner, inputs):
    """{what a port gets wrong: by how much it moves an output}."""
    norms = [m for m in runner.model.modules() if isinstance(m, torch.nn.LayerNorm)]
    inner = [(m, name) for m in runner.model.modules() for name in ("intermediate_act_fn", "activation")
             if "GELU" in type(getattr(m, name, None)).__name__]
    before = runner.run(inputs)

    def moved():
        return golden.most_moved(before, runner.run(inputs))

    result = {"no mask": golden.most_moved(before, runner.run({**inputs, "padding_mask": np.ones_like(inputs["padding_mask"])}))}
    if np.any(inputs.get("segment_ids", 0)):
        result["no segments"] = golden.most_moved(before, runner.run({**inputs, "segment_ids": np.zeros_like(inputs["segment_ids"])}))
    epsilon = norms[0].eps
    other = 1e-12 if epsilon == 1e-5 else 1e-5
    for norm in norms:
        norm.eps = other
    result[f"epsilon {other}"] = moved()
    for norm in norms:
        norm.eps = epsilon
    right = [getattr(m, name) for m, name in inner]
    exact = isinstance(right[0], transformers.activations.GELUActivation)
    for m, name in inner:
        setattr(m, name, torch.nn.GELU(approximate="tanh" if exact else "none"))
    result["gelu's tanh form" if exact else "gelu's exact form"] = moved()
    for (m, name), function in zip(inner, right):
        setattr(m, name, function)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*")
    arguments = parser.parse_args()
    torch.set_num_threads(THREADS)
    library = spec_model.Library()
    for name, entry in catalogue().items():
        if arguments.models and name not in arguments.models:
            continue
        reference = {"code": entry.code(), "torch": torch.__version__, "transformers": transformers.__version__, "dtype": "float64"}
        runners = {}

        def build(given, inputs=None):
            activation = given.get("activation")
            if activation not in runners:
                runners[activation] = TextRunner(entry.made(activation), library.expand(name, given).transformed_origins("huggingface"), entry.answer)
            return runners[activation]

        segments = entry.options.get("type_vocab_size", 2) if entry.config is not transformers.DistilBertConfig else 0
        cases = [case for lengths, given in entry.cases
                 for case in golden.text_cases(lengths, entry.options["vocab_size"], segments, arguments=given)]
        if entry.compared:
            golden.record(name, reference, "specimen", build, cases, sensitivity_case=SENSITIVITY_CASE, invariants=INVARIANTS)
            moved = traps(build({}), golden.inputs_of(cases[SENSITIVITY_CASE + 1]))
            print("  traps: " + ", ".join(f"{trap} {amount:.1g}" for trap, amount in moved.items()), flush=True)
            if min(moved.values()) < 10 * TOLERANCE:
                print("  WEAK: these do not show all of them", flush=True)
        else:
            with torch.device("meta"):
                golden.record_count(name, reference, "specimen", build({}), cases[0])


if __name__ == "__main__":
    main()
