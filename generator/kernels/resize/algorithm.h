// The Halide pipeline of a resize kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel resize_x86(const Resize& problem, const ResizeSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
