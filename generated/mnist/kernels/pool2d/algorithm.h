// The Halide pipeline of a pool2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel pool2d_x86(const Pool2D& problem, const Pool2DSchedule& schedule, const Halide::Target& target);
HalideKernel pool2d_gpu(const Pool2D& problem, const Pool2DGpuSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
