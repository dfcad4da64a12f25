// The Halide pipeline of a elementwise kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel elementwise_x86(const Elementwise& problem, const ElementwiseSchedule& schedule,
                             const Halide::Target& target);
HalideKernel elementwise_gpu(const Elementwise& problem, const ElementwiseGpuSchedule& schedule,
                             const Halide::Target& target);

}  // namespace specimen::gen
