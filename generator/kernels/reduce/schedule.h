// How a reduce kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct ReduceSchedule {
  int lanes = 8;    // partial results side by side, of one result a row
  int vectors = 1;  // vectors of features reduced together, of several

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("vectors", vectors);
  }
};

ReduceSchedule rule(const Reduce& problem, Target target);
std::vector<ReduceSchedule> candidates(const Reduce& problem, Target target);

std::int64_t workspace_bytes(const Reduce& problem, const ReduceSchedule& schedule, Target target);

}  // namespace specimen::gen
