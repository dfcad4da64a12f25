"""Generated text lives in templates/: no string literal of emit/ or plan/ holds `#include`, `return ` or `;` + newline."""

import re
import sys
from pathlib import Path

DIRECTORIES = ("generator/emit", "generator/plan")
FORBIDDEN = ("#include", "return ", ";\n")

# Comments, character literals and strings, in one pass, so that none is looked for inside another.
TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/"
    r'|(?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\((?P<text>.*?)\)(?P=tag)")'
    r'|(?P<plain>"(?:[^"\\\n]|\\.)*")'
    r"|'(?:[^'\\\n]|\\.)+'"
    r"|^[ \t]*\#[^\n]*",
    re.DOTALL | re.MULTILINE,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}


def literals(code: str):
    """(line, value) of each literal; neighbours that the compiler joins are joined."""
    previous_end, line, value = None, 0, None
    for match in TOKEN.finditer(code):
        if match.group("raw"):
            text = match.group("text")
        elif match.group("plain"):
            text = re.sub(r"\\(.)", lambda m: ESCAPES.get(m.group(1), m.group(1)), match.group("plain")[1:-1], flags=re.DOTALL)
        else:
            continue
        if value is not None and code[previous_end : match.start()].strip() == "":
            value += text
        else:
            if value is not None:
                yield line, value
            line, value = code.count("\n", 0, match.start()) + 1, text
        previous_end = match.end()
    if value is not None:
        yield line, value


def complaints(path: str, code: str) -> list[str]:
    return [
        f"{path}:{line}: a string literal holds {forbidden!r}; generated text lives in templates/"
        for line, value in literals(code)
        for forbidden in FORBIDDEN
        if forbidden in value
    ]


def self_test() -> list[str]:
    cases = [
        ('auto s = "#include <x>";', 1),
        ("#include <x>\n// return it;\n", 0),
        ('s += "x = 1;" "\\n";', 1),
        ('s += R"(\n  return 1;\n)";', 2),
        ("/* \"return 1\" */ char c = '\"'; const char* d = \"a\";", 0),
        ('return "no code here";\n', 0),
        ('auto s = "\\"return it\\"";', 1),
    ]
    return [
        f"self-test: {code!r}: expected {count}" for code, count in cases if len(complaints("case", code)) != count
    ]


def main() -> int:
    found = self_test()
    for directory in DIRECTORIES:
        for path in sorted(Path(directory).rglob("*")):
            if path.suffix in (".h", ".cpp", ".def"):
                found += complaints(str(path), path.read_text(encoding="utf-8"))
    for complaint in found:
        print(complaint)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
