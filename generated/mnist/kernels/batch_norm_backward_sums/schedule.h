// How a batch_norm_backward_sums kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct BatchNormBackwardSumsSchedule {
  int vectors = 1;  // of channels, summed up together

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

BatchNormBackwardSumsSchedule rule(const BatchNormBackwardSums& problem, Target target);
std::vector<BatchNormBackwardSumsSchedule> candidates(const BatchNormBackwardSums& problem, Target target);

std::int64_t workspace_bytes(const BatchNormBackwardSums& problem, const BatchNormBackwardSumsSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
