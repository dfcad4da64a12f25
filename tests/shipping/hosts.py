"""Generated directories inside other people's projects.

    python hosts.py SCENARIO --work DIR --cmake CMAKE

The models are generated/mnist and a copy of it under another name, with a runtime of another version: what a later Specimen
would have made. Both use the reference kernels, so that a C++ compiler is enough. The scenarios:

    hostile    both in one source file of a project that sets whatever it can against them
    static     both installed into one prefix, which is moved; found by find_package and by pkg-config
    committed  compiled kernels are kept by git in a project that ignores objects
    objects    built from compiled kernels where there is no Halide, no Python and no network; damaged kernels are refused
    shared     the same as shared libraries: what they show, threads, forks, dlclose; the Python module
"""

import argparse
import json
import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np

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
            text = text.replace("specimen_v2", "specimen_v3").replace("SPECIMEN_V2", "SPECIMEN_V3")
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
        names |= set(re.findall(r"\b(?:set|foreach|option|find_path|find_library|APPEND|get_target_property)\(?\s*(\w+)", text))
        names |= set(re.findall(r"\$\{(\w+)\}", text))
    return sorted(name for name in names if not OPTIONS.match(name) and not name.startswith("PROJECT_"))


def write_weights(path):
    """Random weights of mnist, scaled so that activations keep their size."""
    random, header, parts, at = np.random.default_rng(0), {}, [], 0
    for parameter in json.loads((MNIST / "plan.json").read_text(encoding="utf-8"))["parameters"]:
        shape = parameter["shape"]
        scale = 0.1 if len(shape) == 1 else (2 / np.prod(shape[:-1])) ** 0.5
        data = (scale * random.standard_normal(shape)).astype("<f4").tobytes()
        header[parameter["name"]] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))
    return path


class Host:
    """A project with both directories in it."""

    def __init__(self, options, name):
        self.cmake, self.specimen = options.cmake, options.specimen
        self.with_launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}"] if options.launcher else []
        self.directory = Path(options.work).resolve() / name
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        self.build = self.directory / "build"
        self.other = other_version(self.directory / "mnist_other")

    def write(self, text):
        start = "cmake_minimum_required(VERSION 3.16)\nproject(host C CXX)\n"
        (self.directory / "CMakeLists.txt").write_text(start + text, encoding="utf-8")

    def configure(self, *arguments):
        run([self.cmake, "-S", self.directory, "-B", self.build, "-DMNIST_KERNELS=reference", "-DMNIST_OTHER_KERNELS=reference",
             "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1", *self.with_launcher, *arguments])

    def make(self, *arguments):
        run([self.cmake, "--build", self.build, "-j", "2", *arguments])

    def install(self, shared):
        """Both models in one prefix, which is moved after the installation."""
        self.write(f"add_subdirectory({MNIST} mnist)\nadd_subdirectory(mnist_other)\n")
        there = self.directory / "there"
        self.configure(f"-DBUILD_SHARED_LIBS={shared}", f"-DCMAKE_INSTALL_PREFIX={there}", "-DCMAKE_INSTALL_LIBDIR=lib")
        self.make()
        self.make("--target", "install")
        return there.rename(self.directory / "prefix")


def find_package(host, prefix):
    """A project that knows the prefix alone."""
    user = host.directory / "user"
    user.mkdir()
    (user / "CMakeLists.txt").write_text(f"""cmake_minimum_required(VERSION 3.16)
project(user CXX)
find_package(mnist 2.0 QUIET)
if(mnist_FOUND)
  message(FATAL_ERROR "version 2.0 is not there")
endif()
find_package(mnist 1.0 REQUIRED COMPONENTS image)
find_package(mnist_other 1.0 REQUIRED)
add_executable(user {PROGRAMS / "installed.cpp"})
target_link_libraries(user PRIVATE mnist::mnist mnist::image mnist_other::mnist_other)
""", encoding="utf-8")
    run([host.cmake, "-S", user, "-B", user / "build", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_FLAGS={WARNINGS}"])
    run([host.cmake, "--build", user / "build"])
    print(run([user / "build" / "user"]), end="")


def pkg_config(host, prefix):
    """A program in strict C, by pkg-config."""
    flags = run(["pkg-config", "--cflags", "--libs", "mnist"], PKG_CONFIG_PATH=str(prefix / "lib" / "pkgconfig")).split()
    source, program = host.directory / "abi.c", host.directory / "abi"
    source.write_text('#include "mnist_c.h"\nint main(void) { return mnist_abi_version() != MNIST_ABI_VERSION; }\n', encoding="utf-8")
    run(["cc", "-std=c99", *WARNINGS.split(), source, "-o", program, *flags, f"-Wl,-rpath,{prefix / 'lib'}"])
    run([program])


def hostile(host):
    junk = "\n".join(f"set({name} junk_{i}.o)" for i, name in enumerate(variables_of(MNIST, host.other)))
    host.write(f"""set(CMAKE_CXX_STANDARD 14)
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
""")
    host.configure()
    host.make("--target", "host")
    print(run([host.build / "host"]), end="")


def static(host):
    prefix = host.install("OFF")
    find_package(host, prefix)
    pkg_config(host, prefix)


def check_shown(library):
    """A shared library shows its interface, and nothing that would keep it in memory (`u`, unique symbols)."""
    allowed = re.compile(r"mnist(_\w+)?(\(|$)|mnist::|specimen_v2::(Context|ThreadPool|PackedWeights)::|"
                         r"specimen_v2::(target_name|parse_target)\(")
    wrong = []
    for line in run(["nm", "-DC", "--defined-only", library]).splitlines():
        kind, name = line.split(maxsplit=2)[1:]
        if kind == "u" or not allowed.match(name) or "_f32_" in name:
            wrong.append(f"{kind} {name}")
    if wrong:
        sys.exit(f"{library.name} shows\n" + "\n".join(wrong))


def shared(host):
    prefix = host.install("ON")
    for library in ("libmnist.so", "libmnist_image.so"):
        check_shown(prefix / "lib" / library)
    find_package(host, prefix)
    pkg_config(host, prefix)
    weights = write_weights(host.directory / "mnist.safetensors")
    program = host.directory / "processes"
    run(["cc", "-std=gnu99", "-O1", "-Wall", "-Wextra", "-Werror", f"-I{prefix}/include/mnist", PROGRAMS / "processes.c", "-o", program,
         "-ldl", "-pthread"])
    print(run([program, prefix / "lib" / "libmnist.so", weights, host.directory / "mnist.packed"]), end="")

    module = host.directory / "module"
    run([host.cmake, "-S", MNIST, "-B", module, "-DMNIST_KERNELS=reference", "-DBUILD_SHARED_LIBS=ON", "-DMNIST_PYTHON=ON",
         "-DMNIST_BUILD_PROGRAM=OFF", "-DCMAKE_CXX_FLAGS_RELEASE=-O1", *host.with_launcher])
    run([host.cmake, "--build", module, "-j", "2"])
    elsewhere = (module / "python").rename(host.directory / "elsewhere")
    print(run([sys.executable, PROGRAMS / "module.py", elsewhere, weights]), end="")


def committed(host):
    """The usual ignore files drop *.o and lib/."""
    (host.directory / ".gitignore").write_text("*.o\nlib/\nbuild/\n", encoding="utf-8")
    kernel = host.other / "kernels" / "lib" / "x86_64-Linux" / "mnist_other_f32_pad__v3.o"
    for path in (kernel, host.other / "build" / "a.o", host.directory / "lib" / "a.c"):
        path.parent.mkdir(parents=True)
        path.write_text("", encoding="utf-8")
    run(["git", "init", "-q", host.directory])
    run(["git", "-C", host.directory, "add", "."])
    listed = run(["git", "-C", host.directory, "ls-files"]).splitlines()
    if str(kernel.relative_to(host.directory)) not in listed or any("/build/" in path or path.startswith("lib/") for path in listed):
        sys.exit("git keeps the wrong files:\n" + "\n".join(listed))
    print(f"{len(listed)} files, the kernel among them")


def objects(host):
    """`generate --with-objects`, then a build in namespaces of its own: without this checkout's .venv, Python and a network."""
    made, aside = host.directory / "made", host.directory / "cmake"
    run([host.specimen, "generate", "mnist", "--with-objects", "--no-check", "--out", made],
        SPECIMEN_CACHE=str(host.directory.parent / "cache"))
    listed = (made / "kernels" / "lib" / "x86_64-Linux" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    kernels = sorted((made / "kernels" / "lib" / "x86_64-Linux").glob("*.o"))
    if sorted(line.split()[1] for line in listed) != [path.name for path in kernels] or not kernels:
        sys.exit(f"SHA256SUMS does not list the {len(kernels)} kernels")
    before = kernels[0].read_bytes()
    kernels[0].write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
    damaged = subprocess.run([host.cmake, "-S", made, "-B", host.directory / "damaged"], capture_output=True, text=True)
    if damaged.returncode == 0 or "SHA256SUMS" not in damaged.stderr:
        sys.exit(f"a damaged kernel is taken\n{damaged.stdout}{damaged.stderr}")
    kernels[0].write_bytes(before)

    aside.mkdir()
    cmake = Path(host.cmake).resolve().parents[1]  # from a wheel in .venv, or the system's
    script = f"""set -e
mount --bind {cmake} {aside}
mount -t tmpfs none {(ROOT / ".venv").resolve()}
for program in /usr/bin/python3*; do mount --bind /dev/null $program; done
{aside}/bin/cmake -S {made} -B {made}/build -DCMAKE_CXX_FLAGS_RELEASE=-O1
{aside}/bin/cmake --build {made}/build -j 2
{made}/build/mnist_test"""
    if subprocess.run(["unshare", "-rmn", "true"], capture_output=True).returncode != 0:
        print("[SKIP] no namespaces here")
        return
    said = run(["unshare", "-rmn", "sh", "-c", script], PATH="/usr/bin:/bin")
    print(said.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    scenarios = {"hostile": hostile, "static": static, "shared": shared, "committed": committed, "objects": objects}
    parser.add_argument("scenario", choices=scenarios)
    parser.add_argument("--work", default="build/tests/shipping")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    parser.add_argument("--specimen", default=str(ROOT / "build" / "bin" / "specimen"))
    options = parser.parse_args()
    scenarios[options.scenario](Host(options, options.scenario))


if __name__ == "__main__":
    main()
