// The Halide pipeline of a elementwise kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel elementwise_x86(const Elementwise& what, const ElementwiseSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
