// How a batch_norm_statistics kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct BatchNormStatisticsSchedule {
  int vectors = 1;  // of channels, summed up together

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

BatchNormStatisticsSchedule rule(const BatchNormStatistics& problem, Target target);
std::vector<BatchNormStatisticsSchedule> candidates(const BatchNormStatistics& problem, Target target);

std::int64_t workspace_bytes(const BatchNormStatistics& problem, const BatchNormStatisticsSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
