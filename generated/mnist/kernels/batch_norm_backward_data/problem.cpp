#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const BatchNormBackwardData& problem) {
  return window_text(problem.height, problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const BatchNormBackwardData& problem) {
  return std::int64_t{4} * problem.height * problem.width * problem.channels;
}

std::vector<KernelArgument> arguments(const BatchNormBackwardData& problem) {
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
      of_channels("mean"), of_channels("variance")};
  if (problem.scale) list.push_back(of_channels("gamma"));
  list.push_back(of_channels("dgamma"));
  list.push_back(of_channels("dbeta"));
  list.push_back(image_argument("dx", Role::output, problem.height, problem.width, problem.channels, problem.dx));
  return list;
}

KernelTraits traits(const BatchNormBackwardData&) { return {}; }

std::string describe(const BatchNormBackwardData& problem) {
  return "gradient of a batch norm's input, " + std::to_string(problem.channels) + " channels";
}

}  // namespace mnist::kernels
