#include "what.h"

#include "how.h"

namespace specimen::gen {

std::string shape_name(const Concat& what) {
  return std::to_string(what.height) + "x" + std::to_string(what.width) + "x" + std::to_string(what.channels) +
         "_into" + std::to_string(what.out.pixel);
}

std::int64_t flops(const Concat&) { return 0; }

std::vector<KernelArgument> arguments(const Concat& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.height, what.width, what.channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, what.height, what.width, what.channels);
  KernelArgument y = x;
  y.name = "y";
  y.role = Role::output;
  y.storage = what.out;
  y.floats = extent_floats(what.out, what.height, what.width, what.channels);
  return {x, y};
}

}  // namespace specimen::gen
