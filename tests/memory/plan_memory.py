"""The memory of every plan, computed again from plan.json by code that knows nothing of the planner.

The functions of a plan are expanded into one list of kernel calls, each value into one buffer at an address. Then:
  - no two buffers that live at once share a byte, all are inside the arena, aligned to 64 bytes;
  - what a kernel reads was written before, under the name by which it reads it, and is still there; its padding is filled;
  - a kernel writes over what it reads only where that is its residual, stored as the output is;
  - what the caller of forward() owns is written only where it is an output;
  - the arena is at most 1.05 times the most bytes that live at one call;
  - planning by functions costs at most 5 % over planning the whole model as one list.

Before that, plans that were made wrong on purpose: each must be found.

Usage: plan_memory.py SPECIMEN [--table] [MODEL...]
"""

import copy
import json
import pathlib
import subprocess
import sys

ARENA_BAR, HIERARCHY_BAR = 1.05, 1.05

# Beside the zoo: networks that are hard to place, or use blocks as the zoo does not.
SPECS = pathlib.Path(__file__).parent / "specs"
OTHERS = ["densenet201", "two_paths", "batch_statistics"]


class Buffer:
    """Memory at one address. What each channel holds has a number, which every write changes: whoever reads must know the newest.

    It lives from a write (or the fill of the padding before it) to the last read of what was written. A write that replaces all
    that is in it starts the next life."""

    def __init__(self, name, size, address, channels):
        self.name, self.size, self.address = name, size, address
        self.lives = []
        self.contents = [0] * channels
        self.filled_at = None  # padding for the content to come
        self.filled = set()  # channels of it
        self.has_padding = set()  # channels
        self.of_caller = None
        self.fixed = False

    def read(self, at):
        if self.lives:
            self.lives[-1][1] = at
            self.take_padding()

    def take_padding(self):
        self.has_padding |= self.filled
        self.filled_at, self.filled = None, set()

    def write(self, at, channels, over=False, padding=False):
        """`over`: what was in it lives on, in part or as what is computed with."""
        for channel in channels:
            self.contents[channel] += 1
        if self.lives and (over or len(channels) < len(self.contents)):
            self.lives[-1][1] = at
        else:
            self.lives.append([at if self.filled_at is None else self.filled_at, at])
            self.has_padding = set()
        self.take_padding()
        if padding:
            self.has_padding |= set(channels)

    def fill(self, at, channels):
        self.filled |= set(channels)
        if self.filled_at is None:
            self.filled_at = at


class View:
    """A value of one call of one function: channels of a buffer, and the content that is meant by its name."""

    def __init__(self, buffer, channels=None):
        self.buffer = buffer
        self.channels = range(len(buffer.contents)) if channels is None else channels
        self.whole = None  # the view of the same function that this is a slice of
        self.slices = []
        self.learn()

    def now(self):
        return [self.buffer.contents[channel] for channel in self.channels]

    def learn(self):
        self.content = self.now()

    def slice(self, first, count):
        view = View(self.buffer, self.channels[first : first + count])
        view.whole = self
        self.slices.append(view)
        return view

    def knows(self):
        return self.content == self.now() and 0 not in self.content

    def tell(self, content):
        """The function knows what is in these channels, whatever it calls them."""
        news = dict(zip(self.channels, content))
        top = self
        while top.whole is not None:
            top = top.whole
        todo = [top]
        while todo:
            view = todo.pop()
            todo += view.slices
            view.content = [news.get(channel, known) for channel, known in zip(view.channels, view.content)]


class Expansion:
    def __init__(self, plan):
        self.functions = {function["name"]: function for function in plan["functions"]}
        self.kernels = {kernel["symbol"]: kernel for kernel in plan["kernels"]}
        self.maxima = {name: symbol["maximum"] for name, symbol in plan["symbols"].items()}
        self.now = 0
        self.buffers = []
        self.problems = []
        forward = plan["functions"][-1]
        bound = {}
        for value in forward["values"]:
            if value["place"] in ("input", "output"):  # memory of the caller
                bound[value["name"]] = View(Buffer(value["name"], 0, None, self.channels(value)))
                bound[value["name"]].buffer.of_caller = value["place"]
        for view in bound.values():
            if view.buffer.of_caller == "input":
                view.buffer.write(0, view.channels)
                view.tell(view.now())
        self.call(forward, bound, (0, 0), "forward")
        for view in bound.values():
            self.expect(view.buffer.lives and view.knows(), f"{view.buffer.name} is not what it should be")

    def call(self, function, bound, base, path):
        values = dict(bound)
        shown = {value["name"]: value for value in function["values"]}
        for value in function["values"]:
            if value["place"] == "local":
                fixed = value.get("fixed", False)
                buffer = Buffer(f"{path}/{value['name']}", value["bytes"], base[fixed] + value["offset"], self.channels(value))
                buffer.fixed = fixed
                self.buffers.append(buffer)
                values[value["name"]] = View(buffer)
                self.expect(value["bytes"] >= self.least_bytes(value), f"{buffer.name}: too small for its shape")
            elif value["place"] == "slice":
                values[value["name"]] = values[value["slice"]["of"]].slice(value["slice"]["channel"], self.channels(value))
            elif value["place"] == "reshape":  # all of the value, seen in another shape
                whole = values[value["reshape"]["of"]]
                values[value["name"]] = whole.slice(0, len(whole.channels))
            elif value["name"] not in values:
                self.problems.append(f"{path}: parameter {value['name']} was not passed")
        for step in function["steps"]:
            if "kernel" in step:
                self.run(step, values, shown, f"{path}: {step['path']}")
            elif "fill" in step:
                values[step["fill"]].buffer.fill(self.now, values[step["fill"]].channels)
                self.now += 1
            elif "call" in step:
                self.enter(step["call"], [values[n] for n in step["inputs"]], [values[n] for n in step["outputs"]], self.inside(base, step),
                           f"{path}/{step['path']}")
            else:
                for i in range(step["count"]):
                    reads, writes = ([self.in_iteration(values, argument, i) for argument in step[key]] for key in ("inputs", "outputs"))
                    self.enter(step["loop"], reads, writes, self.inside(base, step), f"{path}/{step['path']}#{i}")
                for argument in step["outputs"]:
                    result, other = (self.in_iteration(values, argument, step["count"] + k) for k in (1, 0))
                    if other is not result:
                        other.tell([-1] * len(other.channels))  # of use to nobody

    @staticmethod
    def in_iteration(values, argument, i):
        """What is carried alternates between two values."""
        return values[argument["next"] if i % 2 and "next" in argument else argument["value"]]

    @staticmethod
    def inside(base, step):
        """Where the memory of a call begins: what is of each example, and what has no batch."""
        return base[0] + step["arena"], base[1] + step.get("fixed", 0)

    def run(self, step, values, shown, path):
        kernel = self.kernels[step["kernel"]]
        arguments = step["arguments"]
        inputs, outputs = arguments[: -step["outputs"]], arguments[-step["outputs"] :]
        residual = self.residual(kernel, len(inputs))
        for i, argument in enumerate(inputs):
            if "value" not in argument:
                continue
            view = values[argument["value"]]
            self.expect(view.buffer.lives, f"{path} reads {view.buffer.name} before it is written")
            self.expect(view.knows(), f"{path} reads {argument['value']} of {view.buffer.name} after it was written over")
            view.buffer.read(self.now)
            if i != residual and shown[argument["value"]].get("padding"):
                self.expect(view.buffer.has_padding.issuperset(view.channels), f"{path} reads {view.buffer.name}, whose padding is not filled")
        read = [(i, argument) for i, argument in enumerate(inputs) if "value" in argument]
        for output in outputs:
            view = values[output["value"]]
            over = [i for i, argument in read if self.meet(values[argument["value"]], view)]
            if over:
                what = kernel["problem"]
                lies_alike = over == [residual] and what.get("residual") == what.get("out")  # rows say neither: they are dense
                lies_alike = lies_alike and output.get("pixel") == inputs[residual].get("pixel")
                lies_alike = lies_alike and values[inputs[residual]["value"]].channels == view.channels
                lies_alike = lies_alike and self.reads_first(what, outputs.index(output))
                self.expect(lies_alike, f"{path} writes over {view.buffer.name}, which it reads")
            self.expect(view.buffer.of_caller != "input", f"{path} writes {view.buffer.name}, which is the caller's")
            self.expect(len([o for o in outputs if values[o["value"]].buffer is view.buffer]) == 1, f"{path} writes {view.buffer.name} twice")
            view.buffer.write(self.now, view.channels, over=bool(over), padding=kernel["family"] == "pad")
            view.tell(view.now())
        self.now += 1

    @staticmethod
    def meet(a, b):
        return a.buffer is b.buffer and a.channels.start < b.channels.stop and b.channels.start < a.channels.stop

    @staticmethod
    def channels(value):
        known = value["shape"] and isinstance(value["shape"][-1], int)
        return value["shape"][-1] if known and value.get("dtype") != "int32" else 1

    @staticmethod
    def residual(kernel, inputs):
        """Which of a kernel's inputs is read element by element; -1: none may be written over."""
        rows = kernel["family"] == "dense" and kernel["problem"]["rows"] > 1
        if not rows and kernel["family"] not in ("conv2d", "elementwise", "embedding"):
            return -1
        chain = kernel["problem"].get("epilogue") or kernel["problem"].get("chain")
        operands = [step["operand"] for step in chain["steps"] if step["operand"] not in ("none", "constant")]
        return inputs - len(operands) + operands.index("tensor") if operands.count("tensor") == 1 else -1

    @staticmethod
    def reads_first(what, output):
        """The residual is read before that output is stored."""
        steps = (what.get("epilogue") or what.get("chain"))["steps"]
        stores = [i for i, step in enumerate(steps[:-1]) if step["store"]] + [len(steps) - 1]
        return [step["operand"] for step in steps].index("tensor") <= stores[output]

    def enter(self, name, inputs, outputs, base, path):
        function = self.functions[name]
        bound = {}
        for place, given in (("input", inputs), ("output", outputs)):
            wanted = [value["name"] for value in function["values"] if value["place"] == place]
            self.expect(len(wanted) == len(given), f"{path}: {len(given)} {place}s for {len(wanted)}")
            for parameter, view in zip(wanted, given):
                bound[parameter] = View(view.buffer, view.channels)
                shared = view.whole is not None or view.slices  # the caller wrote a part of it, perhaps
                bound[parameter].content = list(view.content) if place == "input" or shared else [-1] * len(view.channels)
        self.call(function, bound, base, path)
        for parameter, view in zip([v["name"] for v in function["values"] if v["place"] == "output"], outputs):
            view.tell(bound[parameter].content)

    def expect(self, condition, text):
        if not condition:
            self.problems.append(text)

    def least_bytes(self, value):
        """Of one image in floats, by its shape and padding; of a text at its longest."""
        shape = value["shape"] if value.get("fixed") else value["shape"][1:]
        extents = [self.maxima.get(extent, extent) for extent in shape]
        padding = value.get("padding", {})
        if len(extents) == 3:
            extents[0] += padding.get("top", 0) + padding.get("bottom", 0)
            extents[1] += padding.get("left", 0) + padding.get("right", 0)
        size = 4
        for extent in extents:
            size *= extent
        return size

    def most_alive(self, fixed=False):
        change = [0] * (self.now + 1)
        for buffer in (one for one in self.buffers if one.fixed == fixed):
            for first, last in buffer.lives:
                change[first] += buffer.size
                change[last + 1] -= buffer.size
        most = alive = 0
        for delta in change:
            alive += delta
            most = max(most, alive)
        return most

    def check_addresses(self, arena, fixed=False):
        """A sweep over the calls: whoever starts to live must not meet one that is alive in the same region."""
        lives = sorted(((first, last, i) for i, b in enumerate(self.buffers) if b.fixed == fixed for first, last in b.lives))
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


def examine(plan):
    expansion = Expansion(plan)
    arena = plan["arena_bytes_per_example"]
    expansion.check_addresses(arena)
    expansion.check_addresses(plan["arena_fixed_bytes"], True)
    return arena, expansion.most_alive(), plan["flat_bytes_per_example"], expansion.problems


def plan_of(specimen, model):
    command = [specimen, "--specs", SPECS, "check", SPECS / f"{model}.json"] if model in OTHERS else [specimen, "check", model]
    return json.loads(subprocess.run([*command, "--emit", "plan"], check=True, capture_output=True, text=True, timeout=300).stdout)


def missed(plan):
    """What the checks above do not notice in a plan that was spoilt."""

    def every_local_at_zero(plan):
        for function in plan["functions"]:
            for value in function["values"]:
                value["offset"] = 0

    def no_padding(plan):
        for function in plan["functions"]:
            function["steps"] = [step for step in function["steps"] if "fill" not in step]

    def everything_over_its_image(plan):
        for function in plan["functions"]:
            for step in function["steps"]:
                if "kernel" in step and "value" in step["arguments"][0]:
                    step["arguments"][-1]["value"] = step["arguments"][0]["value"]

    def calls_in_place(plan):
        """Each block writes over its input, also where it reads that again later."""
        for function in plan["functions"]:
            for step in function["steps"]:
                if "call" in step and len(step["inputs"]) == 1:
                    step["inputs"] = step["outputs"][:1]

    def residuals_stored_otherwise(plan):
        for kernel in plan["kernels"]:
            if "residual" in kernel["problem"]:
                kernel["problem"]["residual"]["row"] += 16

    def a_small_arena(plan):
        plan["arena_bytes_per_example"] -= 64

    for spoil in (every_local_at_zero, no_padding, everything_over_its_image, calls_in_place, residuals_stored_otherwise, a_small_arena):
        spoilt = copy.deepcopy(plan)
        spoil(spoilt)
        if not examine(spoilt)[3]:
            yield spoil.__name__.replace("_", " ")


def main():
    specimen, arguments = sys.argv[1], sys.argv[2:]
    models = [a for a in arguments if not a.startswith("-")]
    failures = 0
    if not models:
        listed = subprocess.run([specimen, "list", "--json"], check=True, capture_output=True, text=True).stdout
        models = [entry["name"] for entry in json.loads(listed)] + OTHERS
        spoilt = plan_of(specimen, "batch_statistics")
        spoilt["arena_fixed_bytes"] -= 64
        if not examine(spoilt)[3]:
            print("the test is not sensitive: a small fixed region")
            failures += 1
        for mistake in missed(plan_of(specimen, "cifar_resnet20_v2")):
            print(f"the test is not sensitive: {mistake}")
            failures += 1
    for model in models:
        arena, alive, flat, problems = examine(plan_of(specimen, model))
        over_alive, over_flat = arena / alive, arena / flat
        if over_alive > ARENA_BAR:
            problems.append(f"the arena is {over_alive:.3f} times what lives at once")
        if over_flat > HIERARCHY_BAR:
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
