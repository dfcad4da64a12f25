"""Mistakes (mistakes.cpp), put back one at a time: each must be found among the first 200 specs, or the 20 whose code is generated.

    python mistakes.py --seed N --cases FOLDER --work FOLDER [--build build]

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


def mistaken(folder, code_folder):
    """The case, with other code."""
    case = generated.Case(folder)
    case.folder, case.code = code_folder, os.path.join(code_folder, "code")
    return case


def find_in_code(folders, work, build):
    """(case, error) of one that is wrong; a few at a time, since one will do."""
    for i in range(0, len(folders), 2):
        errors, _ = random_specs.check_generated([mistaken(*folder) for folder in folders[i:i + 2]], work, build)
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
    folders = {os.path.basename(folder): folder for folder in random_specs.case_folders(options.cases)[:cases]}
    program = os.path.join(options.build, "bin", "random_specs")
    done = subprocess.run([program, "mistakes", "--seed", options.seed, "--count", str(specs), "--out", work, *folders.values()],
                          capture_output=True, text=True)
    print(done.stdout + done.stderr, end="", flush=True)
    if done.returncode != 0:
        return 1
    lost = 0
    for path in sorted(glob.glob(os.path.join(work, "*"))):
        written = sorted(glob.glob(os.path.join(path, "*")), key=lambda code: list(folders).index(os.path.basename(code)))
        found = find_in_code([(folders[os.path.basename(code)], code) for code in written], path, options.build)
        lost += found is None
        print(f"{os.path.basename(path)}: " + (f"{found[0]}, generated code: {first_line(found[1])}" if found else "NOT FOUND"), flush=True)
    print(f"{lost} not found")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
