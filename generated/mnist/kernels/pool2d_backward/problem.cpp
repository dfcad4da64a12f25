#include "problem.h"

namespace mnist::kernels {

int touched_height(const Pool2DBackward& problem) {
  return touched(problem.out_height, problem.pool_height, problem.stride_height, 1);
}

int touched_width(const Pool2DBackward& problem) {
  return touched(problem.out_width, problem.pool_width, problem.stride_width, 1);
}

std::string shape_name(const Pool2DBackward& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  std::string name = std::string(to_string(problem.pooling)) + "_" +
                     window_text(problem.pool_height, problem.pool_width) + "_" + number(problem.in_height) + "x" +
                     number(problem.in_width) + "x" + number(problem.channels) + "_s" + number(problem.stride_height);
  if (problem.stride_width != problem.stride_height) name += "x" + number(problem.stride_width);
  return name;
}

std::int64_t flops(const Pool2DBackward& problem) {
  return std::int64_t{problem.out_height} * problem.out_width * problem.channels * problem.pool_height *
         problem.pool_width;
}

std::vector<KernelArgument> arguments(const Pool2DBackward& problem) {
  const auto of_windows = [&](const char* name, const Storage& s) {
    return image_argument(name, Role::input, problem.out_height, problem.out_width, problem.channels, s);
  };
  std::vector<KernelArgument> list;
  if (problem.pooling == Pooling::max) {
    list.push_back(
        image_argument("x", Role::input, touched_height(problem), touched_width(problem), problem.channels, problem.x));
    list.push_back(of_windows("y", problem.y));
  }
  list.push_back(of_windows("dy", problem.dy));
  list.push_back(image_argument("dx", Role::output, problem.in_height, problem.in_width, problem.channels, problem.dx));
  return list;
}

KernelTraits traits(const Pool2DBackward&) { return {}; }

std::string describe(const Pool2DBackward& problem) {
  return "gradient of " + window_text(problem.pool_height, problem.pool_width) + " " + to_string(problem.pooling) +
         " pooling" + stride_text(problem.stride_height, problem.stride_width);
}

}  // namespace mnist::kernels
