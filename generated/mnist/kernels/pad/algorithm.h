// The Halide pipeline of a pad kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel pad_x86(const Pad& what, const PadSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
