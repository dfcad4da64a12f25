"""Specimen against other engines: the same network, weights and input, in one run.

    make bench MODEL=resnet50 THREADS=1 OUT=f.json
    make bench MODEL=bert_base BATCH=8 SEQUENCE=384
    make bench-all
    python bench.py --model resnet50 --threads 2 --out f.json
    python bench.py --all
    python bench.py --model resnet50 --record      adds a line to benchmarks/resnet50.jsonl, too: see history.py

At least 15 rounds; in each, every engine runs a burst of inferences, one engine after the other, and the median of the
burst counts. The result is the median over the rounds. The baselines (bench_baselines.py: ONNX Runtime, OpenVINO, PyTorch at their
best settings) live in a child process; all outputs must agree. The machine's peak in multiply-adds is measured before and
after: when the two differ by more than 5 %, the run is repeated, at most five times, and then called unstable.

Texts are --sequence tokens long (128), none of them padding.

The JSON: model, threads, batch, sequence (null without texts), specimen_ms, baselines {name: ms}, peak_gflops, share_of_peak (of the
direct algorithm's FLOPs).
Exit status: 0; 1 when outputs disagree, the machine is unstable or nothing could be compared; 3 when a bar is missed and
--bars was given.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [os.path.join(TESTS, "models"), os.path.join(TESTS, "oracles")]

import generated_model
import history
import spec_model
import synthetic

BASELINES = ("onnxruntime", "openvino", "torch", "torch_compile")
AGREE = 1e-4  # max|a - b| / max|b|
STEADY = 0.05
ATTEMPTS = 5
BURST_MS = 60  # of one engine in one round, at least
# How much faster than the fastest baseline a model has to be, at one thread and at two; OTHERS at two threads.
BARS = {"resnet50": 1.0, "mobilenet_v2": 1.0, "mnist": 1.0, "vgg16": 1.3, "bert_base": 1.0}
OTHERS = 0.8


class Trouble(Exception):
    """No result: the message says why."""


class Baselines:
    """bench_baselines.py as a child."""

    def __init__(self, python, model, threads, weights, extents, log):
        command = [python, "-W", "ignore", os.path.join(TESTS, "oracles", "bench_baselines.py"), model, "--threads", str(threads),
                   "--weights", weights, *(word for symbol, extent in extents.items() for word in (f"--{symbol}", str(extent)))]
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)

    def ask(self, command):
        try:
            self.child.stdin.write(command + "\n")
            self.child.stdin.flush()
            answer = self.child.stdout.readline().split()
        except BrokenPipeError:
            answer = []
        if not answer:
            raise Trouble(f"bench_baselines.py ended at `{command}`")
        if answer[0] == "error":
            raise Trouble(f"bench_baselines.py, `{command}`: {' '.join(answer[1:])}")
        return answer

    def run(self, engine, count):
        return [float(t) for t in self.ask(f"run {engine} {count}")[1:]]

    def outputs(self, engine, directory):
        path = os.path.join(directory, engine)
        shapes = [shape.split() for shape in " ".join(self.ask(f"output {engine} {path}")[1:]).split("/")]
        return [np.fromfile(f"{path}.{i}", "<f4").reshape([int(d) for d in shape]) for i, shape in enumerate(shapes)]

    def close(self):
        try:
            self.child.stdin.write("quit\n")
            self.child.stdin.close()
            self.child.wait(30)
        except (OSError, subprocess.TimeoutExpired):
            self.child.kill()


class Specimen:
    """One context of the generated library, its arguments ready for C."""

    def __init__(self, built, weights, threads, inputs):
        self.weights = built.weights(weights)
        self.context = self.weights.context(threads, inputs[0].shape[0])
        self.outputs = self.context.empty(*inputs)
        self.entry = getattr(built.dll, f"{built.name}_forward")
        self.inputs, self.arguments = inputs, (*self.context.arguments(inputs, self.outputs), None, 0)

    def run(self, count):
        times = []
        for _ in range(count):
            begin = time.perf_counter()
            status = self.entry(*self.arguments)
            times.append((time.perf_counter() - begin) * 1e3)
            if status != 0:
                raise Trouble(f"forward returned status {status}")
        return times


def peak_probe(directory):
    """The compiled peak.cpp."""
    program = os.path.join(directory, "peak")
    generated_model.run(["g++", "-O3", "-std=c++17", os.path.join(HERE, "peak.cpp"), "-o", program, "-lpthread"])
    return program


def measure(engines, rounds):
    """{name: [median of a round]}; engines {name: function of a count that returns times}."""
    counts = {}
    for name, run in engines.items():
        run(3)
        counts[name] = int(min(max(BURST_MS / statistics.median(run(3)), 3), 200))
    result = {name: [] for name in engines}
    for number in range(rounds):
        order = list(engines)
        shift = number % len(order)
        for name in order[shift:] + order[:shift]:
            time.sleep(0.01)  # threads of the engine before may spin a little
            # The first run brings weights back into the caches that the engines share.
            result[name].append(statistics.median(engines[name](counts[name] + 1)[1:]))
    return result


def synthetic_set(model):
    """The names and the gain of the synthetic weights: the golden's, or our names for what has none."""
    try:
        with open(os.path.join(TESTS, "golden", model + ".json"), encoding="ascii") as f:
            golden = json.load(f)
    except FileNotFoundError:
        return "specimen", 1
    return golden["checkpoint"], golden.get("gain", 1)


def bench(options, tools, probe, model, threads):
    """The JSON object of one model."""
    built = tools.build(model, os.path.join(options.work, model))
    checkpoint, gain = synthetic_set(model)
    extents = {symbol: {"batch": options.batch, "sequence": options.sequence}[symbol] for symbol in built.symbols}
    expanded = spec_model.Library().expand(model, extents=extents)
    made_of = expanded.made_of()
    inputs = [synthetic.model_input(1, tensor["name"], **made_of[tensor["name"]]) for tensor in built.plan["entries"][0]["inputs"]]
    with tempfile.TemporaryDirectory(dir=options.work) as directory, open(os.path.join(directory, "baselines.log"), "w+") as log:
        weights = tools.synthetic_weights(model, os.path.join(directory, "weights.safetensors"), checkpoint, 1, gain=gain)
        ours = Specimen(built, weights, threads, inputs)
        baselines = Baselines(options.baselines_python, model, threads, weights, extents, log)
        try:
            loaded, missing = {}, {}
            for engine in options.baselines:
                answer = baselines.ask(f"load {engine}")
                (loaded if answer[0] == "ok" else missing)[engine] = " ".join(answer[1:])
            if not loaded:
                raise Trouble(f"no engine to compare with: {missing}; `scripts/setup baselines` installs them")
            ours.run(1)
            disagreement = {}
            for engine in loaded:
                theirs = dict(zip(expanded.outputs, baselines.outputs(engine, directory), strict=True))
                disagreement[engine] = max(float(np.max(np.abs(y - theirs[tensor["name"]])) / np.max(np.abs(theirs[tensor["name"]])))
                                           for tensor, y in zip(built.plan["entries"][0]["outputs"], ours.outputs))
                if not disagreement[engine] <= AGREE:
                    raise Trouble(f"{model}: our output and {engine}'s differ by {disagreement[engine]:.3g}, more than {AGREE:g}")
            engines = {"specimen": ours.run}
            for engine in loaded:
                engines[engine] = lambda count, engine=engine: baselines.run(engine, count)

            def measure_peak():
                return float(generated_model.run([probe, str(threads)]))

            for attempt in range(ATTEMPTS):
                before = measure_peak()
                rounds = measure(engines, options.rounds)
                after = measure_peak()
                if abs(after / before - 1) <= STEADY:
                    break
                print(f"{model}: the peak went from {before:.1f} to {after:.1f} GFLOP/s; again", file=sys.stderr, flush=True)
            else:
                if not options.allow_unstable:
                    raise Trouble(f"{model}: unstable: the peak moved by more than 5 % in each of {ATTEMPTS} runs")
        except Trouble:
            log.seek(0)
            sys.stderr.write(log.read()[-2000:])
            raise
        finally:
            baselines.close()
    medians = {name: statistics.median(values) for name, values in rounds.items()}
    peak = (before + after) / 2
    result = {
        "model": model,
        "threads": threads,
        "batch": extents["batch"],
        "sequence": extents.get("sequence"),
        "specimen_ms": medians["specimen"],
        "baselines": {name: medians[name] for name in loaded},
        "peak_gflops": peak,
        "share_of_peak": 2 * expanded.multiply_adds() * options.batch / (medians["specimen"] * 1e-3) / (peak * 1e9),
        "versions": loaded,
        "missing": missing,
        "disagreement": disagreement,
        "rounds": rounds,
        "load": os.getloadavg()[0],
    }
    if abs(after / before - 1) > STEADY:
        result["unstable"] = [before, after]
    return result


def ratio(result):
    """How many times faster than the fastest baseline."""
    return min(result["baselines"].values()) / result["specimen_ms"]


def bar_of(model, threads):
    return BARS.get(model, OTHERS if threads == 2 else 0)


def print_table(results):
    names = [name for name in BASELINES if any(name in r["baselines"] for r in results)]
    print(f"{'model':<28}{'threads':>8}{'specimen':>11}" + "".join(f"{n:>15}" for n in names) + f"{'ratio':>8}{'bar':>6}{'of peak':>9}{'GFLOP/s':>9}")
    for r in results:
        baselines = "".join(f"{r['baselines'][n]:>12.3f} ms" if n in r["baselines"] else f"{'-':>15}" for n in names)
        bar = bar_of(r["model"], r["threads"])
        note = "" if ratio(r) >= bar else "  below its bar"
        note += "  UNSTABLE" if "unstable" in r else ""
        size = "".join(f" {value}" for value in (f"x{r['batch']}" if r["batch"] > 1 else "", r["sequence"] or "") if value)
        print(f"{r['model'] + size:<28}{r['threads']:>8}{r['specimen_ms']:>8.3f} ms{baselines}{ratio(r):>8.2f}{bar:>6.1f}{r['share_of_peak']:>9.0%}"
              f"{r['peak_gflops']:>9.0f}{note}")
    print("ratio: the fastest baseline's time / Specimen's; more is better", flush=True)


def all_models():
    return sorted(f[:-5] for f in os.listdir(os.path.join(TESTS, "golden")) if f.endswith(".json"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", action="append", default=[])
    parser.add_argument("--all", action="store_true", help="every model that has a golden")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", help="JSON of one model; WORK/MODEL-THREADS.json without it, with the sizes in front of THREADS that are not the default")
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--sequence", type=int, default=128, help="the length of texts")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--record", action="store_true", help="keep the results in benchmarks/; unstable ones are not kept")
    parser.add_argument("--bars", action="store_true", help="fail when a ratio is below its bar")
    parser.add_argument("--allow-unstable", action="store_true", help="report what a busy machine gave, and say so")
    parser.add_argument("--baselines", nargs="+", default=BASELINES, choices=BASELINES)
    parser.add_argument("--baselines-python", default=sys.executable, help="the Python that has the engines")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/bench")
    parser.add_argument("--cache")
    options = parser.parse_args()
    if options.rounds < 15:
        parser.error("--rounds: at least 15")
    models = all_models() if options.all else options.model
    if not models or min(options.threads, options.batch, options.sequence) < 1 or (options.out and len(models) > 1):
        parser.error("wanted: --model M [--out F], or --all; --threads, --batch, --sequence 1 or more")
    os.makedirs(options.work, exist_ok=True)
    tools = generated_model.Tools(options.bin, options.cache or os.path.join(options.work, "cache"))
    probe = peak_probe(options.work)
    results, failed = [], []
    for model in models:
        try:
            results.append(bench(options, tools, probe, model, options.threads))
        except (Trouble, generated_model.BuildError, generated_model.Failed) as error:
            print(f"error: {error}", file=sys.stderr, flush=True)
            failed.append(model)
            continue
        sizes = [f"{key}{value}-" for key, value, usual in (("batch", options.batch, 1), ("sequence", options.sequence, 128)) if value != usual]
        path = options.out or os.path.join(options.work, f"{model}-{''.join(sizes)}{options.threads}.json")
        with open(path, "w", encoding="ascii") as f:
            json.dump(results[-1], f, indent=1)
            f.write("\n")
        if options.record and "unstable" not in results[-1]:
            history.record(results[-1])
        if len(models) > 1:
            print(f"{model}: {ratio(results[-1]):.2f}", flush=True)
    if results:
        print_table(results)
    if failed:
        print(f"no result: {' '.join(failed)}", file=sys.stderr)
        return 1
    return 3 if options.bars and any(ratio(r) < bar_of(r["model"], r["threads"]) for r in results) else 0


if __name__ == "__main__":
    sys.exit(main())
