// The Halide pipeline of a copy kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel copy_x86(const Copy& problem, const CopySchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
