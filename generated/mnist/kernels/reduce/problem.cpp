#include "problem.h"

#include "../common/enum_names.h"

namespace mnist::kernels {

namespace {

constexpr const char* kReductions[] = {"sum", "mean", "max", "min"};

}  // namespace

const char* to_string(Reduction fn) { return kReductions[static_cast<int>(fn)]; }

bool parse(const char* text, Reduction* out) { return parse_enum(text, kReductions, out); }

std::string shape_name(const Reduce& problem) {
  return std::string(to_string(problem.fn)) + "_" + reduction_name(problem.along, problem.extent, problem.inner);
}

std::int64_t flops(const Reduce& problem) { return std::int64_t{problem.extent} * problem.inner; }

std::vector<KernelArgument> arguments(const Reduce& problem) {
  return reduction_arguments(problem.along, problem.extent, problem.inner, DType::f32);
}

KernelTraits traits(const Reduce&) { return {}; }

std::string describe(const Reduce& problem) {
  return std::string(to_string(problem.fn)) + " " + reduction_text(problem.along, problem.extent, problem.inner);
}

}  // namespace mnist::kernels
