"""Makes a wrong spec smaller while it stays wrong.

A step drops an output, an edit, a statement (its readers read one of its inputs), a turn of a repeat or an argument, and then all that
nobody reads. All steps are tried at once, and of those that leave the spec wrong the one that leaves the least text is taken.
What Specimen refuses is not wrong.
"""

import copy
import json
import os
import re
import tempfile
import time

SECONDS = 240


def read(path):
    """{file name: JSON}, the model's file first."""
    directory = os.path.dirname(path)
    names = [os.path.basename(path), *sorted(f for f in os.listdir(directory) if f.endswith(".json"))]
    files = {}
    for name in dict.fromkeys(names):
        if name != "case.json":
            with open(os.path.join(directory, name), encoding="utf-8") as f:
                files[name] = json.load(f)
    return files


def text(files):
    lines = []
    for name, spec in files.items():
        lines.append(f"// {name}\n{{")
        for key, value in spec.items():
            inner = ",\n    ".join(json.dumps(item) for item in value) if key in ("layers", "edit") else None
            lines.append(f'  "{key}": ' + (f"[\n    {inner}\n  ]" if inner else json.dumps(value)) + ("" if key == list(spec)[-1] else ","))
        lines.append("}\n")
    return "\n".join(lines)


def reads(statement):
    given = statement.get("from", [])
    return given if isinstance(given, list) else [given]


def replace(spec, old, new):
    """All that read `old` read `new`."""
    for statement in spec["layers"]:
        if "from" in statement:
            names = [new if name == old else name for name in reads(statement)]
            statement["from"] = names if isinstance(statement["from"], list) else names[0]
    for output in spec.get("outputs", {}).values():
        if output["from"] == old:
            output["from"] = new


def tidy(files):
    """Without layers and inputs of the model that nobody reads, and blocks that nobody uses."""
    for spec in files.values():
        if "model" not in spec or "layers" not in spec:
            continue
        used = {output["from"] for output in spec["outputs"].values()}
        kept = []
        for i, statement in reversed(list(enumerate(spec["layers"]))):
            turns = "for" in statement
            follows = i + 1 < len(spec["layers"]) and "for" in spec["layers"][i + 1] and spec["layers"][i + 1] in kept
            stem = statement["layers"][0]["name"].split("{")[0] if turns else None
            if follows or (any(name is not None and name.startswith(stem) for name in used) if turns else statement.get("name") in used):
                used |= {*reads(statement), statement.get("weights_of")}
                kept.insert(0, statement)
        spec["layers"] = kept
        inputs = {name: value for name, value in spec["inputs"].items() if name in used}
        if inputs:
            spec["inputs"] = inputs
    everything = json.dumps(list(files.values()))
    first = next(iter(files))
    return {name: spec for name, spec in files.items() if name == first or everything.count(f'"{name[:-5]}"') > 1}


def steps(files):
    """Copies with one thing less."""
    for name, spec in files.items():
        def changed(change):
            other = copy.deepcopy(files)
            change(other[name])
            return tidy(other)

        for output in spec.get("outputs", {}):
            if len(spec["outputs"]) > 1:
                yield changed(lambda s, output=output: s["outputs"].pop(output))
        for i in range(len(spec.get("edit", []))):
            yield changed(lambda s, i=i: s["edit"].pop(i))
        for i, statement in enumerate(spec.get("layers", [])):
            if "for" in statement:
                turns = int(re.search(r"\d+", statement["in"])[0])
                stem = statement["layers"][0]["name"].split("{")[0]
                if turns > 1:
                    def fewer(s, i=i, stem=stem, turns=turns):
                        s["layers"][i]["in"] = f"=range({turns - 1})"
                        replace(s, f"{stem}{turns - 1}", f"{stem}{turns - 2}")
                    yield changed(fewer)
                else:
                    def none(s, i=i, stem=stem):
                        s["layers"].pop(i)
                        replace(s, f"{stem}0", s["layers"][i - 1]["name"])
                    yield changed(none)
                continue
            for source in dict.fromkeys(reads(statement)):
                def drop(s, i=i, source=source):
                    replace(s, s["layers"].pop(i)["name"], source)
                yield changed(drop)
            if len(reads(statement)) > 2:
                yield changed(lambda s, i=i: s["layers"][i]["from"].pop())
            callee = next(iter(statement))
            for argument in statement[callee]:
                yield changed(lambda s, i=i, callee=callee, argument=argument: s["layers"][i][callee].pop(argument))


def write(files, directory):
    """The path of the model's file in a directory of its name."""
    name = next(iter(files))
    directory = os.path.join(directory, name[:-5])
    os.makedirs(directory)
    for other, spec in files.items():
        with open(os.path.join(directory, other), "w", encoding="utf-8") as f:
            json.dump(spec, f)
    return os.path.join(directory, name)


def shrink(path, fails):
    """The text of the smallest spec that was found. `fails` says which of many specs, given by their paths, are wrong."""
    files, begin = read(path), time.monotonic()
    while time.monotonic() - begin < SECONDS:
        with tempfile.TemporaryDirectory() as directory:
            candidates = sorted((c for c in steps(files) if all(s.get("layers", s.get("edit")) for s in c.values())), key=lambda c: len(text(c)))
            paths = {write(c, os.path.join(directory, str(i))): c for i, c in enumerate(candidates)}
            wrong = fails(list(paths))
            smaller = next((c for p, c in paths.items() if p in wrong), None)
        if smaller is None:
            break
        files = smaller
    return text(files)
