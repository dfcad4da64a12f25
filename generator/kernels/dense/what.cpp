#include "what.h"

namespace specimen::gen {
namespace {

constexpr int kPanel = 16;

int panels(const Dense& what) { return (what.units + kPanel - 1) / kPanel; }

}  // namespace

std::string shape_name(const Dense& what) {
  const std::string name = std::to_string(what.inputs) + "_" + std::to_string(what.units);
  return what.rows > 1 ? name + "_rows" + std::to_string(what.rows) : name;
}

std::int64_t flops(const Dense& what) { return std::int64_t{2} * what.inputs * what.units; }

std::int64_t kernel_floats(const Dense& what) { return std::int64_t{panels(what)} * kPanel * what.inputs; }

std::vector<KernelArgument> arguments(const Dense& what) {
  const KernelArgument x = rows_argument("x", Role::input, what.inputs);
  KernelArgument kernel;
  kernel.name = "kernel";
  kernel.role = Role::weight;
  kernel.shape = {panels(what), what.inputs, kPanel};
  kernel.floats = kernel_floats(what);
  std::vector<KernelArgument> list = {x, kernel};
  const Storage rows = {what.units, what.units, what.units};
  append_chain_arguments(what.epilogue, {-1, what.units}, rows, rows, &list);
  return list;
}

KernelTraits traits(const Dense& what) { return {.epilogue = &what.epilogue, .overwrites_residual = what.rows > 1}; }

std::string describe(const Dense& what) {
  return std::string("dense") + (what.rows > 1 ? " of every row" : "") + ", " + std::to_string(what.inputs) + " -> " +
         std::to_string(what.units) + description_after(what.epilogue);
}

}  // namespace specimen::gen
