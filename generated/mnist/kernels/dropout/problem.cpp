#include "problem.h"

#include <limits>

#include "../common/reflect.h"

namespace mnist::kernels {

std::string shape_name(const Dropout& problem) {
  // The rate as a part of a name: of 0.4 it is 40, of 0.125 it is 12_5.
  std::string percent = shortest(problem.rate * 100);
  for (char& c : percent) c = c == '.' || c == '-' || c == '+' ? '_' : c;
  std::string name = std::to_string(problem.features) + "_p" + percent;
  if (problem.shared > 1) name += "_s" + std::to_string(problem.shared) + "x" + std::to_string(problem.inner);
  return name + (problem.sequences ? "_tokens" : "");
}

std::int64_t flops(const Dropout& problem) { return problem.features; }

std::vector<KernelArgument> arguments(const Dropout& problem) {
  KernelArgument random;
  random.name = "random";
  random.role = Role::input;
  random.shape = {kRandomWords};
  random.elements = kRandomWords;
  random.type = DType::i32;
  random.below = std::numeric_limits<int>::max();
  const auto tensor = [&](const char* name, Role role) {
    return problem.sequences ? sequence_argument(name, role, problem.features, problem.features)
                             : rows_argument(name, role, problem.features);
  };
  return {tensor("x", Role::input), random, tensor("y", Role::output)};
}

KernelTraits traits(const Dropout&) { return {}; }

std::string describe(const Dropout& problem) {
  const std::string together = problem.shared > 1 ? ", " + std::to_string(problem.shared) + " elements together" : "";
  return "dropout of a share of " + shortest(problem.rate) + together;
}

}  // namespace mnist::kernels
