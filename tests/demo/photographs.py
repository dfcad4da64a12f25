"""Whether a program names on each photograph what PyTorch names: photographs.py OUTPUT

OUTPUT is what `specimen run efficientnet_lite0` printed. The five classes and their order must be those of
tests/golden/lite0/photographs.json, and the logits equal within its tolerance of the largest one.
"""

import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def printed(text, name):
    """[(class, logit, label)] below the line of the photograph."""
    part = re.split(r"^\S.*: .* ms", text[text.index(name + ": ") :], flags=re.MULTILINE)[1]
    return [(int(i), float(logit), label) for i, logit, label in re.findall(r"^ +(\d+) +(-?[\d.e+-]+) +(\S.*)$", part, re.MULTILINE)]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(ROOT, "tests", "golden", "lite0", "photographs.json"), encoding="ascii") as file:
        golden = json.load(file)
    with open(os.path.join(ROOT, "specs", "labels", "imagenet.txt"), encoding="utf-8") as file:
        labels = file.read().split("\n")
    worst = 0.0
    for name, answer in golden["photographs"].items():
        found = printed(text, name)
        if [one[0] for one in found] != answer["classes"] or any(label != labels[i] for i, _, label in found):
            sys.exit(f"{name}: {found}, and PyTorch says {answer['classes']}")
        difference = max(abs(one[1] - logit) for one, logit in zip(found, answer["logits"])) / answer["max_abs"]
        if difference > golden["tolerance"]:
            sys.exit(f"{name}: logits differ by {difference:.1e} of the largest")
        worst = max(worst, difference)
    print(f"EfficientNet-Lite0: five of five classes of each photograph are PyTorch's, logits equal within {worst:.1e} of the largest")


if __name__ == "__main__":
    main()
