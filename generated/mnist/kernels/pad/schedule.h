// How a pad kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct PadSchedule {
  int rows = 1;  // rows in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

PadSchedule rule(const Pad& problem, Target target);
std::vector<PadSchedule> candidates(const Pad& problem, Target target);

std::int64_t workspace_bytes(const Pad& problem, const PadSchedule& schedule, Target target);

}  // namespace mnist::kernels
