"""Every kind of diagnostic in generator/base/diagnostics.def is reported somewhere in the generator and named by a test."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r'^DIAGNOSTIC\((\w+), (error|warning), (\w+), "([^"]+)"\)$', re.MULTILINE)

LEFT_TO_OTHERS = re.compile(r"kElsewhere = \{.*?\};", re.DOTALL)


def texts(directory, *suffixes):
    return [path.read_text(errors="replace") for path in sorted(directory.rglob("*")) if path.suffix in suffixes]


def main():
    table = (ROOT / "generator/base/diagnostics.def").read_text()
    rows = ROW.findall(table)
    failures = []
    if len(rows) != len(re.findall(r"^DIAGNOSTIC\(", table, re.MULTILINE)):
        failures.append("a row of diagnostics.def has another form")
    sources = " ".join(texts(ROOT / "generator", ".cpp", ".h"))
    # That a list says which kinds are other tests' is no test.
    tests = LEFT_TO_OTHERS.sub("", " ".join(texts(ROOT / "tests", ".cpp", ".h", ".py")))
    exit_classes = re.findall(r"^  (\w+) = \d+,", (ROOT / "generator/base/diagnostics.h").read_text(), re.MULTILINE)
    for name, _, exit_class, _ in rows:
        if not re.search(rf"Kind::{name}\b", sources):
            failures.append(f"{name}: nothing reports it")
        if not re.search(rf'Kind::{name}\b|\[{name}\]|"{name}"', tests):
            failures.append(f"{name}: no test names it")
        if exit_class not in exit_classes:
            failures.append(f"{name}: no exit class {exit_class}")
    for failure in failures:
        print(failure)
    print(f"{len(rows)} kinds, {len(failures)} failures")
    return 1 if failures or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
