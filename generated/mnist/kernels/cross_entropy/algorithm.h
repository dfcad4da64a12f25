// The Halide pipeline of a cross_entropy kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel cross_entropy_x86(const CrossEntropy& problem, const CrossEntropySchedule& schedule,
                               const Halide::Target& target);

}  // namespace mnist::kernels
