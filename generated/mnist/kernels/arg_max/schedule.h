// How an arg_max kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct ArgMaxSchedule {
  int lanes = 8;    // partial results side by side, of one result a row
  int vectors = 1;  // vectors of features compared together, of several

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("vectors", vectors);
  }
};

ArgMaxSchedule rule(const ArgMax& problem, Target target);
std::vector<ArgMaxSchedule> candidates(const ArgMax& problem, Target target);

std::int64_t workspace_bytes(const ArgMax& problem, const ArgMaxSchedule& schedule, Target target);

}  // namespace mnist::kernels
