"""Generated directories inside other people's projects.

    python hosts.py hostile | shared | installed | two_prefixes --work DIR --cmake CMAKE

The models are generated/mnist and a copy of it under another name, with a runtime of another version: what a later Specimen
would have made. Both use the reference kernels, so that a C++ compiler is enough.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MNIST = ROOT / "generated" / "mnist"
PROGRAMS = Path(__file__).resolve().parent / "programs"
WARNINGS = "-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Werror"
# Names that a project sets for the directories on purpose.
OPTIONS = re.compile(r"CMAKE_|BUILD_SHARED_LIBS|MNIST(_OTHER)?_(KERNELS|KERNEL_OBJECTS|BUILD_PROGRAM|INSTALL|PYTHON)$")


def run(command, **environment):
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, env={**os.environ, **environment})
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout[-6000:]}{result.stderr[-6000:]}")
    return result.stdout


def other_version(directory):
    """The directory of mnist as mnist_other, with version 3 of the runtime."""
    shutil.copytree(MNIST, directory)
    for path in sorted(directory.rglob("*"), reverse=True):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"specimen_v2", "specimen_v3", text).replace("SPECIMEN_V2", "SPECIMEN_V3")
            text = text.replace("mnist", "mnist_other").replace("MNIST", "MNIST_OTHER")
            path.write_text(text, encoding="utf-8")
        if "mnist" in path.name:
            path.rename(path.with_name(path.name.replace("mnist", "mnist_other")))
    return directory


def variables_of(*directories):
    """Every variable that the directories' CMake sets or reads."""
    names = set()
    for directory in directories:
        text = (directory / "CMakeLists.txt").read_text(encoding="utf-8")
        names |= set(re.findall(r"\b(?:set|foreach|option|find_path|find_library|list\(APPEND|get_target_property)\(?\s*(\w+)", text))
        names |= set(re.findall(r"\$\{(\w+)\}", text))
    return sorted(name for name in names if not OPTIONS.match(name) and not name.startswith("PROJECT_"))


class Host:
    def __init__(self, options, name):
        self.cmake, self.launcher = options.cmake, options.launcher
        self.directory = Path(options.work).resolve() / name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        self.build = self.directory / "build"
        self.other = other_version(self.directory / "mnist_other")

    def configure(self, source, *arguments):
        launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={self.launcher}"] if self.launcher else []
        run([self.cmake, "-S", source, "-B", self.build, "-DMNIST_KERNELS=reference", "-DMNIST_OTHER_KERNELS=reference", *launcher, *arguments],
            CXXFLAGS=os.environ.get("CXXFLAGS", ""))

    def make(self, *arguments):
        run([self.cmake, "--build", self.build, "-j", "2", *arguments])


def hostile(options):
    """One source file with both versions' headers, in a project that sets whatever it can."""
    host = Host(options, "hostile")
    junk = "\n".join(f"set({name} junk_{i}.o)" for i, name in enumerate(variables_of(MNIST, host.other)))
    (host.directory / "CMakeLists.txt").write_text(f"""cmake_minimum_required(VERSION 3.16)
project(host CXX)
set(CMAKE_CXX_STANDARD 14)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_UNITY_BUILD ON)
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
set(CMAKE_CXX_FLAGS "${{CMAKE_CXX_FLAGS}} {WARNINGS}")
set(objects my_thing.o)
{junk}
add_subdirectory({MNIST} mnist)
add_subdirectory(mnist_other)
add_executable(host {PROGRAMS / "two_models.cpp"})
target_link_libraries(host PRIVATE mnist::mnist mnist_other::mnist_other)
""", encoding="utf-8")
    host.configure(host.directory, "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1")
    host.make("--target", "host")
    print(run([host.build / "host"]), end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scenarios = {"hostile": hostile}
    parser.add_argument("scenario", choices=scenarios)
    parser.add_argument("--work", default="build/tests/shipping")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    options = parser.parse_args()
    scenarios[options.scenario](options)


if __name__ == "__main__":
    main()
