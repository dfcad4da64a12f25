"""Writes tests/text/data/answers.tsv: answers in random logits, found by a search over all pairs in NumPy.

    python tests/oracles/make_answers.py

A line is a case: the first token of the text and the one behind its last, the most tokens of an answer, start and end logits of
all tokens; then the answer's first and last token and its probability.
"""

import pathlib

import numpy as np

FILE = pathlib.Path(__file__).parent.parent / "text" / "data" / "answers.tsv"


def answer(start, end, begin, stop, most):
    total = np.full((len(start), len(start)), -np.inf)
    total[begin:stop, begin:stop] = start[begin:stop, None] + end[None, begin:stop]
    total[~np.triu(np.ones(total.shape, bool)) | np.triu(np.ones(total.shape, bool), most)] = -np.inf
    first, last = np.unravel_index(np.argmax(total), total.shape)
    softmax = [np.exp(x[begin:stop]) / np.exp(x[begin:stop]).sum() for x in (start, end)]
    return first, last, softmax[0][first - begin] * softmax[1][last - begin]


def main():
    random = np.random.default_rng(1)
    lines = []
    for tokens, begin, stop, most in ((12, 5, 11, 30), (12, 5, 11, 2), (1, 0, 1, 30), (60, 8, 59, 30), (60, 8, 59, 3), (60, 1, 59, 1),
                                      (9, 4, 5, 30), (40, 0, 40, 7), (384, 12, 383, 30)):
        start, end = (random.normal(0, 3, tokens).astype(np.float32) for _ in range(2))
        first, last, probability = answer(start.astype(np.float64), end.astype(np.float64), begin, stop, most)
        logits = np.stack([start, end], -1).reshape(-1)
        fields = [begin, stop, most, " ".join(float(x).hex() for x in logits), first, last, repr(float(probability))]
        lines.append("\t".join(map(str, fields)) + "\n")
    FILE.write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    main()
