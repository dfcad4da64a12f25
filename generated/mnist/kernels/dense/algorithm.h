// The Halide pipeline of a dense kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel dense_x86(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target);

}  // namespace mnist::kernels
