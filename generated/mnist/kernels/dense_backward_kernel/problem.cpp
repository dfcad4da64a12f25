#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const DenseBackwardKernel& problem) {
  return std::to_string(problem.inputs) + "_" + std::to_string(problem.units) +
         (problem.transposed ? "_transposed" : "");
}

std::int64_t flops(const DenseBackwardKernel& problem) { return std::int64_t{2} * problem.inputs * problem.units; }

std::vector<KernelArgument> arguments(const DenseBackwardKernel& problem) {
  KernelArgument dkernel;
  dkernel.name = "dkernel";
  dkernel.role = Role::output;
  dkernel.shape = {problem.inputs, problem.units};
  if (problem.transposed) std::swap(dkernel.shape[0], dkernel.shape[1]);
  dkernel.elements = std::int64_t{problem.inputs} * problem.units;
  return {rows_argument("x", Role::input, problem.inputs), rows_argument("dy", Role::input, problem.units), dkernel};
}

KernelTraits traits(const DenseBackwardKernel&) { return {}; }

std::string describe(const DenseBackwardKernel& problem) {
  return "gradient of a dense kernel, " + std::to_string(problem.inputs) + " -> " + std::to_string(problem.units) +
         (problem.transposed ? ", transposed" : "");
}

}  // namespace mnist::kernels
