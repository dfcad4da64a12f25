// The Halide pipeline of any kernel.
#pragma once

#include "catalog.h"
#include "common/algorithm.h"

namespace mnist::kernels {

// What Halide calls the target of kernels: no runtime, the caller's context as the first argument, no
// checks.
Halide::Target kernel_target(Target target);

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Target target);
// For any target that has the schedule's loops: tests run those for GPUs through OpenCL.
HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
