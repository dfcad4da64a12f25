// How a batch_norm_scale kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// One task: there are few channels.
struct BatchNormScaleSchedule {
  int vectors = 1;  // side by side

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

BatchNormScaleSchedule rule(const BatchNormScale& problem, Target target);
std::vector<BatchNormScaleSchedule> candidates(const BatchNormScale& problem, Target target);

std::int64_t workspace_bytes(const BatchNormScale& problem, const BatchNormScaleSchedule& schedule, Target target);

}  // namespace mnist::kernels
