// The Halide pipeline of a dropout kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel dropout_x86(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
