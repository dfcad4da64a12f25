"""Applies the C++ blocks of docs/adding_an_op.md and docs/adding_a_kernel_family.md to a copy of the sources and compiles
every file that they touch, and those that list all ops and families.

A block opens with ```cpp file=PATH and, unless it is a whole new file, one of before="...", after="...", replace="...":
the one line of the file that starts with this text, indentation aside.
"""

import argparse
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGES = ["docs/adding_an_op.md", "docs/adding_a_kernel_family.md"]
# Hold tables over all ops or families without being touched.
ALSO = ["generator/graph/ops.cpp", "generator/graph/text_print.cpp", "generator/graph/text_parse.cpp", "generator/kernels/catalog_json.cpp"]


class Failure(Exception):
    pass


def blocks(page):
    """(line number, file, (place, text) or None, lines) of every block with a file."""
    found = []
    with open(os.path.join(ROOT, page)) as file:
        lines = file.read().split("\n")
    i = 0
    while i < len(lines):
        opening = re.match(r"( *)```cpp file=(\S+)(?: (before|after|replace)=\"((?:[^\"\\]|\\.)*)\")?$", lines[i])
        if not opening:
            if "```cpp" in lines[i]:
                raise Failure(f"{page}:{i + 1}: a C++ block without a file, or with more than one place")
            i += 1
            continue
        indent, start, body = len(opening[1]), i + 1, []
        i += 1
        while i < len(lines) and lines[i].strip() != "```":
            body.append(lines[i][indent:])
            i += 1
        place = (opening[3], opening[4].replace('\\"', '"')) if opening[3] else None
        found.append((start, opening[2], place, body))
        i += 1
    return found


def apply(copy, page, line, path, place, body):
    target = os.path.join(copy, path)
    if place is None:
        if os.path.exists(target):
            raise Failure(f"{page}:{line}: {path} exists already")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        lines = body + [""]
    else:
        if not os.path.exists(target):
            raise Failure(f"{page}:{line}: there is no {path}")
        how, text = place
        with open(target) as file:
            lines = file.read().split("\n")
        hits = [i for i, candidate in enumerate(lines) if candidate.strip().startswith(text.strip())]
        if len(hits) != 1:
            raise Failure(f"{page}:{line}: {len(hits)} lines of {path} start with `{text}`, expected one")
        at = hits[0]
        lines[at + (how == "after") : at + (how != "before")] = body
    with open(target, "w") as file:
        file.write("\n".join(lines))


def compile_file(copy, path, compiler, halide):
    command = [compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", "-I" + copy + "/generator", "-I" + copy + "/tests",
               "-I" + copy, "-I" + copy + "/tests/kernels", "-c", os.path.join(copy, path), "-o", os.devnull]
    if halide:
        command += ["-isystem", halide]
    result = subprocess.run(command, capture_output=True, text=True)
    return path, result.returncode, result.stderr.replace(copy + "/", "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    halide = (glob.glob(ROOT + "/.venv/lib/python3*/site-packages/halide/include") or [""])[0]
    with tempfile.TemporaryDirectory() as copy:
        for folder in ["generator", "runtime", "tests/kernels"]:
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(copy, folder))
        touched = list(ALSO)
        try:
            for page in PAGES:
                for line, path, place, body in blocks(page):
                    apply(copy, page, line, path, place, body)
                    if path.endswith(".cpp") and path not in touched:
                        touched.append(path)
        except Failure as failure:
            print(failure)
            return 1
        failed = 0
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            for path, status, errors in pool.map(lambda p: compile_file(copy, p, arguments.compiler, halide), touched):
                print(f"{path}: {'compiles' if status == 0 else 'does not compile'}", flush=True)
                if status != 0:
                    failed += 1
                    print(errors)
        print(f"{len(touched) - failed} of {len(touched)} files compile")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
