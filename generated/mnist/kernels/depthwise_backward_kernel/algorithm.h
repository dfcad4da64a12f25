// The Halide pipeline of a depthwise_backward_kernel kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel depthwise_backward_kernel_x86(const DepthwiseBackwardKernel& problem,
                                           const DepthwiseBackwardKernelSchedule& schedule,
                                           const Halide::Target& target);

}  // namespace mnist::kernels
