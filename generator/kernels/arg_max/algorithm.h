// The Halide pipeline of an arg_max kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel arg_max_x86(const ArgMax& problem, const ArgMaxSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
