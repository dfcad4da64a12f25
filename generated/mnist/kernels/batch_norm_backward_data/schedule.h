// How a batch_norm_backward_data kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct BatchNormBackwardDataSchedule {
  int rows = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

BatchNormBackwardDataSchedule rule(const BatchNormBackwardData& problem, Target target);
std::vector<BatchNormBackwardDataSchedule> candidates(const BatchNormBackwardData& problem, Target target);

std::int64_t workspace_bytes(const BatchNormBackwardData& problem, const BatchNormBackwardDataSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
