"""The generated code of many random specs in one shared library, and each of them against the evaluator's answers.

A case is a directory that `random_specs make` or `random_specs write` wrote (write_case.h). Every model runs in a process of its own,
so that a crash is one wrong spec; its arena is full of NaN before the first run, and has a margin that must stay as it is, as
inputs and outputs have.
"""

import concurrent.futures
import ctypes
import glob
import json
import os
import shutil
import signal
import subprocess
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "models"))

import generated_model

FLAGS = ["-std=c++17", "-O0", "-fPIC", "-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Werror"]
MARGIN = 32  # numbers around each array; an arena is aligned to 64 bytes
GUARD = np.uint32(0x7fc0dead)  # a NaN: who reads it, shows it
# Of the largest output, on top of a multiple of what rounding every op's result does.
TOLERANCE, ROUNDINGS = 1e-6, 3


def read_tensors(path):
    """{name: array} of a safetensors file."""
    with open(path, "rb") as f:
        data = f.read()
    size = int.from_bytes(data[:8], "little")
    types = {"F32": np.float32, "I32": np.int32}
    return {name: np.frombuffer(data[8 + size:][slice(*entry["data_offsets"])], types[entry["dtype"]]).reshape(entry["shape"])
            for name, entry in json.loads(data[8:8 + size]).items() if name != "__metadata__"}


def write_tensors(path, arrays):
    """A safetensors file of {name: array}."""
    types, header, end = {"float32": "F32", "int32": "I32"}, {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": types[str(array.dtype)], "shape": list(array.shape), "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + b"".join(np.ascontiguousarray(array).tobytes() for array in arrays.values()))


class Case:
    """`bound`: of the largest difference, of the largest output."""

    def __init__(self, directory):
        self.directory = os.path.abspath(directory)
        with open(os.path.join(directory, "case.json"), encoding="utf-8") as f:
            self.description = json.load(f)
        self.name = self.description["name"]
        self.bound = self.description.get("tolerance", TOLERANCE + ROUNDINGS * self.description.get("rounding", 0))
        self.code = os.path.join(self.directory, "code")
        self.tensors = read_tensors(os.path.join(directory, "runs.safetensors"))
        self.weights = os.path.join(self.directory, "weights.safetensors")

    def plan(self):
        with open(os.path.join(self.code, "plan.json"), encoding="utf-8") as f:
            return json.load(f)

    def spec_text(self):
        files = sorted(glob.glob(os.path.join(self.directory, "*.json")), key=lambda path: (os.path.basename(path) != f"{self.name}.json", path))
        texts = []
        for path in files:
            if os.path.basename(path) != "case.json":
                with open(path, encoding="utf-8") as f:
                    texts.append(f"// {os.path.basename(path)}\n{f.read()}")
        return "\n".join(texts)

    def unity(self):
        """One source of all that the generated library is made of, with the reference kernels."""
        sources = sorted(set(glob.glob(os.path.join(self.code, "*.cpp"))) - {os.path.join(self.code, f) for f in ("main.cpp", "test.cpp")})
        path = os.path.join(self.directory, "unity.cpp")
        with open(path, "w", encoding="utf-8") as f:
            f.write("".join(f'#include "{source}"\n' for source in [*sources, os.path.join(self.code, "kernels", "references.cpp")]))
        return path


def compile_case(case):
    """The object file, or what the compiler said."""
    out = os.path.join(case.directory, "unity.o")
    launcher = [shutil.which("ccache")] if shutil.which("ccache") else []
    command = [*launcher, "g++", *FLAGS, f"-D{case.name.upper()}_KERNELS_REFERENCE", f"-I{case.code}", f"-I{ROOT}", f"-I{ROOT}/generator",
               "-c", case.unity(), "-o", out]
    done = subprocess.run(command, capture_output=True, text=True)
    return (out, None) if done.returncode == 0 else (None, done.stderr[:2000])


def build_library(cases, path, build, jobs=2):
    """One shared library of all cases that compile; {case: what the compiler said} of the others."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        compiled = dict(zip(cases, pool.map(compile_case, cases)))
    objects = [out for out, _ in compiled.values() if out]
    if objects:
        runtime = os.path.join(build, "libspecimen_runtime_core.a")
        generated_model.run(["g++", "-shared", "-o", path, *objects, "-Wl,--whole-archive", runtime, "-Wl,--no-whole-archive",
                             "-Wl,--no-undefined", "-lm", "-lpthread"])
    return {case: error for case, (_, error) in compiled.items() if error}


class Guarded:
    """An array with a margin that nobody may read or write."""

    def __init__(self, shape, dtype):
        count = int(np.prod(shape))
        self.whole = np.full(count + 2 * MARGIN + 16, GUARD, np.uint32)
        self.first = MARGIN + (-(self.whole.ctypes.data // 4 + MARGIN)) % 16  # aligned to 64 bytes
        self.array = self.whole[self.first:self.first + count].view(dtype).reshape(shape)

    def intact(self):
        count = self.array.size
        return bool(np.all(self.whole[:self.first] == GUARD) and np.all(self.whole[self.first + count:] == GUARD))


def difference(a, b):
    """max|a - b| / max|b|, NaN included."""
    d = np.abs(a.astype(np.float64) - b.astype(np.float64))
    if not np.all(np.isfinite(d)):
        return np.inf
    most = np.abs(b).max(initial=0.0)
    return 0.0 if d.max(initial=0.0) == 0 else d.max() / most if most else np.inf


class Model:
    """One model of a library, in a context for its largest batch whose arena is ours."""

    def __init__(self, case, library, target, threads):
        self.case, self.built = case, generated_model.Built(None, case.name, case.plan(), library, {})
        arena_bytes = getattr(self.built.dll, f"{case.name}_arena_bytes")
        arena_bytes.restype, arena_bytes.argtypes = ctypes.c_size_t, [ctypes.c_int32]
        self.batch = max(run["batch"] for run in case.description["runs"])
        self.arena = Guarded([max(1, arena_bytes(self.batch) // 4)], np.float32)
        self.weights = self.built.weights(case.weights, target)
        self.context = ArenaContext(self.weights, threads, self.batch, self.arena.array)

    def poison(self):
        self.arena.array.fill(np.nan)

    def inputs(self, run):
        return [self.case.tensors[f"{run}/input/{tensor['name']}"] for tensor in self.built.plan["entries"][0]["inputs"]]

    def forward(self, inputs):
        """{output: array}; an error where something was written outside of what was given."""
        given = [Guarded(x.shape, x.dtype) for x in inputs]
        for guarded, x in zip(given, inputs):
            guarded.array[...] = x
        arrays = [guarded.array for guarded in given]
        outputs = [Guarded(y.shape, y.dtype) for y in self.context.empty(*arrays)]
        for guarded in outputs:
            guarded.array.fill(np.nan if guarded.array.dtype == np.float32 else 0)
        self.built.call("forward", *self.context.arguments(arrays, [guarded.array for guarded in outputs]))
        for guarded, x in zip(given, inputs):
            if not guarded.intact() or not np.array_equal(guarded.array, x):
                raise WrongSpec("an input was written to")
        if not all(guarded.intact() for guarded in outputs):
            raise WrongSpec("something was written beside an output")
        if not self.arena.intact():
            raise WrongSpec("something was written beside the arena")
        return {tensor["name"]: guarded.array.copy() for tensor, guarded in zip(self.built.plan["entries"][0]["outputs"], outputs)}


class ArenaContext(generated_model.Context):
    """A context with an arena of the caller's."""

    def __init__(self, weights, threads, batch, arena):
        self.weights, self.built, self.handle = weights, weights.built, ctypes.c_void_p()
        options = self.built.options(threads=threads, batch=batch, arena=arena.ctypes.data, arena_bytes=arena.nbytes)
        self.built.call("context_create", weights.handle, options, ctypes.byref(self.handle))


class WrongSpec(Exception):
    pass


def check_model(case, library, target, threads=1):
    """Raises WrongSpec. The largest difference over tolerance."""
    model = Model(case, library, target, threads)
    bound = case.bound
    worst = 0
    model.poison()
    answers = {}
    # Each batch after another one's leavings, then one of them again on its own.
    for run in [*range(len(case.description["runs"])), len(case.description["runs"]) - 1]:
        if run in answers:
            model.poison()
        got = model.forward(model.inputs(run))
        for name, y in got.items():
            d = difference(y, case.tensors[f"{run}/output/{name}"])
            if not d <= bound:
                raise WrongSpec(f"output {name} differs by {d:.3g} at {case.description['runs'][run]}; the bound is {bound:.2g}")
            worst = max(worst, d / bound)
            if run in answers and not np.array_equal(y, answers[run][name]):
                raise WrongSpec(f"output {name} depends on what the arena held before")
        answers[run] = got
    for name, limit in case.description["id_limits"].items():
        for wrong in (limit, -1):
            inputs = model.inputs(0)
            at = [tensor["name"] for tensor in model.built.plan["entries"][0]["inputs"]].index(name)
            inputs[at] = inputs[at].copy()
            inputs[at].flat[-1] = wrong
            try:
                model.forward(inputs)
            except generated_model.Failed:
                continue
            raise WrongSpec(f"{name} holds {wrong}, and is to be refused from {limit} on")
    return worst


def in_process(function, *arguments):
    """What the function returned, in a process of its own; WrongSpec where it raised or crashed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            answer = {"value": function(*arguments)}
            code = 0
        except (WrongSpec, generated_model.Failed) as error:
            answer = {"error": str(error)}
        except BaseException as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        os.write(write, json.dumps(answer).encode())
        os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as f:
        text = f.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        raise WrongSpec(f"crashed: {signal.Signals(os.WTERMSIG(status)).name}")
    answer = json.loads(text)
    if "error" in answer:
        raise WrongSpec(answer["error"])
    return answer["value"]
