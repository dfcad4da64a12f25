#include "problem.h"

#include "../common/reflect.h"

namespace mnist::kernels {

std::string shape_name(const Attention& problem) {
  std::string name = std::to_string(problem.heads);
  if (problem.group > 1) name += "by" + std::to_string(problem.group);
  name += "x" + std::to_string(problem.head_dim);
  if (problem.value_dim != problem.head_dim) name += "x" + std::to_string(problem.value_dim);
  name += "_";
  if (problem.queries != problem.keys) name += std::to_string(problem.queries) + "x";
  name += std::to_string(problem.keys);
  if (problem.key_capacity > 0) name += "_of_" + std::to_string(problem.key_capacity);
  if (problem.causal) name += "_causal";
  if (problem.masked) name += "_masked";
  if (problem.dropout > 0) name += "_p" + percent_name(problem.dropout);
  return name;
}

std::int64_t flops(const Attention& problem) {
  return std::int64_t{2} * problem.heads * (problem.head_dim + problem.value_dim) * problem.queries * problem.keys;
}

std::vector<KernelArgument> arguments(const Attention& problem) {
  const int features = problem.heads * problem.value_dim, kv_heads = problem.heads / problem.group;
  std::vector<KernelArgument> list = {
      sequence_argument("query", Role::input, problem.heads * problem.head_dim, problem.query_stride),
      sequence_argument("key", Role::input, kv_heads * problem.head_dim, problem.key_stride, kKeys),
      sequence_argument("value", Role::input, kv_heads * problem.value_dim, problem.value_stride, kKeys)};
  list[1].capacity = problem.key_capacity;
  list[2].capacity = problem.value_capacity;
  if (problem.masked) list.push_back(token_argument("mask", 2, kKeys));
  if (problem.dropout > 0) list.push_back(random_argument());
  list.push_back(sequence_argument("y", Role::output, features, features));
  return list;
}

KernelTraits traits(const Attention& problem) { return {.queries = problem.queries, .keys = problem.keys}; }

std::string describe(const Attention& problem) {
  return std::string(problem.causal ? "causal " : "") + "attention, " + std::to_string(problem.heads) + " heads of " +
         std::to_string(problem.head_dim) + " features" +
         (problem.value_dim != problem.head_dim ? " and values of " + std::to_string(problem.value_dim) : "") +
         (problem.group > 1 ? ", " + std::to_string(problem.group) + " for each head of keys" : "") +
         (problem.masked ? ", masked" : "") +
         (problem.dropout > 0 ? ", dropout of a share of " + shortest(problem.dropout) : "");
}

}  // namespace mnist::kernels
