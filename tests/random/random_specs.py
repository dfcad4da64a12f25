"""Random specs in three tiers, against the evaluator in double.

    python random_specs.py --seed N [--full] [--build build] [--specs 240] [--generated 20] [--kernels 3] [--work DIRECTORY]

Of every spec the graph and each pass; of one in ten the generated code with the reference kernels, all in one program; of one in
seventy the kernels of each target of this machine, as `specimen build` makes them. A wrong spec is made smaller while it stays wrong,
printed and kept in WORK/wrong. The last line says how many specs and how many wrong.
"""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import time

import generated
import generated_model
import shrink
from generated import Case, WrongSpec

QUICK, FULL = (240, 20, 3), (2000, 200, 30)  # specs, those with generated code, those with kernels

MOST_SHRUNK = 3  # of each tier; the others are printed as they are


class Faults:
    def __init__(self, work):
        self.work, self.names = work, []

    def add(self, name, stage, error, spec_text=""):
        self.names.append(name)
        print(f"WRONG {name}, {stage}: {error.strip()}", flush=True)
        if spec_text:
            print(spec_text)


def run_graphs(options, faults):
    """Tier 1, and the cases of tier 2."""
    command = [options.random_specs, "make", "--seed", str(options.seed), "--count", str(options.specs), "--out", options.work]
    if options.generated:
        command += ["--write-every", str(max(1, options.specs // options.generated))]
    done = subprocess.run(command, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if not lines or not lines[-1].endswith("wrong"):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    specs, wrong = (int(word) for word in lines[-1].replace(" specs,", "").split()[:2])
    for line in lines[:-1]:
        print(line)
    for i, directory in enumerate(sorted(glob.glob(os.path.join(options.work, "wrong", "*")))):
        path = os.path.join(directory, os.path.basename(directory) + ".json")
        if i < MOST_SHRUNK and not options.no_shrink:
            print(shrink.shrink(path, lambda paths: fails_as_graph(options, paths)))
    return specs, wrong


def run_generated(options, faults):
    """Tier 2."""
    cases = [Case(directory) for directory in case_directories(options.work)]
    errors, worst = check_generated(cases, options.work, options.build)
    print(f"largest difference: {worst:.2f} of its bound")
    for i, (case, error) in enumerate(errors.items()):
        text = case.spec_text()
        if i < MOST_SHRUNK and not options.no_shrink:
            text = shrink.shrink(os.path.join(case.directory, case.name + ".json"),
                                 lambda paths: fails_generated(options, paths))
        faults.add(case.name, "generated code with reference kernels", error, text)
    return cases


def case_directories(work):
    """Those of the cases that `random_specs make` wrote, in the order of their numbers."""
    directories = [os.path.dirname(path) for path in glob.glob(os.path.join(work, "random_*", "case.json"))]
    return sorted(directories, key=lambda directory: int(directory.rsplit("_", 1)[1]))


def check_generated(cases, work, build):
    """{case: error} of those that are wrong."""
    library = os.path.join(work, "all.so")
    errors = generated.build_library(cases, library, build)
    worst = 0
    for case in cases:
        if case in errors:
            continue
        try:
            worst = max(worst, generated.in_process(generated.check_model, case, library, "reference", 1))
        except WrongSpec as error:
            errors[case] = str(error)
    return errors, worst


def run_kernels(options, cases, faults):
    """Tier 3: models as `specimen build` makes them. The ones with the fewest kernels, since each is compiled for each target."""
    targets = generated_model.host_targets()
    if not targets:
        print("kernels: [SKIP] this machine is below x86-64-v3")
        return "none"
    tools = generated_model.Tools(os.path.join(options.build, "bin"), options.cache)
    chosen = sorted(cases, key=lambda case: (len(case.plan()["kernels"]), case.name))[:options.kernels]
    worst = 0
    for case in sorted(chosen, key=lambda case: case.name):
        try:
            built = tools.build(os.path.join(case.directory, case.name + ".json"), os.path.join(case.directory, "built"))
            for target in targets:
                worst = max(worst, generated.in_process(generated.check_model, case, built.library, target, 2))
        except (WrongSpec, generated_model.BuildError) as error:
            faults.add(case.name, "kernels", str(error), case.spec_text())
    print(f"largest difference: {worst:.2f} of its bound")
    left_out = [target for target in ("v3", "v4") if target not in targets]
    return f"{len(chosen)} at {' and '.join(targets)}" + "".join(f" ([SKIP] {target}: not on this machine)" for target in left_out)


def fails_as_graph(options, paths):
    """Which of these specs are wrong in tier 1."""
    return {path for path in paths if " 1 wrong" in subprocess.run([options.random_specs, "check", path], capture_output=True, text=True).stdout}


def fails_generated(options, paths):
    """Which of these specs are wrong in tier 2."""
    directories = [os.path.dirname(path) for path in paths]
    subprocess.run([options.random_specs, "write", *directories], capture_output=True)
    # One library each: they have one name.
    wrong = set()
    cases = [Case(directory) for directory in directories if os.path.exists(os.path.join(directory, "case.json"))]
    for case in cases:
        if check_generated([case], case.directory, options.build)[0]:
            wrong.add(os.path.join(case.directory, case.name + ".json"))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(generated.ROOT, "build"))
    parser.add_argument("--cache", help="directory of compiled kernels; BUILD/tests/cache by default")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--full", action="store_true", help="ten times as many; SPECIMEN_FULL=1 does the same")
    parser.add_argument("--specs", type=int)
    parser.add_argument("--generated", type=int)
    parser.add_argument("--kernels", type=int)
    parser.add_argument("--work")
    parser.add_argument("--no-shrink", action="store_true", help="wrong specs are printed as they are")
    options = parser.parse_args()
    sizes = FULL if options.full or os.environ.get("SPECIMEN_FULL") else QUICK
    for name, size in zip(("specs", "generated", "kernels"), sizes):
        if getattr(options, name) is None:
            setattr(options, name, size)
    options.build = os.path.abspath(options.build)
    options.cache = options.cache or os.path.join(options.build, "tests", "cache")
    options.work = os.path.abspath(options.work or os.path.join(options.build, "random"))
    options.random_specs = os.path.join(options.build, "bin", "random_specs")
    shutil.rmtree(options.work, ignore_errors=True)
    os.makedirs(options.work)
    faults = Faults(options.work)
    begin = time.monotonic()
    specs, wrong = run_graphs(options, faults)
    print(f"{specs} graphs and all their passes: {wrong} wrong, {time.monotonic() - begin:.0f} s", flush=True)
    if options.generated:
        begin = time.monotonic()
        cases = run_generated(options, faults)
        print(f"generated code of {len(cases)}: {len(faults.names)} wrong, {time.monotonic() - begin:.0f} s", flush=True)
    if options.generated and options.kernels:
        begin, before = time.monotonic(), len(faults.names)
        built = run_kernels(options, cases, faults)
        print(f"kernels of {built}: {len(faults.names) - before} wrong, {time.monotonic() - begin:.0f} s", flush=True)
    print(f"{specs} specs, {wrong + len(faults.names)} wrong")
    return 1 if wrong or faults.names else 0


if __name__ == "__main__":
    sys.exit(main())
