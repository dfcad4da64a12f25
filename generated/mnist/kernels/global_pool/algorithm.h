// The Halide pipeline of a global_pool kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel global_pool_x86(const GlobalPool& what, const GlobalPoolSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
