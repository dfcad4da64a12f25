"""Runs docs/first_variant.md as a newcomer does: its commands in order, in one shell that starts in the repository, with a
home directory and so a cache that are empty. Each has to succeed and to print what the page shows. All of them together may take
so long that a quarter of an hour is left for them, the build before them and reading."""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

import console

PAGE = "docs/first_variant.md"
# Seconds of a processor, which other tests beside this one do not change: 15 minutes without 8 of the build and 3 of reading.
BOUND = 4 * 60

# What a command leaves behind for the next one: the directory it ended in and the variables it exported.
SHELL = """cd "$(cat "$STATE/directory")" && . "$STATE/variables" || exit 99
{command}
status=$?
pwd >"$STATE/directory" && export -p >"$STATE/variables" || exit 99
exit $status
"""


def blocks(text):
    """The page's commands and files in their order: (line number, command, expected lines) or (line number, file name, text)."""
    found = [(*command, "command") for command in console.commands(text)]
    for block in re.finditer(r"^```cpp file=(\S+)\n(.*?)^```$", text, re.M | re.S):
        found.append((text.count("\n", 0, block.start()) + 1, block[1], block[2], "file"))
    return sorted(found, key=lambda block: block[0])


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime

PROGRESS = re.compile(r"\w+ \d+ of \d+(, .* left)?(:|$)")


def walk(text, directory):
    """Failures; the first one ends the walk."""
    home, state = os.path.join(directory, "home"), os.path.join(directory, "state")
    os.mkdir(home)
    os.mkdir(state)
    environment = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    environment.update(HOME=home, STATE=state, LC_ALL="C.UTF-8")
    with open(os.path.join(state, "directory"), "w") as file:
        file.write(console.ROOT)
    open(os.path.join(state, "variables"), "w").close()
    for line, what, content, kind in blocks(text):
        if kind == "file":
            with open(os.path.join(state, "directory")) as file:
                path = os.path.join(file.read().rstrip("\n"), what)
            with open(path, "x") as file:
                file.write(content)
            continue
        begin, began = time.monotonic(), processor_seconds()
        result = subprocess.run(["bash", "-c", SHELL.replace("{command}", what)], env=environment, capture_output=True, text=True)
        print(f"{time.monotonic() - begin:6.1f} s, {processor_seconds() - began:6.1f} s of a processor: {what[:100]}", flush=True)
        # A slow machine says how far it is, which no page shows.
        progress = [line for line in result.stderr.splitlines(keepends=True) if not PROGRESS.match(line)]
        printed = result.stdout + "".join(progress)
        if result.returncode != 0 or not console.matches(content, printed):
            return [f"{PAGE}:{line}: `{what}` prints something else (status {result.returncode}):\n{printed[-3000:]}"]
    return []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--specimen", required=True)
    specimen = parser.parse_args().specimen
    if not os.path.samefile(specimen, os.path.join(console.ROOT, "build/bin/specimen")):
        sys.exit(f"{specimen} is not the program that the page walks with")
    with open(os.path.join(console.ROOT, PAGE)) as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as directory:
        failures = walk(text, directory)
    seconds = processor_seconds()
    if seconds > BOUND:
        failures.append(f"the walk takes {seconds:.0f} s of a processor; {BOUND} leave time for the rest of the 15 minutes")
    for failure in failures:
        print(failure)
    print(f"{seconds:.0f} s of a processor, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
