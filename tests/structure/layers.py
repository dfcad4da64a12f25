"""The arrows between the layers, read off the #include lines: an arrow that ALLOWED does not name fails.

Run by ctest from the root of the repository; `--self-test` checks that the test itself is sensitive.
"""

import re
import subprocess
import sys
from pathlib import PurePosixPath

# Layer -> the layers that it may include. `kernels` here means the plain headers; see PLAIN_KERNEL_HEADER.
ALLOWED = {
    "base": set(),
    "spec": {"base"},
    "graph": {"base", "spec", "kernels"},
    "passes": {"base", "graph", "kernels"},
    "plan": {"base", "graph", "passes", "kernels"},
    "kernels": {"base"},
    "emit": {"base", "plan"},
    "tooling": {"base"},
    "import": {"base", "spec", "graph"},
    "cli": {"base", "spec", "graph", "passes", "plan", "kernels", "emit", "tooling", "import"},
    "compiler": {"base", "plan", "kernels"},
}

# The same within the runtime.
RUNTIME_ALLOWED = {
    "core": set(),
    "device": {"core"},
    "image": {"core"},
    "text": {"core"},
    "data": {"core"},
    "train": {"core", "data", "program", "text"},
    "program": {"core", "text"},
}
# Of data, what reads and cuts images is a library of its own; of training, what opens such data.
DATA_WITH_IMAGES = re.compile(r"runtime/data/image_[^/]*$")
OPENS_IMAGES = re.compile(r"runtime/train/open_image_[^/]*$")

PLAIN_KERNEL_HEADER = re.compile(r"kernels/(common/[^/]+\.(h|def)|[^/]+/(problem|schedule|rules|reference)\.h|(?!algorithm|schedule_)[^/]+\.h)$")
# Where the generator meets a runtime header all the same: one reader and one writer of safetensors serve both sides,
# `specimen run` preprocesses its input with the very code that generated models use, and kernels are timed in the runtime's threads.
RUNTIME_READERS = {"import", "cli", "compiler"}
# What every layer may use: the one way of writing a file, the facts that both sides must agree on, how weights start, random numbers.
FOR_ALL = {"runtime/core/output_file.h", "runtime/core/layout.h", "runtime/core/initializer.h", "runtime/core/random.h"}
# A kernel's algorithm and schedules: the files that may include Halide, and are included by their like alone.
HALIDE_FILE = re.compile(r"generator/(kernels/([^/]+/)?(algorithm|schedule_)[^/]*|compiler/.*)$")
HALIDE_HEADER = re.compile(r"Halide(Runtime)?[^/]*\.h$")
CLANG_HEADER = re.compile(r"(clang|llvm|clang-c|llvm-c)/")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
# The reference kernels and what they need are bundled into generated directories and so know the runtime by name there.
BUNDLED = re.compile(r"generator/kernels/")


def layer_of(path: str) -> str:
    return path.split("/")[1]


def resolve(path: str, written: str, files: set[str]) -> str | None:
    """The file of the repository that an include means, or None for one from outside."""
    beside = str(PurePosixPath(path).parent / written)
    parts: list[str] = []
    for part in beside.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part != ".":
            parts.append(part)
    for candidate in ("/".join(parts), "generator/" + written, written):
        if candidate in files:
            return candidate
    return None


def complaints(path: str, text: str, files: set[str]) -> list[str]:
    found = []

    def complain(match: re.Match, why: str) -> None:
        line = text.count("\n", 0, match.start()) + 1
        found.append(f"{path}:{line}: {match.group(2)}: {why}")

    for match in INCLUDE.finditer(text):
        written = match.group(2)
        if HALIDE_HEADER.search(written) and not HALIDE_FILE.match(path) and not path.startswith("tests/"):
            complain(match, "Halide belongs to kernels/*/{algorithm,schedule_*}, kernels/algorithm.* and compiler/")
            continue
        if CLANG_HEADER.match(written) and not path.startswith("generator/tooling/"):
            complain(match, "Clang belongs to tooling/")
            continue
        target = resolve(path, written, files)
        if target is None:
            if match.group(1) == '"' and not path.startswith("tests/") and not BUNDLED.match(path):
                complain(match, "no such file in the repository")
            continue
        top, target_top = path.split("/")[0], target.split("/")[0]
        if top == "tests":
            continue
        if target_top == "tests":
            complain(match, "no product code includes a test")
        elif top == "runtime" and target_top != "runtime":
            complain(match, "the runtime includes itself alone")
        elif top == "runtime":
            layer, target_layer = layer_of(path), layer_of(target)
            allowed = RUNTIME_ALLOWED.get(layer, set()) | ({"image"} if DATA_WITH_IMAGES.match(path) else set())
            if layer != target_layer and target_layer not in allowed:
                complain(match, f"{layer} of the runtime may include {', '.join(sorted(allowed)) or 'nothing'}")
            elif DATA_WITH_IMAGES.match(target) and not (DATA_WITH_IMAGES.match(path) or OPENS_IMAGES.match(path)):
                complain(match, "only data/image_* and train/open_image_* may include what needs libjpeg and libpng")
        elif top == "generator" and target_top == "runtime":
            if target not in FOR_ALL and layer_of(path) not in RUNTIME_READERS and not BUNDLED.match(path):
                complain(match, "of the generator, only import/, cli/ and compiler/ include the runtime")
        elif top == "generator" and target_top == "generator":
            layer, target_layer = layer_of(path), layer_of(target)
            if layer == target_layer:
                if layer == "kernels" and HALIDE_FILE.match(target) and not HALIDE_FILE.match(path):
                    complain(match, "algorithms and schedules are included by their like alone")
                continue
            if target_layer not in ALLOWED.get(layer, set()):
                complain(match, f"{layer} may include {', '.join(sorted(ALLOWED.get(layer, set()))) or 'nothing'}")
            elif target_layer == "kernels" and layer != "compiler":
                if not PLAIN_KERNEL_HEADER.search(target):
                    complain(match, "only the plain headers of kernels/ may be included here")
    return found


def tracked() -> list[str]:
    """Files that are, or are about to be, under version control."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "generator", "runtime", "tests"]
    try:
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        from pathlib import Path

        listed = [str(path) for top in ("generator", "runtime", "tests") for path in Path(top).rglob("*")]
    return [path for path in listed if path.endswith((".h", ".cpp", ".def"))]


def self_test() -> list[str]:
    files = {"generator/base/a.h", "generator/spec/s.h", "generator/plan/p.h", "generator/emit/e.h", "runtime/core/t.h",
             "runtime/core/output_file.h", "runtime/core/layout.h", "runtime/image/i.h", "runtime/data/image_x.h", "generator/kernels/conv2d/problem.h", "generator/kernels/conv2d/algorithm.h", "generator/tooling/check.h"}
    cases = [
        ("generator/spec/s.cpp", '#include "base/a.h"', True),
        ("generator/base/a.cpp", '#include "spec/s.h"', False),
        ("generator/emit/e.cpp", '#include "tooling/check.h"', False),
        ("generator/emit/e.cpp", '#include "plan/p.h"', True),
        ("generator/plan/p.cpp", '#include "kernels/conv2d/problem.h"', True),
        ("generator/plan/p.cpp", '#include "kernels/conv2d/algorithm.h"', False),
        ("generator/plan/p.cpp", '#include "../emit/e.h"', False),
        ("generator/plan/p.cpp", "#include <Halide.h>", False),
        ("generator/cli/c.cpp", "  #  include <clang/AST/Decl.h>", False),
        ("generator/tooling/c.cpp", "#include <clang/AST/Decl.h>", True),
        ("generator/kernels/conv2d/schedule_x86.cpp", "#include <Halide.h>", True),
        ("generator/kernels/conv2d/problem.cpp", '#include "algorithm.h"', False),
        ("generator/graph/g.cpp", '#include "runtime/core/t.h"', False),
        ("generator/base/a.cpp", '#include "runtime/core/output_file.h"', True),
        ("generator/plan/p.h", '#include "runtime/core/layout.h"', True),
        ("runtime/core/t.cpp", '#include "generator/base/a.h"', False),
        ("runtime/core/t.cpp", '#include "missing.h"', False),
        ("runtime/core/t.cpp", '#include "../image/i.h"', False),
        ("runtime/data/d.cpp", '#include "../core/t.h"', True),
        ("runtime/data/d.cpp", '#include "../image/i.h"', False),
        ("runtime/data/d.cpp", '#include "image_x.h"', False),
        ("runtime/data/image_x.cpp", '#include "../image/i.h"', True),
    ]
    wrong = []
    for path, text, fine in cases:
        if (complaints(path, text + "\n", files) == []) != fine:
            wrong.append(f"self-test: {path}: {text}: expected {'no ' if fine else 'a '}complaint")
    return wrong


def main() -> int:
    paths = tracked()
    files = set(paths)
    found = self_test()
    for path in sorted(files):
        try:
            with open(path, encoding="utf-8") as file:
                found += complaints(path, file.read(), files)
        except FileNotFoundError:
            continue  # removed, and not yet committed
        except UnicodeDecodeError as error:
            found.append(f"{path}: not UTF-8: {error}")
    if not any(path.startswith("generator/") for path in files):
        found.append("no file of generator/ was found; is this the root of the repository?")
    for complaint in found:
        print(complaint)
    print(f"{len(files)} files read, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
