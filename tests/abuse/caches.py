"""The cache of models and built directories: many processes at once, kills, damage, other users, odd environments."""

import json
import os
import pathlib
import pwd
import random
import shutil
import signal
import struct
import subprocess
import time
import unittest

import abuse
import program
from abuse import wait_until
from program import FILES, SUCCESS, specimen


class Concurrent(abuse.Test):
    def test_one_model_at_once(self):
        path, answer = self.model("A")
        for started in [self.start(*self.run_command(path)) for _ in range(8)]:  # cold
            self.assert_answers(started, answer)
        self.assertEqual(len(self.builds()), 1)
        for started in [self.start(*self.run_command(path)) for _ in range(8)]:  # warm
            self.assert_answers(started, answer)
        self.assertEqual(len(self.builds()), 1)
        self.assertEqual(self.left_in_cache(), [])

    def test_two_specs_of_one_name(self):
        models = [self.model("A"), self.model("B", activation="gelu")]
        self.assertNotEqual(models[0][1], models[1][1])
        for _ in range(3):
            for started, (_, answer) in [(self.start(*self.run_command(path)), (path, answer)) for path, answer in models * 3]:
                self.assert_answers(started, answer)
        self.assertEqual(len(self.builds()), 2)

    def test_a_spec_that_changed(self):
        path, before = self.model("A")
        self.assert_answers(self.start(*self.run_command(path)), before)
        path, after = self.model("A", activation="relu")
        self.assertNotEqual(before, after)
        self.assert_answers(self.start(*self.run_command(path)), after)

    def test_run_bench_and_pack_at_once(self):
        path, answer = self.model("A")
        bench = ["bench", path, "--repeat", "5"]
        started = [self.start(*self.run_command(path)) for _ in range(3)] + [self.start(*bench) for _ in range(3)]
        for each in started[:3]:
            self.assert_answers(each, answer)
        for each in started[3:]:
            out, err = each.communicate(timeout=120)
            self.assertEqual(each.returncode, 0, err)
            self.assertIn("median 1.000 ms", out)

    def test_a_warm_run_touches_nothing(self):
        path, answer = self.model("A")
        self.assert_answers(self.start(*self.run_command(path)), answer)
        state = lambda: {str(entry): entry.lstat().st_mtime_ns for entry in [self.cache, *self.cache.rglob("*")]}
        before = state()
        self.assert_answers(self.start(*self.run_command(path)), answer)
        self.assertEqual(state(), before)

    def test_one_directory_at_once(self):
        path, _ = self.model("A")
        build = ["build", path, "--no-check", "--reference", "--out", "same"]
        for started in [self.start(*build) for _ in range(4)]:
            _, err = started.communicate(timeout=120)
            self.assertEqual(started.returncode, 0, err)
        self.assertEqual(len(self.builds()), 1)


class Damage(abuse.Test):
    def program(self):
        (found,) = [path for path in (self.cache / "models").iterdir() if path.is_file()]
        return found

    def test_a_damaged_program_is_built_again(self):
        path, answer = self.model("A")
        self.assert_answers(self.start(*self.run_command(path)), answer)
        whole = self.program().read_bytes()
        flipped = bytearray(whole)
        flipped[len(whole) // 2] ^= 1
        for damaged in (b"", whole[: len(whole) // 2], whole[:-1], bytes(len(whole)), bytes(flipped), whole + b"x"):
            self.program().write_bytes(damaged)
            self.assert_answers(self.start(*self.run_command(path)), answer)
            self.assertEqual(self.program().read_bytes(), whole)

    def test_dates_decide_nothing(self):
        (path, first), (other, second) = self.model("A"), self.model("B", activation="gelu")
        build = lambda spec: specimen("build", spec, "--no-check", "--reference", "--quiet", "--out", self.directory / "out", environment=self.environment)
        says = lambda: program.run([self.directory / "out" / "build" / "foo"]).stdout
        self.check(build(path), SUCCESS)
        self.assertIn(first, says())
        ahead = time.time() + 86400
        for entry in (self.directory / "out" / "build").rglob("*"):
            os.utime(entry, (ahead, ahead))
        self.check(build(other), SUCCESS)
        self.assertIn(second, says())
        (self.directory / "out" / "build" / "foo").write_bytes(b"damaged")
        self.check(build(other), SUCCESS)
        self.assertIn(second, says())

    def test_a_directory_that_was_copied_or_moved(self):
        path, answer = self.model("A")
        build = lambda name: specimen("build", path, "--no-check", "--reference", "--quiet", "--out", self.directory / name, environment=self.environment)
        self.check(build("a"), SUCCESS)
        shutil.copytree(self.directory / "a", self.directory / "b", symlinks=True)
        self.check(build("b"), SUCCESS)
        os.rename(self.directory / "a", self.directory / "c")
        self.check(build("c"), SUCCESS)
        for name in "bc":
            self.assertIn(str(self.directory / name), (self.directory / name / "build" / "CMakeCache.txt").read_text())
            self.assertIn(answer, program.run([self.directory / name / "build" / "foo"]).stdout)


class Killed(abuse.Test):
    def kill_when_building(self, started, number):
        wait_until(self.builds)
        wait_until(lambda: b"sleep" in b"".join(pathlib.Path(f"/proc/{p}/cmdline").read_bytes() for p in abuse.processes_of(str(self.directory))))
        started.send_signal(number)
        started.communicate(timeout=20)
        self.log.unlink()

    def test_children_end(self):
        path, answer = self.model("A")
        for number in (signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP):
            for command in (self.run_command(path), ["build", path, "--no-check", "--reference", "--out", "out"]):
                started = self.start(*command, FAKE_CMAKE_SECONDS="600")
                self.kill_when_building(started, number)
                self.assertEqual(started.returncode, -number)
                self.assert_nothing_runs()
        # The next run goes on as if nothing had been, and leaves nothing of what was killed.
        self.assert_answers(self.start(*self.run_command(path)), answer)
        self.assertEqual(self.left_in_cache(), [])
        self.check(specimen("build", path, "--no-check", "--reference", "--quiet", "--out", self.directory / "out", environment=self.environment), SUCCESS)

    def test_the_run_of_another_model_removes_what_was_left(self):
        path, _ = self.model("A")
        started = self.start(*self.run_command(path), FAKE_CMAKE_SECONDS="600")
        self.kill_when_building(started, signal.SIGKILL)
        self.assert_nothing_runs()
        self.assertEqual(len(self.left_in_cache()), 1)
        other, answer = self.model("B", activation="gelu")
        self.assert_answers(self.start(*self.run_command(other)), answer)
        self.assertEqual(self.left_in_cache(), [])

    def test_a_process_that_waits_takes_over(self):
        path, answer = self.model("A")
        first = self.start(*self.run_command(path), FAKE_CMAKE_SECONDS="600")
        wait_until(self.builds)
        second = self.start(*self.run_command(path))
        time.sleep(0.3)
        first.kill()
        first.communicate()
        self.assert_answers(second, answer)


class Storm(abuse.Test):
    """Eight processes at once, kills, damage: every answer right, none failed but the killed, nothing left."""

    SECONDS = 300 if os.environ.get("SPECIMEN_FULL") else 6

    def storm(self, commands, says, longest_life):
        """Starts commands at random. `says` takes what a command printed and gives the part that is known: `commands` has it, too."""
        dice = random.Random(1)
        end = time.monotonic() + self.SECONDS
        next_damage = time.monotonic()
        running, killed, answered, damaged = [], 0, 0, 0
        while running or time.monotonic() < end:
            now = time.monotonic()
            while len(running) < 8 and now < end:
                command, answer = dice.choice(commands)
                dies = now + dice.random() * longest_life if dice.random() < 0.3 else None
                running.append((self.start(*command), answer, dies))
            if now > next_damage:
                damaged += self.damage(dice)
                next_damage = now + dice.random() * longest_life / 2
            for each in list(running):
                process, answer, dies = each
                if process.poll() is None and dies and now > dies:
                    process.send_signal(dice.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT)))
                    process.communicate(timeout=60)
                    killed += 1
                elif process.poll() is None:
                    continue
                else:
                    out, err = process.communicate()
                    self.assertEqual(process.returncode, 0, err[-1500:])
                    self.assertEqual(says(out), answer)
                    answered += 1
                running.remove(each)
            time.sleep(0.01)
        self.assert_nothing_runs()
        print(f"{answered} right, {killed} killed, {damaged} files damaged")
        self.assertGreater(answered, killed)

    def damage(self, dice):
        """Another file under the name of one in the cache, as after a crash: a running program cannot be written."""
        entries = [path for part in ("models", "kernels") for path in (self.cache / part).glob("*") if path.is_file()]
        if entries:
            broken = self.directory / "broken"
            broken.write_bytes(dice.randbytes(1000))
            os.replace(broken, dice.choice(entries))
        return bool(entries)

    def test_programs_that_a_script_builds(self):
        models = [self.model("A"), self.model("B", activation="gelu")]
        models += [self.model("C", name=f"m{units}", units=units) for units in range(4, 8)]
        last_line = lambda out: out.splitlines()[-1]
        self.storm([(self.run_command(path), f"answer {answer}") for path, answer in models], last_line, longest_life=2)
        self.environment["FAKE_CMAKE_SECONDS"] = "0"
        for path, answer in models:
            self.assert_answers(self.start(*self.run_command(path)), answer)
        self.log.unlink()
        self.environment["CXXFLAGS"] = "-DANOTHER_BUILD"  # built once more: then everything that was left is gone
        self.assert_answers(self.start(*self.run_command(models[0][0])), models[0][1])
        self.assertEqual(self.left_in_cache(), [])

    @unittest.skipUnless(os.environ.get("SPECIMEN_FULL"), "minutes of compilers")
    def test_real_models(self):
        """Six of them, of two the specs have one name, with their kernels; the cache is cold at first."""
        del self.environment["CMAKE"]
        image = self.directory / "image.safetensors"
        program.safetensors(image, {"image": ("F32", [1, 28, 28, 1], struct.pack("<784f", *[(i % 7) / 7 for i in range(784)]))})
        gelu = {"at": {"path": "**", "where": {"activation": "relu"}}, "set": {"activation": "gelu"}}
        variants = [("A", "foo", 16, []), ("B", "foo", 16, ["--edit", json.dumps(gelu)])] + [("C", f"m{units}", units, []) for units in (8, 24, 32)]
        commands = []
        for directory, name, units, more in variants:
            path, weights = self.directory / directory / f"{name}.json", self.directory / f"{directory}_{name}.safetensors"
            path.parent.mkdir(exist_ok=True)
            self.check(specimen("new", name, "--from", "mnist", "--set", f"hidden_dim={units}", *more, "--out", path), SUCCESS)
            self.check(specimen("weights", "synthetic", path, "--out", weights), SUCCESS)
            commands.append(["run", path, "--weights", weights, "--json", image])
        digits = program.ROOT / "tests" / "golden" / "digits"
        weights = self.directory / "digits.safetensors"
        self.check(specimen("weights", "convert", "digits_resnet20", digits / "digits_resnet20.weights.h5", "--out", weights), SUCCESS)
        commands.append(["run", "digits_resnet20", "--weights", weights, "--json", digits / "7.png"])

        says = lambda out: json.loads(out)["outputs"]
        alone = lambda command: specimen(*command, environment={**self.environment, "SPECIMEN_CACHE": str(self.directory / "quiet")})
        expected = [says(alone(command).stdout) for command in commands]
        self.assertNotEqual(expected[0], expected[1])
        self.storm(list(zip(commands, expected)), says, longest_life=20)
        for command, answer in zip(commands, expected):
            self.assertEqual(says(specimen(*command, environment=self.environment).stdout), answer)
        self.check(specimen(*commands[0], environment={**self.environment, "CXXFLAGS": "-DANOTHER_BUILD"}), SUCCESS)
        self.assertEqual(self.left_in_cache(), [])


class Places(abuse.Test):
    def show(self, **environment):
        """The environment without what names caches, and with this."""
        rest = {name: value for name, value in {**os.environ, **self.environment}.items() if name not in ("SPECIMEN_CACHE", "XDG_CACHE_HOME", "HOME")}
        path, answer = self.model("A")
        (self.directory / "synthetic.safetensors").touch()
        return subprocess.run([program.specimen_path(), *map(str, self.run_command(path))], cwd=self.directory, env={**rest, **environment},
                              capture_output=True, text=True, timeout=120), answer

    def assert_in(self, place, **environment):
        result, answer = self.show(**environment)
        self.check(result, SUCCESS)
        self.assertIn(answer, result.stdout)
        self.assertEqual(len(list((place / "models").glob("foo-*"))), 1)
        self.assertEqual(place.stat().st_mode & 0o777, 0o700)
        shutil.rmtree(place)

    def test_empty_counts_as_unset(self):
        home = self.directory / "home"
        self.assert_in(home / "c", SPECIMEN_CACHE=str(home / "c"), HOME=str(self.directory))
        self.assert_in(home / "x/specimen", SPECIMEN_CACHE="", XDG_CACHE_HOME=str(home / "x"), HOME=str(self.directory))
        self.assert_in(home / ".cache/specimen", SPECIMEN_CACHE="", XDG_CACHE_HOME="", HOME=str(home))

    @unittest.skipIf(os.geteuid() != 0, "only root can be somebody else")
    def test_no_home(self):
        """A user without a home gets an error, one with an entry in the table of passwords that entry's directory."""
        self.directory.chmod(0o755)
        path, _ = self.model("A")
        rest = {name: value for name, value in os.environ.items() if name not in ("SPECIMEN_CACHE", "XDG_CACHE_HOME", "HOME")}
        run = lambda user: subprocess.run([program.specimen_path(), *map(str, self.run_command(path))], env=rest, capture_output=True, text=True, user=user,
                                          cwd=self.directory)
        (self.directory / "synthetic.safetensors").touch()
        self.check(run(54321), FILES, said=["SPECIMEN_CACHE"])
        nobody = pwd.getpwnam("nobody")
        self.check(run(nobody.pw_uid), FILES, said=[nobody.pw_dir])

    def test_a_cache_that_is_not_ones_own(self):
        place = self.directory / "theirs"
        for part, mode in (("", 0o777), ("", 0o770), ("models", 0o777), ("kernels", 0o702)):
            shutil.rmtree(place, ignore_errors=True)
            (place / "models").mkdir(parents=True, mode=0o700)
            (place / "kernels").mkdir(mode=0o700)
            place.chmod(0o700)
            (place / part).chmod(mode)
            result, _ = self.show(SPECIMEN_CACHE=str(place), HOME=str(self.directory))
            self.check(result, FILES, said=["others may write", str(place / part)])
            self.assertEqual(list((place / "models").iterdir()), [])
        if os.geteuid() == 0:
            place.chmod(0o700)
            os.chown(place, 65534, 65534)
            result, _ = self.show(SPECIMEN_CACHE=str(place), HOME=str(self.directory))
            self.check(result, FILES, said=["65534", "SPECIMEN_CACHE"])

    def test_a_cache_that_others_may_replace(self):
        above = self.directory / "open"
        above.mkdir()
        above.chmod(0o777)
        result, _ = self.show(SPECIMEN_CACHE=str(above / "c"), HOME=str(self.directory))
        self.check(result, FILES, said=[str(above)])

    def test_a_cache_that_cannot_be_made(self):
        for place in ("/proc/specimen", str(self.write("file", "x"))):
            result, _ = self.show(SPECIMEN_CACHE=place, HOME=str(self.directory))
            self.check(result, FILES, said=[place])


program.main()
