#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const Pad& problem) {
  const auto number = [](int n) { return std::to_string(n); };
  return number(problem.height) + "x" + number(problem.width) + "x" + number(problem.channels) + "_t" +
         number(problem.top) + "b" + number(problem.bottom) + "l" + number(problem.left) + "r" + number(problem.right);
}

std::int64_t flops(const Pad&) { return 0; }

std::vector<KernelArgument> arguments(const Pad& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, problem.height, problem.width, problem.channels};
  x.storage = problem.in;
  x.elements = extent_elements(problem.in, problem.height, problem.width, problem.channels);
  KernelArgument y;
  y.name = "y";
  y.role = Role::output;
  y.shape = {-1, problem.height + problem.top + problem.bottom, problem.width + problem.left + problem.right,
             problem.channels};
  y.storage = problem.out;
  y.elements = extent_elements(problem.out, y.shape[1], y.shape[2], problem.channels);
  return {x, y};
}

KernelTraits traits(const Pad&) { return {.writes_padding = true}; }

std::string describe(const Pad& problem) {
  std::string text = "copy with padding of ";
  for (int side : {problem.top, problem.bottom, problem.left, problem.right}) text += std::to_string(side) + ", ";
  text.resize(text.size() - 2);
  return text + " (top, bottom, left, right)";
}

}  // namespace mnist::kernels
