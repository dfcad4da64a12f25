// The Halide pipeline of a layer_norm kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel layer_norm_x86(const LayerNorm& problem, const LayerNormSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
