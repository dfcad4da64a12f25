// The Halide pipeline of a batch_norm_scale kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel batch_norm_scale_x86(const BatchNormScale& problem, const BatchNormScaleSchedule& schedule,
                                  const Halide::Target& target);

}  // namespace mnist::kernels
