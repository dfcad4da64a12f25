"""The cache of compiled kernels: damaged objects, several processes, kills. Kernels are compiled by Halide, C++ by nobody."""

import os
import pathlib
import signal
import subprocess

import abuse
import program
from abuse import wait_until
from program import SUCCESS, specimen


class Kernels(abuse.Test):
    def setUp(self):
        super().setUp()
        self.spec, _ = self.model("A")
        self.environment["FAKE_CMAKE_SECONDS"] = "0"

    def build(self, name="out"):
        return ["build", self.spec, "--no-check", "--no-test", "--quiet", "--out", self.directory / name]

    def objects(self, name):
        return {path.name: path.read_bytes() for path in (self.directory / name / "kernels" / "lib").rglob("*.o")}

    def kept(self):
        return sorted((self.cache / "kernels").iterdir())

    def test_a_damaged_object_is_compiled_again(self):
        self.check(specimen(*self.build("first"), environment=self.environment), SUCCESS)
        first, kept = self.objects("first"), {path: path.read_bytes() for path in self.kept()}
        self.assertEqual(len(first), 2)  # v3 and v4
        self.assertEqual(len(kept), 2)
        path, whole = next(iter(kept.items()))
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for i, damaged in enumerate((b"", whole[:1000], bytes(len(whole)), os.urandom(len(whole)), bytes(flipped), whole[:-50])):
            path.write_bytes(damaged)
            self.check(specimen(*self.build(f"again{i}"), environment=self.environment), SUCCESS)
            self.assertEqual(path.read_bytes(), whole)
            self.assertEqual(self.objects(f"again{i}"), first)

    def test_several_at_once(self):
        started = [self.start(*self.build(f"out{i}")) for i in range(3)]
        for each in started:
            _, err = each.communicate(timeout=120)
            self.assertEqual(each.returncode, 0, err)
        self.assertEqual(self.objects("out0"), self.objects("out1"))
        self.assertEqual(self.objects("out0"), self.objects("out2"))
        self.assertEqual(len(self.kept()), 2)

    def test_nothing_goes_on_or_stays_when_it_is_killed(self):
        def compiling():
            return [process for process in abuse.processes_of(str(self.directory)) if b"specimen-kernels" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes()]

        for number in (signal.SIGTERM, signal.SIGKILL):
            started = self.start(*self.build())
            wait_until(compiling)
            started.send_signal(number)
            started.communicate(timeout=20)
            self.assert_nothing_runs()
        # By hand, without a guard above it.
        instances = self.directory / "out" / "kernels" / "instances.json"
        self.assertTrue(instances.exists())
        kernels = subprocess.Popen([program.specimen_path() + "-kernels", "compile", "--instances", instances, "--out", self.directory / "o", "--cache",
                                    self.cache / "kernels", "-j", "2"], env={**os.environ, **self.environment})
        wait_until(lambda: len(compiling()) > 1)
        kernels.kill()
        kernels.wait()
        self.assert_nothing_runs()
        self.assertEqual([path for path in self.kept() if path.suffix != ".o" or path.stat().st_size == 0], [])
        self.check(specimen(*self.build(), environment=self.environment), SUCCESS)

    def test_a_read_only_cache_is_a_fault_of_files(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        (self.cache / "kernels").mkdir(parents=True)
        (self.cache / "kernels").chmod(0o500)
        self.check(specimen(*self.build(), environment=self.environment), program.FILES)


program.main()
