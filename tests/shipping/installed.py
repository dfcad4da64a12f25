"""`specimen` installed, and the installation moved: it finds its specs, templates and runtime, and nothing of the checkout.

    python installed.py --build BUILD --work DIR --cmake CMAKE
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(command, **environment):
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, env={**clean, **environment}, cwd="/")
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{result.stdout[-4000:]}{result.stderr[-4000:]}")
    return result.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default="build")
    parser.add_argument("--work", default="build/tests/shipping")
    parser.add_argument("--cmake", default="cmake")
    options = parser.parse_args()
    work = Path(options.work).resolve() / "installed"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    run([options.cmake, "--install", Path(options.build).resolve(), "--prefix", work / "there"])
    prefix = (work / "there").rename(work / "prefix")
    specimen = prefix / "bin" / "specimen"

    listed = run([specimen, "list"])
    if "resnet50" not in listed:
        sys.exit(f"`list` knows no resnet50:\n{listed}")
    for runtime in ("bundled", "shared"):
        run([specimen, "generate", "mnist", "--train", f"--runtime={runtime}", "--out", work / runtime])
    present = ROOT / "generated" / "mnist"
    differ = [path.relative_to(present) for path in present.rglob("*")
              if path.is_file() and not filecmp.cmp(path, work / "bundled" / path.relative_to(present), False)]
    if differ:
        sys.exit(f"generated/mnist is not what the installed program makes: {', '.join(map(str, differ))}")
    # The runtime of the installation, found by CMake.
    run([options.cmake, "-S", work / "shared", "-B", work / "build", f"-DCMAKE_PREFIX_PATH={prefix}", "-DMNIST_KERNELS=reference"])
    for program in (specimen, prefix / "bin" / "specimen-kernels"):
        # The prefix itself may be below the checkout.
        needed = run(["ldd", program]).replace(str(program.parent), "")
        if str(ROOT) in needed or "not found" in needed:
            sys.exit(f"{program.name} needs the checkout:\n{needed}")
    print("an installation that was moved lists, generates and is found by CMake")


if __name__ == "__main__":
    main()
