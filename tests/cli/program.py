"""What tests of the programs share: running one, files of the kinds it reads, places to work in."""

import json
import os
import pathlib
import signal
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The exit codes that the main help promises.
SUCCESS, USAGE, SPEC, WEIGHTS, DATA, FILES, BUILD, MISMATCH, INTERNAL = 0, 2, 3, 4, 5, 6, 7, 8, 70

_specimen = None


def specimen_path():
    return _specimen


def run(command, environment=None, **more):
    """Runs a command; its output as text. A program that a signal ends has failed whatever it printed."""
    env = dict(os.environ, **(environment or {}))
    result = subprocess.run([str(word) for word in command], capture_output=True, env=env, timeout=300, **more)
    result.stdout = result.stdout.decode("utf-8", "replace")
    result.stderr = result.stderr.decode("utf-8", "replace")
    if result.returncode < 0:
        name = signal.Signals(-result.returncode).name
        raise AssertionError(f"{command} was ended by {name}\n{result.stderr[-2000:]}")
    return result


def specimen(*arguments, environment=None, **more):
    return run([_specimen, *arguments], environment, **more)


def kinds(result):
    """The kinds of the diagnostics that a command printed: {"model_unknown"}."""
    return {line.rsplit("[", 1)[1].rstrip("]") for line in result.stderr.splitlines() if line.endswith("]") and "[" in line}


def safetensors(path, tensors, change=None, cut=None):
    """Writes {name: (dtype, shape, bytes)}; `change` edits the header's dictionary, `cut` is a length in bytes."""
    header, data = {}, b""
    for name, (dtype, shape, values) in tensors.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    if change:
        change(header)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    pathlib.Path(path).write_bytes((struct.pack("<Q", len(text)) + text + data)[:cut])


def png_chunk(kind, data, crc=None):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) if crc is None else crc)


def png(width, height, depth=8, color=0, rows=None, interlace=0, crc=None):
    """The bytes of a PNG file of made-up rows, black unless given."""
    rows = b"".join(b"\0" + bytes(width * depth // 8) for _ in range(height)) if rows is None else rows
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header, crc) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")


def safetensors_parts(path):
    """The header and the data of a file."""
    raw = pathlib.Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    return json.loads(raw[8 : 8 + length]), raw[8 + length :]


def safetensors_metadata(path):
    return safetensors_parts(path)[0]["__metadata__"]


def read_safetensors(path):
    """What `safetensors` writes, read back."""
    header, data = safetensors_parts(path)
    return {
        name: (entry["dtype"], entry["shape"], data[slice(*entry["data_offsets"])])
        for name, entry in header.items()
        if name != "__metadata__"
    }


class Test(unittest.TestCase):
    """A test with a directory of its own."""

    maxDiff = 4000

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def check(self, result, status, *wanted, said=()):
        """The exit status, the kinds of diagnostics among what was printed, and words that a message has."""
        self.assertEqual(result.returncode, status, result.args[1:] and f"{result.args[1:]}: {result.stderr[-1500:]}")
        for kind in wanted:
            self.assertIn(kind, kinds(result), result.stderr[-1500:])
        for word in said:
            self.assertIn(word, result.stderr)
        if status:
            self.assertNotEqual(result.stderr.strip(), "", "a failure without a message")


def main():
    """`SCRIPT SPECIMEN [unittest's arguments]`."""
    global _specimen
    _specimen = os.path.abspath(sys.argv[1])
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
