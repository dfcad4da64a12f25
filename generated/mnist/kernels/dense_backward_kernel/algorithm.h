// The Halide pipeline of a dense_backward_kernel kernel.
#pragma once

#include "../common/algorithm.h"
#include "schedule.h"

namespace mnist::kernels {

HalideKernel dense_backward_kernel_x86(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                                       const Halide::Target& target);

}  // namespace mnist::kernels
