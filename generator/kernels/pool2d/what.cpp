#include "what.h"

#include <cstring>

#include "../common/window.h"

namespace specimen::gen {
namespace {

constexpr const char* kPoolings[] = {"max", "average"};

}  // namespace

const char* to_string(Pooling pooling) { return kPoolings[static_cast<int>(pooling)]; }

bool parse(const char* text, Pooling* out) {
  int index = 0;
  for (const char* name : kPoolings) {
    if (std::strcmp(text, name) == 0) {
      *out = static_cast<Pooling>(index);
      return true;
    }
    ++index;
  }
  return false;
}

int touched_height(const Pool2D& what) { return (what.out_height - 1) * what.stride_height + what.pool_height; }
int touched_width(const Pool2D& what) { return (what.out_width - 1) * what.stride_width + what.pool_width; }

std::string shape_name(const Pool2D& what) {
  const auto number = [](int n) { return std::to_string(n); };
  std::string name = std::string(to_string(what.pooling)) + "_" + number(what.pool_height) + "x" +
                     number(what.pool_width) + "_" + number(what.out_height) + "x" + number(what.out_width) + "x" +
                     number(what.channels) + "_s" + number(what.stride_height);
  if (what.stride_width != what.stride_height) name += "x" + number(what.stride_width);
  return name;
}

std::int64_t flops(const Pool2D& what) {
  return std::int64_t{what.out_height} * what.out_width * what.channels * what.pool_height * what.pool_width;
}

std::vector<KernelArgument> arguments(const Pool2D& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, touched_height(what), touched_width(what), what.channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, touched_height(what), touched_width(what), what.channels);
  std::vector<KernelArgument> list = {x};
  append_chain_arguments(what.epilogue, {-1, what.out_height, what.out_width, what.channels}, what.out, what.residual,
                         &list);
  return list;
}

KernelTraits traits(const Pool2D& what) { return {.epilogue = &what.epilogue}; }

std::string describe(const Pool2D& what) {
  return window_text(what.pool_height, what.pool_width) + " " + to_string(what.pooling) + " pooling" +
         stride_text(what.stride_height, what.stride_width) + description_after(what.epilogue);
}

}  // namespace specimen::gen
