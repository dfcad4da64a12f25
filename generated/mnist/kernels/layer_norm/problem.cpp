#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const LayerNorm& problem) {
  std::string name = std::to_string(problem.features);
  if (problem.of_images()) name = std::to_string(problem.height) + "x" + std::to_string(problem.width) + "x" + name;
  return norm_prefix(problem.norm) + name;
}

std::int64_t flops(const LayerNorm& problem) {
  const std::int64_t rows = problem.of_images() ? std::int64_t{problem.height} * problem.width : 1;
  return 8 * rows * problem.features;
}

namespace {

KernelArgument data_argument(const char* name, Role role, const LayerNorm& problem, const Storage& storage) {
  return problem.of_images() ? image_argument(name, role, problem.height, problem.width, problem.features, storage)
                             : rows_argument(name, role, problem.features);
}

}  // namespace

std::vector<KernelArgument> arguments(const LayerNorm& problem) {
  std::vector<KernelArgument> list = {data_argument("x", Role::input, problem, problem.in)};
  for (const char* name : {"gamma", "beta"}) {
    if (!(name[0] == 'g' ? problem.scale : problem.center)) continue;
    KernelArgument parameter;
    parameter.name = name;
    parameter.role = Role::operand;
    parameter.shape = {problem.features};
    parameter.elements = problem.features;
    list.push_back(parameter);
  }
  list.push_back(data_argument("y", Role::output, problem, problem.out));
  return list;
}

KernelTraits traits(const LayerNorm&) { return {}; }

std::string describe(const LayerNorm& problem) {
  constexpr const char* kNames[] = {"layer norm", "root mean square norm", "unit length"};
  return kNames[static_cast<int>(problem.norm)] + (" of " + std::to_string(problem.features)) + " features" +
         (problem.scale ? ", scale" : "") + (problem.center ? ", bias" : "");
}

}  // namespace mnist::kernels
