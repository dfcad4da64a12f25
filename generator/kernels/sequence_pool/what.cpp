#include "what.h"

namespace specimen::gen {

std::string shape_name(const SequencePool& what) {
  return std::to_string(what.features) + (what.masked ? "_masked" : "");
}

std::int64_t flops(const SequencePool& what) { return what.features; }

std::vector<KernelArgument> arguments(const SequencePool& what) {
  std::vector<KernelArgument> list = {sequence_argument("x", Role::input, what.features, what.features)};
  if (what.masked) list.push_back(token_argument("mask"));
  list.push_back(rows_argument("y", Role::output, what.features));
  return list;
}

KernelTraits traits(const SequencePool&) { return {}; }

std::string describe(const SequencePool& what) {
  return std::string("mean over the ") + (what.masked ? "kept " : "") + "tokens";
}

}  // namespace specimen::gen
