"""Applies the C++ blocks of docs/adding_an_op.md and docs/adding_a_kernel_family.md, and by themselves those of docs/adding_a_target.md,
to a copy of the sources, compiles every
file that they touch, and links and runs what is new with the libraries of the build directory: the layer's op is built from a spec
and computed, the family's kernel is compiled by specimen-kernels, the passes run for the kind of target. Then each part that a registry asks for is taken away in turn: the
file must not compile, and the compiler's message must name the function to write and the type to write it for.

Sources of a directory are compiled together, as the build does it: they share their headers, which take most of the time. So the test takes less
than a minute on two cores even where no compiler cache holds its objects.

In the directories of WHOLE every source that includes a touched header is compiled. Of the libraries above them (passes, plan, emit,
cli) only the touched files are, since nearly all of them include such a header: `specimen` itself is not linked.

A block opens with ```cpp file=PATH and, unless it is a whole new file, one of before="...", after="...", replace="...":
the one line of the file that starts with this text, indentation aside.
"""

import argparse
import concurrent.futures
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "structure"))

from includes import includes  # noqa: E402

PAGES = ["docs/adding_an_op.md", "docs/adding_a_kernel_family.md"]
# Where all sources that include a touched header are compiled anew.
WHOLE = ["generator/graph", "generator/kernels", "generator/compiler"]
MAIN = "generator/compiler/main.cpp"  # takes longest
HALIDE_SOURCE = re.compile(r"/(algorithm|schedule_)[^/]*\.cpp$")
OP_PROGRAM = "tests/docs/programs/scale_by_max.cpp"
OP_SAYS = ["scale_by_max(%0)", "0.25 0.5 1"]
INSTANCE = {"symbol": "f32_scale_by_max_20", "target": "v3", "family": "scale_by_max", "problem": {"features": 20}, "schedule": {"lanes": 8}}


# Parts: the file, the function that is taken away, and its argument.
PARTS = [
    ("generator/graph/shapes.cpp", "infer", "ScaleByMaxOp"),
    ("generator/graph/evaluate/ops.cpp", "run", "ScaleByMaxOp"),
    ("generator/graph/traits.cpp", "of", "ScaleByMaxOp"),
    ("generator/graph/costs.cpp", "work", "ScaleByMaxOp"),
    ("generator/plan/select.cpp", "pick", "ScaleByMaxOp"),
    ("generator/kernels/scale_by_max/problem.h", "shape_name", "ScaleByMax"),
    ("generator/kernels/scale_by_max/problem.h", "flops", "ScaleByMax"),
    ("generator/kernels/scale_by_max/problem.h", "arguments", "ScaleByMax"),
    ("generator/kernels/scale_by_max/problem.h", "traits", "ScaleByMax"),
    ("generator/kernels/scale_by_max/problem.h", "describe", "ScaleByMax"),
    ("generator/kernels/scale_by_max/schedule.h", "rule", "ScaleByMax"),
    ("generator/kernels/scale_by_max/schedule.h", "candidates", "ScaleByMax"),
    ("generator/kernels/scale_by_max/schedule.h", "workspace_bytes", "ScaleByMax"),
]
# A kind of target: the page, the sources that its blocks change, and the program that runs the passes for it. Of the other sources that
# include targets.def none depends on how many rows it has.
TARGET_PAGE = "docs/adding_a_target.md"
TARGET_SOURCES = ["generator/kernels/common/target.cpp", "generator/kernels/target_rules.cpp", "generator/kernels/rules_small.cpp",
                  "generator/kernels/catalog.cpp", "generator/kernels/device_code.cpp"]
TARGET_RULES = "generator/kernels/rules_small.cpp"
TARGET_LIBRARIES = ["passes", "graph", "spec", "kernels_plain", "base", "runtime_core"]
TARGET_PROGRAM = "tests/docs/programs/small_target.cpp"
TARGET_SAYS = ["conv direct", "images without padding", "conv2d has no schedule"]
# Lines that are taken away, the source that then does not compile, and what the message names.
TARGET_PARTS = [
    ("generator/kernels/rules_small.cpp", "  ConvAlgorithm algorithm_of", "generator/kernels/rules_small.cpp", "algorithm_of"),
    ("generator/kernels/rules_small.cpp", "  bool expands_in_depthwise", "generator/kernels/rules_small.cpp", "expands_in_depthwise"),
    ("generator/kernels/rules_small.cpp", "  bool pads_itself", "generator/kernels/rules_small.cpp", "pads_itself"),
    ("generator/kernels/catalog.cpp", "    case TargetKind::small:", "generator/kernels/catalog.cpp", "small"),
    ("generator/kernels/device_code.h", "    case TargetKind::small:", "generator/kernels/device_code.cpp", "small"),
]

# The source that asks a family's header for its functions.
ASKS = "generator/kernels/catalog.cpp"


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


def readers(copy, touched):
    """The sources that are touched, and those of WHOLE that include a touched file, however deep."""
    root = pathlib.Path(copy)
    direct = {path: includes(root, path) for directory in WHOLE for path in (root / directory).rglob("*.*")}
    seen, size = {root / path for path in touched}, 0
    while len(seen) > size:
        size = len(seen)
        seen |= {path for path, files in direct.items() if files & seen}
    return sorted(str(path.relative_to(root)) for path in seen if path.suffix == ".cpp")


def units(copy, sources):
    """Lists of sources that are compiled together, those that take longest first."""
    together, alone = {}, []
    for path in sources:
        if path.startswith(tuple(WHOLE)) and path != MAIN:
            # All families together, apart from their Halide code.
            directory = "generator/kernels" if path.startswith("generator/kernels/") else os.path.dirname(path)
            together.setdefault((directory, bool(HALIDE_SOURCE.search(path))), []).append(path)
        else:
            alone.append([path])
    groups = sorted(together.values(), key=lambda paths: -sum(os.path.getsize(os.path.join(copy, path)) for path in paths))
    return sorted([*groups, *alone], key=lambda paths: MAIN not in paths)


class Build:
    """Compilers and linkers at work in the copy."""

    def __init__(self, copy, options):
        self.copy, self.options, self.objects = copy, options, {}
        (self.halide,) = glob.glob(ROOT + "/.venv/lib/python3*/site-packages/halide")

    def run(self, command):
        # From within the copy: paths in commands and messages do not depend on where it is.
        return subprocess.run(command, cwd=self.copy, capture_output=True, text=True)

    def compile(self, paths):
        """Compiles the sources together to one object, named after the first of them."""
        source = paths[0]
        if len(paths) > 1:
            source = paths[0].removesuffix(".cpp") + "_and_others.cpp"
            with open(os.path.join(self.copy, source), "w") as file:
                file.writelines(f'#include "{os.path.relpath(path, os.path.dirname(source))}"\n' for path in paths)
        object_file = source + ".o"
        command = [*self.options.launcher, self.options.compiler, "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", "-Igenerator",
                   "-Itests", "-I.", "-Itests/kernels", "-isystem", f"{self.halide}/include", "-c", source, "-o", object_file]
        result = self.run(command)
        self.objects[object_file] = paths
        return paths, result.returncode, result.stderr

    def objects_of(self, *starts):
        """The objects of the sources whose paths start so."""
        return [name for name, paths in self.objects.items() if paths[0].startswith(starts)]

    def lacks(self, part):
        """What is wrong with the compiler's answer when the part is not there; empty: nothing."""
        path, function, argument = part
        with open(os.path.join(self.copy, path)) as file:
            lines = file.read().split("\n")
        at = [i for i, line in enumerate(lines) if re.search(rf"\b{function}\(const {argument}&", line)]
        if len(at) != 1:
            return f"{path}: {len(at)} lines begin {function}(const {argument}&)"
        # A declaration or a definition on one line, or a definition that ends with a brace at its own indentation.
        end = at[0]
        if re.search(r"\{$", lines[end]):
            end = next(i for i in range(end, len(lines)) if lines[i].startswith("}"))
        source = path if path.endswith(".cpp") else ASKS
        result = self.check_with(path, lines[: at[0]] + lines[end + 1 :], source, "-Wfatal-errors")
        if result.returncode == 0:
            return f"{path} compiles without {function}(const {argument}&)"
        if not re.search(rf"\b{function}\b", result.stderr) or not re.search(rf"\b{argument}&", result.stderr):
            return f"{path} without {function}(const {argument}&): the message does not name it:\n{result.stderr[:3000]}"
        return ""

    def lacks_line(self, part):
        """The same of a part of a kind of target."""
        path, start, source, names = part
        with open(os.path.join(self.copy, path)) as file:
            lines = file.read().split("\n")
        left = [line for line in lines if not line.startswith(start)]
        if len(left) == len(lines):
            return f"no line of {path} starts with `{start.strip()}`"
        result = self.check_with(path, left, source, "-Wall", "-Werror")
        if result.returncode == 0:
            return f"{source} compiles without the line `{start.strip()}` of {path}"
        return "" if names in result.stderr else f"{path} without `{start.strip()}`: the message does not name it:\n{result.stderr[:3000]}"

    def check_with(self, path, lines, source, *flags):
        """The compiler's answer to a source when the file at the path has these lines; the copy stays as it is."""
        searched = []
        with tempfile.TemporaryDirectory(dir=self.copy) as aside:
            inside = os.path.basename(path)
            if path.startswith("generator/kernels/"):
                # In a copy of the kernels, since they find each other by relative paths.
                kernels = os.path.join(self.copy, "generator/kernels")
                shutil.copytree(kernels, os.path.join(aside, "kernels"), ignore=shutil.ignore_patterns("*.o", "*.d", "*_and_others.cpp*"))
                inside, searched = path.removeprefix("generator/"), [f"-I{aside}"]
                source = source.removeprefix("generator/")
            else:
                source = inside
            with open(os.path.join(aside, inside), "w") as file:
                file.write("\n".join(lines))
            return self.run([self.options.compiler, "-std=c++20", "-fsyntax-only", *flags, *searched, "-Igenerator", "-I.",
                             os.path.join(aside, source)])

    def link(self, program, objects, libraries, *more):
        """Objects come before the libraries that hold those of the same sources without the blocks, some in one object with
        sources that no block touches: of two definitions the first one counts."""
        command = [self.options.compiler, *objects, "-o", program, "-Wl,--allow-multiple-definition",
                   *(f"{self.options.build}/libspecimen_{name}.a" for name in libraries), *more, "-lfmt"]
        result = self.run(command)
        if result.returncode != 0:
            raise Failure(f"{program} does not link:\n{result.stderr}")

    def run_target(self):
        self.link("target", self.objects_of(""), TARGET_LIBRARIES)
        result = self.run(["./target"])
        if result.returncode != 0 or not all(text in result.stdout for text in TARGET_SAYS):
            raise Failure(f"the target is not what its page says:\n{result.stdout}{result.stderr}")
        print("the passes run for the kind of target")
        # The kind's rules as a whole are missed by the linker.
        try:
            self.link("target", [name for name, paths in self.objects.items() if TARGET_RULES not in paths], TARGET_LIBRARIES)
        except Failure as failure:
            if "small_rules" in str(failure):
                return
            raise
        raise Failure("a kind of target without rules links")

    def run_op(self):
        self.link("op", self.objects_of(OP_PROGRAM, "generator/graph/"),
                  ["evaluate", "graph", "spec", "kernels_plain", "base", "runtime_core"])
        result = self.run(["./op"])
        if result.returncode != 0 or not all(text in result.stdout for text in OP_SAYS):
            raise Failure(f"the op is not what its page says:\n{result.stdout}{result.stderr}")
        print("the op is built from a spec and computed")

    def compile_kernel(self):
        halide = f"{self.halide}/lib64"
        self.link("kernels", self.objects_of("generator/kernels/", "generator/compiler/"),
                  ["compiler", "kernels_halide", "kernels_plain", "base", "runtime_core"], f"-L{halide}", f"-Wl,-rpath,{halide}", "-lHalide")
        with open(os.path.join(self.copy, "kernels.json"), "w") as file:
            json.dump({"instances": [INSTANCE]}, file)
        result = self.run(["./kernels", "compile", "--instances", "kernels.json", "--out", "objects"])
        if result.returncode != 0 or not os.path.exists(f"{self.copy}/objects/{INSTANCE['symbol']}__{INSTANCE['target']}.o"):
            raise Failure(f"the family's kernel is not compiled:\n{result.stdout}{result.stderr}")
        print("the family's kernel is compiled")


def applied(copy, pages, options):
    """The sources with the pages' blocks, and the files that these touch."""
    for directory in ["generator", "runtime", "tests/kernels", "tests/docs/programs"]:
        shutil.copytree(os.path.join(ROOT, directory), os.path.join(copy, directory))
    touched = set()
    for page in pages:
        for line, path, place, body in blocks(page):
            apply(copy, page, line, path, place, body)
            touched.add(path)
    return Build(copy, options), touched


def finish_compiling(results):
    failed = 0
    for result in results:
        paths, status, errors = result.result()
        for path in paths:
            print(f"{path}: {'compiles' if status == 0 else 'does not compile, or one of those beside it'}", flush=True)
        if status != 0:
            failed += 1
            print(errors)
    if failed:
        raise Failure(f"{failed} of {len(results)} objects are not compiled")


def finish_parts(results, of):
    wrong = [answer for answer in (result.result() for result in results) if answer]
    if wrong:
        raise Failure("\n".join(wrong))
    print(f"{len(results)} parts of {of}, each missed by the compiler and named")


def check(copy, target_copy, options):
    build, touched = applied(copy, PAGES, options)
    target, _ = applied(target_copy, [TARGET_PAGE], options)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        objects = [pool.submit(build.compile, paths) for paths in units(copy, [*readers(copy, touched), OP_PROGRAM])]
        target_objects = [pool.submit(target.compile, [path]) for path in [*TARGET_SOURCES, TARGET_PROGRAM]]
        parts = [pool.submit(build.lacks, part) for part in PARTS]
        target_parts = [pool.submit(target.lacks_line, part) for part in TARGET_PARTS]
        try:
            finish_compiling(objects)
            build.run_op()
            build.compile_kernel()
            finish_compiling(target_objects)
            target.run_target()
            finish_parts(parts, "an op and a family")
            finish_parts(target_parts, "a kind of target")
        except Failure:
            pool.shutdown(cancel_futures=True)
            raise


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--build", required=True, help="directory of the libraries")
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--launcher", nargs="*", default=[])
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    with tempfile.TemporaryDirectory() as copy, tempfile.TemporaryDirectory() as target_copy:
        try:
            check(copy, target_copy, options)
        except Failure as failure:
            print(failure)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
