"""The test program of a generated model passes for every target that this machine has.

Usage: own_test.py DIRECTORY...     directories that `specimen build` made
"""

import pathlib
import sys

import generated_model


def main():
    directories, failures = [pathlib.Path(directory) for directory in sys.argv[1:]], 0
    targets = generated_model.host_targets()
    for directory in directories:
        program = str(directory / "build" / f"{directory.name}_test")
        for target in targets:
            try:
                said = generated_model.run([program, f"--target={target}"])
            except generated_model.BuildError as error:
                said = str(error)
            passed = said.startswith(f"{directory.name}, target {target}\n") and said.endswith("\nall is well\n")
            failures += not passed
            print(f"{directory.name}, target {target}: passes" if passed else said)
    print(f"{len(directories)} models, targets {' '.join(targets)}, {failures} failures")
    return 1 if failures or not directories else 0


if __name__ == "__main__":
    sys.exit(main())
