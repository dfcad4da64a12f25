"""The test program of a generated model passes at every level that this machine has.

Usage: own_test.py FOLDER...     folders that `specimen build` made
"""

import pathlib
import sys

import generated_model


def main():
    folders, failures = [pathlib.Path(folder) for folder in sys.argv[1:]], 0
    levels = generated_model.host_levels()
    for folder in folders:
        program = str(folder / "build" / f"{folder.name}_test")
        for level in levels:
            try:
                said = generated_model.run([program, f"--level={level}"])
            except generated_model.BuildError as error:
                said = str(error)
            passed = said.startswith(f"{folder.name}, level {level}\n") and said.endswith("\nall is well\n")
            failures += not passed
            print(f"{folder.name}, level {level}: passes" if passed else said)
    print(f"{len(folders)} models, levels {' '.join(levels)}, {failures} failures")
    return 1 if failures or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
