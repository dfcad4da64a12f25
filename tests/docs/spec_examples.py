"""Runs the examples of docs/spec.md through the program.

    ```json                a block or a model: `specimen check` finds it fine (a block: through the models of the page)
    ```json layers         statements: the layers of a model over a 32x32x3 image
    ```json error=KIND     a spec with this mistake
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = "docs/spec.md"

AROUND_LAYERS = """{
  "model": "%s",
  "symbols": {"batch": {"max": 4}},
  "inputs": {"image": {"shape": ["batch", 32, 32, 3], "dtype": "float32"}},
  "layers": [%s, {"GlobalAveragePooling2D": {}, "name": "the_end"}],
  "outputs": {"the_end": {"from": "the_end"}}
}"""


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ, NO_COLOR="1"))
    return result.returncode, result.stdout + result.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--specimen", default=os.path.join(ROOT, "build/bin/specimen"))
    specimen = parser.parse_args().specimen
    with open(os.path.join(ROOT, PAGE)) as file:
        text = file.read()
    models, mistakes, failures, examples = [], [], [], 0
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory() as wrong:
        for match in re.finditer(r"^```json([^\n]*)\n(.*?)^```$", text, re.M | re.S):
            kind, body = match[1].strip(), match[2]
            line = text.count("\n", 0, match.start()) + 1
            examples += 1
            if kind == "layers":
                name = f"example_{line}"
                body = AROUND_LAYERS % (name, body.strip()[1:-1])
            else:
                definition = json.loads(body)
                name = definition.get("block") or definition.get("model")
            if kind.startswith("error="):
                mistakes.append((line, name, kind[6:], body))
                continue
            if kind not in ("", "layers"):
                failures.append(f"{PAGE}:{line}: what is `json {kind}`?")
            if '"model"' in body:
                models.append((line, name))
            with open(os.path.join(directory, name + ".json"), "w") as file:
                file.write(body)
        # Reads every block, used or not.
        status, output = run(specimen, "--specs", directory, "schema")
        if status != 0:
            failures.append(output)
        for line, name in models:
            status, output = run(specimen, "--specs", directory, "check", name)
            if status != 0 or "warning" in output:
                failures.append(f"{PAGE}:{line}: `{name}` is not fine:\n{output}")
        for line, name, kind, body in mistakes:
            path = os.path.join(wrong, name + ".json")
            with open(path, "w") as file:
                file.write(body)
            status, output = run(specimen, "check", path)
            if status != 3 or f"[{kind}]" not in output:
                failures.append(f"{PAGE}:{line}: expected [{kind}] and exit code 3, got {status}:\n{output}")
            # What the page quotes is what the program says.
            said = [said.strip().replace(wrong + "/", "") for said in output.split("\n") if f"[{kind}]" in said]
            if said and said[0] not in text:
                failures.append(f"{PAGE}:{line}: the page does not quote: {said[0]}")
    for failure in failures:
        print(failure)
    print(f"{examples} examples, {len(failures)} failures")
    return 1 if failures or examples < 6 else 0


if __name__ == "__main__":
    sys.exit(main())
