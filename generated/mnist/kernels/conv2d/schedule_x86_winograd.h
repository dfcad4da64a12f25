// Winograd F(m, 3): 3x3 convolutions with stride 1 by tiles of m x m outputs from (m + 2) x (m + 2) inputs.
#pragma once

#include "algorithm.h"

namespace mnist::kernels {

HalideKernel conv2d_winograd(const Conv2D& problem, const Conv2DSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
