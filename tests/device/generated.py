"""mnist generated for GPUs: the directory is built by a C++ compiler alone, and runs against the fake driver (generated_main.cpp).
A program of it without a driver says so. A model whose layers have no schedule for GPUs is refused with their names."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
FLAGS = ["-O1", "-Wall", "-Wextra", "-Werror", "-ldl", "-pthread"]


def run(command, **options):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    return result.returncode, result.stdout, result.stderr


def must(command, **options):
    status, out, error = run(command, **options)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))[:300]}: exit status {status}\n{out}{error}")
    return out + error


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specimen", required=True)
    parser.add_argument("--fake", required=True, help="the fake driver")
    parser.add_argument("--compiler", default=os.environ.get("CXX", "c++"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        made = directory / "mnist"
        must([options.specimen, "generate", "mnist", "--target", "cuda-sm80,cuda-sm90", "--out", made])
        # Twice the same bytes.
        must([options.specimen, "generate", "mnist", "--target", "gpu", "--out", directory / "again"])
        must(["diff", "-r", made, directory / "again"])
        objects = []
        for source in sorted(made.rglob("*.cpp")):
            object_ = directory / (str(source.relative_to(made)).replace("/", "_") + ".o")
            must([options.compiler, "-std=c++17", "-fno-exceptions", "-fno-rtti", "-I", made, "-c", source, "-o", object_, *FLAGS[:4]])
            objects.append(object_)
        main_object = directory / "main.o"
        must([options.compiler, "-std=c++17", "-I", made, "-I", HERE, f'-DFAKE_DRIVER="{options.fake}"', "-c", HERE / "programs/generated_main.cpp",
              "-o", main_object, *FLAGS[:4]])
        must([options.compiler, main_object, *objects, "-o", directory / "program", *FLAGS[4:]])
        print(must([directory / "program"]), end="")

        without = directory / "without.cpp"
        without.write_text('#include <cstdio>\n#include "mnist.h"\nint main() { mnist::Device device; mnist::Status status = device.open(); '
                           'std::puts(status.message()); return status ? 0 : 3; }\n')
        must([options.compiler, "-std=c++17", "-I", made, without, *objects, "-o", directory / "without", *FLAGS])
        status, out, _ = run([directory / "without"], env={"SPECIMEN_CUDA_DRIVER": "libcuda_that_is_not_there.so"})
        if status != 3 or not out.startswith("no CUDA driver: ") or len(out.splitlines()) != 1:
            sys.exit(f"without a driver: exit status {status}, {out!r}")
        print(out, end="")

        status, out, error = run([options.specimen, "generate", "mobilenet_v2", "--target", "gpu", "--out", directory / "none"])
        if status == 0 or "the family depthwise_conv2d has no schedule" not in error or (directory / "none").exists():
            sys.exit(f"a model without schedules: exit status {status}\n{out}{error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
