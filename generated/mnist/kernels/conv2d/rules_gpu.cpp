#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

// Not measured: no GPU was at hand. A warp reads a panel's channels side by side and one pixel for all; four pixels a
// thread read each weight once and leave registers for addresses; blocks have 128 threads where the image is large.
Conv2DGpuSchedule gpu_rule(const Conv2D& problem, Target) {
  Conv2DGpuSchedule schedule;
  schedule.lanes = problem.out_channels <= kPanel ? kPanel : 2 * kPanel;
  schedule.columns = std::min(4, problem.out_width);
  const int tiles = divide_up(problem.out_width, schedule.columns) * problem.out_height;
  schedule.tiles = std::min(128 / schedule.lanes, tiles);
  return schedule;
}

std::vector<Conv2DGpuSchedule> gpu_candidates(const Conv2D& problem, Target target) {
  return {gpu_rule(problem, target)};
}

}  // namespace mnist::kernels
