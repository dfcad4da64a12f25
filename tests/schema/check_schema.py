"""The JSON Schema of specs, held against Python's jsonschema: it accepts every file under specs/ and rejects bad ones.

Usage: check_schema.py SPECIMEN [--fix]

Also fails when specs/schema.json, which editors read, is not what `SPECIMEN schema` writes; --fix rewrites it.
"""

import json
import pathlib
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]


def without_comments(text):
    """JSON text with // and /* */ comments blanked; strings are left alone."""
    out, i, in_string = [], 0, False
    while i < len(text):
        if in_string:
            step = 2 if text[i] == "\\" else 1
            in_string = text[i] != '"'
            out.append(text[i : i + step])
            i += step
        elif text.startswith("//", i):
            end = text.find("\n", i)
            i = len(text) if end < 0 else end
        elif text.startswith("/*", i):
            i = text.index("*/", i) + 2
        else:
            in_string = text[i] == '"'
            out.append(text[i])
            i += 1
    return "".join(out)


def model(**changes):
    spec = {
        "model": "m",
        "symbols": {"batch": {"max": 8}},
        "arguments": {"n": {"type": "int", "default": 3}},
        "inputs": {"x": {"shape": ["batch", "=n", 8, 3]}},
        "layers": [{"Dense": {"units": 10}, "name": "y"}],
        "outputs": {"y": {}},
    }
    spec.update(changes)
    return {key: value for key, value in spec.items() if value is not None}


def layer(*layers):
    return model(layers=list(layers))


def image(data, **output):
    return model(inputs={"x": {"shape": ["batch", 8, 8, 3], "from_image": data}}, outputs={"y": output})


def mine(**changes):
    spec = {"extends": "resnet50", "model": "mine", **changes}
    return {key: value for key, value in spec.items() if value is not None}


def edit(**keys):
    return mine(edit=[{key: value for key, value in {"at": "a/b", **keys}.items() if key != "at" or value is not None}])


GOOD = [
    model(),
    {"block": "b", "layers": []},
    {"block": "b", "inputs": ["a"], "outputs": {"c": {"from": "d", "if": "=true"}}, "layers": [{"a_block_elsewhere": {"k": [1]}}]},
    layer({"=block": "=arguments"}, {"Dense": "=dense_arguments", "name": "a{i + 1}", "from": ["x", "y"]}),
    layer({"for": "i", "in": "=range(3)", "layers": [{"if": "=i > 1", "layers": [], "else": [{"let": {"a": 1}}]}]}),
    layer({"Conv2D": {"filters": "=n", "kernel_size": [3, "=n"]}}),
    image({}),
    image("=one if n > 1 else other", kind="logits", labels="imagenet"),
    image({"library": "torchvision", "interpolation": "bicubic", "resize_short_side": "=n * 8", "crop": "center", "scale": "=1 / 255"}),
    image({"color": "bgr", "resize": [8, 8], "mean": [1, 2, 3.5], "std": None}, kind="=what"),
    model(inputs={"x": {"shape": ["batch", 8], "from_text": {"tokenizer": "wordpiece"}}}),
    mine(),
    mine(arguments={"classes": 37, "filters": [1, 2], "n": {"type": "int", "default": 3}}, let={"a": 1}, variants={"v": {}}),
    mine(symbols={"n": {"max": 3}}, inputs={"x": {"shape": ["n", 3]}}, outputs=["y"], source="me", doc="Mine."),
    {"extends": "bottleneck", "block": "b", "arguments": {"filters": 3}, "outputs": ["c"], "edit": []},
    edit(set={"filters": "=2 * layer.filters", "activation": None}),
    edit(remove=True),
    edit(insert_after={"squeeze_excite": {"ratio": 0.25}, "name": "se"}),
    edit(insert_before=[{"Dense": {"units": 3}}, {"ReLU": {}}]),
    edit(replace={"=block": {}}),
    edit(at={"path": "a/**", "layer": "Dense", "where": {"units": 3}}, remove=True),
    edit(at=["a", {"layer": "Dense"}], remove=True),
    model(checkpoints={"keras": [{"ours": "{a}", "theirs": ["b", "c"], "transform": [{"concat": 0}]}, {"ignore": "x"}]}),
]

BAD = [
    [],
    {},
    {"block": "b"},
    {"block": "B", "layers": []},
    {"block": 3, "layers": []},
    {"block": "b", "layers": {}},
    {"block": "b", "layers": [], "state": []},
    {"block": "b", "layers": [], "state": {"s": {}}},
    {"block": "b", "layers": [], "state": {"s": {"shape": [1], "owner": "us"}}},
    {"block": "b", "layers": [], "inputs": ["a b"]},
    {"block": "b", "layers": [], "outputs": {"a": {"form": "b"}}},
    model(model="../../x"),
    model(inputs=None),
    model(inputs={}),
    model(outputs=None),
    model(inputs={"x": {}}),
    model(inputs={"x": {"shape": [0]}}),
    model(inputs={"x": {"shape": [1.5]}}),
    model(inputs={"x": {"shape": [1], "dtype": "flaot32"}}),
    model(inputs={"a*/b": {"shape": [1]}}),
    image("tf"),
    image(None),
    image({"interpolaton": "nearest"}),
    image({"interpolation": "bicubc"}),
    image({"library": "pytorch"}),
    image({"crop": "middle"}),
    image({"color": 3}),
    image({"resize": 224}),
    image({"resize_short_side": 256.5}),
    image({"mean": 127}),
    image({"mean": [1, "x", 3]}),
    image({"scale": "1/255"}),
    image({}, kind="logitz"),
    image({}, labels=5),
    model(inputs={"x": {"shape": ["batch", 8], "from_text": {}}}),
    model(inputs={"x": {"shape": ["batch", 8], "from_text": {"tokenizer": "bpe"}}}),
    model(inputs={"x": {"shape": ["batch", 8], "from_table": {}}}),
    model(arguments={"n": {"default": 3}}),
    model(arguments={"n": {"type": "Int"}}),
    model(arguments={"n": {"type": "int", "minimum": 3}}),
    model(arguments={"a-b": {"type": "int"}}),
    model(symbols={"batch": 8}),
    model(symbols={"batch": {"max": 0}}),
    model(constraints="batch < 3"),
    model(variants={"V": {}}),
    model(variants={"v": []}),
    model(functions={}),
    model(extends="resnet50"),
    model(edit=[]),
    mine(edit={}),
    mine(extends=3),
    mine(model=None),
    mine(inputs={}),
    mine(functions={}),
    {"extends": "b", "block": "c", "variants": {}},
    {"extends": "b", "block": "c", "inputs": ["x"]},
    edit(),
    edit(set={}, remove=True),
    edit(at=None, remove=True),
    edit(at=[], remove=True),
    edit(at={}, remove=True),
    edit(at={"class": "Dense"}, remove=True),
    edit(set=[]),
    edit(remove=False),
    edit(replace=[]),
    edit(replace={"Dens": {"units": 3}}),
    edit(insert_after={"Dense": {}}),
    edit(insert_after={"for": "i", "in": [1], "layers": []}),
    model(checkpoints={"keras": [{"ours": "a"}]}),
    model(checkpoints={"keras": [{"ours": "a", "theirs": "b", "transform": [{}]}]}),
    layer(3),
    layer({}),
    layer({"name": "y"}),
    layer({"Conv2d": {"filters": 3}}),
    layer({"Conv2D": {}}),
    layer({"Conv2D": {"filters": "3"}}),
    layer({"Conv2D": {"filters": 0}}),
    layer({"Conv2D": {"filters": 3, "paddin": "same"}}),
    layer({"Conv2D": {"filters": 3, "padding": "smae"}}),
    layer({"Conv2D": {"filters": 3, "kernel_size": [3, "a"]}}),
    layer({"Dense": {"units": 3.5}}),
    layer({"Dense": [3]}),
    layer({"Dense": {"units": 1}, "nmae": 3}),
    layer({"Dense": {"units": 1}, "name": 3}),
    layer({"Dense": {"units": 1}, "from": 3}),
    layer({"for": "i", "layers": []}),
    layer({"for": "i", "in": 3, "layers": []}),
    layer({"if": "yes", "layers": []}),
    layer({"if": "=yes", "layers": [], "name": "y"}),
    layer({"layers": []}),
    layer({"let": [1]}),
    layer({"conv_bn": {"filters": "many"}}),
]


def main():
    specimen, fix = sys.argv[1], "--fix" in sys.argv[2:]
    text = subprocess.run([specimen, "schema"], check=True, capture_output=True, text=True).stdout.rstrip("\n") + "\n"
    stored = ROOT / "specs" / "schema.json"
    failures = []
    if fix:
        stored.write_text(text)
    elif not stored.exists() or stored.read_text() != text:
        failures.append(f"specs/schema.json is not what `specimen schema` writes: run {sys.argv[0]} {specimen} --fix")

    schema = json.loads(text)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    files = [p for p in sorted((ROOT / "specs").rglob("*.json")) if p.name != "schema.json" and not {"targets", "recipes", "configs"} & set(p.parts)]
    for path in files:
        for error in validator.iter_errors(json.loads(without_comments(path.read_text()))):
            failures.append(f"{path.relative_to(ROOT)}: {list(error.absolute_path)}: {error.message[:300]}")
    for spec in GOOD:
        if not validator.is_valid(spec):
            failures.append(f"refused, and should not be: {json.dumps(spec)}")
    for spec in BAD:
        if validator.is_valid(spec):
            failures.append(f"accepted, and should not be: {json.dumps(spec)}")
    for failure in failures:
        print(failure)
    print(f"{len(files)} files, {len(GOOD)} good specs, {len(BAD)} bad specs, {len(failures)} failures")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
