// The Halide pipeline of an attention kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel attention_x86(const Attention& what, const AttentionSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
