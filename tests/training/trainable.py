"""Which models of the zoo cannot be trained, and why: tests/golden/train/trainable.json says it of each that cannot. All others can, and the
step of some is planned in full.

    python trainable.py build/bin/specimen [--update]
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/golden/train/trainable.json"
# One of each kind of gradients.
PLANNED = ["convnext_tiny", "densenet121", "efficientnet_b0", "googlenet", "inception_v3", "mobilenet_v3_small", "regnet_y_400mf",
           "resnet50_fpn", "shufflenet_v2_x0_5", "squeezenet1_1", "unet", "vgg16_bn", "vit_tiny_patch16_224"]


def specimen(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True, env=dict(os.environ, NO_COLOR="1"), timeout=60)


def why_not(program, model):
    """What `check --train` says of a model; None: it can be trained."""
    result = specimen(program, "check", model, "--train", *([] if model in PLANNED else ["--emit", "graph"]))
    if result.returncode == 0:
        return None
    lines = [line for line in result.stderr.splitlines() if line.endswith("[untrainable]")]
    return lines[0].split("error: ", 1)[-1] if lines else result.stderr.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specimen")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    models = [line.split()[0] for line in specimen(options.specimen, "list").stdout.splitlines() if line.strip()]
    with concurrent.futures.ThreadPoolExecutor(2) as threads:
        answers = dict(zip(models, threads.map(lambda model: why_not(options.specimen, model), models)))
    found = {model: why for model, why in sorted(answers.items()) if why is not None}
    if options.update:
        GOLDEN.write_text(json.dumps(found, indent=1) + "\n")
    wanted = json.loads(GOLDEN.read_text())
    for model in sorted({*found, *wanted}):
        if found.get(model) != wanted.get(model):
            print(f"MISS {model}: {found.get(model, 'it can be trained')}\n     expected: {wanted.get(model, 'it can be trained')}")
    print(f"{len(models) - len(found)} of {len(models)} models can be trained")
    return 0 if {*PLANNED} <= {*models} and found == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
