// The Halide pipeline of a batch_norm_backward_data kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel batch_norm_backward_data_x86(const BatchNormBackwardData& problem,
                                          const BatchNormBackwardDataSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
