// The Halide pipeline of a pack_filter kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel pack_filter_x86(const PackFilter& problem, const PackFilterSchedule& schedule,
                             const Halide::Target& target);

}  // namespace specimen::gen
