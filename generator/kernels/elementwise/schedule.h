// How an elementwise kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace specimen::gen {

struct ElementwiseSchedule {
  int rows = 1;    // rows in a task
  int unroll = 1;  // vectors in the body of the loop over channels

  template <class V>
  void fields(V&& v) {
    v("rows", rows), v("unroll", unroll);
  }
};

// On GPUs: a thread computes one channel of one pixel.
struct ElementwiseGpuSchedule {
  int lanes = 32;  // threads beside each other, a channel each
  int pixels = 4;  // pixels of a block, a thread each

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("pixels", pixels);
  }
};

ElementwiseSchedule rule(const Elementwise& problem, Target target);
std::vector<ElementwiseSchedule> candidates(const Elementwise& problem, Target target);

std::int64_t workspace_bytes(const Elementwise& problem, const ElementwiseSchedule& schedule, Target target);

ElementwiseGpuSchedule gpu_rule(const Elementwise& problem, Target target);
std::vector<ElementwiseGpuSchedule> gpu_candidates(const Elementwise& problem, Target target);

}  // namespace specimen::gen
