"""docs/diagnostics.md, docs/ops.md, docs/blocks.md and the list of passes in docs/architecture.md are made from what the program itself
has; with --fix they are written, without it compared."""

import argparse
import json
import os
import re
import subprocess
import sys
import textwrap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

DIAGNOSTICS = """# Diagnostics

Every message ends with the name of its kind in brackets; the exit code of the program says which class the first error was
of. What a message is about, by kind; the lists are made from `generator/base/diagnostics.def`.
"""

CLASSES = """
| class | exit code | of |
|---|---|---|
"""

OPS = """# Layers and ops

Layers are the words of specs, with Keras's names and arguments; ops are what graphs are made of. `specimen ops` prints the
same, and `specimen schema` the types, defaults and ranges.
"""

STAGES = """
## Ops

Stages: `layer`, what a layer of a spec means; `kernel`, what passes make of layers; `weights`, a function of weights that runs when
they are opened.

| op | stage |
|---|---|
"""

BLOCKS = """# Blocks

What models are built from: a block is used like a layer ([the spec language](spec.md)). The list is made from `specs/blocks`;
`specimen blocks NAME` prints the same of one.
"""


def item(text):
    """An item of a list, in lines of at most 132 columns; code is not broken, and no line begins with an operator."""
    glued = re.sub(r"`[^`]+`| [-+*](?= )", lambda code: code[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(glued, 132, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines).replace("\0", " ") + "\n"


def diagnostics_page():
    with open(os.path.join(ROOT, "generator/base/diagnostics.def")) as file:
        definition = file.read()
    with open(os.path.join(ROOT, "generator/base/diagnostics.h")) as file:
        header = file.read()
    page = DIAGNOSTICS + CLASSES
    classes = re.search(r"enum class ExitClass \{(.*?)\};", header, re.S)[1]
    for name, code, of in re.findall(r"(\w+) = (\d+),(?:\s*// (.*))?", classes):
        page += f"| {name} | {code} | {of or ''} |\n"
    group, rows = "", []
    for line in definition.split("\n"):
        row = re.match(r'DIAGNOSTIC\((\w+), (\w+), (\w+), "((?:[^"\\]|\\.)*)"\)$', line)
        if row:
            if group is not None:
                page += f"\n## {group}\n\n"
                group = None
            description = row[4].replace('\\"', '"').replace("\\\\", "\\")
            page += item(f"`{row[1]}` ({row[2]}, {row[3]}): {description}")
            rows.append(row[1])
        elif line.startswith("// ") and rows or line == "// Files.":
            group = line[3:].split(".")[0]
    if len(rows) != len(re.findall(r"^DIAGNOSTIC\(", definition, re.M)):
        raise SystemExit("generator/base/diagnostics.def: not every DIAGNOSTIC stands on one line")
    return page


def ops_page(specimen):
    listed = json.loads(subprocess.run([specimen, "ops", "--json"], check=True, capture_output=True, text=True).stdout)
    page = OPS + "\n## Layers\n\n"
    for layer in listed["layers"]:
        arguments = ", ".join(f"`{name}`" for name in layer["arguments"])
        page += item(f"`{layer['name']}`: {layer['doc']}" + (f" Arguments: {arguments}." if arguments else ""))
    page += STAGES
    for op in listed["ops"]:
        page += f"| `{op['name']}` | {op['stage']} |\n"
    return page


def blocks_page(specimen):
    listed = json.loads(subprocess.run([specimen, "blocks", "--json"], check=True, capture_output=True, text=True).stdout)
    page = BLOCKS
    for block in listed:
        page += f"\n## {block['name']}\n\n{block['doc']}\n"
        if block["inputs"] != ["input"] or block["outputs"] != ["output"]:
            page += f"Inputs: {', '.join(block['inputs'])}. Outputs: {', '.join(block['outputs'])}.\n"
        if block["arguments"]:
            page += "\n"
        for argument in block["arguments"]:
            notes = "; ".join(argument[key] for key in ("range", "doc") if key in argument)
            default = f", `{argument['default']}` by default" if "default" in argument else ""
            page += item(f"`{argument['name']}`: {argument['type']}{default}" + (f"; {notes}" if notes else ""))
    return page


def between(text, begin, end, content):
    """`text` with `content` between the lines `begin` and `end`."""
    head, rest = text.split(begin + "\n")
    return f"{head}{begin}\n{content}{end}\n{rest.split(end + chr(10), 1)[1]}"


def list_of_passes(path):
    with open(os.path.join(ROOT, path)) as file:
        definition = file.read()
    passes, rows = "", 0
    for row in re.finditer(r'^((?:TARGET_)?PASS|AGAIN)\((\w+)(?:, "((?:[^"\\]|\\.)*)")?\)$', definition, re.M):
        passes += item(f"`{row[2]}`: {row[3] or 'runs once more'}" if path.endswith("passes.def") else f"`{row[2]}`" + (f": {row[3]}" if row[3] else ""))
        rows += 1
    if rows != len(re.findall(r"^(?:(?:TARGET_)?PASS|AGAIN)\(", definition, re.M)):
        raise SystemExit(f"{path}: not every row is on one line")
    return passes


def architecture_page():
    with open(os.path.join(ROOT, "docs/architecture.md")) as file:
        page = file.read()
    for path in ("generator/passes/passes.def", "generator/passes/training.def"):
        page = between(page, f"<!-- from {path} -->", f"<!-- end of {path} -->", list_of_passes(path))
    return page


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="writes the pages")
    parser.add_argument("--specimen", default=os.path.join(ROOT, "build/bin/specimen"))
    arguments = parser.parse_args()
    stale = 0
    for path, text in [("docs/diagnostics.md", diagnostics_page()), ("docs/ops.md", ops_page(arguments.specimen)),
                       ("docs/blocks.md", blocks_page(arguments.specimen)), ("docs/architecture.md", architecture_page())]:
        target = os.path.join(ROOT, path)
        present = open(target).read() if os.path.exists(target) else ""
        if present == text:
            print(f"{path}: fresh")
        elif arguments.fix:
            with open(target, "w") as file:
                file.write(text)
            print(f"{path}: written")
        else:
            stale += 1
            print(f"{path}: stale; .venv/bin/python tests/docs/reference_pages.py --fix writes it")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
