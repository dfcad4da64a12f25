// The Halide pipeline of a select_token_backward kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel select_token_backward_x86(const SelectTokenBackward& problem, const SelectTokenBackwardSchedule& schedule,
                                       const Halide::Target& target);

}  // namespace mnist::kernels
