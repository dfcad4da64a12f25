"""Specs of the kinds that users of tools like this one had trouble with, against what Keras computes for them.

    python cases.py --build build [--work DIRECTORY]

The generated code of all specs of this directory, with the reference kernels in one program, and with SPECIMEN_FULL=1 with the kernels
of each target of this machine, must give the answers of tests/golden/cases (tests/oracles/record_cases.py).
"""

import argparse
import base64
import glob
import json
import os
import shutil
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "random"), os.path.join(TESTS, "oracles")]

import generated
import generated_model
import synthetic


def input_array(seed, name, what):
    if what["role"] == "values":
        return np.array(what["values"], np.float32)
    return synthetic.model_input(seed, name, **what)


def write_case(golden, directory):
    """A case as generated.py reads it; its code is there."""
    with open(os.path.join(directory, "code", "plan.json"), encoding="utf-8") as f:
        plan = json.load(f)
    seed, runs, limits = golden["seed"], {}, {}
    generated.write_tensors(os.path.join(directory, "weights.safetensors"),
                            {p["name"]: synthetic.parameter(seed, p["name"], p["shape"]) for p in plan["parameters"]})
    for i, run in enumerate(golden["runs"]):
        for name, what in run["inputs"].items():
            runs[f"{i}/input/{name}"] = input_array(seed, name, what)
            if what["role"] == "ids":
                limits[name] = what["below"]
        for name, output in run["outputs"].items():
            runs[f"{i}/output/{name}"] = np.frombuffer(base64.b64decode(output["data"]), "<f4").reshape(output["shape"])
    generated.write_tensors(os.path.join(directory, "runs.safetensors"), runs)
    with open(os.path.join(directory, "case.json"), "w", encoding="utf-8") as f:
        json.dump({"name": golden["model"], "tolerance": golden["tolerance"], "id_limits": limits, "runs": [r["symbols"] for r in golden["runs"]]}, f)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True)
    parser.add_argument("--work")
    options = parser.parse_args()
    build = os.path.abspath(options.build)
    work = os.path.abspath(options.work or os.path.join(build, "work", "cases"))
    shutil.rmtree(work, ignore_errors=True)
    specs = glob.glob(os.path.join(HERE, "*.json"))
    cases, wrong = [], 0
    for path in sorted(glob.glob(os.path.join(TESTS, "golden", "cases", "*.json"))):
        with open(path, encoding="utf-8") as f:
            golden = json.load(f)
        directory = os.path.join(work, golden["model"])
        os.makedirs(directory)
        for spec in specs:
            shutil.copy(spec, directory)
        generated_model.run([os.path.join(build, "bin", "random_specs"), "code", directory])
        write_case(golden, directory)
        cases.append(generated.Case(directory))
    library = os.path.join(work, "all.so")
    errors = generated.build_library(cases, library, build)
    targets = generated_model.host_targets() if os.environ.get("SPECIMEN_FULL") else []
    tools = generated_model.Tools(os.path.join(build, "bin"), os.path.join(build, "tests", "cache")) if targets else None
    for case in cases:
        try:
            if case in errors:
                raise generated.WrongSpec(errors[case])
            worst = generated.in_process(generated.check_model, case, library, "reference", 1)
            for target in targets:
                built = tools.build(os.path.join(case.directory, case.name + ".json"), os.path.join(case.directory, "built"))
                worst = max(worst, generated.in_process(generated.check_model, case, built.library, target, 2))
            print(f"ok     {case.name}: {worst * case.bound:.2g}, within {case.bound:.2g}")
        except (generated.WrongSpec, generated_model.BuildError) as error:
            wrong += 1
            print(f"WRONG  {case.name}: {error}")
    print(f"{len(cases)} specs, {wrong} wrong")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
