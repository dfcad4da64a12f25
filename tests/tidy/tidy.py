"""Runs clang-tidy over the sources of a directory, read as one, which takes a fifth of the time.

    python tidy.py --build build/tidy --configure     writes the compile commands that clang-tidy reads
    python tidy.py --build build/tidy DIRECTORY          every source in DIRECTORY, the directories in it left out

A directory without findings is not read again until it changes: the text of its sources, that of the project's files that they
include, their compile commands, the checks or the versions of what they are built with.
"""

import argparse
import hashlib
import json
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "structure"))

from includes import includes  # noqa: E402


def configure(build):
    # clang-tidy cannot use the precompiled headers of g++, so its commands go without them.
    subprocess.run([ROOT / ".venv/bin/cmake", "-G", "Ninja", "-S", ROOT, "-B", build, "-DCMAKE_CXX_COMPILER=/usr/bin/clang++-19",
                    "-DSPECIMEN_UNITY=OFF", "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON", "-DSPECIMEN_BUILD_TESTS=OFF"], check=True, stdout=subprocess.DEVNULL)


def flags_of(command):
    """The compiler's arguments without those that name the source and the object."""
    words = shlex.split(command)
    return tuple(words[1 : words.index("-o")])


def with_includes(sources):
    """The sources and the project's files that they include, however deep."""
    files, waiting = set(), list(sources)
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        waiting += includes(ROOT, file)
    return sorted(files)


def digest(sources, flags):
    text = hashlib.sha256(shlex.join(flags).encode())
    for file in [*with_includes(sources), ROOT / ".clang-tidy", ROOT / "scripts/versions.sh"]:
        text.update(hashlib.sha256(file.read_bytes()).digest())
    return text.hexdigest()


def tidy(unit, sources, flags):
    """Reads sources with the same flags; False after findings."""
    stamp = unit.with_suffix(".clean")
    wanted = digest(sources, flags)
    if stamp.exists() and stamp.read_text() == wanted:
        return True
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text("".join(f'#include "{source}"  // NOLINT(bugprone-suspicious-include)\n' for source in sources))
    result = subprocess.run([ROOT / ".venv/bin/clang-tidy", "--quiet", unit, "--", *flags], cwd=ROOT, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        print(result.stdout)
        return False
    stamp.write_text(wanted)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--configure", action="store_true")
    parser.add_argument("directory", nargs="?")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    if arguments.configure:
        configure(build)
        return
    entries = json.loads((build / "compile_commands.json").read_text())
    commands = {pathlib.Path(entry["file"]): entry["command"] for entry in entries}
    sources = sorted((ROOT / arguments.directory).glob("*.cpp"))
    if not sources:
        sys.exit(f"{arguments.directory} holds no source")
    units = {}
    for source in sources:
        if source not in commands:
            sys.exit(f"{source.relative_to(ROOT)} is not compiled; name it in CMakeLists.txt or delete it")
        units.setdefault(flags_of(commands[source]), []).append(source)
    clean = [tidy(build / "units" / arguments.directory / f"unit_{number}.cpp", members, flags)
             for number, (flags, members) in enumerate(units.items())]
    sys.exit(not all(clean))


if __name__ == "__main__":
    main()
