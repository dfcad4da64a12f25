#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const BatchNormStatistics& problem) {
  return window_text(problem.height, problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const BatchNormStatistics& problem) {
  return std::int64_t{4} * problem.height * problem.width * problem.channels;
}

std::vector<KernelArgument> arguments(const BatchNormStatistics& problem) {
  KernelArgument mean;
  mean.name = "mean";
  mean.role = Role::output;
  mean.shape = {problem.channels};
  mean.elements = problem.channels;
  KernelArgument variance = mean;
  variance.name = "variance";
  return {image_argument("x", Role::input, problem.height, problem.width, problem.channels, problem.in), mean,
          variance};
}

KernelTraits traits(const BatchNormStatistics&) { return {}; }

std::string describe(const BatchNormStatistics& problem) {
  return "mean and variance of " + std::to_string(problem.channels) + " channels";
}

}  // namespace mnist::kernels
