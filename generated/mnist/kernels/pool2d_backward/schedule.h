// How a pool2d_backward kernel is scheduled, and the rules that choose it. Plain C++.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "../common/argument.h"
#include "../common/target.h"
#include "problem.h"

namespace mnist::kernels {

struct Pool2DBackwardSchedule {
  int rows = 1;  // in a task

  template <class V>
  void fields(V&& v) {
    v("rows", rows);
  }
};

// Rows and columns of windows that a number of rows of dx, a multiple of the stride, are in; those beyond the last
// included.
int window_rows(const Pool2DBackward& problem, int rows);
int window_columns(const Pool2DBackward& problem);

Pool2DBackwardSchedule rule(const Pool2DBackward& problem, Target target);
std::vector<Pool2DBackwardSchedule> candidates(const Pool2DBackward& problem, Target target);

std::int64_t workspace_bytes(const Pool2DBackward& problem, const Pool2DBackwardSchedule& schedule, Target target);

}  // namespace mnist::kernels
