"""`specimen import` on directories that transformers and sentence-transformers saved, and what their weights make of it.

The directories are tests/import/data/bert_heads (tests/oracles/make_checkpoint_samples.py). A directory's own safetensors file is
what the imported model is held against: it must fit, tensor by tensor and number by number.
"""

import json
import shutil

import program
from program import FILES, ROOT, SPEC, SUCCESS, USAGE, WEIGHTS, read_safetensors, specimen

DATA = ROOT / "tests/import/data"
HEADS = DATA / "bert_heads"
TABLE = json.loads("\n".join(
    line for line in (ROOT / "specs/configs/huggingface.json").read_text().splitlines() if not line.startswith("//")))
BUFFERS = {"embeddings.position_ids", "bert.embeddings.position_ids"}


def elements(shape):
    count = 1
    for size in shape:
        count *= size
    return count


class Import(program.Test):
    def imported(self, directory, *options, name="mine"):
        spec = self.directory / f"{name}.json"
        result = specimen("import", directory, "--out", spec, *options)
        self.check(result, SUCCESS)
        self.assertEqual(result.stderr, "")
        return spec

    def test_heads(self):
        known = TABLE["bert"]["architectures"]
        directories = [directory for directory in sorted(HEADS.iterdir()) if directory.name in known or directory.name == "sentence"]
        self.assertTrue(directories)
        for directory in directories:
            with self.subTest(directory.name):
                spec = self.imported(directory, name=f"mine_{directory.name.lower()}")
                theirs = read_safetensors(directory / "model.safetensors")
                # The mean of the tokens leaves the dense layer on the first one unused.
                unused = {name for name in theirs if directory.name == "sentence" and name.startswith("pooler.")}
                count = sum(elements(shape) for name, (_, shape, _) in theirs.items() if name not in BUFFERS | unused)
                shown = json.loads(specimen("show", spec, "--json").stdout)
                self.assertEqual(shown["parameters"], count)
                out = self.directory / f"{directory.name}.safetensors"
                self.check(specimen("weights", "convert", spec, directory / "model.safetensors", "--out", out), SUCCESS)
                self.assertEqual(sum(elements(shape) for _, shape, _ in read_safetensors(out).values()), count)

    def test_arguments(self):
        spec = json.loads(self.imported(HEADS / "BertModel").read_text())
        self.assertEqual((spec["model"], spec["extends"]), ("mine", "bert"))
        expected = {"vocabulary_size": 23, "num_layers": 1, "hidden_dim": 8, "num_heads": 2, "intermediate_dim": 12, "max_sequence_length": 9,
                    "num_segments": 3, "activation": "gelu_tanh", "dropout": 0.1, "attention_dropout": 0.1, "epsilon": 1e-6}
        self.assertEqual(spec["arguments"], expected)

    def test_one_model_from_shards_and_from_tensorflow(self):
        spec = self.imported(DATA / "bert_shards")
        outputs = []
        for checkpoint in ("bert_shards/model.safetensors.index.json", "bert_shards.safetensors", "google_bert.ckpt", "google_bert.ckpt.index"):
            out = self.directory / f"{len(outputs)}.safetensors"
            self.check(specimen("weights", "convert", spec, DATA / checkpoint, "--out", out), SUCCESS)
            outputs.append(out.read_bytes())
            self.check(specimen("weights", "check", spec, DATA / checkpoint), SUCCESS)
        self.assertEqual(len(set(outputs)), 1)
        theirs, ours = read_safetensors(DATA / "bert_shards.safetensors"), read_safetensors(out)
        self.assertEqual(len(ours), len(theirs))
        self.assertEqual(sorted(elements(shape) for _, shape, _ in ours.values()), sorted(elements(shape) for _, shape, _ in theirs.values()))

    def test_old_names_behind_a_prefix(self):
        """As in the files of 2019: gamma and beta, a model with heads, a buffer of positions."""
        spec = self.imported(DATA / "bert_shards")
        theirs = read_safetensors(DATA / "bert_shards.safetensors")
        old = {"bert." + name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"): tensor
               for name, tensor in theirs.items()}
        old["bert.embeddings.position_ids"] = ("I64", [1, 2], bytes(16))
        old["cls.predictions.bias"] = ("F32", [1], bytes(4))
        old["cls.predictions.decoder.weight"] = old["bert.embeddings.word_embeddings.weight"]
        program.safetensors(self.directory / "old.safetensors", old)
        made = [self.directory / "a.safetensors", self.directory / "b.safetensors"]
        for source, out in zip((self.directory / "old.safetensors", DATA / "bert_shards.safetensors"), made):
            self.check(specimen("weights", "convert", spec, source, "--out", out), SUCCESS)
        self.assertEqual(made[0].read_bytes(), made[1].read_bytes())

    def test_a_checkpoint_of_another_size(self):
        spec = self.imported(HEADS / "BertModel")
        result = specimen("weights", "check", spec, DATA / "google_bert.ckpt")
        self.check(result, WEIGHTS, "weights_shape", "weights_unexpected", said=["layer_1/attention"])
        result = specimen("weights", "check", self.imported(DATA / "bert_shards", name="two"), HEADS / "BertModel/model.safetensors")
        self.check(result, WEIGHTS, "weights_missing", "weights_shape", said=["needs `encoder.layer.1."])

    def test_show_and_diff(self):
        shown = specimen("weights", "show", DATA / "google_bert.ckpt")
        self.check(shown, SUCCESS)
        self.assertIn("bert/encoder/layer_0/attention/self/query/kernel", shown.stdout)
        result = specimen("weights", "diff", DATA / "bert_shards/model.safetensors.index.json", DATA / "bert_shards.safetensors")
        self.check(result, SUCCESS)
        self.assertIn(" equal, 0 changed, 0 removed, 0 added", result.stdout)

    def test_names(self):
        directory = self.directory / "all-MiniLM_L6 v2!"
        shutil.copytree(HEADS / "BertModel", directory)
        for config in (directory, directory / "config.json"):
            result = specimen("import", config, cwd=self.directory)
            self.check(result, SUCCESS)
            made = self.directory / "all_minilm_l6_v2.json"
            self.assertEqual(json.loads(made.read_text())["model"], "all_minilm_l6_v2")
            self.check(specimen("import", config, cwd=self.directory), FILES, "file_not_written")
            made.unlink()
        self.check(specimen("import", directory, "--name", "bert", cwd=self.directory), SPEC, "spec_defined_twice")
        self.check(specimen("import", directory, "--name", "my_bert", cwd=self.directory), SUCCESS)

    def test_mistakes(self):
        self.check(specimen("import", self.directory), FILES, "file_not_found", said=["config.json"])
        self.check(specimen("import"), USAGE)
        config = self.write("c/config.json", '{"model_type": "bert", "num_attention_heads": 7}')
        result = specimen("import", config, cwd=self.directory)
        self.assertEqual(result.returncode, SPEC)
        self.assertFalse((self.directory / "c.json").exists())
        config.write_text('{"model_type": "bert", "vocab_size": -1}')
        self.check(specimen("import", config, cwd=self.directory), SPEC, "argument_out_of_range")
        config.write_text('{"model_type": "bert", "num_hidden_layers": 1000000}')
        self.assertEqual(specimen("import", config, cwd=self.directory).returncode, SPEC)
        config.write_text('{"model_type": "bert", "mystery": 1}')
        result = specimen("import", config, cwd=self.directory)
        self.check(result, SUCCESS, "config_key", said=["`mystery`"])


if __name__ == "__main__":
    program.main()
