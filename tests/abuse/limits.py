"""Full disks, directories that cannot be written, limits of processes, output that nobody gets: an error that names the cause, and nothing half-written."""

import os
import shutil
import subprocess

import abuse
import program
from program import BUILD, FILES, SUCCESS, specimen

DIGITS = program.ROOT / "tests" / "golden" / "digits"
CHECKPOINT = DIGITS / "digits_resnet20.weights.h5"


def namespaces():
    return subprocess.run(["unshare", "-rm", "true"], capture_output=True).returncode == 0


class Limits(abuse.Test):
    def run_in(self, mount, command, **environment):
        """Runs a command where `self.small` is a file system of its own. `ls` lists what it left there."""
        script = f'{mount}; "$@"; status=$?; cd {self.small} && find . -type f >{self.directory}/left; exit $status'
        return program.run(["unshare", "-rm", "sh", "-c", script, "sh", program.specimen_path(), *command], {**self.environment, **environment}, cwd=self.directory)

    def setUp(self):
        super().setUp()
        if not namespaces():
            self.skipTest("no namespaces here")
        self.small = self.directory / "small"
        self.small.mkdir()
        self.tiny = f"mount -t tmpfs -o size=100k,mode=700 none {self.small}"
        self.read_only = f"mount -t tmpfs -o ro,mode=700 none {self.small}"

    def left(self):
        return (self.directory / "left").read_text().split()

    def writers(self, out):
        """Commands that write more than there is room for, and where each is told to."""
        weights = self.directory / "mnist.safetensors"
        if not weights.exists():
            self.check(specimen("weights", "synthetic", "mnist", "--out", weights), SUCCESS)
        yield ["weights", "synthetic", "mnist", "--out", out / "w.safetensors"]
        yield ["weights", "convert", "digits_resnet20", CHECKPOINT, "--out", out / "w.safetensors"]
        yield ["weights", "convert", "mnist", weights, "--to", "keras", "--out", out / "w.h5"]
        yield ["generate", "mnist", "--no-check", "--out", out / "m"]
        yield ["build", "mnist", "--no-check", "--reference", "--quiet", "--out", out / "m"]

    def test_a_full_disk(self):
        for command in self.writers(self.small):
            result = self.run_in(self.tiny, command)
            self.check(result, FILES, "file_not_written", said=["No space left on device", str(self.small)])
            if command[0] == "weights":
                self.assertEqual(self.left(), [])
            self.assertEqual([path for path in self.left() if "tmp" in path], [])

    def test_a_directory_that_cannot_be_written(self):
        for command in self.writers(self.small):
            result = self.run_in(self.read_only, command)
            self.check(result, FILES, "file_not_written", said=["Read-only file system", str(self.small)])

    def test_temporary_files(self):
        """No room for them is no damaged checkpoint."""
        convert = ["weights", "convert", "digits_resnet20", CHECKPOINT, "--out", "w.safetensors"]
        for mount, reason in ((self.tiny, "No space left"), (self.read_only, "Read-only")):
            self.check(self.run_in(mount, convert, TMPDIR=str(self.small)), FILES, "file_not_written", said=[reason, "TMPDIR", str(self.small)])
            self.assertEqual(self.left(), [])
        for command in (convert, ["tune", "mnist", "--out", "t"], ["bench", "mnist", "--kernels"]):
            result = specimen(*command, environment={"TMPDIR": "/nonexistent"}, cwd=self.directory)
            self.check(result, FILES, "file_not_written", said=["/nonexistent", "TMPDIR"])
        self.assertFalse((self.directory / "w.safetensors").exists())

    def test_a_cache_without_room(self):
        path, _ = self.model("A")
        (self.directory / "synthetic.safetensors").touch()
        build = ["build", path, "--no-check", "--no-test", "--quiet", "--out", "out"]
        for command, mount in ((self.run_command(path), self.tiny.replace("100k", "8k")), (self.run_command(path), self.read_only), (build, self.read_only)):
            result = self.run_in(mount, command, SPECIMEN_CACHE=str(self.small / "c"))
            self.check(result, FILES, "file_not_written", said=[str(self.small)])
        # A kernel that has no room in the cache is compiled all the same.
        self.check(self.run_in(self.tiny.replace("100k", "8k"), build, SPECIMEN_CACHE=str(self.small / "c")), SUCCESS)

    def test_tables_of_schedules(self):
        """`tune` says at once, not after minutes of measuring, that its tables cannot be written."""
        result = self.run_in(self.read_only, ["tune", "mnist", "--out", self.small / "targets"])
        self.check(result, FILES, "file_not_written", said=["Read-only file system"])
        self.assertNotIn("by rule", result.stdout)

    def limited(self, limit, *command):
        return program.run(["sh", "-c", f'ulimit {limit}; exec "$@"', "sh", program.specimen_path(), *command], self.environment, cwd=self.directory)

    def test_few_open_files(self):
        del self.environment["CMAKE"]
        build = ["build", self.model("A")[0], "--no-check", "--reference", "--quiet", "--out", "few"]
        result = self.limited("-n 16", *build)
        if result.returncode != SUCCESS:  # CMake's matter
            self.check(result, BUILD, "build_failed", said=["ulimit -n"])

    def test_small_files(self):
        """A limit on the size of files is an error like a full disk, not a signal."""
        for command in self.writers(self.directory / "f"):
            (self.directory / "f").mkdir(exist_ok=True)
            self.check(self.limited("-f 1", *command), FILES, "file_not_written", said=["File too large"])
            shutil.rmtree(self.directory / "f")


class LostOutput(abuse.Test):
    """Answers that could not be written are no success, in `specimen` and in a generated program."""

    def losses(self, command):
        said = dict(stderr=subprocess.PIPE, text=True, cwd=self.directory, env={**os.environ, **self.environment})
        with open("/dev/full", "w") as full:
            yield subprocess.run(command, stdout=full, **said)
        yield subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *command], **said)

    def test_generated_program(self):
        del self.environment["CMAKE"]
        path, _ = self.model("A")
        self.check(specimen("build", path, "--no-check", "--reference", "--quiet", "--out", self.directory / "out", environment=self.environment), SUCCESS)
        built = [str(self.directory / "out" / "build" / "foo"), str(self.weights)]
        for command in ([*built, "synthetic"], [*built, "synthetic", "--json"], [built[0], "--help"]):
            for result in self.losses(command):
                self.assertEqual(result.returncode, FILES, command)
                self.assertIn("cannot write", result.stderr)
        self.assertEqual(sorted(path.name for path in self.directory.glob("*tmp*")), [])

    def test_run(self):
        path, _ = self.model("A")
        (self.directory / "synthetic.safetensors").touch()
        for result in self.losses([program.specimen_path(), *map(str, self.run_command(path))]):
            self.assertEqual(result.returncode, FILES, result.stderr)


program.main()
