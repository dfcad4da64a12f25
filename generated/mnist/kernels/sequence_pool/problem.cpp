#include "problem.h"

namespace mnist::kernels {

std::string shape_name(const SequencePool& problem) {
  return std::to_string(problem.features) + (problem.masked ? "_masked" : "");
}

std::int64_t flops(const SequencePool& problem) { return problem.features; }

std::vector<KernelArgument> arguments(const SequencePool& problem) {
  std::vector<KernelArgument> list = {sequence_argument("x", Role::input, problem.features, problem.features)};
  if (problem.masked) list.push_back(token_argument("mask"));
  list.push_back(rows_argument("y", Role::output, problem.features));
  return list;
}

KernelTraits traits(const SequencePool&) { return {}; }

std::string describe(const SequencePool& problem) {
  return std::string("mean over the ") + (problem.masked ? "kept " : "") + "tokens";
}

}  // namespace mnist::kernels
