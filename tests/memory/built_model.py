"""A directory that `specimen build` made, and programs that link its library."""

import json
import pathlib
import subprocess


TOKENS = 33  # of a text: more than a tile, no multiple of one


def build(specimen, directory):
    """The model that the directory is named after, in it."""
    directory = pathlib.Path(directory)
    subprocess.run([specimen, "build", directory.name, "--out", directory, "--no-check", "--quiet"], check=True)
    return directory


class BuiltModel:
    def __init__(self, directory, tokens=TOKENS):
        self.directory, self.tokens = pathlib.Path(directory).resolve(), tokens
        self.plan = json.loads((self.directory / "plan.json").read_text())
        self.name = self.plan["model"]
        self.program = self.directory / "build" / self.name

    def floats(self, key):
        """Of one image, of the model's only input or output; of a text, of each of its inputs."""
        tensor, *others = self.plan["entries"][0][key]
        assert all(other["shape"] == tensor["shape"] for other in others)
        total = 1
        for extent in tensor["shape"]:
            total *= extent if isinstance(extent, int) else self.tokens if extent == "sequence" else 1
        return total

    def reads_texts(self):
        return [tensor["name"] for tensor in self.plan["entries"][0]["inputs"]] == ["token_ids", "segment_ids", "padding_mask"]

    def targets(self):
        """0 is the best that this machine has, 3 and 4 the others that it runs."""
        flags = next(line for line in open("/proc/cpuinfo", encoding="ascii") if line.startswith("flags")).split()
        return [0] + [3] * ("avx2" in flags and "fma" in flags) + [4] * ("avx512vl" in flags and "avx512bw" in flags)

    def link(self, source, program, *flags):
        """Compiles one source and links it with the model."""
        build = self.directory / "build"
        command = ["g++", "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", f"-I{self.directory}", f"-DMODEL={self.name}",
                   f'-DMODEL_HEADER="{self.name}_c.h"',
                   f"-DINPUT_FLOATS={self.floats('inputs')}", f"-DOUTPUT_FLOATS={self.floats('outputs')}",
                   *([f"-DTOKENS={self.tokens}"] if self.reads_texts() else []), source, "-o", program, build / f"lib{self.name}.a", "-pthread", *flags]
        subprocess.run([str(word) for word in command], check=True, timeout=120)
        return program

    def synthetic_weights(self, specimen, path):
        subprocess.run([specimen, "weights", "synthetic", self.name, "--from", "specimen", "--out", path], check=True, capture_output=True, timeout=120)
        return path
