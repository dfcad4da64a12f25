// The Halide pipeline of a dense kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel dense_x86(const Dense& what, const DenseSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
