// The Halide pipeline of a layer_norm_backward_sums kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel layer_norm_backward_sums_x86(const LayerNormBackwardSums& problem,
                                          const LayerNormBackwardSumsSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
