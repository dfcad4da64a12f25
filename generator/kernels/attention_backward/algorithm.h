// The Halide pipeline of an attention_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel attention_backward_x86(const AttentionBackward& problem, const AttentionBackwardSchedule& schedule,
                                    const Halide::Target& target);

}  // namespace specimen::gen
