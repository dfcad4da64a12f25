#include "problem.h"

#include "../common/reflect.h"

namespace specimen::gen {

std::string shape_name(const Dropout& problem) {
  std::string name = std::to_string(problem.features) + "_p" + percent_name(problem.rate);
  if (problem.shared > 1) name += "_s" + std::to_string(problem.shared) + "x" + std::to_string(problem.inner);
  return name + (problem.sequences ? "_tokens" : "");
}

std::int64_t flops(const Dropout& problem) { return problem.features; }

std::vector<KernelArgument> arguments(const Dropout& problem) {
  const auto tensor = [&](const char* name, Role role) {
    return problem.sequences ? sequence_argument(name, role, problem.features, problem.features)
                             : rows_argument(name, role, problem.features);
  };
  return {tensor("x", Role::input), random_argument(), tensor("y", Role::output)};
}

KernelTraits traits(const Dropout&) { return {}; }

std::string describe(const Dropout& problem) {
  const std::string together = problem.shared > 1 ? ", " + std::to_string(problem.shared) + " elements together" : "";
  return "dropout of a share of " + shortest(problem.rate) + together;
}

}  // namespace specimen::gen
