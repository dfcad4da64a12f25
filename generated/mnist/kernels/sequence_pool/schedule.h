// How a sequence_pool kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct SequencePoolSchedule {
  int vectors = 1;  // vectors of features summed together

  template <class V>
  void fields(V&& v) {
    v("vectors", vectors);
  }
};

SequencePoolSchedule rule(const SequencePool& problem, Target target);
std::vector<SequencePoolSchedule> candidates(const SequencePool& problem, Target target);

std::int64_t workspace_bytes(const SequencePool& problem, const SequencePoolSchedule& schedule, Target target);

}  // namespace mnist::kernels
