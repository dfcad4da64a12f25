"""Whether two versions of the program plan every model alike, up to renaming.

    tests/plan/same_plan.py OLD NEW [MODEL...]      OLD and NEW: two programs `specimen`, each with its own specs

Numbers, their order and the structure of `check --emit plan` must be equal; a name may be another one, if one name of NEW
stands for one of OLD throughout a plan. The last lines list what was renamed.
"""

import argparse
import collections
import json
import subprocess
import sys


class Renaming:
    """A one-to-one map of names, found while two plans are compared."""

    def __init__(self):
        self.there, self.back = {}, {}

    def fits(self, old, new):
        return self.there.setdefault(old, new) == new and self.back.setdefault(new, old) == old


def difference(old, new, renaming, where="plan"):
    """Where two trees of JSON differ first, in words; None where they do not. Objects are lists of pairs."""
    if isinstance(old, str) and isinstance(new, str):
        return None if renaming.fits(old, new) else f"{where}: `{old}` is `{new}`"
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        if len(old) != len(new):
            return f"{where}: {len(old)} entries are {len(new)}"
        for i, (a, b) in enumerate(zip(old, new)):
            name = b[0] if isinstance(b, tuple) and b and isinstance(b[0], str) else i
            found = difference(a, b, renaming, f"{where}/{name}" if isinstance(b, (tuple, list)) else where)
            if found:
                return found
        return None
    return None if type(old) is type(new) and old == new else f"{where}: {old} is {new}"


def plan(program, model):
    result = subprocess.run([program, "check", model, "--emit", "plan"], capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{program} check {model}:\n{result.stderr}")
    whole = json.loads(result.stdout)
    if "entries" not in whole:  # a version in which a model had one function
        whole["entries"] = [{"name": "forward", "doc": ""} | {key: whole.pop(key) for key in ("flops", "inputs", "outputs")}]
    if whole.get("arena_fixed_bytes") == 0:  # as in a version in which every tensor had a batch
        whole.pop("arena_fixed_bytes")
    for name in ("packed_floats", "packed_bytes"):
        whole.pop(name, None)
    for function in whole["functions"]:
        for tensor in (tensor for member in function["weights"] for tensor in member.get("tensors", ())):
            if "floats" in tensor:  # a version in which all weights were float32
                tensor["bytes"] = 4 * tensor.pop("floats")
    order = sorted(whole)
    return json.loads(json.dumps({key: whole[key] for key in order}), object_pairs_hook=lambda pairs: [tuple(pair) for pair in pairs])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("models", nargs="*")
    options = parser.parse_args()
    listed = json.loads(subprocess.run([options.old, "list", "--json"], capture_output=True, text=True, check=True).stdout)
    models = options.models or [each["name"] for each in listed]
    renamed, different = collections.Counter(), 0
    for model in models:
        renaming = Renaming()
        found = difference(plan(options.old, model), plan(options.new, model), renaming)
        different += found is not None
        print(f"{model}: {found or 'same'}")
        renamed.update((a, b) for a, b in renaming.there.items() if a != b)
    for (a, b), count in renamed.most_common(40):
        print(f"renamed in {count}: `{a}` -> `{b}`")
    print(f"{len(models)} models, {different} different")
    return different != 0


if __name__ == "__main__":
    sys.exit(main())
