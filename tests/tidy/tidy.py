"""Runs clang-tidy over the sources of a folder; those without findings are not read again until they change.

    python tidy.py --build build/tidy --configure     writes the compile commands that clang-tidy reads
    python tidy.py --build build/tidy FOLDER          every source in FOLDER, the folders in it left out

A source has changed when its text, that of the project's files that it includes, its compile command, the checks or the
versions of what it is built with are not those of its last reading.
"""

import argparse
import hashlib
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "structure"))

from includes import includes  # noqa: E402


def configure(build):
    # clang-tidy cannot use the precompiled headers of g++, so its commands go without them.
    subprocess.run([ROOT / ".venv/bin/cmake", "-G", "Ninja", "-S", ROOT, "-B", build, "-DCMAKE_CXX_COMPILER=/usr/bin/clang++-19",
                    "-DSPECIMEN_UNITY=OFF", "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON", "-DSPECIMEN_BUILD_TESTS=OFF"], check=True, stdout=subprocess.DEVNULL)


def with_includes(source):
    """The source and the project's files that it includes, however deep."""
    files, waiting = set(), [source]
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.add(file)
        waiting += includes(ROOT, file)
    return sorted(files)


def digest(source, command):
    text = hashlib.sha256(command.encode())
    for file in [*with_includes(source), ROOT / ".clang-tidy", ROOT / "scripts/versions.sh"]:
        text.update(hashlib.sha256(file.read_bytes()).digest())
    return text.hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--configure", action="store_true")
    parser.add_argument("folder", nargs="?")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    if arguments.configure:
        configure(build)
        return
    entries = json.loads((build / "compile_commands.json").read_text())
    commands = {pathlib.Path(entry["file"]): entry["command"] for entry in entries}
    sources = sorted((ROOT / arguments.folder).glob("*.cpp"))
    if not sources:
        sys.exit(f"{arguments.folder} holds no source")
    read = failed = 0
    for source in sources:
        if source not in commands:
            sys.exit(f"{source.relative_to(ROOT)} is not compiled; name it in CMakeLists.txt or delete it")
        stamp = build / "clean" / source.relative_to(ROOT)
        wanted = digest(source, commands[source])
        if stamp.exists() and stamp.read_text() == wanted:
            continue
        read += 1
        result = subprocess.run([ROOT / ".venv/bin/clang-tidy", "--quiet", "-p", build, source], cwd=ROOT, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if result.returncode != 0:
            failed += 1
            print(result.stdout)
        else:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(wanted)
    print(f"{arguments.folder}: {len(sources)} sources, {read} read, {failed} with findings")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
