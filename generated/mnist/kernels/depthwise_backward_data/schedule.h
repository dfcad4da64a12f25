// How a depthwise_backward_data kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct DepthwiseBackwardDataSchedule {
  int rows = 1;  // of dx in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

DepthwiseBackwardDataSchedule rule(const DepthwiseBackwardData& problem, Target target);
std::vector<DepthwiseBackwardDataSchedule> candidates(const DepthwiseBackwardData& problem, Target target);

std::int64_t workspace_bytes(const DepthwiseBackwardData& problem, const DepthwiseBackwardDataSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
