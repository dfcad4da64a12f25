// The Halide pipeline of a global_pool_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel global_pool_backward_x86(const GlobalPoolBackward& problem, const GlobalPoolBackwardSchedule& schedule,
                                      const Halide::Target& target);

}  // namespace mnist::kernels
