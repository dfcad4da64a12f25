// How a cross_entropy kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct CrossEntropySchedule {
  int lanes = 8;  // partial results side by side
  int rows = 8;   // in a task

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("rows", rows);
  }
};

CrossEntropySchedule rule(const CrossEntropy& problem, Target target);
std::vector<CrossEntropySchedule> candidates(const CrossEntropy& problem, Target target);

std::int64_t workspace_bytes(const CrossEntropy& problem, const CrossEntropySchedule& schedule, Target target);

}  // namespace mnist::kernels
