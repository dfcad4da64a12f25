// The Halide pipeline of a copy kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel copy_x86(const Copy& problem, const CopySchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
