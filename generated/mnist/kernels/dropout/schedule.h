// How a dropout kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct DropoutSchedule {
  int rows = 4;  // in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

DropoutSchedule rule(const Dropout& problem, Target target);
std::vector<DropoutSchedule> candidates(const Dropout& problem, Target target);

std::int64_t workspace_bytes(const Dropout& problem, const DropoutSchedule& schedule, Target target);

}  // namespace mnist::kernels
