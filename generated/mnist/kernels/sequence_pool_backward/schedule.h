// How a sequence_pool_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct SequencePoolBackwardSchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

SequencePoolBackwardSchedule rule(const SequencePoolBackward& problem, Target target);
std::vector<SequencePoolBackwardSchedule> candidates(const SequencePoolBackward& problem, Target target);

std::int64_t workspace_bytes(const SequencePoolBackward& problem, const SequencePoolBackwardSchedule& schedule,
                             Target target);

}  // namespace mnist::kernels
