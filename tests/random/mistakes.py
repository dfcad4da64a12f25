"""Mistakes (mistakes.cpp), put back one at a time: each must be found among the specs of random_specs.QUICK, or those whose code is generated.

    python mistakes.py --seed N --cases DIRECTORY --work DIRECTORY [--build build]

Prints what finds each. CASES is what random_specs.py has made with that seed.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys

import generated
import random_specs


def mistaken(directory, code_directory):
    """The case, with other code."""
    case = generated.Case(directory)
    case.directory, case.code = code_directory, os.path.join(code_directory, "code")
    return case


def find_in_code(directories, work, build):
    """(case, error) of one that is wrong; a few at a time, since one will do."""
    for i in range(0, len(directories), 2):
        errors, _ = random_specs.check_generated([mistaken(*directory) for directory in directories[i:i + 2]], work, build)
        for case, error in errors.items():
            return case.name, error
    return None


def first_line(error):
    """Of what a compiler says, what is wrong."""
    return next((line.split(" error: ")[1] for line in error.splitlines() if " error: " in line), error.strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(generated.ROOT, "build"))
    parser.add_argument("--seed", required=True)
    parser.add_argument("--cases", required=True)
    parser.add_argument("--work", required=True)
    options = parser.parse_args()
    work = os.path.abspath(options.work)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    specs, cases, _ = random_specs.QUICK
    directories = {os.path.basename(directory): directory for directory in random_specs.case_directories(options.cases)[:cases]}
    program = os.path.join(options.build, "bin", "random_specs")
    done = subprocess.run([program, "mistakes", "--seed", options.seed, "--count", str(specs), "--out", work, *directories.values()],
                          capture_output=True, text=True)
    print(done.stdout + done.stderr, end="", flush=True)
    if done.returncode != 0:
        return 1
    lost = 0
    for path in sorted(glob.glob(os.path.join(work, "*"))):
        written = sorted(glob.glob(os.path.join(path, "*")), key=lambda code: list(directories).index(os.path.basename(code)))
        found = find_in_code([(directories[os.path.basename(code)], code) for code in written], path, options.build)
        lost += found is None
        print(f"{os.path.basename(path)}: " + (f"{found[0]}, generated code: {first_line(found[1])}" if found else "NOT FOUND"), flush=True)
    print(f"{lost} not found")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
