// How a pack_filter kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct PackFilterSchedule {
  // Inputs, that is rows of a panel, copied in a task.
  int rows = 64;

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

PackFilterSchedule rule(const PackFilter& problem, Target target);
std::vector<PackFilterSchedule> candidates(const PackFilter& problem, Target target);

std::int64_t workspace_bytes(const PackFilter& problem, const PackFilterSchedule& schedule, Target target);

}  // namespace mnist::kernels
