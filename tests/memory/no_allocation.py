"""Nothing in forward() of a generated model reaches malloc, new or mmap, on any thread.

Usage: no_allocation.py SPECIMEN DIRECTORY...     directories that `specimen build` made

SPECIMEN_FULL=1 builds two models of full size beside the first directory and runs them, too.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from built_model import BuiltModel, build

FULL_SIZE = ["resnet50", "mobilenet_v2"]
SOURCE = pathlib.Path(__file__).parent / "programs" / "no_allocation.cpp"


def main():
    specimen, directories = sys.argv[1], sys.argv[2:]
    if os.environ.get("SPECIMEN_FULL"):
        directories += [build(specimen, pathlib.Path(directories[0]).with_name(name)) for name in FULL_SIZE]
    failures = runs = 0
    for directory in directories:
        model = BuiltModel(directory)
        with tempfile.TemporaryDirectory() as work:
            program = model.link(SOURCE, f"{work}/no_allocation")
            weights = model.synthetic_weights(specimen, f"{work}/w.safetensors")

            def calls(threads, batch, target):
                result = subprocess.run([program, weights, str(threads), str(batch), str(target)], check=True, capture_output=True, text=True,
                                        timeout=120)
                return int(result.stdout)

            seen = calls(1, 1, "self")
            if seen != 6:
                failures += 1
                print(f"{model.name}: the test is not sensitive: 6 calls were made in another thread, {seen} were seen")
            for target in model.targets():
                for threads in (1, 2, 5):
                    for batch in (1, 3):
                        runs += 1
                        count = calls(threads, batch, target)
                        if count:
                            failures += 1
                            print(f"{model.name}, target {target}, {threads} threads, batch {batch}: {count} calls inside forward")
    print(f"{runs} runs, {failures} failures")
    return 1 if failures or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
