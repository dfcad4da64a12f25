#include "problem.h"

namespace specimen::gen {

std::string shape_name(const LayerNormBackwardData& problem) {
  return norm_prefix(problem.norm) + std::to_string(problem.features);
}

std::int64_t flops(const LayerNormBackwardData& problem) { return std::int64_t{12} * problem.features; }

std::vector<KernelArgument> arguments(const LayerNormBackwardData& problem) {
  const auto of_features = [&](const char* name) {
    KernelArgument argument;
    argument.name = name;
    argument.shape = {problem.features};
    argument.elements = problem.features;
    return argument;
  };
  std::vector<KernelArgument> list = {rows_argument("x", Role::input, problem.features),
                                      rows_argument("dy", Role::input, problem.features)};
  if (problem.scale) list.push_back(of_features("gamma"));
  list.push_back(rows_argument("dx", Role::output, problem.features));
  return list;
}

KernelTraits traits(const LayerNormBackwardData&) { return {}; }

std::string describe(const LayerNormBackwardData& problem) {
  return "gradient of a " + std::string(to_string(problem.norm)) + " norm's input, " +
         std::to_string(problem.features) + " features";
}

}  // namespace specimen::gen
