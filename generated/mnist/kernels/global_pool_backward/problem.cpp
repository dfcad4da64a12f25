#include "problem.h"

#include "../common/window.h"

namespace mnist::kernels {

std::string shape_name(const GlobalPoolBackward& problem) {
  return window_text(problem.height, problem.width) + "x" + std::to_string(problem.channels);
}

std::int64_t flops(const GlobalPoolBackward& problem) {
  return std::int64_t{problem.height} * problem.width * problem.channels;
}

std::vector<KernelArgument> arguments(const GlobalPoolBackward& problem) {
  return {rows_argument("dy", Role::input, problem.channels),
          image_argument("dx", Role::output, problem.height, problem.width, problem.channels, problem.dx)};
}

KernelTraits traits(const GlobalPoolBackward&) { return {}; }

std::string describe(const GlobalPoolBackward& problem) {
  return "gradient of an average over " + window_text(problem.height, problem.width) + " pixels";
}

}  // namespace mnist::kernels
