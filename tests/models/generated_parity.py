"""Generated libraries against the references' recorded answers (tests/golden).

    python generated_parity.py --bin build/bin --work build/parity MODEL... [--quick] [--edits]

Each model is built as a user builds it, gets the weights of its golden (synthetic, or from a checkpoint of another model), and
must give the reference's outputs in every case of the golden, at every level of this machine: max|a - b| / max|b| within the
golden's tolerance, 1e-4 where the network has over 100 layers or a Winograd kernel was chosen. A batch of three holds the single
image first, and 1, 2 and 5 threads give the same bits. --quick leaves out the small sizes of a model that has a full-size case,
and --only-full does nothing (status 77), unless the environment has SPECIMEN_FULL. --edits: models are specs of tests/edits/specs,
and their goldens lie in the folder `edits`.
`digits_resnet20` is the network with real weights: it must give Keras's prediction on every held-out image.
"""

import argparse
import base64
import json
import os
import sys
import time
import traceback

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "oracles"))

import generated_model
import synthetic

RECORDED = os.path.join(os.path.dirname(HERE), "golden")
GOLDEN = os.environ.get("SPECIMEN_GOLDENS") or RECORDED  # or the answers of a live run: `make parity`
DIGITS = "digits_resnet20"
LOOSE = 1e-4
MANY_LAYERS = 100
THREADS = (1, 2, 5)
SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def stored(output):
    """The values that the golden keeps, [..., ::stride]."""
    values = np.frombuffer(base64.b64decode(output["data"]), "<f4")
    shape = list(output["shape"])
    shape[-1] = -(-shape[-1] // output["stride"])
    return values.reshape(shape)


def difference(values, output):
    """max|a - b| / max|b|; not a number when a value is none."""
    return float(np.max(np.abs(values[..., ::output["stride"]].astype(np.float64) - stored(output))) / output["max_abs"])


class Report:
    def __init__(self):
        self.misses = 0

    def line(self, model, what, ok, value, bound):
        print(f"{'ok    ' if ok else 'MISS  '} {model}: {what}: {value:.3g} (at most {bound:.3g})", flush=True)
        self.misses += not ok

    def claim(self, model, what, ok):
        print(f"{'ok    ' if ok else 'MISS  '} {model}: {what}", flush=True)
        self.misses += not ok


def folder_name(model, arguments):
    return "-".join([model, *(f"{name}{value}" for name, value in sorted(arguments.items()))])


def tolerance_of(golden, built):
    loose = built.layers() > MANY_LAYERS or built.uses_winograd()
    return max(golden["tolerance"], LOOSE) if loose else golden["tolerance"]


def check_threads(report, name, weights, image):
    outputs = [weights.context(threads, image.shape[0]).forward(image) for threads in THREADS]
    for other, threads in zip(outputs[1:], THREADS[1:]):
        same = all(outputs[0][output].tobytes() == other[output].tobytes() for output in other)
        report.claim(name, f"{threads} threads give the bits of one", same)


def check_cases(report, tools, golden, spec, arguments, cases, work):
    """All cases with these arguments: one library."""
    name = folder_name(golden["model"], arguments)
    built = tools.build(spec, os.path.join(work, name), arguments)
    bound = tolerance_of(golden, built)
    path = os.path.join(work, f"{name}-seed{golden['seed']}.safetensors")
    if "checkpoint_of" in golden:
        tools.weights_from_checkpoint(spec, path, golden["checkpoint_of"], golden["seed"], arguments)
    else:
        tools.synthetic_weights(spec, path, golden["checkpoint"], golden["seed"], arguments, golden.get("gain", 1))
    largest = max(case["inputs"][i]["shape"][0] for case in cases for i in case["inputs"])
    batches = set()
    for level in tools.levels:
        weights = built.weights(path, level)
        context = weights.context(threads=2, batch=max(largest, 3))
        for case in cases:
            inputs = {i: synthetic.model_input(golden["seed"], i, d["shape"], d["role"]) for i, d in case["inputs"].items()}
            ordered = [inputs[tensor["name"]] for tensor in built.plan["inputs"]]
            batch = ordered[0].shape[0]
            batches.add(batch)
            answer = context.forward(*ordered)
            for output, expected in case["outputs"].items():
                d = difference(answer[output], expected)
                report.line(name, f"{level}, batch {batch}, {output}", d <= bound, d, bound)
        if 3 not in batches:
            # The reference ran one image: it must come out of a batch, too.
            inputs = {i: synthetic.model_input(golden["seed"], i, [3, *d["shape"][1:]], d["role"]) for i, d in cases[0]["inputs"].items()}
            ordered = [inputs[tensor["name"]] for tensor in built.plan["inputs"]]
            answer = context.forward(*ordered)
            for output, expected in cases[0]["outputs"].items():
                d = difference(answer[output][:1], expected)
                report.line(name, f"{level}, first of batch 3, {output}", d <= bound, d, bound)
        check_threads(report, f"{name}: {level}", weights, ordered[0])
    os.remove(path)  # up to 550 MB


def check_model(report, tools, model, work, quick, edits):
    with open(os.path.join(GOLDEN, "edits" if edits else "", model + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    spec = os.path.join(os.path.dirname(HERE), "edits", "specs", model + ".json") if edits else model
    groups = {}
    for case in golden["cases"]:
        groups.setdefault(json.dumps(case["arguments"], sort_keys=True), []).append(case)
    sizes = [case["arguments"].get("image_size", 0) for case in golden["cases"]]
    for key, cases in groups.items():
        arguments = json.loads(key)
        if quick and 2 * arguments.get("image_size", max(sizes)) < max(sizes):
            continue
        check_cases(report, tools, golden, spec, arguments, cases, work)


def check_digits(report, tools, work):
    """Real weights on real images: every prediction is Keras's."""
    folder = os.path.join(RECORDED, "digits")
    with open(os.path.join(folder, DIGITS + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    built = tools.build(DIGITS, os.path.join(work, DIGITS))
    path = os.path.join(work, DIGITS + ".safetensors")
    generated_model.run([tools.specimen, "weights", "convert", DIGITS, os.path.join(folder, DIGITS + ".weights.h5"), "--from",
                         golden["checkpoint"], "-o", path])
    total = golden["total"]
    images = np.fromfile(os.path.join(folder, golden["images"]), np.uint8)[16:].reshape(total, 8, 8, 1)
    labels = np.fromfile(os.path.join(folder, golden["labels"]), np.uint8)[8:]
    pixels = images.astype(np.float32) / np.float32(255)
    bound = tolerance_of({"tolerance": 2e-5}, built)
    for level in tools.levels:
        weights = built.weights(path, level)
        context = weights.context(threads=2, batch=8)
        logits = np.concatenate([context.forward(pixels[i:i + 8])["logits"] for i in range(0, total, 8)])
        d = difference(logits, {**golden["logits"], "stride": golden["logits"].get("stride", 1)})
        report.line(DIGITS, f"{level}, logits of {total} images", d <= bound, d, bound)
        predicted = logits.argmax(axis=1)
        wrong = int(np.sum(predicted != np.array(golden["predicted"])))
        report.claim(DIGITS, f"{level}, {wrong} of {total} predictions differ from Keras's", wrong == 0)
        correct = int(np.sum(predicted == labels))
        report.claim(DIGITS, f"{level}, {correct} of {total} right, Keras {golden['correct']}", correct == golden["correct"])
        check_threads(report, f"{DIGITS}: {level}", weights, pixels[:3])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/parity", help="folder for what is generated")
    parser.add_argument("--cache", help="folder of compiled kernels; WORK/cache by default")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only-full", action="store_true")
    parser.add_argument("--edits", action="store_true")
    parser.add_argument("models", nargs="+", metavar="MODEL")
    options = parser.parse_args()
    full = bool(os.environ.get("SPECIMEN_FULL"))
    if options.only_full and not full:
        print("[SKIP] SPECIMEN_FULL=1 runs it")
        return SKIPPED
    tools = generated_model.Tools(options.bin, options.cache or os.path.join(options.work, "cache"), jobs=options.jobs)
    tools.levels = generated_model.host_levels()
    if not tools.levels:
        print("[SKIP] this machine is below x86-64-v3: kernels are the references")
        return SKIPPED
    report = Report()
    for model in options.models:
        begin = time.monotonic()
        try:
            if model == DIGITS:
                check_digits(report, tools, options.work)
            else:
                check_model(report, tools, model, options.work, options.quick and not full, options.edits)
        except Exception:  # one model must not end the others
            report.claim(model, traceback.format_exc(), False)
        print(f"       {model}: {time.monotonic() - begin:.1f} s", flush=True)
    print(f"{report.misses} misses")
    return 1 if report.misses else 0


if __name__ == "__main__":
    sys.exit(main())
