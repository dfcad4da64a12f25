"""What every file of the repository keeps to: ASCII in code, no machine's paths, no leftovers, files and lines of a readable size."""

import re
import subprocess
import sys

CODE = (".h", ".cpp", ".def", ".cmake", ".py", ".mustache")
# Spelled so that this file does not find itself.
LEFTOVER = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "for " + "now", "not " + "implemented"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(" + "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me"]) + r")/")
MOST_LINES = 800
# Of a page, outside of code: commands that a test runs, and what they print, are as long as they are.
MOST_COLUMNS = 140
PAGE = re.compile(r"[^/]*\.md$|docs/[^/]*\.md$")
# Files that are meant to hold other alphabets.
NOT_ASCII = re.compile(r"tests/(errors|image|text|fuzz)/|runtime/text/")


def complaints(path: str, text: str) -> list[str]:
    found = []
    code = path.endswith(CODE)
    page, fenced = PAGE.match(path), False
    for number, line in enumerate(text.splitlines(), 1):
        place = f"{path}:{number}"
        fenced ^= line.startswith("```")
        if page and not fenced and not line.startswith("    ") and len(line) > MOST_COLUMNS:
            found.append(f"{place}: {len(line)} columns, over {MOST_COLUMNS}: {line.strip()[:80]}")
        if LEFTOVER.search(line):
            found.append(f"{place}: a leftover: {line.strip()[:80]}")
        if code and MACHINE_PATH.search(line):
            found.append(f"{place}: a path of one machine: {line.strip()[:80]}")
        if code and not line.isascii() and not NOT_ASCII.match(path):
            found.append(f"{place}: not ASCII: {line.strip()[:80]!r}")
    if code and path.split("/")[0] in ("generator", "runtime") and text.count("\n") > MOST_LINES:
        found.append(f"{path}: {text.count(chr(10))} lines; over {MOST_LINES} wants a split")
    return found


def main() -> int:
    names = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True).stdout.decode().split("\0")
    found = []
    for path in sorted(filter(None, names)):
        if not (path.endswith(CODE) or path.endswith((".md", ".txt", ".json")) or path.startswith("scripts/")):
            continue
        if path.startswith(("generated/", "tests/golden/", "tests/fuzz/")):
            continue
        try:
            with open(path, encoding="utf-8") as file:
                found += complaints(path, file.read())
        except (FileNotFoundError, UnicodeDecodeError):
            continue
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
