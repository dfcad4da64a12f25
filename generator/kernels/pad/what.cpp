#include "what.h"

namespace specimen::gen {

std::string shape_name(const Pad& what) {
  const auto number = [](int n) { return std::to_string(n); };
  return number(what.height) + "x" + number(what.width) + "x" + number(what.channels) + "_t" + number(what.top) + "b" +
         number(what.bottom) + "l" + number(what.left) + "r" + number(what.right);
}

std::int64_t flops(const Pad&) { return 0; }

std::vector<KernelArgument> arguments(const Pad& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.height, what.width, what.channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, what.height, what.width, what.channels);
  KernelArgument y;
  y.name = "y";
  y.role = Role::output;
  y.shape = {-1, what.height + what.top + what.bottom, what.width + what.left + what.right, what.channels};
  y.storage = what.out;
  y.floats = extent_floats(what.out, y.shape[1], y.shape[2], what.channels);
  return {x, y};
}

KernelTraits traits(const Pad&) { return {}; }

std::string describe(const Pad& what) {
  std::string text = "copy with a border of ";
  for (int side : {what.top, what.bottom, what.left, what.right}) text += std::to_string(side) + ", ";
  text.resize(text.size() - 2);
  return text + " (top, bottom, left, right)";
}

}  // namespace specimen::gen
