// How a conv2d_backward_kernel kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct Conv2DBackwardKernelSchedule {
  int lanes = 8;

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes);
  }
};

Conv2DBackwardKernelSchedule rule(const Conv2DBackwardKernel& problem, Target target);
std::vector<Conv2DBackwardKernelSchedule> candidates(const Conv2DBackwardKernel& problem, Target target);

std::int64_t workspace_bytes(const Conv2DBackwardKernel& problem, const Conv2DBackwardKernelSchedule& schedule,
                             Target target);

}  // namespace specimen::gen
