// The Halide pipeline of a conv2d_backward_kernel kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel conv2d_backward_kernel_x86(const Conv2DBackwardKernel& problem,
                                        const Conv2DBackwardKernelSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
