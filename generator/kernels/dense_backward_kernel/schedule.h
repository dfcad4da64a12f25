// How a dense_backward_kernel kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct DenseBackwardKernelSchedule {
  int chunk = 256;  // rows summed up before they are added to the sum of those before

  template <class V>
  void fields(V&& v) {
    v("chunk", chunk);
  }
};

DenseBackwardKernelSchedule rule(const DenseBackwardKernel& problem, Target target);
std::vector<DenseBackwardKernelSchedule> candidates(const DenseBackwardKernel& problem, Target target);

std::int64_t workspace_bytes(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                             Target target);

}  // namespace specimen::gen
