// How a copy kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct CopySchedule {
  int tokens = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("tokens", tokens);
  }
};

CopySchedule rule(const Copy& problem, Target target);
std::vector<CopySchedule> candidates(const Copy& problem, Target target);

std::int64_t workspace_bytes(const Copy& problem, const CopySchedule& schedule, Target target);

}  // namespace mnist::kernels
