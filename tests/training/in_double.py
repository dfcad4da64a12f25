"""Steps of training of generated programs in double give what the references give in float64 (tests/golden/training).

    python in_double.py --bin build/bin --work build/training --cmake cmake [--full] CASE...

The whole program is built in double, with the reference kernels: -D<MODEL>_REAL=double. Compared are the gradients of the first
step, the statistics of its batch, the losses of steps of SGD with and without momentum and of those of the model's recipe, and the
moving statistics after them. Without --full or SPECIMEN_FULL=1 only the first steps are made.
"""

import argparse
import json
import os
import sys
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("oracles", "models")]

import generated_model
import steps

ROOT = os.path.dirname(os.path.dirname(HERE))
SOURCES = [os.path.join(ROOT, "runtime/train", name) for name in ("updater.cpp", "update_rules.cpp", "optimizer.cpp", "schedule.cpp")]
GRADIENTS = 1e-9  # of the largest element of the tensor
LOSSES = 1e-7
QUICK_STEPS = 5
SKIPPED = 77

DRIVER = """
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "{model}_train.h"
#include "runtime/train/schedule.h"
#include "runtime/train/train_step.h"

using namespace {model}_train;
namespace train = specimen_v2::train;
using train::OptimizerKind;
using train::ScheduleKind;

static_assert(sizeof(Real) == sizeof(double), "the build says what it is");

template <class T>
std::vector<T> read(const std::string& path, std::int64_t count) {{
  std::vector<T> values(static_cast<std::size_t>(count));
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file || std::fread(values.data(), sizeof(T), values.size(), file) != values.size()) std::abort();
  std::fclose(file);
  return values;
}}

void write(const std::string& path, const double* values, std::int64_t count) {{
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file || std::fwrite(values, sizeof(double), static_cast<std::size_t>(count), file) != static_cast<std::size_t>(count)) std::abort();
  std::fclose(file);
}}

// How the model is trained in one of the runs.
struct Run {{
  train::Optimizer optimizer;
  train::Schedule schedule;
  std::vector<train::ParameterGroup> groups;
}};

Run run_of(int index) {{
  std::vector<Run> runs({runs});
{settings}
  return runs[static_cast<std::size_t>(index)];
}}

// The arguments: nothing, which lists the parameters; or a directory, how many steps, and which run.
int main(int argc, char** argv) {{
  const TrainInfo& info = train_info();
  if (argc == 1) {{
    for (int i = 0; i < info.parameter_count; ++i) {{
      const ParameterInfo& p = info.parameters[i];
      std::printf("%s %lld %d %.17g", p.name, static_cast<long long>(p.offset), p.trainable, p.momentum);
      for (int d = 0; d < p.rank; ++d) std::printf(" %lld", static_cast<long long>(p.extent[d]));
      std::printf("\\n");
    }}
    return 0;
  }}
  const std::string directory = std::string(argv[1]) + "/";
  const int count = std::atoi(argv[2]);
  const Run run = run_of(std::atoi(argv[3]));
  train::Updater updater;
  TrainState state;
  Context context;
  ContextOptions options;
  options.threads = {threads};
  options.batch = {batch};
  TrainStateOptions memory;
  memory.slots = train::slots_of(run.optimizer);
  Status status = updater.create(info, run.optimizer, run.groups.data(), static_cast<int>(run.groups.size()));
  if (status) status = state.create(memory);
  if (status) status = context.create(state, options);
  if (!status) return std::fprintf(stderr, "%s\\n", status.message()), 1;
  Real *const p = state.parameters(), *const g = state.gradients();
  const std::vector<double> start = read<double>(directory + "parameters", info.elements);
{reads}
  state.seed = {seed};
  std::memcpy(p, start.data(), start.size() * sizeof(double));
  updater.start(state);
  // What is not written stays and is found.
  for (int i = 0; i < info.parameter_count; ++i) {{
    const ParameterInfo& one = info.parameters[i];
    for (std::int64_t j = one.offset; j < one.offset + one.elements(); ++j) g[j] = 12345;
  }}
  std::vector<double> losses, logits({logits});
  for (int step = 0; step < count; ++step) {{
    const int k = step % {batches};
    train::StepOptions step_options;
    step_options.learning_rate = run.schedule.at(step);
    train::StepResult result;
    status = train::train_step(context, state, updater, step_options, &result, [&](Tensor loss) {{
      const Status made = loss_and_gradients(context, {views}, loss, Tensor(logits.data(), {{{rows}, {classes}}}));
      if (step == 0) write(directory + "gradients", g, info.elements);
      return made;
    }});
    if (!status) return std::fprintf(stderr, "%s\\n", status.message()), 1;
    losses.push_back(result.loss);
  }}
  write(directory + "losses", losses.data(), count);
  write(directory + "final", p, info.elements);
  return 0;
}}
"""


class Worst:
    """The largest of some differences, and whose it is."""

    def __init__(self, what, bound):
        self.what, self.bound, self.value, self.name, self.over = what, bound, 0.0, "", []

    def add(self, name, value):
        if not value <= self.value:
            self.value, self.name = value, name
        if not value <= self.bound:
            self.over.append((name, value))

    def show(self):
        """Whether all is within the bound."""
        good = not self.over
        print(f"  {'ok  ' if good else 'MISS'} {self.what}: {self.value:.3g}{' of ' + self.name if self.name else ''} (at most {self.bound:.3g})")
        for name, value in self.over[:40]:
            print(f"         {name}: {value:.3g}")
        return good


def build(model, golden, directory, options):
    """The driver's program."""
    generated, made = os.path.join(directory, "source"), os.path.join(directory, "build")
    specimen, big = os.path.join(options.bin, "specimen"), model.upper()
    generated_model.run([specimen, "generate", model, *generated_model.set_options(golden["arguments"]), "--train", "--out", generated, "--force"])
    launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}"] if options.launcher else []
    generated_model.run([options.cmake, "-S", generated, "-B", made, "-G", "Ninja", f"-D{big}_KERNELS=reference", f"-D{big}_REAL=double",
                         *launcher])
    generated_model.run([options.cmake, "--build", made, "-j", "2", "--target", f"{model}_train"])
    text = DRIVER.format(model=model, threads=options.threads, batch=golden["batch"], batches=golden["batches"], classes=golden["classes"],
                         seed=golden["seed"], runs=len(golden["runs"]), settings=settings_text(golden), **inputs_text(golden))
    source, program = os.path.join(directory, "driver.cpp"), os.path.join(directory, "driver")
    with open(source, "w", encoding="ascii") as f:
        f.write(text)
    libraries = [os.path.join(made, f"lib{name}.a") for name in (f"{model}_train", model)]
    generated_model.run([*options.launcher.split(), "g++", "-std=c++17", "-O2", "-Wall", "-Wextra", "-Werror", "-DSPECIMEN_V2_REAL=double", f"-I{generated}",
                         f"-I{ROOT}", source, *SOURCES, "-o", program, *libraries, "-pthread"])
    return program


def recipe_of(golden, run):
    """Members of train::Optimizer, train::Schedule and train::ParameterGroup."""
    return run.get("recipe", {"optimizer": {"momentum": run.get("momentum")}, "schedule": {"rate": golden["learning_rate"]}})


def settings_text(golden):
    """What the driver sets of each run."""
    lines = []

    def assign(place, value, kinds):
        if isinstance(value, list):
            lines.extend(f"  {place}[{i}] = {one!r};" for i, one in enumerate(value))
        elif place.endswith(".kind"):
            lines.append(f"  {place} = {kinds}::{value};")
        else:
            lines.append(f"  {place} = {json.dumps(value)};")

    for index, run in enumerate(golden["runs"]):
        recipe = recipe_of(golden, run)
        for member, kinds in (("optimizer", "OptimizerKind"), ("schedule", "ScheduleKind")):
            for name, value in recipe[member].items():
                assign(f"runs[{index}].{member}.{name}", value, kinds)
        groups = recipe.get("groups", [])
        lines.append(f"  runs[{index}].groups.resize({len(groups)});")
        for i, group in enumerate(groups):
            for name, value in group.items():
                assign(f"runs[{index}].groups[{i}].{name}", value, "")
    return "\n".join(lines)


def inputs_text(golden):
    """How the driver reads what its steps are given: all batches of an input are in one file, one after the other."""
    batches = [steps.inputs(golden, k) for k in range(golden["batches"])]
    reads, views = [], []
    for name, first in batches[0].items():
        number, view = ("std::int32_t", "ConstTokens") if first.dtype == np.int32 else ("double", "ConstTensor")
        offsets = np.cumsum([0] + [batch[name].size for batch in batches])
        reads.append(f'  const std::vector<{number}> all_{name} = read<{number}>(directory + "{name}", {offsets[-1]});')
        reads.append(f"  const std::int64_t offset_{name}[] = {{{', '.join(map(str, offsets[:-1]))}}};")
        shapes = ", ".join("{" + ", ".join(map(str, batch[name].shape)) + "}" for batch in batches)
        reads.append(f"  const std::int64_t shape_{name}[][{first.ndim}] = {{{shapes}}};")
        extents = ", ".join(f"shape_{name}[k][{d}]" for d in range(first.ndim))
        views.append(f"{view}(all_{name}.data() + offset_{name}[k], {{{extents}}})")
    labels = batches[0]["labels"]
    rows = ", ".join(f"shape_labels[k][{d}]" for d in range(labels.ndim))
    most = max(batch["labels"].size for batch in batches) * golden["classes"]
    return {"rows": rows, "logits": most, "reads": "\n".join(reads), "views": ",\n                                ".join(views)}


def write_inputs(golden, directory, first=0):
    """The files of inputs_text, from the batch of step `first` on."""
    batches = [steps.inputs(golden, first + k) for k in range(golden["batches"])]
    for one in batches[0]:
        np.concatenate([batch[one].reshape(-1) for batch in batches]).tofile(os.path.join(directory, one))


class Parameter:
    def __init__(self, line):
        self.name, offset, trainable, momentum, *shape = line.split()
        self.offset, self.trainable, self.momentum = int(offset), trainable == "1", float(momentum)
        self.shape = [int(extent) for extent in shape]
        self.size = int(np.prod(self.shape, dtype=np.int64))

    def of(self, values):
        return values[self.offset : self.offset + self.size]


def check(name, options):
    """Whether all that was recorded is within its bounds."""
    started = time.time()
    with open(os.path.join(steps.DIRECTORY, name + ".json"), encoding="ascii") as f:
        golden = json.load(f)
    directory = os.path.join(os.path.abspath(options.work), name)
    os.makedirs(directory, exist_ok=True)
    program = build(golden["model"], golden, directory, options)
    parameters = [Parameter(line) for line in generated_model.run([program]).splitlines()]
    elements = max(p.offset + -(-p.size // 16) * 16 for p in parameters)
    start = np.zeros(elements)
    for p in parameters:
        p.of(start)[:] = steps.parameter(golden, p.name, p.shape).reshape(-1)
    start.tofile(os.path.join(directory, "parameters"))
    write_inputs(golden, directory)
    made = time.time()

    wanted = {True: set(golden["gradients"]), False: set(golden["statistics"])}
    for trainable, names in wanted.items():
        ours = {p.name for p in parameters if p.trainable == trainable}
        assert ours == names, f"{name}: differ in {sorted(ours ^ names)[:5]}"
    good = True
    for index, run in enumerate(golden["runs"]):
        count = len(run["losses"]) if options.full else min(QUICK_STEPS, len(run["losses"]))
        generated_model.run([program, directory, str(count), str(index)])
        if index == 0:
            gradients = np.fromfile(os.path.join(directory, "gradients"))
            good = compare(golden["gradients"], parameters, gradients, "gradients", GRADIENTS)
            good = compare(golden["statistics"], parameters, gradients, "statistics of the batch", GRADIENTS) and good
        name_of_run = "the recipe" if "recipe" in run else f"momentum {run['momentum']}"
        losses = Worst(f"losses of {count} steps, {name_of_run}", LOSSES)
        for step, (ours, theirs) in enumerate(zip(np.fromfile(os.path.join(directory, "losses")), run["losses"])):
            losses.add(f"step {step}", abs(ours - theirs))
        good = losses.show() and good
        if count == len(run["losses"]):
            final = np.fromfile(os.path.join(directory, "final"))
            good = compare(run["moving"], parameters, final, "moving statistics after them", LOSSES) and good
    print(f"{'ok  ' if good else 'MISS'} {name}: built in {made - started:.0f} s, run in {time.time() - made:.0f} s", flush=True)
    return good


def compare(wanted, parameters, values, what, bound):
    if not wanted:
        return True
    worst = Worst(what, bound)
    for p in parameters:
        if p.name in wanted:
            worst.add(p.name, steps.difference(p.name, p.of(values), wanted[p.name], steps.least_scale(wanted[p.name], wanted)))
    return worst.show()


def run_cases(check, text, work, add_options=lambda parser: None):
    """The status of a test of cases of steps: `check(name, options)` of each that the command line names. `text` is its help."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="+")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default=work)
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--full", action="store_true", default=os.environ.get("SPECIMEN_FULL") == "1")
    parser.add_argument("--only-full", action="store_true", help="nothing is tested without --full: status 77")
    add_options(parser)
    options = parser.parse_args()
    if options.only_full and not options.full:
        print("[SKIP] SPECIMEN_FULL=1 runs it")
        return SKIPPED
    return 0 if all([check(name, options) for name in options.cases]) else 1


if __name__ == "__main__":
    sys.exit(run_cases(check, __doc__, "build/training"))
