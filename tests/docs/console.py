"""Runs the ```console blocks of the pages named: lines that start with `$ ` are commands, in one directory for each page; the
lines after one are what it prints, stdout then stderr, where `...` stands for any lines, or within a line for any text.
A block ```json file=PATH
or ```graph file=PATH is written there first. Also: docs/cli.md has a section for every command, and names its options."""

import argparse
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def matches(expected, printed):
    """Whether `printed` is as `expected` says."""
    parts = []
    for line in expected:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(text.rstrip()) for text in line.split("...")) + r"[ ]*\n")
    return re.fullmatch("".join(parts), printed) is not None


def commands(text):
    """(line number, command, expected lines) of a page."""
    for block in re.finditer(r"^```console\n(.*?)^```$", text, re.M | re.S):
        line = text.count("\n", 0, block.start(1)) + 1
        current = None
        for number, content in enumerate(block[1].rstrip("\n").split("\n"), line):
            if content.startswith("$ "):
                if current:
                    yield current
                current = (number, content[2:], [])
            elif current:
                current[2].append(content)
        if current:
            yield current


def run_page(page, environment):
    failures, count = [], 0
    with open(os.path.join(ROOT, page)) as file:
        text = file.read()
    with tempfile.TemporaryDirectory() as directory:
        for block in re.finditer(r"^```(?:json|graph) file=(\S+)\n(.*?)^```$", text, re.M | re.S):
            path = os.path.join(directory, block[1])
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(block[2])
        for line, command, expected in commands(text):
            count += 1
            result = subprocess.run(["bash", "-c", command], cwd=directory, env=environment, capture_output=True, text=True)
            printed = result.stdout + result.stderr
            if not matches(expected, printed):
                failures.append(f"{page}:{line}: `{command}` prints something else (status {result.returncode}):\n{printed[:2000]}")
    return count, failures


def missing_in_cli(specimen, environment):
    """What `--help` has and docs/cli.md does not name."""
    with open(os.path.join(ROOT, "docs/cli.md")) as file:
        text = file.read()

    def help_of(*words):
        return subprocess.run([specimen, *words, "--help"], env=environment, capture_output=True, text=True).stdout

    missing = []
    for command in re.findall(r"^  (\w+)  ", help_of().split("Subcommands:")[1], re.M):
        if f"## specimen {command}" not in text:
            missing.append(f"docs/cli.md has no section `specimen {command}`")
            continue
        section = text.split(f"## specimen {command}")[1].split("\n## ")[0] + text.split("\n## ")[0]
        words = [[command]]
        if "Subcommands:" in help_of(command):
            words = [[command, inner] for inner in re.findall(r"^  (\w+)  ", help_of(command).split("Subcommands:")[1], re.M)]
        for call in words:
            for option in re.findall(r"^  .*?(--[a-z-]+)", help_of(*call), re.M):
                if option not in section:
                    missing.append(f"docs/cli.md: `specimen {command}` does not say what {option} does")
    return missing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--specimen", default=os.path.join(ROOT, "build/bin/specimen"))
    parser.add_argument("pages", nargs="+")
    arguments = parser.parse_args()
    specimen = os.path.realpath(arguments.specimen)
    environment = dict(os.environ, NO_COLOR="1", SPECIMEN_SOURCE=ROOT, LC_ALL="C.UTF-8")
    environment["PATH"] = os.path.dirname(specimen) + ":" + environment.get("PATH", "")
    failures, total = missing_in_cli(specimen, environment), 0
    for page in arguments.pages:
        count, wrong = run_page(page, environment)
        total += count
        failures += wrong
        if count == 0:
            failures.append(f"{page} has no commands")
    for failure in failures:
        print(failure)
    print(f"{total} commands, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
