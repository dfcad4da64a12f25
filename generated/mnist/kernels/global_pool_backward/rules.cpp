#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

GlobalPoolBackwardSchedule rule(const GlobalPoolBackward& problem, Target) {
  GlobalPoolBackwardSchedule schedule;
  // About four tasks an image.
  schedule.rows = divide_up(problem.height, 4);
  return schedule;
}

std::vector<GlobalPoolBackwardSchedule> candidates(const GlobalPoolBackward& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const GlobalPoolBackward&, const GlobalPoolBackwardSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
