"""One step of training of generated programs in float32, with the kernels of this machine, against float64.

    python in_f32.py --bin build/bin --work build/training --cmake cmake [--full] CASE...

Where a step starts is what the program in double reaches (in_double.py), rounded to float32: after no step and after 50. From there the
same program's gradients in double are what counts, once loss and gradients agree with PyTorch's float64 (tests/golden/training_f32).
In float32 the loss may differ by 1e-5 of it, and each gradient by 1e-4 of its largest element or three times what PyTorch's differs.
Without --full or SPECIMEN_FULL=1 only the first of the two is tested.
"""

import json
import os
import sys
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(os.path.dirname(HERE), name) for name in ("oracles", "models", "perf")]

import in_double  # this directory's, before the next makes another one the first

import bench_train
import generated_model
import steps

LOSS = 1e-5
GRADIENTS = 1e-4  # of the largest element of the tensor, or
AGREEMENT = 1e-5  # in double, from weights that were rounded to float32 by both
TIMES = 3  # times what the reference's own float32 differs


class Run:
    """The program in double and the directory that it reads."""

    def __init__(self, golden, program, parameters, directory):
        self.golden, self.program, self.parameters, self.directory = golden, program, parameters, directory
        os.makedirs(directory, exist_ok=True)

    def write(self, values, first_step):
        """The parameters and the batches from this step on."""
        values.tofile(os.path.join(self.directory, "parameters"))
        in_double.write_inputs(self.golden, self.directory, first_step)

    def steps(self, count, momentum):
        index = [run.get("momentum") for run in self.golden["runs"]].index(momentum)
        generated_model.run([self.program, self.directory, str(count), str(index)])

    def read(self, name):
        return np.fromfile(os.path.join(self.directory, name))


def in_float32(program, golden, values, step, directory, options):
    """(the loss, the gradients) of the program of bench_train.cpp."""
    paths = [os.path.join(directory, name) for name in ("parameters32", "images32", "labels32")]
    for path, array in zip(paths, (values.astype("<f4"), steps.images(golden, step).astype("<f4"), steps.labels(golden, step).astype("<i4"))):
        array.tofile(path)
    child = bench_train.Child("bench_train.cpp", [program, str(options.threads), str(golden["batch"]), "sgd", "0", *paths], None)
    try:
        loss, = child.numbers(f"gradients {directory}/gradients32")
    finally:
        child.close()
    return loss, np.fromfile(os.path.join(directory, "gradients32"), "<f4").astype(np.float64)


def check(name, options):
    """Whether all states' steps are within their bounds."""
    started = time.time()
    with open(os.path.join(steps.DIRECTORY, name + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    with open(os.path.join(steps.DIRECTORY_F32, name + ".json"), encoding="ascii") as f:
        recorded = json.load(f)
    directory = os.path.join(os.path.abspath(options.work), name)
    for below in ("double", "single"):
        os.makedirs(os.path.join(directory, below), exist_ok=True)
    program = in_double.build(golden["model"], golden, os.path.join(directory, "double"), options)
    single = bench_train.build(golden["model"], os.path.join(directory, "single"), options, golden["arguments"])
    parameters = [in_double.Parameter(line) for line in generated_model.run([program]).splitlines()]
    start = np.zeros(max(p.offset + -(-p.size // 16) * 16 for p in parameters))
    for p in parameters:
        p.of(start)[:] = steps.parameter(golden, p.name, p.shape).reshape(-1)
    run, good = Run(golden, program, parameters, os.path.join(directory, "double")), True
    for state in recorded["states"][: None if options.full else 1]:
        values, step = start, state["step"]
        if step:
            run.write(start, 0)
            run.steps(step, recorded["momentum"])
            values = run.read("final")
        values = values.astype(np.float32).astype(np.float64)
        run.write(values, step)
        run.steps(1, 0.0)
        wanted = run.read("gradients")
        print(f"  step {step}:")
        loss = float(run.read("losses")[0])
        agreed = in_double.Worst("loss in double", in_double.LOSSES)
        agreed.add("", abs(loss - state["loss"]))
        good = agreed.show() and good
        good = in_double.compare(state["gradients"], parameters, wanted, "gradients in double", AGREEMENT) and good

        loss_32, gradients = in_float32(single, golden, values, step, directory, options)
        worst = in_double.Worst("loss in float32", LOSS)
        worst.add("", abs(loss_32 - loss) / abs(loss))
        good = worst.show() and good
        worst, shares = in_double.Worst("gradients in float32, of what they may differ", 1.0), []
        for p in parameters:
            if p.name in state["gradients"]:
                theirs = state["gradients"][p.name]
                scale = max(theirs["max_abs"], steps.least_scale(theirs, state["gradients"]))
                difference = float(np.max(np.abs(p.of(gradients) - p.of(wanted))) / scale)
                worst.add(p.name, difference / max(GRADIENTS, TIMES * theirs["error"]))
                shares.append(difference)
        print(f"         largest difference {max(shares):.2g}, PyTorch's {max(one['error'] for one in state['gradients'].values()):.2g}")
        good = worst.show() and good
    print(f"{'ok  ' if good else 'MISS'} {name}: {time.time() - started:.0f} s", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(in_double.run_cases(check, __doc__, "build/training_f32", lambda parser: parser.add_argument("--cache", default="build/training_f32/cache")))
