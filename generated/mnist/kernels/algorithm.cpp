#include "algorithm.h"

#include <stdexcept>

#define FAMILY_FILE algorithm.h
#include "families.def"

namespace mnist::kernels {
namespace {

#define FAMILY(Type, name)                                                                                \
  HalideKernel build(const Type& problem, const Type##Schedule& schedule, const Halide::Target& target) { \
    return name##_x86(problem, schedule, target);                                                         \
  }
#define GPU_FAMILY(Type, name)                                                                               \
  HalideKernel build(const Type& problem, const Type##GpuSchedule& schedule, const Halide::Target& target) { \
    return name##_gpu(problem, schedule, target);                                                            \
  }
#include "families.def"

}  // namespace

Halide::Target kernel_target(Target target) {
  return Halide::Target(std::string(target_info(target).halide) +
                        "-no_runtime-user_context-no_asserts-no_bounds_query");
}

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Target target) {
  return build_kernel(problem, schedule, kernel_target(target));
}

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, const Halide::Target& target) {
  return std::visit(
      [&](const auto& p, const auto& s) -> HalideKernel {
        if constexpr (requires { build(p, s, target); }) return build(p, s, target);
        throw std::logic_error(std::string("a schedule of another family for ") + family_name(problem));
      },
      problem, schedule);
}

}  // namespace mnist::kernels
