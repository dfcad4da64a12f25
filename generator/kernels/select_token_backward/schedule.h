// How a select_token_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct SelectTokenBackwardSchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

SelectTokenBackwardSchedule rule(const SelectTokenBackward& problem, Target target);
std::vector<SelectTokenBackwardSchedule> candidates(const SelectTokenBackward& problem, Target target);

std::int64_t workspace_bytes(const SelectTokenBackward& problem, const SelectTokenBackwardSchedule& schedule,
                             Target target);

}  // namespace specimen::gen
