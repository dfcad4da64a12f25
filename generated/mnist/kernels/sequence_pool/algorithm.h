// The Halide pipeline of a sequence_pool kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel sequence_pool_x86(const SequencePool& what, const SequencePoolSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
