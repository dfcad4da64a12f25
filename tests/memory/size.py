"""What a model adds to a program: text and data, stripped, unused sections dropped; and the libraries that it needs.

Usage: size.py SPECIMEN DIRECTORY...     directories that `specimen build` made, with the kernels of all targets

SPECIMEN_FULL=1 builds ResNet-50 beside the first directory and measures it, too: its size, and the time from the start of the
process to its first answer with packed weights, beyond one inference.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from built_model import BuiltModel, build

SOURCE = pathlib.Path(__file__).parent / "programs" / "embeds_model.cpp"
MOST_BYTES = {"minilm": 2_000_000}
MOST_BYTES_OF_OTHERS = 3_000_000
MOST_START_MS = 60
IMAGE = pathlib.Path(__file__).resolve().parents[1] / "data" / "china.jpg"
LIBRARIES = {"linux-vdso.so.1", "libc.so.6", "libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "ld-linux-x86-64.so.2"}
FLAGS = ["-Wl,--gc-sections", "-s"]


def text_and_data(program):
    line = subprocess.run(["size", program], check=True, capture_output=True, text=True).stdout.splitlines()[1].split()
    return int(line[0]) + int(line[1])


def libraries(program):
    lines = subprocess.run(["ldd", program], check=True, capture_output=True, text=True).stdout.splitlines()
    return {pathlib.Path(line.split()[0]).name for line in lines if line.strip()}


def start_ms(model, specimen):
    """The least of ten runs: the process's whole time, less the forward that it reports."""
    with tempfile.TemporaryDirectory() as work:
        packed = f"{work}/packed"
        weights = model.synthetic_weights(specimen, f"{work}/w.safetensors")
        subprocess.run([model.program, weights, IMAGE, f"--save-packed={packed}"], check=True, capture_output=True, timeout=120)
        least = float("inf")
        for _ in range(10):
            before = time.perf_counter()
            text = subprocess.run([model.program, packed, IMAGE], check=True, capture_output=True, text=True, timeout=120).stdout
            whole = (time.perf_counter() - before) * 1e3
            least = min(least, whole - float(re.search(r": ([\d.]+) ms, median", text)[1]))
        return least


def main():
    specimen, directories = sys.argv[1], sys.argv[2:]
    failures = 0
    if os.environ.get("SPECIMEN_FULL"):
        directories.append(build(specimen, pathlib.Path(directories[0]).with_name("resnet50")))
        start = start_ms(BuiltModel(directories[-1]), specimen)
        print(f"resnet50: {start:.1f} ms from start to answer, beyond one inference (at most {MOST_START_MS})")
        failures += start > MOST_START_MS
    for directory in directories:
        model = BuiltModel(directory)
        with tempfile.TemporaryDirectory() as work:
            empty = f"{work}/empty"
            subprocess.run(["g++", "-O1", "-DEMPTY", str(SOURCE), "-o", empty, *FLAGS], check=True, timeout=60)
            program = model.link(SOURCE, f"{work}/program", *FLAGS)
            weights = model.synthetic_weights(specimen, f"{work}/w.safetensors")
            added, needed = text_and_data(program) - text_and_data(empty), libraries(program)
            subprocess.run([program, weights], check=True, timeout=60)  # what was dropped is not missed
            names = subprocess.run(["nm", model.directory / "build" / f"lib{model.name}.a"], capture_output=True, text=True, check=True).stdout
            targets = sorted(set(re.findall(r"__(v\d)\b", names)))
        most = MOST_BYTES.get(model.name, MOST_BYTES_OF_OTHERS)
        print(f"{model.name}: {added:,} bytes of text and data (at most {most:,}), targets {', '.join(targets)}")
        if added > most:
            failures += 1
        if targets != ["v3", "v4"]:
            print("  not both targets are in it")
            failures += 1
        if needed - LIBRARIES:
            print(f"  it needs {', '.join(sorted(needed - LIBRARIES))}")
            failures += 1
    print(f"{len(directories)} models, {failures} failures")
    return 1 if failures or not directories else 0


if __name__ == "__main__":
    sys.exit(main())
