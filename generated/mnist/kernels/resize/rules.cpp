#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

ResizeSchedule rule(const Resize& problem, Target target) {
  ResizeSchedule schedule;
  // Eight tasks are enough for eight threads, and few enough to start.
  schedule.rows = std::max(1, divide_up(problem.out_height, 8));
  schedule.lanes = channel_vector(problem.channels, vector_floats(target));
  return schedule;
}

std::vector<ResizeSchedule> candidates(const Resize& problem, Target target) { return {rule(problem, target)}; }

std::int64_t workspace_bytes(const Resize& problem, const ResizeSchedule&, Target) {
  return is_choice(problem) ? 0 : std::int64_t{4} * problem.in_width * problem.channels;
}

}  // namespace mnist::kernels
