#include "algorithm.h"

#define FAMILY_FILE algorithm.h
#include "families.def"

namespace mnist::kernels {
namespace {

#define FAMILY(Type, name)                                                                                \
  HalideKernel build(const Type& problem, const Type##Schedule& schedule, const Halide::Target& target) { \
    return name##_x86(problem, schedule, target);                                                         \
  }
#include "families.def"

}  // namespace

Halide::Target kernel_target(Level level) {
  using Halide::Target;
  Target target("x86-64-linux-sse41-avx-f16c-fma-avx2-no_runtime-user_context-no_asserts-no_bounds_query");
  if (level == Level::v4) target = target.with_feature(Target::AVX512).with_feature(Target::AVX512_Skylake);
  return target;
}

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Level level) {
  return std::visit(
      [&](const auto& w) {
        using Chosen = decltype(rule(w, level));
        return build(w, std::get<Chosen>(schedule), kernel_target(level));
      },
      problem);
}

}  // namespace mnist::kernels
