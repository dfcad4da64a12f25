// The Halide pipeline of a pool2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel pool2d_x86(const Pool2D& what, const Pool2DSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
