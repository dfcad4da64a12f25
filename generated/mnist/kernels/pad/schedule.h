// How a pad kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/level.h"
#include "problem.h"

namespace mnist::kernels {

struct PadSchedule {
  int rows = 1;  // rows in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

PadSchedule rule(const Pad& problem, Level level);
std::vector<PadSchedule> candidates(const Pad& problem, Level level);

std::int64_t scratch_bytes(const Pad& problem, const PadSchedule& schedule, Level level);

}  // namespace mnist::kernels
