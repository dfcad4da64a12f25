#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const SelectToken& problem) {
  return std::to_string(problem.token) + "_of_" + std::to_string(problem.features);
}

std::int64_t flops(const SelectToken&) { return 0; }

std::vector<KernelArgument> arguments(const SelectToken& problem) {
  return {sequence_argument("x", Role::input, problem.features, problem.features),
          rows_argument("y", Role::output, problem.features)};
}

KernelTraits traits(const SelectToken&) { return {}; }

std::string describe(const SelectToken& problem) {
  return "token " + std::to_string(problem.token) + " of each sequence";
}

}  // namespace mnist::kernels
