// The Halide pipeline of a batch_norm_statistics kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel batch_norm_statistics_x86(const BatchNormStatistics& problem, const BatchNormStatisticsSchedule& schedule,
                                       const Halide::Target& target);

}  // namespace mnist::kernels
