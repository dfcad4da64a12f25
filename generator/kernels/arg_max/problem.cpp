#include "problem.h"

namespace specimen::gen {

std::string shape_name(const ArgMax& problem) { return reduction_name(problem.along, problem.extent, problem.inner); }

std::int64_t flops(const ArgMax& problem) { return std::int64_t{problem.extent} * problem.inner; }

std::vector<KernelArgument> arguments(const ArgMax& problem) {
  return reduction_arguments(problem.along, problem.extent, problem.inner, DType::i32);
}

KernelTraits traits(const ArgMax&) { return {}; }

std::string describe(const ArgMax& problem) {
  return "index of the largest " + reduction_text(problem.along, problem.extent, problem.inner);
}

}  // namespace specimen::gen
