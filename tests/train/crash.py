"""Runs of a training program that are killed, interrupted, or cannot write: what goes on afterwards ends with the same bits.

    python tests/train/crash.py PROGRAM FAILING_CALLS [--kills N] [--every N]
"""

import argparse
import errno
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

FILES, INTERRUPTED = 6, 130


class Runs:
    def __init__(self, program, preload, directory):
        self.program, self.preload, self.directory = program, preload, directory
        self.data = directory / "data"
        self.data.mkdir()
        subprocess.run([program, "--make-data", self.data], check=True)
        self.random = random.Random(5)

    def command(self, model, epochs, *more):
        return [str(word) for word in [self.program, "-dd", self.data, "-md", self.directory / model, "-te", epochs, "--checkpoint_steps", 4, "--log_steps", 3, "--threads", 2, *more]]

    def run(self, model, epochs, *more, **environment):
        return subprocess.run(self.command(model, epochs, *more), capture_output=True, text=True, env={**os.environ, **environment}, timeout=120)

    def result(self, model):
        """All that a run leaves but times: checkpoints, the export, the log."""
        root = self.directory / model
        files = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.safetensors*"))}
        files["log.csv"] = re.sub(rb"(?m)^(\d+,\d+,[^,]*,[^,]*,)[^,]*", rb"\1", (root / "log.csv").read_bytes())
        files["metric.log"] = re.sub(rb'"timestamp": "[^"]*"', b"", (root / "metric.log").read_bytes())
        return files

    def finish(self, model, epochs, expected, what, more_checkpoints=False):
        result = self.run(model, epochs)
        if result.returncode != 0:
            raise SystemExit(f"{what}: the run that goes on ended with {result.returncode}\n{result.stdout}{result.stderr}")
        if "damaged" in result.stderr:
            raise SystemExit(f"{what}: a file that was not whole\n{result.stderr}")
        found = self.result(model)
        names = expected.keys() | found.keys()
        newest = max(name for name in expected if name.startswith("checkpoint"))
        if more_checkpoints:  # of other steps, in place of older ones
            names -= {name for name in expected.keys() ^ found.keys() if name.startswith("checkpoint") and name != newest}
        different = [name for name in sorted(names) if expected.get(name) != found.get(name)]
        if different:
            raise SystemExit(f"{what}: other bytes in {different}")
        shutil.rmtree(self.directory / model)

    def kill(self, epochs, kills, number):
        """SIGKILL, or SIGINT, at random moments of runs that take `length` seconds."""
        start = time.monotonic()
        self.run("whole", epochs)
        length = time.monotonic() - start
        expected = self.result("whole")
        came = 0
        while came < kills:
            for _ in range(self.random.randint(1, 3)):
                process = subprocess.Popen(self.command("killed", epochs), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                time.sleep(self.random.uniform(0, length))
                process.send_signal(number)
                message = process.communicate(timeout=60)[1].decode()
                came += 1
                if process.returncode not in (0, -number, INTERRUPTED) or "damaged" in message:
                    raise SystemExit(f"after {came} signals: ended with {process.returncode}\n{message}")
            self.finish("killed", epochs, expected, f"signal {number}, {came} of them", more_checkpoints=number == signal.SIGINT)
        print(f"{came} times signal {number}, in runs of {length:.2f} s")
        shutil.rmtree(self.directory / "whole")

    def fail(self, error, every):
        """Call 1, 1 + every, ... of those that write fails, until a run has so few of them that none does."""
        self.run("whole", 1)
        expected = self.result("whole")
        codes = []
        for at in range(1, 1000, every):
            result = self.run("failed", 1, LD_PRELOAD=self.preload, FAIL_AT=str(at), FAIL_ERROR=str(error))
            said = os.strerror(error) in result.stderr
            if result.returncode not in (0, FILES) or (result.returncode == FILES) != said:
                raise SystemExit(f"call {at}, {os.strerror(error)}: ended with {result.returncode}\n{result.stderr}")
            codes.append(result.returncode)
            self.finish("failed", 1, expected, f"call {at}, {os.strerror(error)}", more_checkpoints=True)
            if len(codes) > 8 and not any(codes[-8:]):
                break
        print(f"{codes.count(FILES)} calls that failed with {os.strerror(error)}")
        if codes.count(FILES) < 10:
            raise SystemExit("too few calls failed")
        shutil.rmtree(self.directory / "whole")

    def fill(self):
        """File systems of any size: the run goes on when there is room."""
        if subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode != 0:
            return print("no namespaces here")
        self.run("whole", 1)
        expected = self.result("whole")
        small = self.directory / "small"
        small.mkdir()
        command = " ".join(self.command("small/model", 1))
        full = 0
        for kilobytes in range(4, 260, 12):
            script = f"mount -t tmpfs -o size={kilobytes}k,mode=700 none {small} && {{ {command}; echo $? >{small}.code; mount -o remount,size=20m {small} && {command} && cp -r {small}/model {self.directory}/filled; }}"
            result = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
            code = int((self.directory / "small.code").read_text())
            if result.returncode != 0 or code not in (0, FILES) or (code == FILES and "No space left" not in result.stderr):
                raise SystemExit(f"{kilobytes} KB: ended with {code}, then {result.returncode}\n{result.stderr}")
            full += code == FILES
            found = self.result("filled")
            if found != expected:
                raise SystemExit(f"{kilobytes} KB: other bytes in {[name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name)]}")
            shutil.rmtree(self.directory / "filled")
        print(f"{full} sizes were too small")
        if full < 3:
            raise SystemExit("too few sizes were too small")
        shutil.rmtree(self.directory / "whole")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("failing_calls")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--every", type=int, default=5, help="of the calls that write files, which fail")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        runs = Runs(options.program, options.failing_calls, pathlib.Path(directory))
        runs.kill(4, options.kills, signal.SIGKILL)
        runs.kill(4, max(5, options.kills // 4), signal.SIGINT)
        runs.fail(errno.ENOSPC, options.every)
        runs.fail(errno.EIO, options.every)
        runs.fill()


if __name__ == "__main__":
    sys.exit(main())
