// The Halide pipeline of a conv2d kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel conv2d_x86(const Conv2D& problem, const Conv2DSchedule& schedule, const Halide::Target& target);
HalideKernel conv2d_gpu(const Conv2D& problem, const Conv2DGpuSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
