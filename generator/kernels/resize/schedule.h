// How a resize kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct ResizeSchedule {
  int rows = 1;   // rows of y in a task
  int lanes = 8;  // channels computed together

  template <class V>
  void fields(V&& v) {
    v("rows", rows), v("lanes", lanes);
  }
};

ResizeSchedule rule(const Resize& problem, Target target);
std::vector<ResizeSchedule> candidates(const Resize& problem, Target target);

// A row of x, between the rows that it is made of: none where pixels are chosen.
std::int64_t workspace_bytes(const Resize& problem, const ResizeSchedule& schedule, Target target);

}  // namespace specimen::gen
