// The Halide pipeline of a softmax kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel softmax_x86(const Softmax& what, const SoftmaxSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
