// The Halide pipeline of a softmax kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace specimen::gen {

HalideKernel softmax_x86(const Softmax& problem, const SoftmaxSchedule& schedule, const Halide::Target& target);
HalideKernel softmax_gpu(const Softmax& problem, const SoftmaxGpuSchedule& schedule, const Halide::Target& target);

}  // namespace specimen::gen
