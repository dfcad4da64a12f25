// How a dense_backward_kernel kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/kernel_gradient.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct DenseBackwardKernelSchedule : KernelGradientSchedule {};

// As a convolution of one pixel: a chunk of rows is an example. Of a transposed gradient x and dy have changed places.
KernelGradient gradient_of(const DenseBackwardKernel& problem);

DenseBackwardKernelSchedule rule(const DenseBackwardKernel& problem, Target target);
std::vector<DenseBackwardKernelSchedule> candidates(const DenseBackwardKernel& problem, Target target);

std::int64_t workspace_bytes(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
