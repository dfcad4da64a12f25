// The Halide pipeline of a sequence_pool kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel sequence_pool_x86(const SequencePool& problem, const SequencePoolSchedule& schedule,
                               const Halide::Target& target);

}  // namespace mnist::kernels
