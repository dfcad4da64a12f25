#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const BatchNormScale& problem) {
  return std::to_string(problem.channels) + (problem.scale ? "" : "_unscaled") + (problem.center ? "" : "_uncentered");
}

std::int64_t flops(const BatchNormScale& problem) { return std::int64_t{4} * problem.channels; }

std::vector<KernelArgument> arguments(const BatchNormScale& problem) {
  std::vector<KernelArgument> list;
  const auto add = [&](const char* name, Role role) {
    KernelArgument argument;
    argument.name = name;
    argument.role = role;
    argument.shape = {problem.channels};
    argument.elements = problem.channels;
    list.push_back(argument);
  };
  if (problem.scale) add("gamma", Role::input);
  if (problem.center) add("beta", Role::input);
  add("mean", Role::input);
  add("variance", Role::input);
  add("scale", Role::output);
  add("shift", Role::output);
  return list;
}

KernelTraits traits(const BatchNormScale&) { return {}; }

std::string describe(const BatchNormScale& problem) {
  return "scale and shift of a batch norm, " + std::to_string(problem.channels) + " channels";
}

}  // namespace mnist::kernels
