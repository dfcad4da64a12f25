#include "algorithm.h"

#define FAMILY_FILE algorithm.h
#include "families.def"

namespace specimen::gen {
namespace {

#define FAMILY(Type, name)                                                                                \
  HalideKernel build(const Type& problem, const Type##Schedule& schedule, const Halide::Target& target) { \
    return name##_x86(problem, schedule, target);                                                         \
  }
#include "families.def"

}  // namespace

Halide::Target kernel_target(Level level) {
  return Halide::Target(std::string(target_info(level).halide) + "-no_runtime-user_context-no_asserts-no_bounds_query");
}

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Level level) {
  return std::visit(
      [&](const auto& w) {
        using Chosen = decltype(rule(w, level));
        return build(w, std::get<Chosen>(schedule), kernel_target(level));
      },
      problem);
}

}  // namespace specimen::gen
