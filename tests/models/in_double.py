"""Generated programs built in double give what the references give in float64 (tests/golden/double), to 1e-12.

    python in_double.py --bin build/bin --work build/in_double --cmake cmake MODEL...

The whole program is built in double: -D<MODEL>_REAL=double, with the reference kernels. Rounding is left out of the
comparison: what differs by more is a mistake in the graph, the plan, the packing or a reference kernel.
"""

import argparse
import base64
import json
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "oracles"))

import generated_model
import synthetic

RECORDED = os.path.join(os.path.dirname(HERE), "golden")
BOUND = 1e-12  # max|a - b| / max|b|

DRIVER = """
#include <cstdio>
#include <vector>

#include "{model}.h"

static_assert(sizeof({model}::Real) == sizeof(double), "the build says what it is");

template <class T>
std::vector<T> read(const char* path, std::size_t count) {{
  std::vector<T> values(count);
  std::FILE* file = std::fopen(path, "rb");
  if (!file || std::fread(values.data(), sizeof(T), count, file) != count) std::perror(path);
  if (file) std::fclose(file);
  return values;
}}

int main(int, char** argv) {{
  {model}::Weights weights;
  {model}::Context context;
  {model}::Status status = weights.open(argv[1]);
  if (status) status = context.create(weights);
{tensors}
  if (status) status = {model}::{function}(context, {views});
  std::printf("%s\\n", status.message());
{written}
  return status ? 0 : 1;
}}
"""


def driver(model, entry, golden):
    """The text of a program that reads arrays from files and writes the outputs to files."""
    tensors, views, written = [], [], []
    for index, tensor in enumerate(entry["inputs"]):
        shape = golden["inputs"][tensor["name"]]["shape"]
        element, view = ("std::int32_t", "ConstTokens") if tensor["dtype"] == "int32" else ("double", "ConstTensor")
        tensors.append(f"  const auto in{index} = read<{element}>(argv[{2 + index}], {int(np.prod(shape))});")
        views.append(f"{model}::{view}(in{index}.data(), {{{', '.join(map(str, shape))}}})")
    for index, tensor in enumerate(entry["outputs"]):
        shape = golden["outputs"][tensor["name"]]["shape"]
        tensors.append(f"  std::vector<double> out{index}({int(np.prod(shape))});")
        views.append(f"{model}::Tensor(out{index}.data(), {{{', '.join(map(str, shape))}}})")
        written.append(f"  std::FILE* file{index} = std::fopen(argv[{2 + len(entry['inputs']) + index}], \"wb\");\n"
                       f"  std::fwrite(out{index}.data(), sizeof(double), out{index}.size(), file{index});\n  std::fclose(file{index});")
    return DRIVER.format(model=model, function=entry["name"], tensors="\n".join(tensors), views=", ".join(views), written="\n".join(written))


def weights_of(specimen, model, path):
    checkpoint = os.path.join(RECORDED, "digits", f"{model}.weights.h5")
    given = ["convert", model, checkpoint, "--from", "keras"] if os.path.exists(checkpoint) else ["synthetic", model]
    generated_model.run([specimen, "weights", *given, "-o", path])


def check(model, options):
    """By how much the largest output differs."""
    with open(os.path.join(RECORDED, "double", f"{model}.json"), encoding="ascii") as f:
        golden = json.load(f)
    specimen, directory = os.path.join(options.bin, "specimen"), os.path.join(options.work, model)
    generated, build = os.path.join(directory, "source"), os.path.join(directory, "build")
    os.makedirs(directory, exist_ok=True)
    generated_model.run([specimen, "generate", model, "--out", generated, "--force"])
    big = model.upper()
    launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}"] if options.launcher else []
    generated_model.run([options.cmake, "-S", generated, "-B", build, "-G", "Ninja", f"-D{big}_KERNELS=reference", f"-D{big}_REAL=double", *launcher])
    generated_model.run([options.cmake, "--build", build, "-j", "2"])
    with open(os.path.join(generated, "plan.json"), encoding="ascii") as f:
        entry = json.load(f)["entries"][0]
    source, program, weights = (os.path.join(directory, name) for name in ("driver.cpp", "driver", "weights.safetensors"))
    with open(source, "w", encoding="ascii") as f:
        f.write(driver(model, entry, golden))
    generated_model.run(["g++", "-std=c++17", "-O1", "-Wall", "-Wextra", "-Werror", "-DSPECIMEN_V2_REAL=double", f"-I{generated}", source, "-o",
                         program, os.path.join(build, f"lib{model}.a"), "-pthread"])
    if os.path.exists(weights):
        os.remove(weights)
    weights_of(specimen, model, weights)
    paths = []
    for tensor in (*entry["inputs"], *entry["outputs"]):
        paths.append(os.path.join(directory, tensor["name"]))
        if tensor["name"] in golden["inputs"]:
            value = synthetic.model_input(golden["seed"], tensor["name"], **golden["inputs"][tensor["name"]])
            value.astype(np.int32 if tensor["dtype"] == "int32" else np.float64).tofile(paths[-1])
    generated_model.run([program, weights, *paths])
    worst = 0.0
    for tensor in entry["outputs"]:
        wanted = np.frombuffer(base64.b64decode(golden["outputs"][tensor["name"]]["data"]), "<f8")
        got = np.fromfile(os.path.join(directory, tensor["name"]))
        shape = golden["outputs"][tensor["name"]]["shape"]
        wanted, got = wanted.reshape(shape), got.reshape(shape)
        if wanted.ndim == 3:  # what is computed of padding is nobody's concern
            lengths = golden["inputs"]["padding_mask"]["lengths"]
            wanted, got = (np.concatenate([v[i, :n] for i, n in enumerate(lengths)]) for v in (wanted, got))
        worst = max(worst, float(np.max(np.abs(got - wanted)) / np.max(np.abs(wanted))))
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+")
    parser.add_argument("--bin", default="build/bin")
    parser.add_argument("--work", default="build/in_double")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--launcher", default="")
    options = parser.parse_args()
    failures = 0
    for model in options.models:
        worst = check(model, options)
        failures += not worst <= BOUND
        print(f"{'ok    ' if worst <= BOUND else 'MISS  '} {model}: {worst:.3g} (at most {BOUND:.3g})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
