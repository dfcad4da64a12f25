"""Every kernel that could run in another one says why it does not, in all models: poolings, elementwise chains, pads and copies
have an `remarks` in plan.json, each a text of generator/graph/remarks.def; so has a 1x1 convolution that a depthwise one reads;
others have none, nor have layers that only move elements. What a kernel took is named by paths, and nothing is named twice in a function.

Usage: plan_remarks.py SPECIMEN SOURCE_DIRECTORY [--table]
"""

import collections
import json
import pathlib
import re
import subprocess
import sys

FAMILIES = {"elementwise", "global_pool", "pad", "pool2d"}
GONE = "concat"  # the memory that its operands are in: no kernel


def expansions(function, kernels):
    """(steps that are a 1x1 convolution before a depthwise one, steps that may be: who reads them is in another function)."""
    made, found, read = {}, set(), set()
    for index, step in enumerate(function["steps"]):
        if "kernel" not in step:
            continue
        what, values = kernels[step["kernel"]], [argument.get("value") for argument in step["arguments"]]
        read.update(values[:len(values) - step["outputs"]])
        if what["family"] == "depthwise_conv2d" and values[0] in made:
            found.add(made[values[0]])
        window = what["problem"]
        pointwise = what["family"] == "conv2d" and window["groups"] == 1 and all(
            window[f"{size}_{side}"] == 1 for size in ("kernel", "stride") for side in ("height", "width"))
        for value in values[len(values) - step["outputs"]:] if pointwise else []:
            made[value] = index
    places = {value["name"]: value["place"] for value in function["values"]}
    return found, {index for value, index in made.items() if value not in read or places.get(value) == "output"}


def is_layer(step, problem):
    """A kernel that copies because a layer does, as Permute and Slice; passes name the copies that they add."""
    return not problem["chain"]["steps"] and not re.search(r"/(copy|part\d+)$", step["path"])


def problems(plan, known, counts):
    kernels = {kernel["symbol"]: kernel for kernel in plan["kernels"]}
    for function in plan["functions"]:
        fused = []
        certain, possible = expansions(function, kernels)
        for index, step in enumerate(function["steps"]):
            if "kernel" not in step:
                continue
            family, where = kernels[step["kernel"]]["family"], f"{function['name']}: {step['path']}"
            remarks = step.get("remarks", [])
            if family == "elementwise" and is_layer(step, kernels[step["kernel"]]["problem"]) and not remarks:
                continue
            if (family in FAMILIES or index in certain) != bool(remarks) and not (index in possible and remarks):
                yield f"{where} ({family}) has {len(remarks)} remarks"
            for remark in remarks:
                counts[remark] += 1
                if remark not in known:
                    yield f"{where}: `{remark}` is not in the table"
            if family == GONE:
                yield f"{where}: a concatenation is copied"
            fused += step.get("fused", [])
        for path, times in collections.Counter(fused).items():
            if times > 1:
                yield f"{function['name']}: {path} runs in {times} kernels"


def main():
    specimen, source, *options = sys.argv[1:]
    rows = (pathlib.Path(source) / "generator/graph/remarks.def").read_text()
    known = set(re.findall(r'^REMARK\(\w+,\s*"([^"]+)"\)', rows, re.M))
    models = [entry["name"] for entry in json.loads(subprocess.run([specimen, "list", "--json"], check=True, capture_output=True, text=True).stdout)]
    failures, counts = 0, collections.Counter()
    for model in models:
        plan = json.loads(subprocess.run([specimen, "check", model, "--emit", "plan"], check=True, capture_output=True, text=True).stdout)
        found = list(problems(plan, known, counts))
        for problem in found[:10]:
            print(f"{model}: {problem}")
        failures += bool(found)
    if "--table" in options:
        for remark, times in counts.most_common():
            print(f"{times:5}  {remark}")
    print(f"{len(models)} models, {failures} failures")
    return 1 if failures or not models or not known else 0


if __name__ == "__main__":
    sys.exit(main())
