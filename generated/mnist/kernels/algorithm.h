// The Halide pipeline of any kernel.
#pragma once

#include "catalog.h"
#include "common/algorithm.h"

namespace mnist::kernels {

// The target that kernels of a level are compiled for: no runtime, the caller's context as the first argument, no
// checks.
Halide::Target kernel_target(Level level);

HalideKernel build_kernel(const Problem& problem, const Schedule& schedule, Level level);

}  // namespace mnist::kernels
