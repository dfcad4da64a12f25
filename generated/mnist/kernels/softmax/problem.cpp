#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const Softmax& problem) { return std::to_string(problem.classes); }

std::int64_t flops(const Softmax& problem) { return std::int64_t{4} * problem.classes; }

std::vector<KernelArgument> arguments(const Softmax& problem) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, problem.classes};
  x.storage = {problem.classes, problem.classes, problem.classes};
  x.elements = problem.classes;
  KernelArgument y = x;
  y.name = "y";
  y.role = Role::output;
  return {x, y};
}

KernelTraits traits(const Softmax&) { return {}; }

std::string describe(const Softmax& problem) { return "softmax over " + std::to_string(problem.classes) + " classes"; }

}  // namespace mnist::kernels
