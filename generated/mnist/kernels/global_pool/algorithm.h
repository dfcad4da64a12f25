// The Halide pipeline of a global_pool kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel global_pool_x86(const GlobalPool& problem, const GlobalPoolSchedule& schedule,
                             const Halide::Target& target);

}  // namespace mnist::kernels
