#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const PackFilter& problem) {
  std::string name = window_text(problem.height, problem.width) + "_" + std::to_string(problem.inputs) + "_" +
                     std::to_string(problem.outputs);
  if (problem.groups != 1) name += "_g" + std::to_string(problem.groups);
  return name + (problem.transposed ? "_transposed" : "") + (problem.flipped ? "_flipped" : "");
}

std::int64_t flops(const PackFilter&) { return 0; }

std::vector<KernelArgument> arguments(const PackFilter& problem) {
  KernelArgument kernel;
  kernel.name = "kernel";
  kernel.shape = {problem.height, problem.width, problem.inputs, problem.outputs};
  if (problem.transposed) {
    kernel.shape[2] = problem.outputs / problem.groups;
    kernel.shape[3] = problem.inputs * problem.groups;
  }
  KernelArgument packed;
  packed.name = "packed";
  packed.role = Role::output;
  packed.shape = {static_cast<int>(panels(problem.outputs)), problem.height, problem.width, problem.inputs, kPanel};
  for (KernelArgument* argument : {&kernel, &packed}) {
    argument->elements = 1;
    for (int extent : argument->shape) argument->elements *= extent;
  }
  return {kernel, packed};
}

KernelTraits traits(const PackFilter&) { return {}; }

std::string describe(const PackFilter& problem) {
  return "panels of a " + window_text(problem.height, problem.width) + " filter, " + std::to_string(problem.inputs) +
         " -> " + std::to_string(problem.outputs) +
         (problem.groups > 1 ? ", " + std::to_string(problem.groups) + " groups" : "") +
         (problem.transposed ? ", transposed" : "") + (problem.flipped ? ", flipped" : "");
}

}  // namespace mnist::kernels
