"""A model with functions over the same weights and states, from the spec to C++, C and Python.

    python states.py --bin build/bin --work build/states --cmake cmake

The decoder `writer` keeps keys and values of its tokens: whatever way the tokens are given in, the answers must be those of all
tokens at once, computed here with NumPy in float64 from the same weights.
"""

import ctypes
import json
import os
import sys
import threading
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import built_model  # noqa: E402
from built_model import ARGUMENTS, read_plan, read_safetensors, run, specimen, synthetic_weights  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
MODEL = "writer"
SPEC = os.path.join(HERE, "specs", f"{MODEL}.json")
HEADS, LAYERS = 4, 3


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def answers(weights, ids):
    """The logits of all tokens of each text, and the first token of the last layer, in float64."""
    w = {name: value.astype(np.float64) for name, value in weights.items()}
    x = w["words/embeddings"][ids]
    batch, tokens, features = x.shape

    def dense(name, value):
        return value @ w[f"{name}/kernel"] + w[f"{name}/bias"]

    def split(value):
        return value.reshape(batch, tokens, HEADS, features // HEADS).transpose(0, 2, 1, 3)

    for layer in range(LAYERS):
        q, k, v = (split(dense(f"layer{layer}/{name}", x)) for name in ("query", "new_key", "new_value"))
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(features // HEADS)
        scores[..., np.triu(np.ones((tokens, tokens), bool), 1)] = -np.inf
        x = x + dense(f"layer{layer}/output", (softmax(scores) @ v).transpose(0, 2, 1, 3).reshape(x.shape))
    return x @ w["words/embeddings"].T + w["logits/bias"], x


def difference(got, wanted):
    return np.abs(got - wanted).max() / np.abs(wanted).max()


class States(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.weights = os.path.join(ARGUMENTS.work, "weights.safetensors")
        synthetic_weights(SPEC, cls.weights)
        cls.source, cls.build = (os.path.join(ARGUMENTS.work, directory) for directory in ("source", "build"))
        cls.module = built_model.built(SPEC, MODEL, cls.source, cls.build)
        cls.plan = read_plan(cls.source)
        cls.ids = (np.arange(3 * 12) * 17 % 50).reshape(3, 12).astype(np.int32)
        cls.wanted, cls.last = answers(read_safetensors(cls.weights), cls.ids)

    def setUp(self):
        self.model = self.module.Model(self.weights, threads=2)

    def tearDown(self):
        self.model.close()

    def write(self, *lengths, model=None, batch=3):
        """The logits of all tokens, given in parts of these lengths; a part of 1 is decoded."""
        model = model or self.model
        parts, at = [], 0
        for length in lengths:
            ids = self.ids[:batch, at:at + length]
            parts.append(model.run("decode" if length == 1 else "prefill", ids)[0])
            at += length
        return np.concatenate(parts, 1)

    def test_any_parts_give_the_answers_of_all_tokens(self):
        for lengths in ((8, 4), (7, 1, 1, 1, 1, 1), (1,) * 12, (2, 1, 5, 1, 3)):
            self.model.reset()
            self.assertLess(difference(self.write(*lengths), self.wanted), 1e-5, lengths)
            self.assertEqual(self.model.past, 12)

    def test_a_batch_of_one_and_other_threads_give_the_same_bits(self):
        all_three = self.write(7, 1, 1, 1)
        for threads in (1, 5):
            with self.module.Model(self.weights, threads=threads) as model:
                self.assertEqual(self.write(7, 1, 1, 1, model=model).tobytes(), all_three.tobytes())
        self.model.reset()
        self.assertLess(difference(self.write(7, 1, 1, 1, batch=1), self.wanted[:1, :10]), 1e-5)

    def test_a_state_that_is_assigned(self):
        first = self.last[:, 0]
        _, after = self.model.run("prefill", self.ids[:, :2])
        self.assertLess(difference(after, 0.5 + first), 1e-5)
        # What `decode` gives is what `prefill` left.
        _, held, _ = self.model.run("decode", self.ids[:, 2:3])
        self.assertEqual(held.tobytes(), after.tobytes())
        self.model.reset()
        _, held, _ = self.model.run("decode", self.ids[:, :1])
        self.assertEqual(held.tobytes(), np.full((3, 32), 0.5, np.float32).tobytes())

    def average(self, model, ids):
        return model.run("decode", ids)[2]

    def test_a_state_of_the_model_is_all_callers(self):
        two = np.full(32, 2, np.float32)
        self.assertEqual(self.average(self.model, self.ids[:, :1]).tobytes(), two.tobytes())
        self.model.reset()
        self.model.run("prefill", self.ids[:, :5])
        after = 0.5 * (2 + self.last[:, :5].mean((0, 1)))
        moved = self.average(self.model, self.ids[:, 5:6])
        self.assertLess(difference(moved, after), 1e-5)
        # It is of another thread's context, too, and what a caller forgets is not the model's.
        seen = []
        other = threading.Thread(target=lambda: seen.append(self.average(self.model, self.ids[:, :1])))
        other.start()
        other.join()
        self.model.reset()
        for again in (seen[0], self.average(self.model, self.ids[:, :1])):
            self.assertEqual(again.tobytes(), moved.tobytes())
        with self.module.Model(self.weights) as apart:
            self.assertEqual(self.average(apart, self.ids[:, :1]).tobytes(), two.tobytes())
        self.model.reset_state()
        self.assertEqual(self.average(self.model, self.ids[:, :1]).tobytes(), two.tobytes())

    def test_a_full_state_is_a_status(self):
        self.write(8, 4)
        for function, length in (("prefill", 5), ("prefill", 3)):
            with self.assertRaises(self.module.Error) as refused:
                self.model.run(function, self.ids[:, :length])
            self.assertEqual(refused.exception.status, "out_of_range")
        self.assertIn("past is 12, and 5 more do not fit: the states have room for 16", self.refusal(5))
        self.assertIn("`past + tokens <= 14` does not hold: past is 12, tokens is 3", self.refusal(3))
        # What was refused changed nothing: the rest fits, and the answers are those of all tokens.
        self.assertEqual(self.model.past, 12)
        for _ in range(4):
            self.model.run("decode", self.ids[:, :1])
        self.assertIn("past is 16, and 1 more do not fit", self.refusal(1))

    def refusal(self, length):
        with self.assertRaises(self.module.Error) as refused:
            self.model.run("decode" if length == 1 else "prefill", self.ids[:, :length])
        return str(refused.exception)

    def test_another_batch_is_refused_until_reset(self):
        self.write(3)
        with self.assertRaises(self.module.Error) as refused:
            self.model.run("decode", self.ids[:2, :1])
        self.assertIn("the states hold 3 examples, until reset", str(refused.exception))
        self.model.reset()
        self.assertEqual(self.model.past, 0)
        self.assertLess(difference(self.write(3, 1, batch=2), self.wanted[:2, :4]), 1e-5)

    def test_contexts_are_apart(self):
        with self.module.Model(self.weights) as other:
            first = self.write(2, 1)
            self.write(5, 1, model=other)
            rest = self.model.run("decode", self.ids[:, 3:4])[0]
        self.assertLess(difference(np.concatenate([first, rest], 1), self.wanted[:, :4]), 1e-5)

    def test_every_op_equals_its_reference(self):
        self.assertIn("every op equals its reference", run(os.path.join(self.build, f"{MODEL}_test")))

    def test_c_tells_lengths_and_resets(self):
        library = self.module._library
        self.write(5)
        context = self.model._context()
        self.assertEqual(library.writer_context_past(context), 5)
        library.writer_context_reset(context)
        self.assertEqual(library.writer_context_past(context), 0)
        self.assertEqual(library.writer_context_past(ctypes.c_void_p()), 0)

    def test_the_plan_tells_states(self):
        self.assertEqual([state["path"] for state in self.plan["states"]],
                         ["memory", "average"] + [f"layer{i}/{name}" for i in range(LAYERS) for name in ("key", "value")])
        self.assertEqual(self.plan["constraints"], ["past + tokens <= 14"])
        self.assertEqual([entry["adds"] for entry in self.plan["entries"]], [{"past": "tokens"}, {"past": "1"}])
        # A loop of three blocks over arrays of weights and of states; a struct of states for both functions.
        with open(os.path.join(self.source, f"{MODEL}.h"), encoding="ascii") as f:
            header = f.read()
        self.assertEqual(header.count("struct CachedAttentionState"), 1)
        self.assertIn("CachedAttentionState layer0_to_2[3];", header)

    def test_show_has_the_states(self):
        shown = json.loads(specimen("show", SPEC, "--json"))
        by_path = {state["path"]: state for state in shown["states"]}
        self.assertEqual(by_path["layer1/key"], {"path": "layer1/key", "shape": "(batch, past, 32)", "owner": "context",
                                                 "bytes": 16 * 32 * 4})
        self.assertIn("states      12,544 bytes, 8 of them", specimen("show", SPEC))


if __name__ == "__main__":
    built_model.main(__doc__, "build/states")
