// The Halide pipeline of an expand_depthwise kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel expand_depthwise_x86(const ExpandDepthwise& what, const ExpandDepthwiseSchedule& how,
                                  const Halide::Target& target);

}  // namespace mnist::kernels
