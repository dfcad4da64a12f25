"""generated/ holds a few models as they come out of `specimen generate`, for people to read and for reviews to see what a change
of the generator changes. Compared here with what comes out now; with --fix, written."""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# MNIST as it stands alone, with runtime and kernel families; the others as files of the model only.
# MNIST and ResNet-50 with their steps of training.
MODELS = [("mnist", "bundled", "--train"), ("digits_resnet20", "shared"), ("resnet50", "shared", "--train"), ("minilm", "shared")]
LONGEST = {"resnet50": 350, "minilm": 300}  # lines of the model's source: read in one sitting
FIX = ".venv/bin/python tests/generated/fresh.py --fix"


def files_below(directory):
    return sorted(os.path.relpath(os.path.join(path, name), directory) for path, _, names in os.walk(directory) for name in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="writes the directories")
    parser.add_argument("--specimen", default=os.path.join(ROOT, "build/bin/specimen"))
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as temporary:
        for model, runtime, *more in MODELS:
            made, present = os.path.join(temporary, model), os.path.join(ROOT, "generated", model)
            command = [arguments.specimen, "generate", model, "--runtime=" + runtime, "--out", made, *more]
            result = subprocess.run(command, capture_output=True, text=True)
            if result.returncode != 0:
                print(f"{' '.join(command)}\n{result.stderr}")
                failed = True
                continue
            now, before = files_below(made), files_below(present)
            differ = sorted(set(now) ^ set(before))
            differ += [name for name in now if name in before and not filecmp.cmp(os.path.join(made, name), os.path.join(present, name), False)]
            if differ and arguments.fix:
                shutil.rmtree(present, ignore_errors=True)
                shutil.copytree(made, present)
                print(f"generated/{model}: written, {len(differ)} files changed")
            elif differ:
                print(f"generated/{model}: stale: {', '.join(differ[:10])}{', ...' if len(differ) > 10 else ''}")
                failed = True
            else:
                print(f"generated/{model}: fresh, {len(now)} files")
            if model in LONGEST:
                with open(os.path.join(made, model + ".cpp")) as file:
                    lines = len(file.readlines())
                if lines > LONGEST[model]:
                    print(f"{model}.cpp has {lines} lines, over {LONGEST[model]}")
                    failed = True
    if failed and not arguments.fix:
        print(f"to write the directories anew: {FIX}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
