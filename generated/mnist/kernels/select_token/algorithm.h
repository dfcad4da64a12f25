// The Halide pipeline of a select_token kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel select_token_x86(const SelectToken& problem, const SelectTokenSchedule& schedule,
                              const Halide::Target& target);

}  // namespace mnist::kernels
