#include "what.h"

#include <cstring>

#include "how.h"

namespace mnist::kernels {

const char* to_string(Norm norm) { return norm == Norm::layer ? "layer" : norm == Norm::rms ? "rms" : "unit"; }

bool parse(const char* text, Norm* out) {
  for (Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
    if (std::strcmp(text, to_string(norm)) != 0) continue;
    *out = norm;
    return true;
  }
  return false;
}

std::string shape_name(const LayerNorm& what) {
  std::string name = std::to_string(what.features);
  if (what.norm != Norm::layer) name = std::string(to_string(what.norm)) + "_" + name;
  return name;
}

std::int64_t flops(const LayerNorm& what) { return std::int64_t{8} * what.features; }

std::vector<KernelArgument> arguments(const LayerNorm& what) {
  std::vector<KernelArgument> list = {rows_argument("x", Role::input, what.features)};
  for (const char* name : {"gamma", "beta"}) {
    if (!(name[0] == 'g' ? what.scale : what.center)) continue;
    KernelArgument parameter;
    parameter.name = name;
    parameter.role = Role::operand;
    parameter.shape = {what.features};
    parameter.floats = what.features;
    list.push_back(parameter);
  }
  list.push_back(rows_argument("y", Role::output, what.features));
  return list;
}

}  // namespace mnist::kernels
