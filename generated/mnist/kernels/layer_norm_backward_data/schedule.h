// How a layer_norm_backward_data kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct LayerNormBackwardDataSchedule {
  int lanes = 8;  // partial sums side by side
  int rows = 8;   // in a task

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("rows", rows);
  }
};

LayerNormBackwardDataSchedule rule(const LayerNormBackwardData& problem, Target target);
std::vector<LayerNormBackwardDataSchedule> candidates(const LayerNormBackwardData& problem, Target target);

std::int64_t workspace_bytes(const LayerNormBackwardData& problem, const LayerNormBackwardDataSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
