"""No generated model leans on what is not there.

    python no_crutch.py reference --bin build/bin --compiler clang++-19 --standard 20
        mnist's directory, without any kernel object, builds with its references and passes its own test
    python no_crutch.py plans --bin build/bin [MODEL ...]
        every kernel of these models (all by default) has a schedule for v3 and v4
    python no_crutch.py symbols --bin build/bin [MODEL ...]
        kernel objects need nothing but the functions listed here
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import generated_model

GOLDEN = os.path.join(os.path.dirname(HERE), "golden")
TARGETS = {"v3", "v4"}
# The runtime's own functions (runtime/core/imports.h) and what compilers make of plain loops.
ALLOWED = {"specimen_v2_do_par_for", "specimen_v2_malloc", "specimen_v2_free", "memset", "memcpy", "memmove"}


def reference(options):
    """Builds and runs as a user without Halide does."""
    with tempfile.TemporaryDirectory(dir=options.work) as directory:
        generated_model.run([options.specimen, "generate", "mnist", "-o", directory, "--no-check"])
        build = os.path.join(directory, "build")
        generated_model.build_reference(directory, build, options.cmake, options.compiler, generated_model.STRICT,
                                        f"-DCMAKE_CXX_STANDARD={options.standard}", "-DCMAKE_CXX_EXTENSIONS=OFF",
                                        launcher=options.launcher, jobs=options.jobs)
        said = generated_model.run([os.path.join(build, "mnist_test")])
        if "target reference" not in said:
            return [f"mnist_test ran other kernels than the references:\n{said}"]
        for program in ("mnist_test", "libmnist.a"):
            symbols = generated_model.run(["nm", "-C", os.path.join(build, program)])
            if "__v3" in symbols or "__v4" in symbols:
                return [f"{program} names a compiled kernel"]
    print(f"mnist builds with {options.compiler}, C++{options.standard}, {' '.join(generated_model.STRICT)}, and passes its test")
    return []


def plans(options):
    wrong = []
    for model in options.models or sorted(f[:-5] for f in os.listdir(GOLDEN) if f.endswith(".json")) + ["digits_resnet20"]:
        with tempfile.TemporaryDirectory(dir=options.work) as directory:
            generated_model.run([options.specimen, "generate", model, "-o", directory, "--no-check", "--runtime", "shared"])
            with open(os.path.join(directory, "plan.json"), encoding="utf-8") as f:
                kernels = json.load(f)["kernels"]
        if not kernels:
            wrong.append(f"{model}: no kernels in plan.json")
        for kernel in kernels:
            without = TARGETS - {target for target, how in kernel["schedule"].items() if isinstance(how, dict)}
            if without or "reference" in kernel["family"]:
                wrong.append(f"{model}: {kernel['symbol']} has no schedule for {' '.join(sorted(without))}")
        print(f"{model}: {len(kernels)} kernels")
    return wrong


def symbols(options):
    wrong, seen = [], set()
    tools = generated_model.Tools(options.bin, options.cache or os.path.join(options.work, "cache"), jobs=options.jobs)
    for model in options.models or ["mnist", "cifar_resnet20"]:
        with tempfile.TemporaryDirectory(dir=options.work) as directory:
            objects = generated_model.kernel_objects(directory, tools.generate(model, directory))
            for path in objects:
                symbol = os.path.basename(path)[:-2]
                listed = subprocess.run(["nm", "-P", path], capture_output=True, text=True, check=True).stdout.splitlines()
                needed = {line.split()[0] for line in listed if line.split()[1] in "Uwv"}
                offered = {line.split()[0] for line in listed if line.split()[1] in "TDBRVWC"}
                seen |= needed
                if needed - ALLOWED:
                    wrong.append(f"{symbol} needs {' '.join(sorted(needed - ALLOWED))}")
                if offered != {symbol}:
                    wrong.append(f"{symbol} offers {' '.join(sorted(offered))}")
            print(f"{model}: {len(objects)} objects")
    print(f"needed: {' '.join(sorted(seen))}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["reference", "plans", "symbols"])
    parser.add_argument("models", nargs="*")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/no_crutch")
    parser.add_argument("--cache")
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--standard", default="17")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    options.work = os.path.abspath(options.work)
    options.specimen = os.path.join(os.path.abspath(options.bin), "specimen")
    wrong = {"reference": reference, "plans": plans, "symbols": symbols}[options.what](options)
    for line in wrong:
        print(f"MISS  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
