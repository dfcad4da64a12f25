// The Halide pipeline of an attention kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel attention_x86(const Attention& problem, const AttentionSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
