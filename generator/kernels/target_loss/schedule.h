// How a target_loss kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct TargetLossSchedule {
  int lanes = 8;  // partial results side by side
  int rows = 8;   // in a task

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("rows", rows);
  }
};

TargetLossSchedule rule(const TargetLoss& problem, Target target);
std::vector<TargetLossSchedule> candidates(const TargetLoss& problem, Target target);

std::int64_t workspace_bytes(const TargetLoss& problem, const TargetLossSchedule& schedule, Target target);

}  // namespace specimen::gen
