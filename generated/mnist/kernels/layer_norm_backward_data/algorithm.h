// The Halide pipeline of a layer_norm_backward_data kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel layer_norm_backward_data_x86(const LayerNormBackwardData& problem,
                                          const LayerNormBackwardDataSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
