// How a select_token kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct SelectTokenSchedule {
  int sequences = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("sequences", sequences);
  }
};

SelectTokenSchedule rule(const SelectToken& problem, Target target);
std::vector<SelectTokenSchedule> candidates(const SelectToken& problem, Target target);

std::int64_t workspace_bytes(const SelectToken& problem, const SelectTokenSchedule& schedule, Target target);

}  // namespace mnist::kernels
