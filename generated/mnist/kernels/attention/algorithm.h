// The Halide pipeline of an attention kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace specimen::gen {

HalideKernel attention_x86(const Attention& what, const AttentionSchedule& how, const Halide::Target& target);

}  // namespace specimen::gen
