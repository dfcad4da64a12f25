// How a pool2d kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct Pool2DSchedule {
  int columns = 1;  // pixels computed together
  int rows = 1;     // rows in a task

  template <class V>
  void fields(V&& v) {
    v("columns", columns), v("rows", rows);
  }
};

// On GPUs: a thread computes one channel of one pixel.
struct Pool2DGpuSchedule {
  int lanes = 32;  // threads beside each other, a channel each
  int pixels = 4;  // pixels of a block, a thread each

  template <class V>
  void fields(V&& v) {
    v("lanes", lanes), v("pixels", pixels);
  }
};

Pool2DSchedule rule(const Pool2D& problem, Target target);
std::vector<Pool2DSchedule> candidates(const Pool2D& problem, Target target);

std::int64_t workspace_bytes(const Pool2D& problem, const Pool2DSchedule& schedule, Target target);

Pool2DGpuSchedule gpu_rule(const Pool2D& problem, Target target);
std::vector<Pool2DGpuSchedule> gpu_candidates(const Pool2D& problem, Target target);

}  // namespace mnist::kernels
