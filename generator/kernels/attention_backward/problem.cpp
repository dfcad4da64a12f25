#include "problem.h"

#include "../common/reflect.h"

namespace specimen::gen {

std::string shape_name(const AttentionBackward& problem) {
  return std::to_string(problem.heads) + "x" + std::to_string(problem.head_dim) + "_" + std::to_string(problem.tokens) +
         (problem.causal ? "_causal" : "") + (problem.masked ? "_masked" : "") +
         (problem.dropout > 0 ? "_p" + percent_name(problem.dropout) : "");
}

std::int64_t flops(const AttentionBackward& problem) {
  return std::int64_t{10} * problem.heads * problem.head_dim * problem.tokens * problem.tokens;
}

std::vector<KernelArgument> arguments(const AttentionBackward& problem) {
  const int features = problem.heads * problem.head_dim;
  std::vector<KernelArgument> list;
  for (const char* name : {"query", "key", "value", "dy"})
    list.push_back(sequence_argument(name, Role::input, features, features));
  if (problem.masked) list.push_back(token_argument("mask"));
  if (problem.dropout > 0) list.push_back(random_argument());
  for (const char* name : {"dquery", "dkey", "dvalue"})
    list.push_back(sequence_argument(name, Role::output, features, features));
  return list;
}

KernelTraits traits(const AttentionBackward& problem) { return {.queries = problem.tokens, .keys = problem.tokens}; }

std::string describe(const AttentionBackward& problem) {
  return std::string("gradients of ") + (problem.causal ? "causal " : "") + "attention, " +
         std::to_string(problem.heads) + " heads of " + std::to_string(problem.head_dim) + " features" +
         (problem.masked ? ", masked" : "") +
         (problem.dropout > 0 ? ", dropout of a share of " + shortest(problem.dropout) : "");
}

}  // namespace specimen::gen
