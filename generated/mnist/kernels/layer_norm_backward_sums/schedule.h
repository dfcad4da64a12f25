// How a layer_norm_backward_sums kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct LayerNormBackwardSumsSchedule {
  int lanes = 8;  // partial sums side by side, of a row

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes);
  }
};

LayerNormBackwardSumsSchedule rule(const LayerNormBackwardSums& problem, Target target);
std::vector<LayerNormBackwardSumsSchedule> candidates(const LayerNormBackwardSums& problem, Target target);

std::int64_t workspace_bytes(const LayerNormBackwardSums& problem, const LayerNormBackwardSumsSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
