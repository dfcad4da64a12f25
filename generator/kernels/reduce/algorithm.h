// The Halide pipeline of a reduce kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel reduce_x86(const Reduce& problem, const ReduceSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
