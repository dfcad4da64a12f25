#include "how.h"

#include <algorithm>

namespace specimen::gen {

// A power of two, so that a row's place is a mask away. A task of one row of y has what that reads.
int ring_rows(const ExpandDepthwise& what, const ExpandDepthwiseSchedule& how) {
  const int window = (what.kernel_height - 1) * what.dilation_height + 1;
  if (std::min(how.rows, what.out_height) == 1) return window;
  int rows = 1;
  while (rows < window) rows *= 2;
  return rows;
}

}  // namespace specimen::gen
