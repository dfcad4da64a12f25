// The Halide pipeline of a conv2d_transpose kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel conv2d_transpose_x86(const Conv2DTranspose& problem, const Conv2DTransposeSchedule& schedule,
                                  const Halide::Target& target);

}  // namespace specimen::gen
