#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const SelectTokenBackward& problem) {
  return std::to_string(problem.features) + (problem.token > 0 ? "_token" + std::to_string(problem.token) : "");
}

std::int64_t flops(const SelectTokenBackward&) { return 0; }

std::vector<KernelArgument> arguments(const SelectTokenBackward& problem) {
  return {rows_argument("dy", Role::input, problem.features),
          sequence_argument("dx", Role::output, problem.features, problem.features)};
}

KernelTraits traits(const SelectTokenBackward&) { return {}; }

std::string describe(const SelectTokenBackward& problem) {
  return "gradient of token " + std::to_string(problem.token) + " of each sequence";
}

}  // namespace mnist::kernels
