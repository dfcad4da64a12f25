// How a conv2d_backward_kernel kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/kernel_gradient.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct Conv2DBackwardKernelSchedule : KernelGradientSchedule {};

// Of few channels, the taps of a row and their channels count as inputs of one tap.
bool joins_columns(const Conv2DBackwardKernel& problem);

// What the schedule is of. If the pixels have no gaps, those of a 1x1 kernel are rows of a dense layer.
KernelGradient gradient_of(const Conv2DBackwardKernel& problem);

Conv2DBackwardKernelSchedule rule(const Conv2DBackwardKernel& problem, Target target);
std::vector<Conv2DBackwardKernelSchedule> candidates(const Conv2DBackwardKernel& problem, Target target);

std::int64_t workspace_bytes(const Conv2DBackwardKernel& problem, const Conv2DBackwardKernelSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
