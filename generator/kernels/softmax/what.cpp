#include "what.h"

namespace specimen::gen {

std::string shape_name(const Softmax& what) { return std::to_string(what.classes); }

std::int64_t flops(const Softmax& what) { return std::int64_t{4} * what.classes; }

std::vector<KernelArgument> arguments(const Softmax& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.classes};
  x.storage = {what.classes, what.classes, what.classes};
  x.floats = what.classes;
  KernelArgument y = x;
  y.name = "y";
  y.role = Role::output;
  return {x, y};
}

KernelTraits traits(const Softmax&) { return {}; }

std::string describe(const Softmax& what) { return "softmax over " + std::to_string(what.classes) + " classes"; }

}  // namespace specimen::gen
