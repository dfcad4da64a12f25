// The Halide pipeline of a depthwise_backward_data kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel depthwise_backward_data_x86(const DepthwiseBackwardData& problem,
                                         const DepthwiseBackwardDataSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
