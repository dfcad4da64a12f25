// The Halide pipeline of a dense kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace specimen::gen {

HalideKernel dense_x86(const Dense& what, const DenseSchedule& how, const Halide::Target& target);

}  // namespace specimen::gen
