// The Halide pipeline of a layer_norm kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel layer_norm_x86(const LayerNorm& what, const LayerNormSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
