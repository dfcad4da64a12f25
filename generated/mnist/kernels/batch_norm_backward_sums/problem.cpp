#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const BatchNormBackwardSums& problem) {
  return window_text(problem.height, problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const BatchNormBackwardSums& problem) {
  return std::int64_t{4} * problem.height * problem.width * problem.channels;
}

std::vector<KernelArgument> arguments(const BatchNormBackwardSums& problem) {
  const auto of_channels = [&](const char* name) {
    KernelArgument argument;
    argument.name = name;
    argument.shape = {problem.channels};
    argument.elements = problem.channels;
    return argument;
  };
  std::vector<KernelArgument> list = {
      image_argument("x", Role::input, problem.height, problem.width, problem.channels, problem.in),
      image_argument("dy", Role::input, problem.height, problem.width, problem.channels, problem.out),
      of_channels("mean"),
      of_channels("variance"),
      of_channels("dgamma"),
      of_channels("dbeta")};
  list[4].role = list[5].role = Role::output;
  return list;
}

KernelTraits traits(const BatchNormBackwardSums&) { return {}; }

std::string describe(const BatchNormBackwardSums& problem) {
  return "gradients of a batch norm's gamma and beta, " + std::to_string(problem.channels) + " channels";
}

}  // namespace mnist::kernels
