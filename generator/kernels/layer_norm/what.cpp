#include "what.h"

#include <cstring>

namespace specimen::gen {

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
  if (what.of_images()) name = std::to_string(what.height) + "x" + std::to_string(what.width) + "x" + name;
  if (what.norm != Norm::layer) name = std::string(to_string(what.norm)) + "_" + name;
  return name;
}

std::int64_t flops(const LayerNorm& what) {
  const std::int64_t rows = what.of_images() ? std::int64_t{what.height} * what.width : 1;
  return 8 * rows * what.features;
}

namespace {

KernelArgument data_argument(const char* name, Role role, const LayerNorm& what, const Storage& storage) {
  return what.of_images() ? image_argument(name, role, what.height, what.width, what.features, storage)
                          : rows_argument(name, role, what.features);
}

}  // namespace

std::vector<KernelArgument> arguments(const LayerNorm& what) {
  std::vector<KernelArgument> list = {data_argument("x", Role::input, what, what.in)};
  for (const char* name : {"gamma", "beta"}) {
    if (!(name[0] == 'g' ? what.scale : what.center)) continue;
    KernelArgument parameter;
    parameter.name = name;
    parameter.role = Role::operand;
    parameter.shape = {what.features};
    parameter.floats = what.features;
    list.push_back(parameter);
  }
  list.push_back(data_argument("y", Role::output, what, what.out));
  return list;
}

KernelTraits traits(const LayerNorm&) { return {}; }

std::string describe(const LayerNorm& what) {
  constexpr const char* kNames[] = {"layer norm", "root mean square norm", "unit length"};
  return kNames[static_cast<int>(what.norm)] + (" of " + std::to_string(what.features)) + " features" +
         (what.scale ? ", scale" : "") + (what.center ? ", bias" : "");
}

}  // namespace specimen::gen
