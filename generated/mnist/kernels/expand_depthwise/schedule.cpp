#include "schedule.h"

#include <algorithm>

namespace mnist::kernels {

// A power of two, so that a row's place is a mask away. A task of one row of y has what that reads.
int ring_rows(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule) {
  const int window = (problem.kernel_height - 1) * problem.dilation_height + 1;
  if (std::min(schedule.rows, problem.out_height) == 1) return window;
  int rows = 1;
  while (rows < window) rows *= 2;
  return rows;
}

}  // namespace mnist::kernels
