#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

Pool2DSchedule rule(const Pool2D& problem, Target) {
  // Bound by the bandwidth of the cache that holds the input: four pixels at a time hide latencies, eight tasks spread
  // evenly.
  Pool2DSchedule schedule;
  schedule.columns = std::min(4, problem.out_width);
  schedule.rows = std::max(1, (problem.out_height + 7) / 8);
  return schedule;
}

std::vector<Pool2DSchedule> candidates(const Pool2D& problem, Target target) {
  std::vector<Pool2DSchedule> list = {rule(problem, target)};
  for (int columns : {1, 2, 7, 8}) {
    if (columns > problem.out_width) continue;
    list.push_back(list[0]);
    list.back().columns = columns;
  }
  return list;
}

std::int64_t workspace_bytes(const Pool2D&, const Pool2DSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
