#include "what.h"

namespace specimen::gen {

std::string shape_name(const Attention& what) {
  std::string name =
      std::to_string(what.heads) + "x" + std::to_string(what.head_dim) + "_" + std::to_string(what.sequence);
  if (what.causal) name += "_causal";
  if (what.masked) name += "_masked";
  return name;
}

std::int64_t flops(const Attention& what) {
  return std::int64_t{4} * what.heads * what.head_dim * what.sequence * what.sequence;
}

std::vector<KernelArgument> arguments(const Attention& what) {
  const int features = what.heads * what.head_dim;
  std::vector<KernelArgument> list = {sequence_argument("query", Role::input, features, what.query_stride),
                                      sequence_argument("key", Role::input, features, what.key_stride),
                                      sequence_argument("value", Role::input, features, what.value_stride)};
  if (what.masked) list.push_back(token_argument("mask"));
  list.push_back(sequence_argument("y", Role::output, features, features));
  return list;
}

KernelTraits traits(const Attention&) { return {}; }

std::string describe(const Attention& what) {
  return std::string(what.causal ? "causal " : "") + "attention, " + std::to_string(what.heads) + " heads of " +
         std::to_string(what.head_dim) + " features" + (what.masked ? ", masked" : "");
}

}  // namespace specimen::gen
