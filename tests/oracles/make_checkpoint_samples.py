"""Writes the checkpoints of tests/import/data that transformers and TensorFlow write: shards of safetensors, tensor bundles.

  python tests/oracles/make_checkpoint_samples.py [directory]

Beside each checkpoint x is x.safetensors: the same numbers as float32, under the names that their library gives them.
The blocks of a table are compressed by leveldb's own library (libleveldb-dev, a compiler), since TensorFlow no longer
does; it then reads what came out. Values come from synthetic.py, so a second run writes the same tensors.
"""

import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"

import numpy as np
from safetensors.numpy import load_file, save_file

import synthetic

DIRECTORY = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent / "import" / "data")

# Reads a table and writes it again with compressed blocks of the given size.
COMPRESS = r"""
#include <cstdlib>
#include <iostream>
#include <leveldb/env.h>
#include <leveldb/iterator.h>
#include <leveldb/options.h>
#include <leveldb/table.h>
#include <leveldb/table_builder.h>
static void check(const leveldb::Status& status) {
  if (status.ok()) return;
  std::cerr << status.ToString() << "\n";
  std::exit(1);
}
int main(int, char** argv) {
  leveldb::Env* env = leveldb::Env::Default();
  std::uint64_t size = 0;
  leveldb::RandomAccessFile* in = nullptr;
  leveldb::WritableFile* out = nullptr;
  leveldb::Table* table = nullptr;
  check(env->GetFileSize(argv[1], &size));
  check(env->NewRandomAccessFile(argv[1], &in));
  leveldb::Options options;
  check(leveldb::Table::Open(options, in, size, &table));
  check(env->NewWritableFile(argv[2], &out));
  options.compression = leveldb::kSnappyCompression;
  options.block_size = std::strtoul(argv[3], nullptr, 10);
  leveldb::TableBuilder builder(options, out);
  leveldb::Iterator* at = table->NewIterator(leveldb::ReadOptions());
  for (at->SeekToFirst(); at->Valid(); at->Next()) builder.Add(at->key(), at->value());
  check(at->status());
  check(builder.Finish());
  check(out->Close());
}
"""


def values(name, shape):
    return (synthetic.normal(11, name, int(np.prod(shape, dtype=np.int64))) + 3).reshape(shape).astype(np.float32)


def record(name, tensors):
    save_file({k: np.array(v, np.float32, order="C") for k, v in tensors.items()}, DIRECTORY / f"{name}.safetensors")
    os.chmod(DIRECTORY / f"{name}.safetensors", 0o644)


def save_bundle(name, variables, **options):
    """`variables` makes tf1 variables; they are saved as DIRECTORY/name.index and its data."""
    import tensorflow.compat.v1 as tf1

    with tf1.Graph().as_default(), tempfile.TemporaryDirectory() as directory:
        variables()
        saver = tf1.train.Saver(**options)
        with tf1.Session(config=tf1.ConfigProto(device_count={"CPU": 2})) as session:
            session.run(tf1.global_variables_initializer())
            saver.save(session, f"{directory}/{name}", write_meta_graph=False)
        for path in pathlib.Path(directory).glob(name + ".*"):
            shutil.copy(path, DIRECTORY / path.name)


def bundles():
    """Every dtype in two data files, a partitioned variable, objects."""
    import tensorflow as tf
    import tensorflow.compat.v1 as tf1

    shapes = {"float32": (2, 3), "float16": (5,), "bfloat16": (3, 1), "float64": (2, 2), "int32": (3,), "int64": ()}
    tensors = {f"types/{dtype}": tf.cast(values(dtype, shape) * 4, dtype) for dtype, shape in shapes.items()}
    tensors["types/empty"] = tf.zeros((0, 4))

    def types():
        for i, (name, value) in enumerate(tensors.items()):
            with tf.device(f"/cpu:{i % 2}"):
                tf1.get_variable(name, initializer=value.numpy())

    save_bundle("tf_types.ckpt", types, sharded=True)
    record("tf_types", {name: value.numpy() for name, value in tensors.items()})

    def parts():
        tf1.get_variable("whole", initializer=values("whole", (2,)))
        tf1.get_variable("parted", (6, 2), partitioner=tf1.fixed_size_partitioner(3))

    save_bundle("tf_parted.ckpt", parts)

    class Tower(tf.Module):
        def __init__(self):
            super().__init__(name="tower")
            with self.name_scope:
                self.kernel = tf.Variable(values("tower/kernel", (3, 2)), name="kernel")
                self.twice = [tf.Variable(values(f"twice/{i}", (2,)), name="same") for i in range(2)]

    tower = Tower()
    with tempfile.TemporaryDirectory() as directory:
        path = tf.train.Checkpoint(model=tower).write(f"{directory}/tf_objects.ckpt")
        for file in pathlib.Path(directory).glob("tf_objects.ckpt.*"):
            shutil.copy(file, DIRECTORY / file.name)
        listed = tf.train.list_variables(path)
    print("objects:", listed)


def shards():
    """A small BERT by transformers, in shards."""
    import torch
    import transformers

    config = transformers.BertConfig(
        vocab_size=29, hidden_size=8, num_hidden_layers=2, num_attention_heads=2, intermediate_size=12, max_position_embeddings=10
    )
    model = transformers.BertModel(config)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if tensor.dtype == torch.float32:
                tensor.copy_(torch.from_numpy(values(name, tuple(tensor.shape))))
    directory = DIRECTORY / "bert_shards"
    model.save_pretrained(directory, max_shard_size="3KB")
    for file in directory.iterdir():
        os.chmod(file, 0o644)
    record("bert_shards", {name: tensor.numpy() for name, tensor in model.state_dict().items() if tensor.dtype == torch.float32})
    print("shards:", sorted(set(json.loads((directory / "model.safetensors.index.json").read_text())["weight_map"].values())))


def directories():
    """Directories as transformers and sentence-transformers save them, one a head: configuration and weights."""
    import torch
    import transformers

    torch.manual_seed(3)
    size = dict(vocab_size=23, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=12, max_position_embeddings=9)
    heads = {
        "BertModel": {"hidden_act": "gelu_new", "type_vocab_size": 3, "layer_norm_eps": 1e-6},
        "BertForMaskedLM": {},
        "BertForSequenceClassification": {"num_labels": 5},
        "BertForQuestionAnswering": {},
        "BertForNextSentencePrediction": {},
        "BertForTokenClassification": {"num_labels": 4},
    }
    for name, more in heads.items():
        model = getattr(transformers, name)(transformers.BertConfig(**size, **more))
        model.save_pretrained(DIRECTORY / "bert_heads" / name)

    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer import modules

    with tempfile.TemporaryDirectory() as directory:
        transformers.BertModel(transformers.BertConfig(**size)).save_pretrained(directory)
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqr"]
        pathlib.Path(directory, "vocab.txt").write_text("\n".join(words) + "\n")
        transformers.BertTokenizer(f"{directory}/vocab.txt").save_pretrained(directory)
        parts = [modules.Transformer(directory), modules.Pooling(8, pooling_mode="mean"), modules.Normalize()]
        SentenceTransformer(modules=parts).save(f"{directory}/out")
        for name in ("config.json", "model.safetensors", "modules.json", "1_Pooling/config.json"):
            to = DIRECTORY / "bert_heads" / "sentence" / name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(f"{directory}/out/{name}", to)
    for path in (DIRECTORY / "bert_heads").rglob("*.safetensors"):
        os.chmod(path, 0o644)


def google():
    """The tensors of shards() under the names that Google's TensorFlow code gives them, then with compressed blocks."""
    import tensorflow as tf
    import tensorflow.compat.v1 as tf1

    # google-research/bert: modeling.py names variables so, optimization.py its slots.
    def name_of(name):
        name = name.replace("embeddings.weight", "embeddings").replace("encoder.layer.", "encoder/layer_").replace(".", "/")
        if "LayerNorm" in name:
            return "bert/" + name.replace("/weight", "/gamma").replace("/bias", "/beta")
        return "bert/" + name.replace("/weight", "/kernel")

    state = {name_of(k): v for k, v in load_file(DIRECTORY / "bert_shards.safetensors").items()}
    tensors = {k: (v.T if k.endswith("kernel") else v) for k, v in state.items()}

    def variables():
        for name, value in tensors.items():
            tf1.get_variable(name, initializer=np.ascontiguousarray(value))
            for slot in ("adam_m", "adam_v"):
                tf1.get_variable(f"{name}/{slot}", initializer=np.zeros_like(value))
        tf1.get_variable("global_step", initializer=np.int64(1000))

    save_bundle("google_bert.ckpt", variables)
    record("google_bert", tensors)

    with tempfile.TemporaryDirectory() as build:
        source = pathlib.Path(build, "compress.cpp")
        source.write_text(COMPRESS)
        subprocess.run(["g++", "-O1", source, "-o", f"{build}/compress", "-lleveldb"], check=True)
        prefix, data = DIRECTORY / "google_bert.ckpt", ".data-00000-of-00001"
        subprocess.run([f"{build}/compress", f"{prefix}.index", f"{build}/packed.index", "1024"], check=True)
        shutil.copy(f"{prefix}{data}", f"{build}/packed{data}")
        reader = tf.train.load_checkpoint(f"{build}/packed")
        for name, value in tensors.items():
            assert np.array_equal(reader.get_tensor(name), value), name
        shutil.copy(f"{build}/packed.index", DIRECTORY / "google_bert_snappy.index")


if __name__ == "__main__":
    DIRECTORY.mkdir(parents=True, exist_ok=True)
    # A process each: the two libraries do not bear each other.
    for part in (bundles, shards, directories, google):
        process = multiprocessing.get_context("spawn").Process(target=part)
        process.start()
        process.join()
        assert process.exitcode == 0, part
