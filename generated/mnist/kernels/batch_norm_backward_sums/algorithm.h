// The Halide pipeline of a batch_norm_backward_sums kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel batch_norm_backward_sums_x86(const BatchNormBackwardSums& problem,
                                          const BatchNormBackwardSumsSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
