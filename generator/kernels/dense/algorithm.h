// The Halide pipeline of a dense kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel dense_x86(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target);
HalideKernel dense_gpu(const Dense& problem, const DenseGpuSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
