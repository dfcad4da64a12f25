// How a depthwise_backward_kernel kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct DepthwiseBackwardKernelSchedule {
  int rows = 1;  // of dy, summed up in registers

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

DepthwiseBackwardKernelSchedule rule(const DepthwiseBackwardKernel& problem, Target target);
std::vector<DepthwiseBackwardKernelSchedule> candidates(const DepthwiseBackwardKernel& problem, Target target);

std::int64_t workspace_bytes(const DepthwiseBackwardKernel& problem, const DepthwiseBackwardKernelSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
