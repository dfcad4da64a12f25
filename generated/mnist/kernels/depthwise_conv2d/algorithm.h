// The Halide pipeline of a depthwise_conv2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel depthwise_conv2d_x86(const DepthwiseConv2D& problem, const DepthwiseConv2DSchedule& schedule,
                                  const Halide::Target& target);

}  // namespace mnist::kernels
