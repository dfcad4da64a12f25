// How a global_pool_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct GlobalPoolBackwardSchedule {
  int rows = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

GlobalPoolBackwardSchedule rule(const GlobalPoolBackward& problem, Target target);
std::vector<GlobalPoolBackwardSchedule> candidates(const GlobalPoolBackward& problem, Target target);

std::int64_t workspace_bytes(const GlobalPoolBackward& problem, const GlobalPoolBackwardSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
