#include "what.h"

#include "../common/window.h"

namespace specimen::gen {

std::string shape_name(const GlobalPool& what) {
  return std::string(to_string(what.pooling)) + "_" + std::to_string(what.height) + "x" + std::to_string(what.width) +
         "x" + std::to_string(what.channels);
}

std::int64_t flops(const GlobalPool& what) { return std::int64_t{what.height} * what.width * what.channels; }

std::vector<KernelArgument> arguments(const GlobalPool& what) {
  KernelArgument x;
  x.name = "x";
  x.shape = {-1, what.height, what.width, what.channels};
  x.storage = what.in;
  x.floats = extent_floats(what.in, what.height, what.width, what.channels);
  std::vector<KernelArgument> list = {x};
  const Storage rows = {what.channels, what.channels, what.channels};
  append_chain_arguments(what.epilogue, {-1, what.channels}, rows, rows, &list);
  return list;
}

KernelTraits traits(const GlobalPool& what) { return {.epilogue = &what.epilogue}; }

std::string describe(const GlobalPool& what) {
  return std::string("global ") + to_string(what.pooling) + " pooling of " + window_text(what.height, what.width) +
         description_after(what.epilogue);
}

}  // namespace specimen::gen
