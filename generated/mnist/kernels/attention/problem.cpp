#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const Attention& problem) {
  std::string name =
      std::to_string(problem.heads) + "x" + std::to_string(problem.head_dim) + "_" + std::to_string(problem.sequence);
  if (problem.causal) name += "_causal";
  if (problem.masked) name += "_masked";
  return name;
}

std::int64_t flops(const Attention& problem) {
  return std::int64_t{4} * problem.heads * problem.head_dim * problem.sequence * problem.sequence;
}

std::vector<KernelArgument> arguments(const Attention& problem) {
  const int features = problem.heads * problem.head_dim;
  std::vector<KernelArgument> list = {sequence_argument("query", Role::input, features, problem.query_stride),
                                      sequence_argument("key", Role::input, features, problem.key_stride),
                                      sequence_argument("value", Role::input, features, problem.value_stride)};
  if (problem.masked) list.push_back(token_argument("mask"));
  list.push_back(sequence_argument("y", Role::output, features, features));
  return list;
}

KernelTraits traits(const Attention& problem) { return {.pairs_of = problem.sequence}; }

std::string describe(const Attention& problem) {
  return std::string(problem.causal ? "causal " : "") + "attention, " + std::to_string(problem.heads) + " heads of " +
         std::to_string(problem.head_dim) + " features" + (problem.masked ? ", masked" : "");
}

}  // namespace mnist::kernels
