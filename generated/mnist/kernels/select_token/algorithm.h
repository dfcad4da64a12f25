// The Halide pipeline of a select_token kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace mnist::kernels {

HalideKernel select_token_x86(const SelectToken& what, const SelectTokenSchedule& how, const Halide::Target& target);

}  // namespace mnist::kernels
