// The Halide pipeline of a conv2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel conv2d_x86(const Conv2D& what, const Conv2DSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
