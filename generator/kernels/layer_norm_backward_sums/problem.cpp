#include "problem.h"

namespace specimen::gen {

std::string shape_name(const LayerNormBackwardSums& problem) {
  return norm_prefix(problem.norm) + std::to_string(problem.features);
}

std::int64_t flops(const LayerNormBackwardSums& problem) { return std::int64_t{8} * problem.features; }

std::vector<KernelArgument> arguments(const LayerNormBackwardSums& problem) {
  const auto of_features = [&](const char* name) {
    KernelArgument argument;
    argument.name = name;
    argument.shape = {problem.features};
    argument.elements = problem.features;
    return argument;
  };
  std::vector<KernelArgument> list = {rows_argument("x", Role::input, problem.features),
                                      rows_argument("dy", Role::input, problem.features), of_features("dgamma"),
                                      of_features("dbeta")};
  list[2].role = list[3].role = Role::output;
  return list;
}

KernelTraits traits(const LayerNormBackwardSums&) { return {}; }

std::string describe(const LayerNormBackwardSums& problem) {
  return "gradients of a " + std::string(to_string(problem.norm)) + " norm's gamma and beta, " +
         std::to_string(problem.features) + " features";
}

}  // namespace specimen::gen
