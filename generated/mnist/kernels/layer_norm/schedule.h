// How a layer_norm kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct LayerNormSchedule {
  int lanes = 16;  // partial sums of a row: the same at all targets would give the same bits
  int rows = 1;    // rows in a task

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("rows", rows);
  }
};

LayerNormSchedule rule(const LayerNorm& problem, Target target);
std::vector<LayerNormSchedule> candidates(const LayerNorm& problem, Target target);

std::int64_t workspace_bytes(const LayerNorm& problem, const LayerNormSchedule& schedule, Target target);

}  // namespace mnist::kernels
