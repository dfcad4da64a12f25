"""Models that a test builds as a user does: generated with their kernels, a shared library, a Python module."""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import unittest

import numpy as np

ARGUMENTS = argparse.Namespace()  # bin, work, cmake, launcher: of main()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def specimen(*command):
    return run(os.path.join(ARGUMENTS.bin, "specimen"), *command)


def synthetic_weights(spec, path):
    """Writes the synthetic weights of the model in place of what is there."""
    if os.path.exists(path):
        os.remove(path)
    specimen("weights", "synthetic", spec, "-o", path)


def read_safetensors(path):
    dtypes = {"F32": np.float32, "I32": np.int32}
    with open(path, "rb") as f:
        header = json.loads(f.read(int.from_bytes(f.read(8), "little")))
        data = f.read()
    header.pop("__metadata__", None)
    return {name: np.frombuffer(data[slice(*one["data_offsets"])], dtypes[one["dtype"]]).reshape(one["shape"])
            for name, one in header.items()}


def built(spec, name, source, build):
    """The Python module of the model, generated into `source` and built in `build`."""
    specimen("generate", spec, "--out", source, "--force", "--with-objects")
    launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={ARGUMENTS.launcher}"] if ARGUMENTS.launcher else []
    run(ARGUMENTS.cmake, "-S", source, "-B", build, "-G", "Ninja", "-DBUILD_SHARED_LIBS=ON", f"-D{name.upper()}_PYTHON=ON", *launcher)
    run(ARGUMENTS.cmake, "--build", build, "-j", "2")
    there = importlib.util.spec_from_file_location(name, os.path.join(build, "python", f"{name}.py"))
    module = importlib.util.module_from_spec(there)
    there.loader.exec_module(module)
    return module


def read_plan(source):
    with open(os.path.join(source, "plan.json"), encoding="ascii") as f:
        return json.load(f)


def main(doc, work):
    """Runs the tests of the calling program; `work` is where they build unless --work says so."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default=work)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    parser.parse_args(namespace=ARGUMENTS)
    ARGUMENTS.work = os.path.abspath(ARGUMENTS.work)
    os.makedirs(ARGUMENTS.work, exist_ok=True)
    unittest.main(argv=sys.argv[:1])
