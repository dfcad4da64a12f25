// The Halide pipeline of a sequence_pool_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel sequence_pool_backward_x86(const SequencePoolBackward& problem,
                                        const SequencePoolBackwardSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
