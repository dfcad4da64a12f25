// The Halide pipeline of an expand_depthwise kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel expand_depthwise_x86(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule,
                                  const Halide::Target& target);

}  // namespace mnist::kernels
