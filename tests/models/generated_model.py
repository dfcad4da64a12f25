"""A generated model as Python sees it: built by `specimen build`, called through its C interface.

    tools = Tools("build/bin", cache="build/cache")
    built = tools.build("resnet50", "build/models/resnet50", {"image_size": 64})
    weights = built.weights("resnet50.safetensors", target="v4")
    outputs = weights.context(threads=2, batch=3).forward(image)
    outputs = weights.context(threads=2, batch=3).forward(token_ids, segment_ids, padding_mask)

The library is linked here, into one shared object, with the flags that the project promises; what its CMakeLists.txt makes
of the same files is tested elsewhere. Kernel objects and the runtime are cached, so that a second build takes seconds.
"""

import ctypes
import hashlib
import json
import os
import shlex
import subprocess
import tempfile

import numpy as np

DTYPES = {"float32": np.float32, "int32": np.int32}
TARGETS = {"auto": 0, "reference": 1, "v3": 3, "v4": 4}
STRICT = ["-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Werror"]
FLAGS = ["-std=c++17", "-O3", "-fPIC", *STRICT]
V3_FLAGS = {"avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm"}
V4_FLAGS = {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}


class BuildError(Exception):
    pass


def run(command, **environment):
    """Runs a program; its standard output. What it said is in the error when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    if done.returncode != 0:
        raise BuildError(f"{shlex.join(command)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def host_targets():
    """Targets that this machine runs, the best first."""
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as f:
        flags = next((set(line.split(":")[1].split()) for line in f if line.startswith("flags")), set())
    if not V3_FLAGS <= flags:
        return []
    return ["v4", "v3"] if V4_FLAGS <= flags else ["v3"]


def digest(paths):
    """SHA-256 of the texts of these files."""
    total = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as f:
            total.update(hashlib.sha256(f.read()).digest())
    return total.hexdigest()


def set_options(settings):
    return [word for name, value in settings.items() for word in ("--set", f"{name}={'null' if value is None else value}")]


class Tools:
    """The programs of a build, a cache, a compiler."""

    def __init__(self, bin_directory, cache, compiler="g++", jobs=2):
        self.specimen = os.path.join(os.path.abspath(bin_directory), "specimen")
        if not os.access(self.specimen, os.X_OK):
            raise BuildError(f"no {self.specimen}; `make build` makes it")
        self.cache, self.compiler, self.jobs = os.path.abspath(cache), compiler, jobs
        os.makedirs(self.cache, exist_ok=True)

    def generate(self, model, directory, settings=None):
        """The model's directory with its kernels compiled; not yet a library. Returns plan.json."""
        # `specimen build` goes on to CMake; here that step is left out.
        run([self.specimen, "build", model, *set_options(settings or {}), "-o", directory, "--no-check", "--no-test", "-q", "-j",
             str(self.jobs)],
            CMAKE="true", SPECIMEN_CACHE=self.cache)
        with open(os.path.join(directory, "plan.json"), encoding="utf-8") as f:
            return json.load(f)

    def build(self, model, directory, settings=None):
        """A Built for this model with these arguments."""
        plan = self.generate(model, directory, settings)
        name = plan["model"]
        library = os.path.join(directory, f"lib{name}.so")
        parts = [os.path.join(directory, f"{name}{part}.cpp") for part in ("", "_pack", "_kernels", "_c", "_labels")]
        sources = [path for path in parts if os.path.exists(path)]  # labels where the spec names a list
        objects = kernel_objects(directory, plan)
        runtime = self.runtime(directory)
        stamp = digest([*sources, *headers(directory), *objects, runtime])
        if not up_to_date(library, stamp):
            with tempfile.TemporaryDirectory(dir=directory) as out:
                compiled = self.compile(sources, directory, out)
                run([self.compiler, "-shared", "-o", library, *compiled, *objects, "-Wl,--whole-archive", runtime,
                     "-Wl,--no-whole-archive", "-Wl,--no-undefined", "-lm", "-lpthread"])
            with open(library + ".stamp", "w", encoding="ascii") as f:
                f.write(stamp)
        return Built(self, model, plan, library, settings or {})

    def compile(self, sources, include, out):
        """Object files of these sources, `jobs` compilers at a time."""
        objects, running = [], []
        for source in sources:
            objects.append(os.path.join(out, os.path.basename(source) + ".o"))
            command = [self.compiler, *FLAGS, f"-I{include}", "-c", source, "-o", objects[-1]]
            running.append((command, subprocess.Popen(command, stderr=subprocess.PIPE, text=True)))
            if len(running) == self.jobs or source is sources[-1]:
                for command, process in running:
                    message = process.communicate()[1]
                    if process.returncode != 0:
                        raise BuildError(f"{shlex.join(command)}\n{message}")
                running = []
        return objects

    def runtime(self, directory):
        """The archive of the runtime that the directory carries."""
        core = os.path.join(directory, "runtime", "core")
        sources = sorted(os.path.join(core, f) for f in os.listdir(core) if f.endswith(".cpp"))
        archive = os.path.join(self.cache, "runtime", digest([*sources, *headers(core)]), "libruntime.a")
        if not os.path.exists(archive):
            os.makedirs(os.path.dirname(archive), exist_ok=True)
            with tempfile.TemporaryDirectory(dir=os.path.dirname(archive)) as out:
                made = os.path.join(out, "libruntime.a")
                run(["ar", "crs", made, *self.compile(sources, directory, out)])
                os.replace(made, archive)
        return archive

    def synthetic_weights(self, model, path, checkpoint, seed, settings=None, gain=1):
        """Writes the weights of seed and gain under our names; a file that exists was made by the same arguments."""
        if not os.path.exists(path):
            partial = f"{path}.{os.getpid()}"
            run([self.specimen, "weights", "synthetic", model, *set_options(settings or {}), "--from", checkpoint, "--seed", str(seed),
                 "--gain", repr(gain), "-o", partial])
            os.replace(partial, path)
        return path


    def weights_from_checkpoint(self, model, path, base, seed, settings=None):
        """Writes the model's weights from a Keras checkpoint of `base` ({"model", "arguments"}); what that lacks is initialised."""
        name, options = base["model"], set_options(base["arguments"])
        with tempfile.TemporaryDirectory(dir=os.path.dirname(path)) as directory:
            ours, checkpoint = os.path.join(directory, "base.safetensors"), os.path.join(directory, "base.weights.h5")
            self.synthetic_weights(name, ours, "specimen", seed, base["arguments"])
            run([self.specimen, "weights", "convert", name, ours, *options, "--to", "keras", "-o", checkpoint])
            run([self.specimen, "weights", "convert", model, checkpoint, *set_options(settings or {}), "--initialize-missing",
                 "--seed", str(seed), "-o", path])


def build_reference(directory, build, cmake, compiler, flags, *settings, launcher="", jobs=2):
    """mnist's generated directory, without any kernel object, built by its CMakeLists.txt as a user without Halide does."""
    if launcher:
        settings = (*settings, f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}")
    run([cmake, "-S", directory, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DMNIST_KERNELS=reference",
         f"-DCMAKE_CXX_COMPILER={compiler}", f"-DCMAKE_CXX_FLAGS={' '.join(flags)}", *settings], CCACHE_BASEDIR=directory)
    run([cmake, "--build", build, "-j", str(jobs)], CCACHE_BASEDIR=directory, CCACHE_NOHASHDIR="1")


def headers(directory):
    return sorted(os.path.join(base, f) for base, _, files in os.walk(directory) for f in files if f.endswith(".h"))


def kernel_objects(directory, plan):
    """The objects that the plan names: a directory built before may hold others."""
    return [os.path.join(directory, "kernels", "lib", "x86_64-Linux", f"{plan['model']}_{kernel['symbol']}__{target}.o")
            for kernel in plan["kernels"] for target in kernel["schedule"]]


def symbols(plan):
    """What is known at run time, in the order in which `forward` takes it: as the inputs' shapes name it first."""
    return list(dict.fromkeys(dim for tensor in plan["entries"][0]["inputs"] for dim in tensor["shape"] if dim in plan["symbols"]))


def up_to_date(library, stamp):
    if not os.path.exists(library):
        return False
    try:
        with open(library + ".stamp", encoding="ascii") as f:
            return f.read() == stamp
    except FileNotFoundError:
        return False


class Failed(Exception):
    """A call that returned a status: code and message."""


class Built:
    """A shared library of one model."""

    def __init__(self, tools, model, plan, library, settings):
        self.tools, self.model, self.plan, self.library, self.settings = tools, model, plan, library, settings
        name = self.name = plan["model"]
        self.dll = ctypes.CDLL(library)
        pointer, integer, text, size = ctypes.c_void_p, ctypes.c_int32, ctypes.c_char_p, ctypes.c_size_t

        class Options(ctypes.Structure):
            _fields_ = [("struct_size", size), ("threads", integer), ("batch", integer), ("target", integer), ("arena", pointer),
                        ("arena_bytes", size)]

        self.options = lambda **given: Options(struct_size=ctypes.sizeof(Options), **given)
        self.symbols = symbols(plan)
        extents = [ctypes.c_int64] * len(self.symbols)
        tensors = [pointer] * (len(plan["entries"][0]["inputs"]) + len(plan["entries"][0]["outputs"]))
        for function, result, arguments in (
            ("weights_open", integer, [text, ctypes.POINTER(Options), ctypes.POINTER(pointer), text, size]),
            ("weights_close", None, [pointer]),
            ("context_create", integer, [pointer, ctypes.POINTER(Options), ctypes.POINTER(pointer), text, size]),
            ("context_destroy", None, [pointer]),
            ("forward", integer, [pointer, *extents, *tensors, text, size]),
        ):
            entry = getattr(self.dll, f"{name}_{function}")
            entry.restype, entry.argtypes = result, arguments

    def call(self, function, *arguments):
        message = ctypes.create_string_buffer(1000)
        code = getattr(self.dll, f"{self.name}_{function}")(*arguments, message, len(message))
        if code != 0:
            raise Failed(f"{self.name}_{function}: {code}: {message.value.decode()}")

    def weights(self, path, target="auto"):
        return Weights(self, path, target)

    def layers(self):
        """Convolutions and dense layers of the plan: what is said to be the depth of a network."""
        return sum(k["calls"] for k in self.plan["kernels"] if k["family"] in ("conv2d", "depthwise_conv2d", "dense"))

    def uses_winograd(self):
        return any(str(k["problem"].get("algorithm", "")).startswith("winograd") for k in self.plan["kernels"])


class Weights:
    def __init__(self, built, path, target):
        self.built, self.handle = built, ctypes.c_void_p()
        built.call("weights_open", os.fsencode(path), built.options(target=TARGETS[target]), ctypes.byref(self.handle))

    def context(self, threads=1, batch=1):
        return Context(self, threads, batch)

    def __del__(self):
        if self.handle:
            getattr(self.built.dll, f"{self.built.name}_weights_close")(self.handle)


class Context:
    def __init__(self, weights, threads, batch):
        self.weights, self.built, self.handle = weights, weights.built, ctypes.c_void_p()
        options = self.built.options(threads=threads, batch=batch)
        self.built.call("context_create", weights.handle, options, ctypes.byref(self.handle))

    def forward(self, *inputs):
        """Arrays of the inputs, in the plan's order -> {name: array} of the outputs."""
        outputs = self.empty(*inputs)
        self.built.call("forward", *self.arguments(inputs, outputs))
        return {tensor["name"]: y for tensor, y in zip(self.built.plan["entries"][0]["outputs"], outputs)}

    def extents(self, inputs):
        """{symbol: its value} that these arrays have."""
        return {dim: extent for tensor, array in zip(self.built.plan["entries"][0]["inputs"], inputs)
                for dim, extent in zip(tensor["shape"], array.shape) if dim in self.built.symbols}

    def empty(self, *inputs):
        """Arrays for the outputs of these inputs."""
        extents = self.extents(inputs)
        return [np.empty([extents.get(dim, dim) for dim in tensor["shape"]], DTYPES[tensor["dtype"]]) for tensor in self.built.plan["entries"][0]["outputs"]]

    def arguments(self, inputs, outputs):
        """What `forward` takes before its message."""
        plan, extents = self.built.plan, self.extents(inputs)
        for tensor, array in zip((*plan["entries"][0]["inputs"], *plan["entries"][0]["outputs"]), (*inputs, *outputs)):
            assert array.dtype == DTYPES[tensor["dtype"]] and array.flags.c_contiguous, tensor["name"]
        return (self.handle, *(extents[symbol] for symbol in self.built.symbols), *(array.ctypes.data for array in (*inputs, *outputs)))

    def __del__(self):
        if self.handle:
            getattr(self.built.dll, f"{self.built.name}_context_destroy")(self.handle)
