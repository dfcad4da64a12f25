#include "problem.h"

namespace specimen::gen {

std::string shape_name(const SequencePoolBackward& problem) {
  return std::to_string(problem.features) + (problem.masked ? "_masked" : "");
}

std::int64_t flops(const SequencePoolBackward& problem) { return problem.features; }

std::vector<KernelArgument> arguments(const SequencePoolBackward& problem) {
  std::vector<KernelArgument> list = {rows_argument("dy", Role::input, problem.features)};
  if (problem.masked) list.push_back(token_argument("mask"));
  list.push_back(sequence_argument("dx", Role::output, problem.features, problem.features));
  return list;
}

KernelTraits traits(const SequencePoolBackward&) { return {}; }

std::string describe(const SequencePoolBackward& problem) {
  return std::string("gradient of a mean over the ") + (problem.masked ? "kept " : "") + "tokens";
}

}  // namespace specimen::gen
