// How a global_pool kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

// A task sums `blocks` blocks of channels over all pixels; or, where row_groups is not 0, all channels over one of so
// many groups of rows, whose sums are then summed.
struct GlobalPoolSchedule {
  int channel_vectors = 1;  // of a block: vectors of channels summed together
  int blocks = 1;
  int row_groups = 0;

  template <class V>
  void fields(V&& v) {
    v("channel_vectors", channel_vectors), v("blocks", blocks), v("row_groups", row_groups);
  }
};

GlobalPoolSchedule rule(const GlobalPool& problem, Target target);
std::vector<GlobalPoolSchedule> candidates(const GlobalPool& problem, Target target);

std::int64_t workspace_bytes(const GlobalPool& problem, const GlobalPoolSchedule& schedule, Target target);

}  // namespace mnist::kernels
