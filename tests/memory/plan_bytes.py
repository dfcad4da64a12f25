"""What a plan moves between its kernels, beside the least that a plan with a kernel for each of them must move.

Moved: every image or row that a kernel reads or writes, weights left out. The least: what convolutions, dense layers and
poolings compute is written once and read once, the model's inputs are read once, its outputs written once; elementwise work,
padding and concatenations cost nothing. A kernel that runs two convolutions moves nothing between them, which the least still
counts: so a plan may stay below it. Computed from plan.json alone.

Usage: plan_bytes.py SPECIMEN [--table] [MODEL...]
"""

import json
import math
import subprocess
import sys

BAR = 0.9
MODELS = ["mobilenet_v2", "efficientnet_b0"]
CROSSED = ("conv2d", "depthwise_conv2d", "expand_depthwise", "dense", "pool2d", "global_pool")


def image_bytes(shape):
    return 4 * math.prod(extent for extent in shape if isinstance(extent, int))


def traffic(plan):
    """(bytes moved, least bytes) of one image."""
    kernels = {kernel["symbol"]: kernel for kernel in plan["kernels"]}
    functions = {function["name"]: function for function in plan["functions"]}

    def walk(function):
        shapes = {value["name"]: value["shape"] for value in function["values"]}
        moved = computed = 0
        for step in function["steps"]:
            if "kernel" in step:
                kernel = kernels[step["kernel"]]
                arguments = step["arguments"]
                for place, argument in enumerate(arguments):
                    if "value" not in argument:
                        continue
                    size = image_bytes(shapes[argument["value"]])
                    moved += size
                    if place >= len(arguments) - step["outputs"] and kernel["family"] in CROSSED:
                        computed += size
                if kernel["family"] == "expand_depthwise":
                    what = kernel["problem"]
                    computed += image_bytes([what["in_height"], what["in_width"], what["channels"]])
            elif "call" in step or "loop" in step:
                inner = walk(functions[step.get("call") or step["loop"]])
                moved += inner[0] * step.get("count", 1)
                computed += inner[1] * step.get("count", 1)
        return moved, computed

    forward = plan["functions"][-1]
    moved, computed = walk(forward)
    least = 2 * computed
    last = {argument["value"]: kernels[step["kernel"]]["family"]
            for step in forward["steps"] if "kernel" in step for argument in step["arguments"][-step["outputs"]:]}
    for value in forward["values"]:
        if value["place"] == "input":
            least += image_bytes(value["shape"])
        elif value["place"] == "output":  # what a convolution writes there nobody reads again
            least += image_bytes(value["shape"]) * (-1 if last.get(value["name"]) in CROSSED else 1)
    return moved, least


def main():
    specimen, arguments = sys.argv[1], sys.argv[2:]
    failures = 0
    for model in [a for a in arguments if not a.startswith("-")] or MODELS:
        plan = json.loads(subprocess.run([specimen, "check", model, "--emit", "plan"], check=True, capture_output=True, text=True).stdout)
        moved, least = traffic(plan)
        missed = model in MODELS and moved > BAR * least
        if "--table" in arguments or missed:
            print(f"{model:22} moved {moved:12,}  least {least:12,}  {moved / least:.3f}")
        failures += missed
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
