"""Two contexts of one generated model's weights run in two threads at the same time, and ThreadSanitizer sees no race.

    python shared_weights.py --work build/shared_weights

generated/mnist is built with its references, which are instrumented too; compiled kernels are not.
"""

import argparse
import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import generated_model

SOURCE = HERE / "programs" / "shared_weights.cpp"
MODEL = HERE.parents[1] / "generated" / "mnist"
FLAGS = ["-fsanitize=thread", "-g1"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", default="build/shared_weights")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.work) as directory:
        generated_model.build_reference(str(MODEL), directory, options.cmake, "g++", FLAGS, "-DMNIST_BUILD_PROGRAM=OFF",
                                        launcher=options.launcher, jobs=options.jobs)
        program = os.path.join(directory, "shared_weights")
        generated_model.run(["g++", "-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", *FLAGS, f"-I{MODEL}", str(SOURCE), "-o", program,
                             f"{directory}/libmnist.a"])
        print(generated_model.run([program], TSAN_OPTIONS="halt_on_error=1 exitcode=66"), end="")


if __name__ == "__main__":
    main()
