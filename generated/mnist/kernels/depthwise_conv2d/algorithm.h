// The Halide pipeline of a depthwise_conv2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel depthwise_conv2d_x86(const DepthwiseConv2D& what, const DepthwiseConv2DSchedule& how,
                                  const Halide::Target& target);

}  // namespace mnist::kernels
