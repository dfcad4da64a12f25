#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const Copy& problem) {
  std::string name = std::to_string(problem.features);
  if (problem.in_capacity > 0) name += "_of_" + std::to_string(problem.in_capacity);
  if (problem.out_capacity > 0) name += "_in_" + std::to_string(problem.out_capacity);
  return name;
}

std::int64_t flops(const Copy&) { return 0; }

std::vector<KernelArgument> arguments(const Copy& problem) {
  KernelArgument x = sequence_argument("x", Role::input, problem.features, problem.features);
  KernelArgument y = sequence_argument("y", Role::output, problem.features, problem.features);
  x.capacity = problem.in_capacity;
  y.capacity = problem.out_capacity;
  return {x, y};
}

KernelTraits traits(const Copy&) { return {}; }

std::string describe(const Copy&) { return "copy of tokens"; }

}  // namespace mnist::kernels
