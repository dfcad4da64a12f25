// The Halide pipeline of a pack_filter kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel pack_filter_x86(const PackFilter& problem, const PackFilterSchedule& schedule,
                             const Halide::Target& target);

}  // namespace mnist::kernels
