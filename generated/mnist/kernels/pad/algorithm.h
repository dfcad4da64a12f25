// The Halide pipeline of a pad kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel pad_x86(const Pad& problem, const PadSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
