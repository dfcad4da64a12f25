"""Whole steps of training, ours and other engines': the same network, weights, batch and optimizer, in one run.

    make bench-train MODEL=resnet50 THREADS=2 OUT=f.json
    python bench_train.py --model mnist --threads 2 --out f.json
    python bench_train.py --model mnist --engines keras --rounds 1 --allow-unstable
    python bench_train.py --model mnist --profile 20         no baselines: where the time of our step goes, op by op
    python bench_train.py --model resnet50 --memory          the memory that a step takes, ours and PyTorch's

A step is forward pass, loss, gradients and update, in float32. MODELS says with which batch and optimizer a model is trained. The
baselines (bench_train_baselines.py): PyTorch eager and compiled, channels last, with fused optimizers and without autocast; Keras as a
function of TensorFlow, compiled by XLA or not; of BERT, which Keras lacks, transformers on PyTorch alone. Each runs in a process of its
own. Losses of the first steps must agree, with the masks of dropout that we draw.

At least 15 rounds, in each of which every engine runs a burst of steps, one engine after the other, and the median of the burst counts:
`specimen_ms` and `baselines` are medians over the rounds. `minima` are those of all steps. The machine's peak in multiply-adds is
measured before and after: when the two differ by more than 5 %, the run is repeated, at most five times, and then called unstable.

The JSON has what bench.py writes, and minima {engine: ms}. `share_of_peak` counts three times the forward pass's multiply-adds, of the
direct algorithm.
With --memory nothing is timed: what is compared is by how many bytes the resident memory of a process grows from just before the model
is made, with weights and batch read, to the peak of step 3. PyTorch's, eager, has its optimizer and gradients as in the timed steps.

Exit status: 0; 1 when losses disagree, the machine is unstable or nothing could be compared; 3 when --bars was given and a model is not
1.2 times (BERT: 1.1 times) as fast as the fastest baseline, or takes more than 0.7 of PyTorch's memory.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import bench
import bench_train_baselines as baselines
import built_model
import generated_model
import history
import spec_model

# model: batch, optimizer, learning rate; of texts the spec is a classifier of its name
MODELS = {
    "mnist": (100, "adam", 1e-4),
    "cifar_resnet20": (128, "sgd", 0.01),
    "mobilenet_v2": (16, "sgd", 0.001),
    "resnet50": (8, "sgd", 0.0001),
    "bert_base": (8, "adam", 2e-5),
}
ENGINES = tuple(baselines.ENGINES)
SOURCES = [str(history.ROOT / "runtime" / name) for name in ("train/updater.cpp", "train/update_rules.cpp", "train/optimizer.cpp", "program/profile.cpp",
                                                           "program/shown_text.cpp", "core/output_file.cpp")]
BARS = {"bert_base": 1.1}  # at two threads
BAR = 1.2  # of the others
MEMORY_BAR = 0.7
LOSSES = (1e-4, 1e-3, 1e-2)  # by how much the loss of each of the first steps may differ; training amplifies what rounding differs


def status_bytes(path, field):
    with open(path, encoding="ascii") as f:
        return next(int(line.split()[1]) << 10 for line in f if line.startswith(field + ":"))


class Child:
    """A process that answers lines with lines, and says what failed."""

    def __init__(self, name, command, log):
        self.name, self.child = name, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)

    def ask(self, command):
        try:
            self.child.stdin.write(command + "\n")
            self.child.stdin.flush()
            answer = self.child.stdout.readline().split()
        except BrokenPipeError:
            answer = []
        if not answer or answer[0] == "error":
            raise bench.Trouble(f"{self.name}, `{command}`: {' '.join(answer[1:]) or 'it ended'}")
        return answer

    def numbers(self, command):
        return [float(word) for word in self.ask(command)[1:]]

    def run(self, count):
        return self.numbers(f"run {count}")

    def growth(self):
        """Bytes by which resident memory grows from before the model is made to the peak of the third step."""
        if (answer := self.ask("load"))[0] != "ok":
            raise bench.Trouble(f"{self.name}: {' '.join(answer)}; `scripts/setup baselines` installs it")
        status = f"/proc/{self.child.pid}/status"
        before = status_bytes(status, "VmRSS")
        with open(f"/proc/{self.child.pid}/clear_refs", "w", encoding="ascii") as f:
            f.write("5")  # the peak is now what is resident
        self.run(3)
        return status_bytes(status, "VmHWM") - before

    def close(self):
        if self.child.poll() is not None:
            return
        self.child.stdin.close()
        try:
            self.child.wait(30)
        except subprocess.TimeoutExpired:
            self.child.kill()
        self.child.stdout.close()


def build(model, directory, options, settings=None):
    """The program of bench_train.cpp with the model, of these arguments."""
    generated, made = os.path.join(directory, "source"), os.path.join(directory, "build")
    generated_model.run([os.path.join(options.bin, "specimen"), "generate", model, *generated_model.set_options(settings or {}), "--train",
                         "--with-objects", "--no-check", "--force", "--out",
                         generated], SPECIMEN_CACHE=os.path.abspath(options.cache or os.path.join(options.work, "cache")))
    generated_model.run([options.cmake, "-S", generated, "-B", made, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release",
                         f"-D{model.upper()}_KERNELS=objects"])
    generated_model.run([options.cmake, "--build", made, "-j", "2", "--target", f"{model}_train"])
    program = os.path.join(directory, "bench_train")
    libraries = [os.path.join(made, f"lib{name}.a") for name in (f"{model}_train", model)]
    tokens = [f"-DTOKENS={baselines.TOKENS}"] if model in baselines.TEXTS.values() else []
    generated_model.run(["g++", *generated_model.FLAGS, *tokens, f"-DMODEL={model}_train", f'-DHEADER="{model}_train.h"', f"-I{generated}", f"-I{history.ROOT}",
                         os.path.join(bench.HERE, "bench_train.cpp"), *SOURCES, "-o", program, *libraries, "-pthread"])
    return program


def write_inputs(program, expanded, weights, directory):
    """The files that bench_train.cpp reads."""
    values, parameters = built_model.read_safetensors(weights), []
    for line in generated_model.run([program]).splitlines():
        name, offset, *shape = line.split()
        assert list(values[name].shape) == [int(extent) for extent in shape], name
        parameters.append((int(offset), values[name].reshape(-1)))
    last, value = max(parameters, key=lambda one: one[0])
    flat = np.zeros(last + -(-value.size // 16) * 16, np.float32)
    for offset, value in parameters:
        flat[offset:offset + value.size] = value
    inputs, labels = baselines.batch_of(expanded)
    arrays = {"parameters": flat, **{name: x.astype("<i4" if x.dtype.kind == "i" else "<f4") for name, x in inputs.items()}, "labels": labels.astype("<i4")}
    paths = [os.path.join(directory, name) for name in arrays]
    for path, array in zip(paths, arrays.values()):
        array.tofile(path)
    return paths


def measure(engines, options, probe):
    """(the rounds' medians {engine: [ms]}, minima {engine: ms}, peak before, after)."""
    minima = {name: float("inf") for name in engines}

    def kept(name, run):
        def timed(count):
            times = run(count)
            minima[name] = min(minima[name], *times)
            return times
        return timed

    timed = {name: kept(name, child.run) for name, child in engines.items()}
    for _ in range(1 if options.allow_unstable else bench.ATTEMPTS):
        before = float(generated_model.run([probe, str(options.threads)]))
        rounds = bench.measure(timed, options.rounds)
        after = float(generated_model.run([probe, str(options.threads)]))
        if abs(after / before - 1) <= bench.STEADY:
            break
    else:
        if not options.allow_unstable:
            raise bench.Trouble(f"unstable: the peak moved by more than 5 % in each of {bench.ATTEMPTS} runs")
    return rounds, minima, before, after


def bench_train(model, options, probe):
    """The JSON object of one model."""
    batch, optimizer, rate = MODELS[model]
    batch = options.batch or batch
    directory = os.path.join(os.path.abspath(options.work), model + "_train")
    os.makedirs(directory, exist_ok=True)
    spec = baselines.TEXTS.get(model, model)
    program = build(spec, directory, options)
    expanded = baselines.expand(spec, batch)
    checkpoint, gain = bench.synthetic_set(spec)
    with tempfile.TemporaryDirectory(dir=directory) as inputs, open(os.path.join(inputs, "log"), "w+", encoding="utf-8") as log:
        tools = generated_model.Tools(options.bin, options.cache or os.path.join(options.work, "cache"))
        weights = tools.synthetic_weights(spec, os.path.join(inputs, "weights.safetensors"), checkpoint, 1, gain=gain)
        paths = write_inputs(program, expanded, weights, inputs)
        engines = {"specimen": Child("bench_train.cpp", [program, str(options.threads), str(batch), optimizer, repr(rate), *paths], log)}
        try:
            if options.profile:
                print(engines["specimen"].child.communicate(f"profile {options.profile}\n")[0], flush=True)
                return None
            baseline = [options.baselines_python, "-W", "ignore", baselines.__file__]
            given = [spec, "--threads", str(options.threads), "--batch", str(batch), "--optimizer", optimizer, "--rate", repr(rate),
                     "--weights", weights]
            if options.memory:
                engines["torch"] = Child("torch", [*baseline, "torch", *given], log)
                return {"model": model + "_train", "threads": options.threads, "batch": batch, "optimizer": optimizer,
                        "growth_bytes": {name: engine.growth() for name, engine in engines.items()}}
            wanted = engines["specimen"].numbers(f"losses {len(LOSSES)}")
            versions, missing, disagreement = {}, {}, {}
            for name in options.engines:
                child = Child(name, [*baseline, name, *given], log)
                answer = child.ask("load")
                if answer[0] != "ok":
                    missing[name] = " ".join(answer[1:])
                    child.close()
                    continue
                engines[name], versions[name] = child, " ".join(answer[1:])
                losses = child.numbers(f"losses {len(LOSSES)}")
                differences = [abs(a / b - 1) for a, b in zip(wanted, losses, strict=True)]
                disagreement[name] = max(differences)
                if not all(d <= most for d, most in zip(differences, LOSSES)):
                    raise bench.Trouble(f"{model}: our losses {wanted} and {name}'s {losses} differ")
            if not versions:
                raise bench.Trouble(f"no engine to compare with: {missing}; `scripts/setup baselines` installs them")
            rounds, minima, before, after = measure(engines, options, probe)
        except bench.Trouble:
            log.seek(0)
            sys.stderr.write(log.read()[-2000:])
            raise
        finally:
            for child in engines.values():
                child.close()
    medians = {name: statistics.median(values) for name, values in rounds.items()}
    peak = (before + after) / 2
    result = {
        "model": model + "_train",
        "threads": options.threads,
        "batch": batch,
        "sequence": baselines.TOKENS if model in baselines.TEXTS else None,
        "specimen_ms": medians["specimen"],
        "baselines": {name: medians[name] for name in versions},
        "minima": minima,
        "optimizer": optimizer,
        "peak_gflops": peak,
        "share_of_peak": 3 * 2 * expanded.multiply_adds() * batch / (medians["specimen"] * 1e-3) / (peak * 1e9),
        "versions": versions,
        "missing": missing,
        "disagreement": disagreement,
        "rounds": rounds,
        "load": os.getloadavg()[0],
    }
    if abs(after / before - 1) > bench.STEADY:
        result["unstable"] = [before, after]
    return result


def print_result(result):
    print(f"{result['model']}, batch {result['batch']}, {result['optimizer']}, {result['threads']} threads: medians and minima, ms a step")
    for name, median in {"specimen": result["specimen_ms"], **result["baselines"]}.items():
        ratio = f"{median / result['specimen_ms']:.2f} and {result['minima'][name] / result['minima']['specimen']:.2f} times ours"
        print(f"  {name:<15}{median:>10.2f}{result['minima'][name]:>10.2f}   {ratio if name != 'specimen' else ''}")
    print(f"  {bench.ratio(result):.2f} times as fast as the fastest baseline, {result['share_of_peak']:.0%} of the peak of "
          f"{result['peak_gflops']:.0f} GFLOP/s{', UNSTABLE' if 'unstable' in result else ''}", flush=True)


def memory_ratio(result):
    return result["growth_bytes"]["specimen"] / result["growth_bytes"]["torch"]


def print_memory(result):
    print(f"{result['model']}, batch {result['batch']}, {result['optimizer']}, {result['threads']} threads: bytes from before the model to the "
          "peak of step 3")
    for name, growth in result["growth_bytes"].items():
        print(f"  {name:<15}{growth:>15,}")
    print(f"  {memory_ratio(result):.2f} of PyTorch's", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, choices=MODELS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, help="another one than in MODELS")
    parser.add_argument("--out", help="JSON; WORK/MODEL-train-THREADS.json without it")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--profile", type=int, default=0, metavar="STEPS", help="the time of each op of our step, the median of so many")
    parser.add_argument("--memory", action="store_true", help="the memory of a step in place of its time; models of images")
    parser.add_argument("--record", action="store_true", help="keep the result in benchmarks/; an unstable one is not kept")
    parser.add_argument("--bars", action="store_true", help="fail when a ratio misses its bar")
    parser.add_argument("--allow-unstable", action="store_true", help="report what a busy machine gave, and say so")
    parser.add_argument("--engines", nargs="+", default=ENGINES, choices=ENGINES)
    parser.add_argument("--baselines-python", default=sys.executable, help="the Python that has the engines")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/bench")
    parser.add_argument("--cache")
    parser.add_argument("--cmake", default=".venv/bin/cmake")
    options = parser.parse_args()
    if options.memory and options.model in baselines.TEXTS:
        parser.error("--memory: a model of images")
    if options.rounds < 15 and not options.allow_unstable:
        parser.error("--rounds: at least 15")
    os.makedirs(options.work, exist_ok=True)
    try:
        result = bench_train(options.model, options, None if options.memory else bench.peak_probe(options.work))
    except (bench.Trouble, generated_model.BuildError) as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1
    if result is None:
        return 0
    with open(options.out or os.path.join(options.work, f"{options.model}-train-{options.threads}.json"), "w", encoding="ascii") as f:
        json.dump(result, f, indent=1)
        f.write("\n")
    if options.memory:
        print_memory(result)
        return 3 if options.bars and memory_ratio(result) > MEMORY_BAR else 0
    if options.record and "unstable" not in result:
        history.record(result)
    print_result(result)
    return 3 if options.bars and bench.ratio(result) < BARS.get(options.model, BAR) else 0


if __name__ == "__main__":
    sys.exit(main())
