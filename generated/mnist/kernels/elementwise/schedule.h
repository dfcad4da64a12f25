// How an elementwise kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "problem.h"

namespace mnist::kernels {

struct ElementwiseSchedule {
  int rows = 1;    // rows in a task
  int unroll = 1;  // vectors in the body of the loop over channels

  template <class V>
  void fields(V&& v) {
    v("rows", rows), v("unroll", unroll);
  }
};

ElementwiseSchedule rule(const Elementwise& problem, Level level);
std::vector<ElementwiseSchedule> candidates(const Elementwise& problem, Level level);

std::int64_t scratch_bytes(const Elementwise& problem, const ElementwiseSchedule& schedule, Level level);

}  // namespace mnist::kernels
