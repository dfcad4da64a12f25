"""A generated model's arena: the bytes that its header states are what it needs, none fewer, none more.

Usage: arena.py SPECIMEN DIRECTORY...     directories that `specimen build` made

A model runs in an arena of the size that it asks for, between pages that nothing may touch; what it asks for is what the
header states for each image or text, and one room behind them that kernels may read; and its longest input writes all of
the former but the tail of its last row.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from built_model import BuiltModel

SOURCE = pathlib.Path(__file__).parent / "programs" / "arena.cpp"
LONGEST = 256
TAIL = 64  # buffers end on these


def main():
    specimen, directories = sys.argv[1], sys.argv[2:]
    problems = []
    for directory in directories:
        model = BuiltModel(directory, tokens=LONGEST)
        header = (model.directory / f"{model.name}.h").read_text()
        stated = int(re.search(r"kArenaBytesPerExample = (\d+);", header)[1])
        if (sequence := re.search(r"kMaxSequence = (\d+);", header)) and int(sequence[1]) != LONGEST:
            problems.append(f"{model.name}: its longest text has {sequence[1]} tokens, {LONGEST} were run")
        with tempfile.TemporaryDirectory() as work:
            program = model.link(SOURCE, f"{work}/arena")
            weights = model.synthetic_weights(specimen, f"{work}/w.safetensors")
            room = set()
            for batch in (1, 3):
                line = subprocess.run([program, weights, str(batch)], check=True, capture_output=True, text=True, timeout=120).stdout
                asked, used, refused = map(int, line.split())
                room.add(asked - batch * stated)
                print(f"{model.name}, batch {batch}: {stated:,} bytes stated for each, {asked:,} asked for, {used:,} written to")
                if not batch * stated - TAIL < used <= batch * stated:
                    problems.append(f"{model.name}, batch {batch}: {used:,} bytes are written, {batch * stated:,} are stated")
                if not refused:
                    problems.append(f"{model.name}, batch {batch}: an arena smaller by a byte was taken")
            if len(room) != 1:
                problems.append(f"{model.name}: beyond what is stated it asks for {sorted(room)} bytes")
    print("\n".join(problems) or "no problems")
    return 1 if problems or not directories else 0


if __name__ == "__main__":
    sys.exit(main())
