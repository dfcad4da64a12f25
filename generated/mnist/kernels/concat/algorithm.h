// The Halide pipeline of a concat kernel.
#pragma once

#include "../common/algorithm.h"
#include "how.h"

namespace specimen::gen {

HalideKernel concat_x86(const Concat& what, const ConcatSchedule& how, const Halide::Target& target);

}  // namespace specimen::gen
