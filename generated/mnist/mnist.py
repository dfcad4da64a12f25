# mnist: Two 5x5 convolutions and two dense layers for 28x28 handwritten digits.
#
# Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
# specimen-hash: 3424cc46d677010c
"""mnist from Python.

    import numpy as np
    import mnist

    model = mnist.Model("mnist.safetensors")
    logits = model(image)

Calls the shared library beside this file, or the one that MNIST_LIBRARY names. Arrays go in and out without a copy where they are
contiguous and of the model's type, and other Python threads run meanwhile. One Model serves any number of threads.
"""

import ctypes
import os
import threading
from pathlib import Path

import numpy as np

_TARGETS = {"auto": 0, "reference": 1, "v3": 3, "v4": 4}
_MESSAGE = 512
_DTYPES = {0: np.float32, 1: np.int32}
_SYMBOLS = ("batch", )


class Error(Exception):
    """What the library refused: `status` is the name of the code."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class _Options(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("threads", ctypes.c_int32), ("batch", ctypes.c_int32), ("target", ctypes.c_int32),
                ("arena", ctypes.c_void_p), ("arena_bytes", ctypes.c_size_t), ("parallel", ctypes.c_void_p),
                ("parallel_data", ctypes.c_void_p), ("verify", ctypes.c_int32)]


class _Tensor(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("dtype", ctypes.c_int32), ("rank", ctypes.c_int32), ("extent", ctypes.c_int64 * 8),
                ("json", ctypes.c_char_p), ("labels", ctypes.POINTER(ctypes.c_char_p)), ("label_count", ctypes.c_int32)]


def _load(part=""):
    beside = Path(__file__).resolve().parent / f"libmnist{part}.so"
    path = os.environ.get("MNIST_LIBRARY")
    return ctypes.CDLL(str(beside if not path else Path(path).with_name(beside.name)))


_library = _load()
if _library.mnist_abi_version() != 2:
    raise ImportError("the library libmnist.so is not of this module's version")
_library.mnist_status_name.restype = ctypes.c_char_p
_library.mnist_input.restype = _library.mnist_output.restype = ctypes.POINTER(_Tensor)


def _call(function, *arguments):
    message = ctypes.create_string_buffer(_MESSAGE)
    status = function(*arguments, message, ctypes.c_size_t(_MESSAGE))
    if status != 0:
        raise Error(_library.mnist_status_name(status).decode(), message.value.decode(errors="replace"))


class Tensor:
    """An input or an output: `name`, `dtype`, `shape` (with names such as "batch" for what a call decides), `labels`."""

    def __init__(self, described):
        self.name = described.name.decode()
        self.dtype = np.dtype(_DTYPES[described.dtype])
        self.shape = tuple(_SYMBOLS[-1 - n] if n < 0 else n for n in described.extent[:described.rank])
        self.labels = [described.labels[i].decode() for i in range(described.label_count)]

    def __repr__(self):
        return f"{self.name} {self.shape} {self.dtype}"

    def sizes(self, symbols):
        return tuple(symbols.get(n, n) for n in self.shape)


def _described(function):
    found = []
    while tensor := function(len(found)):
        found.append(Tensor(tensor.contents))
    return tuple(found)


class Function:
    """What the library computes: `inputs` and `outputs`."""

    def __init__(self, call, input_of, output_of):
        self.call, self.inputs, self.outputs = call, _described(input_of), _described(output_of)


functions = {
    "forward": Function(_library.mnist_forward, _library.mnist_input, _library.mnist_output),
}
inputs, outputs = functions["forward"].inputs, functions["forward"].outputs


class Model:
    """The weights of a safetensors file or of a file of packed weights, and a context for each thread that calls it."""

    def __init__(self, weights, threads=0, batch=0, target="auto", verify=False):
        self._options = _Options(ctypes.sizeof(_Options), threads, batch, _TARGETS[target], None, 0, None, None, int(verify))
        self._weights = ctypes.c_void_p()
        self._contexts = threading.local()
        self._all = []
        _call(_library.mnist_weights_open, os.fsencode(weights), ctypes.byref(self._options), ctypes.byref(self._weights))

    def close(self):
        """Gives the memory back; no thread may be in a call."""
        while self._all:
            _library.mnist_context_destroy(self._all.pop())
        if self._weights:
            _library.mnist_weights_close(self._weights)
        self._weights = ctypes.c_void_p()
        self._contexts = threading.local()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if getattr(self, "_weights", None):
            self.close()

    def save_packed(self, path):
        """Writes the weights as the kernels read them: a file that opens without packing."""
        _call(_library.mnist_weights_save_packed, self._weights, os.fsencode(path))

    def _context(self):
        if not self._weights:
            raise Error("invalid_argument", "the model is closed")
        context = getattr(self._contexts, "context", None)
        if context is None:
            context = ctypes.c_void_p()
            _call(_library.mnist_context_create, self._weights, ctypes.byref(self._options), ctypes.byref(context))
            self._contexts.context = context
            self._all.append(context)
        return context

    def __call__(self, *arrays, out=None):
        """The outputs for a batch: one array, or a tuple of them. `out`, arrays to write into, saves their allocation."""
        return self.run("forward", *arrays, out=out)

    def run(self, function, *arrays, out=None):
        """The same of one of `functions`, by name."""
        function = functions[function]
        inputs, outputs = function.inputs, function.outputs
        if len(arrays) != len(inputs):
            raise TypeError(f"mnist takes {len(inputs)} arrays, not {len(arrays)}: {inputs}")
        arrays = [np.ascontiguousarray(array, tensor.dtype) for array, tensor in zip(arrays, inputs)]
        symbols = {}
        for array, tensor in zip(arrays, inputs):
            if array.ndim == len(tensor.shape):
                symbols.update((name, size) for name, size in zip(tensor.shape, array.shape) if isinstance(name, str))
        for array, tensor in zip(arrays, inputs):
            if array.shape != tensor.sizes(symbols):
                raise ValueError(f"{tensor.name}: the shape is {array.shape}, the model takes {tensor.shape}")
        results = tuple(np.empty(tensor.sizes(symbols), tensor.dtype) for tensor in outputs) if out is None else out
        results = (results,) if isinstance(results, np.ndarray) else tuple(results)
        if len(results) != len(outputs):
            raise TypeError(f"mnist makes {len(outputs)} arrays, not {len(results)}: {outputs}")
        for array, tensor in zip(results, outputs):
            fits = array.dtype == tensor.dtype and array.shape == tensor.sizes(symbols) and array.flags.c_contiguous
            if not fits or not array.flags.writeable:
                raise ValueError(f"{tensor.name}: `out` is no writable, contiguous array {tensor.sizes(symbols)} of {tensor.dtype}")
        sizes = [ctypes.c_int64(symbols[name]) for name in _SYMBOLS if name in symbols]
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (*arrays, *results)]
        _call(function.call, self._context(), *sizes, *pointers)
        return results[0] if len(results) == 1 else results


def preprocess(data):
    """The bytes of a JPEG or PNG file as a batch of one, decoded, resized and scaled as the spec says."""
    image = np.empty(inputs[0].sizes({"batch": 1}), np.float32)
    _call(_load("_image").mnist_preprocess, data, ctypes.c_size_t(len(data)), image.ctypes.data_as(ctypes.c_void_p))
    return image
