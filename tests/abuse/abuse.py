"""What tests of abuse share: models of which it is known who answers, and what is left of processes and files."""

import hashlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "cli"))
import program  # noqa: E402

FAKE_CMAKE = pathlib.Path(__file__).with_name("fake_cmake.sh")


def spec(name="foo", units=3, **dense):
    return json.dumps({
        "model": name,
        "symbols": {"batch": {"max": 8}},
        "inputs": {"x": {"shape": ["batch", 4]}},
        "layers": [{"Dense": {"units": units, **dense}, "name": "y"}],
        "outputs": {"y": {}},
    })


def processes_of(marker):
    """The processes that have `marker` in their command line or environment."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if marker.encode() in text and state != "Z":
            found.append(int(entry.name))
    return found


def wait_until(holds, seconds=20):
    """Waits until something holds, and gives it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := holds():
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} seconds")


class Test(program.Test):
    """A test with a cache of its own and a CMake that takes no time."""

    def setUp(self):
        super().setUp()
        self.cache = self.directory / "cache"
        self.log = self.directory / "builds"
        self.environment = {"SPECIMEN_CACHE": str(self.cache), "CMAKE": str(FAKE_CMAKE), "FAKE_CMAKE_LOG": str(self.log), "FAKE_CMAKE_SECONDS": "0.2",
                            "ABUSE_MARKER": str(self.directory)}
        self.weights = self.directory / "w.safetensors"

    def model(self, directory, **more):
        """A spec, and what its program answers."""
        path = self.write(f"{directory}/{more.get('name', 'foo')}.json", spec(**more))
        out = self.directory / "generated" / directory
        self.check(program.specimen("generate", path, "--no-check", "--runtime=shared", "--out", out), program.SUCCESS)
        if not self.weights.exists():
            self.check(program.specimen("weights", "synthetic", path, "--out", self.weights), program.SUCCESS)
        return path, hashlib.md5((out / "plan.json").read_bytes()).hexdigest()

    def run_command(self, path):
        return ["run", path, "--weights", self.weights, "--target", "reference", "synthetic.safetensors"]

    def start(self, *arguments, **environment):
        (self.directory / "synthetic.safetensors").touch()
        return subprocess.Popen([program.specimen_path(), *map(str, arguments)], cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, env={**os.environ, **self.environment, **environment})

    def builds(self):
        return self.log.read_text().splitlines() if self.log.exists() else []

    def assert_answers(self, started, answer):
        out, err = started.communicate(timeout=120)
        self.assertEqual(started.returncode, 0, err[-1500:])
        self.assertIn(f"answer {answer}\n", out)

    def assert_nothing_runs(self):
        try:
            wait_until(lambda: not processes_of(str(self.directory)))
        except AssertionError:
            running = [pathlib.Path(f"/proc/{process}/cmdline").read_bytes() for process in processes_of(str(self.directory))]
            for process in processes_of(str(self.directory)):
                os.kill(process, signal.SIGKILL)
            self.fail(f"still running: {running}")

    def left_in_cache(self):
        """What is in the cache besides finished programs and kernels."""
        return [str(path) for path in self.cache.rglob("*") if ".building" in path.name or "tmp" in path.name]
