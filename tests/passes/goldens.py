"""Each pass on small graphs: tests/passes/PASS/*.graph through `specimen opt --passes=PASS` gives the text of *.expected.graph;
*.KIND.graph are for that kind of target. With --update the expected texts are written anew. Every pass has goldens, and every remark of generator/graph/remarks.def is in one."""

import argparse
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DIRECTORY = ROOT / "tests/passes"
EXPECTED = ".expected.graph"


def run(specimen, *arguments):
    return subprocess.run([specimen, *arguments], capture_output=True, text=True, env=dict(os.environ, NO_COLOR="1"), timeout=60)


def inputs_of(name):
    return [path for path in sorted((DIRECTORY / name).glob("*.graph")) if not path.name.endswith(EXPECTED)]


def check(specimen, name, path, update):
    """What is wrong with one golden; None: nothing."""
    parts = path.name.split(".")  # NAME.graph, or NAME.KIND.graph for a kind of target
    target = [f"--target={parts[1]}"] if len(parts) > 2 else []
    result = run(specimen, "opt", f"--passes={name}", "--verify-each", *target, path)
    if result.returncode != 0:
        return result.stderr
    expected = path.with_name(path.name.replace(".graph", EXPECTED))
    present = expected.read_text() if expected.exists() else ""
    if result.stdout == present:
        return None
    if update:
        expected.write_text(result.stdout)
        print(f"{expected.relative_to(ROOT)}: written")
        return None
    difference = subprocess.run(["diff", "-u", "--label", "expected", "--label", "got", expected if present else "/dev/null", "-"],
                                input=result.stdout, capture_output=True, text=True)
    return f"{difference.stdout}\n.venv/bin/python tests/passes/goldens.py --update writes what is expected anew"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--specimen", default=ROOT / "build/bin/specimen")
    parser.add_argument("--update", action="store_true", help="writes the expected texts")
    arguments = parser.parse_args()
    listed = run(arguments.specimen, "opt", "--list").stdout
    passes = re.findall(r"^(\w+)  ", listed, re.M)
    failures, count, texts = [], 0, ""
    for name in passes:
        inputs = inputs_of(name)
        if not inputs:
            failures.append(f"{name}: no golden in tests/passes/{name}")
        for path in inputs:
            count += 1
            wrong = check(arguments.specimen, name, path, arguments.update)
            if wrong:
                failures.append(f"{path.relative_to(ROOT)}: {wrong}")
        for path in (DIRECTORY / name).glob("*" + EXPECTED):
            texts += path.read_text()
            if not path.with_name(path.name.replace(EXPECTED, ".graph")).exists():
                failures.append(f"{path.relative_to(ROOT)}: nothing is to be expected")
    for directory in sorted(path.name for path in DIRECTORY.iterdir() if path.is_dir() and path.name != "__pycache__"):
        if directory not in passes:
            failures.append(f"tests/passes/{directory}: no pass has that name")
    shown = set(word for line in re.findall(r" remarks \[([\w ]*)\]", texts) for word in line.split())
    for remark in re.findall(r"^REMARK\((\w+)", (ROOT / "generator/graph/remarks.def").read_text(), re.M):
        if remark not in shown:
            failures.append(f"{remark}: no golden has this remark")
    for failure in failures:
        print(failure)
    print(f"{count} goldens of {len(passes)} passes, {len(failures)} failures")
    return 1 if failures or not passes else 0


if __name__ == "__main__":
    sys.exit(main())
