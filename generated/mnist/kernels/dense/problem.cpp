#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const Dense& problem) {
  std::string name = std::to_string(problem.inputs) + "_" + std::to_string(problem.units);
  if (problem.rows > 1) name += "_rows" + std::to_string(problem.rows);
  return name + (problem.filter_type ? std::string("_") + to_string(*problem.filter_type) : "");
}

std::int64_t flops(const Dense& problem) { return std::int64_t{2} * problem.inputs * problem.units; }

std::int64_t kernel_elements(const Dense& problem) { return panels(problem.units) * kPanel * problem.inputs; }

std::vector<KernelArgument> arguments(const Dense& problem) {
  const KernelArgument x = rows_argument("x", Role::input, problem.inputs);
  KernelArgument kernel;
  kernel.name = "kernel";
  kernel.role = Role::weight;
  kernel.shape = {static_cast<int>(panels(problem.units)), problem.inputs, kPanel};
  kernel.elements = kernel_elements(problem);
  kernel.type = problem.filter_type.value_or(DType::f32);
  std::vector<KernelArgument> list = {x, kernel};
  const Storage rows = {problem.units, problem.units, problem.units};
  append_chain_arguments(problem.epilogue, {-1, problem.units}, rows, rows, &list);
  return list;
}

KernelTraits traits(const Dense& problem) {
  return {.epilogue = &problem.epilogue,
          .overwrites_residual = problem.rows > 1,
          .reference_only = problem.filter_type.has_value()};
}

std::string describe(const Dense& problem) {
  return std::string("dense") + (problem.rows > 1 ? " of every row" : "") + ", " + std::to_string(problem.inputs) +
         " -> " + std::to_string(problem.units) +
         (problem.filter_type ? std::string(", ") + dtype_name(*problem.filter_type) + " weights" : "") +
         description_after(problem.epilogue);
}

}  // namespace mnist::kernels
