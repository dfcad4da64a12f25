// The Halide pipeline of a dropout kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel dropout_x86(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
