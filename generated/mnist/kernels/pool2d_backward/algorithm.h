// The Halide pipeline of a pool2d_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel pool2d_backward_x86(const Pool2DBackward& problem, const Pool2DBackwardSchedule& schedule,
                                 const Halide::Target& target);

}  // namespace mnist::kernels
