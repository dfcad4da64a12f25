// The Halide pipeline of any kernel.
#pragma once

#include "catalog.h"
#include "common/algorithm.h"

namespace mnist::kernels {

// The target that kernels of a level are compiled for: no runtime, the caller's context as the first argument, no
// checks.
Halide::Target kernel_target(Level level);

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Level level);
// For any target that has the schedule's loops: tests run those for GPUs through OpenCL.
HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
