"""Specs of single layers (tests/layers/specs), as graphs, after each pass, and as generated code with the reference kernels, all in one
program, against the evaluator in double; tests/models/layers_test.cpp compares that one with Keras.

    python layers.py --build build --work DIRECTORY
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys

import generated
import random_specs

SPECS = os.path.join(generated.ROOT, "tests", "layers", "specs")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(generated.ROOT, "build"))
    parser.add_argument("--work", required=True)
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    directories = []
    for path in sorted(glob.glob(os.path.join(SPECS, "*.json"))):
        directories.append(os.path.join(os.path.abspath(options.work), os.path.splitext(os.path.basename(path))[0]))
        os.makedirs(directories[-1])
        shutil.copy(path, directories[-1])
    program = os.path.join(options.build, "bin", "random_specs")
    paths = [os.path.join(directory, os.path.basename(directory) + ".json") for directory in directories]
    for command in ([program, "check", *paths], [program, "write", *directories]):
        done = subprocess.run(command, capture_output=True, text=True)
        print(done.stdout, end="")
        if done.returncode != 0 or f"{len(directories)} specs, 0 wrong" not in done.stdout or "not accepted" in done.stdout:
            print(done.stderr)
            return 1
    cases = [generated.Case(directory) for directory in directories]
    errors, worst = random_specs.check_generated(cases, options.work, options.build)
    for case, error in errors.items():
        print(f"WRONG {case.name}: {error}")
    print(f"generated code of {len(cases)} specs: {len(errors)} wrong, largest difference {worst:.2f} of its bound")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
