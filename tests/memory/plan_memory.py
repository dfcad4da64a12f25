"""The memory of every plan, computed again from plan.json by code that knows nothing of the planner.

The functions of a plan are expanded into one list of kernel calls, each value into one buffer at an address. Then:
  - no two buffers that live at once share a byte, all lie inside the arena, aligned to 64 bytes;
  - what a kernel reads was written before, and is still there;
  - the arena is at most 1.05 times the most bytes that live at one call, but for EXCEPTIONS;
  - planning by functions costs at most 5 % over planning the whole model as one list, but for EXCEPTIONS.

Usage: plan_memory.py SPECIMEN [--table] [MODEL...]
"""

import json
import subprocess
import sys

ARENA_BAR, HIERARCHY_BAR = 1.05, 1.05

# Models above the bars, by the start of their names: the most that their plans may need, so that none gets worse. The
# reason is one: a function's scratch is one piece, so what a block computes first cannot lie where its output will, and
# an input that it read for the last time stays until it returns.
EXCEPTIONS = {
    "digits_resnet": 1.34,
    "cifar_resnet": 1.34,
    "keras_resnet": 1.40,
    "mobilenet_v2": 1.20,
    "resnet": 1.40,
}


class Buffer:
    """A value of one call of one function. Its lives are calls [first, last]; a loop ends one and starts the next."""

    def __init__(self, name, size, address):
        self.name, self.size, self.address = name, size, address
        self.lives = []
        self.ended = True  # what it holds is of no use any more
        self.written = False

    def touch(self, at):
        if self.ended:
            self.lives.append([at, at])
        self.ended = False
        self.lives[-1][1] = at

    def end(self):
        self.ended, self.written = True, False


class Expansion:
    def __init__(self, plan):
        self.functions = {function["name"]: function for function in plan["functions"]}
        self.steps = 0
        self.buffers = []
        self.problems = []
        forward = plan["functions"][-1]
        bound = {}
        for value in forward["values"]:
            if value["place"] != "local":  # memory of the caller
                bound[value["name"]] = Buffer(value["name"], 0, None)
                bound[value["name"]].written = value["place"] == "input"
        self.call(forward, bound, 0, "forward")

    def call(self, function, bound, base, path):
        values = dict(bound)
        for value in function["values"]:
            if value["place"] == "local":
                buffer = Buffer(f"{path}/{value['name']}", value["bytes"], base + value["offset"])
                values[value["name"]] = buffer
                self.buffers.append(buffer)
                self.expect(value["bytes"] >= self.least_bytes(value), f"{buffer.name}: too small for its shape")
            elif value["name"] not in values:
                self.problems.append(f"{path}: parameter {value['name']} was not passed")
        for step in function["steps"]:
            if "kernel" in step:
                arguments = [values[argument["value"]] for argument in step["arguments"] if "value" in argument]
                names = [argument for argument in step["arguments"]]
                outputs = {id(values[argument["value"]]) for argument in names[len(names) - step["outputs"] :]}
                for buffer in arguments:
                    self.expect(buffer.written or id(buffer) in outputs, f"{path}: {step['path']} reads {buffer.name} before it is written")
                    buffer.touch(self.steps)
                for buffer in arguments:
                    buffer.written = True
                self.steps += 1
            elif "fill" in step:
                values[step["fill"]].touch(self.steps)
                self.steps += 1
            elif "call" in step:
                self.enter(step["call"], [values[n] for n in step["inputs"]], [values[n] for n in step["outputs"]], base + step["scratch"],
                           f"{path}/{step['path']}")
            else:
                reads, writes = ([values[n] for n in step[key]] for key in ("first", "second"))
                for i in range(step["count"]):
                    self.enter(step["loop"], reads, writes, base + step["scratch"], f"{path}/{step['path']}#{i}")
                    if i + 1 < step["count"]:
                        for buffer in reads:  # the next iteration writes it anew
                            buffer.end()
                    reads, writes = writes, reads

    def enter(self, name, inputs, outputs, base, path):
        function = self.functions[name]
        bound = {}
        for place, given in (("input", inputs), ("output", outputs)):
            wanted = [value["name"] for value in function["values"] if value["place"] == place]
            self.expect(len(wanted) == len(given), f"{path}: {len(given)} {place}s for {len(wanted)}")
            bound.update(zip(wanted, given))
        self.call(function, bound, base, path)

    def expect(self, condition, text):
        if not condition:
            self.problems.append(text)

    @staticmethod
    def least_bytes(value):
        """Of one image in floats, by its shape and border."""
        extents = [extent for extent in value["shape"] if isinstance(extent, int)]
        border = value.get("border", {})
        if len(extents) == 3:
            extents[0] += border.get("top", 0) + border.get("bottom", 0)
            extents[1] += border.get("left", 0) + border.get("right", 0)
        size = 4
        for extent in extents:
            size *= extent
        return size

    def most_alive(self):
        change = [0] * (self.steps + 1)
        for buffer in self.buffers:
            for first, last in buffer.lives:
                change[first] += buffer.size
                change[last + 1] -= buffer.size
        most = alive = 0
        for delta in change:
            alive += delta
            most = max(most, alive)
        return most

    def check_addresses(self, arena):
        """A sweep over the calls: whoever starts to live must not meet one that is alive."""
        lives = sorted(((first, last, i) for i, b in enumerate(self.buffers) for first, last in b.lives))
        alive = []
        for first, last, i in lives:
            buffer = self.buffers[i]
            self.expect(buffer.address % 64 == 0, f"{buffer.name}: address {buffer.address}")
            self.expect(buffer.address + buffer.size <= arena, f"{buffer.name} ends beyond the arena")
            alive = [(end, other) for end, other in alive if end >= first]
            for _, other in alive:
                apart = other.address + other.size <= buffer.address or buffer.address + buffer.size <= other.address
                self.expect(apart, f"{buffer.name} overlaps {other.name}")
            alive.append((last, buffer))


def examine(specimen, model):
    text = subprocess.run([specimen, "check", model, "--emit", "plan"], check=True, capture_output=True, text=True, timeout=300).stdout
    plan = json.loads(text)
    expansion = Expansion(plan)
    arena = plan["arena_bytes_per_image"]
    expansion.check_addresses(arena)
    return arena, expansion.most_alive(), plan["flat_bytes_per_image"], expansion.problems


def main():
    specimen, arguments = sys.argv[1], sys.argv[2:]
    models = [a for a in arguments if not a.startswith("-")]
    if not models:
        listed = subprocess.run([specimen, "list", "--json"], check=True, capture_output=True, text=True).stdout
        models = [entry["name"] for entry in json.loads(listed)]
    failures = 0
    for model in models:
        arena, alive, flat, problems = examine(specimen, model)
        over_alive, over_flat = arena / alive, arena / flat
        allowed = next((most for start, most in EXCEPTIONS.items() if model.startswith(start)), 0)
        if over_alive > max(allowed, ARENA_BAR):
            problems.append(f"the arena is {over_alive:.3f} times what lives at once")
        if over_flat > max(allowed, HIERARCHY_BAR):
            problems.append(f"planning by functions needs {over_flat:.3f} times the bytes of one list")
        if "--table" in arguments or problems:
            print(f"{model:22} arena {arena:11,}  alive {alive:11,} ({over_alive:.3f})  flat {flat:11,} ({over_flat:.3f})")
        for problem in problems[:10]:
            print(f"  {problem}")
        failures += bool(problems)
    print(f"{len(models)} plans, {failures} failures")
    return 1 if failures or not models else 0


if __name__ == "__main__":
    sys.exit(main())
