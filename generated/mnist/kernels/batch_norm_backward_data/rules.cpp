#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

BatchNormBackwardDataSchedule rule(const BatchNormBackwardData& problem, Target) {
  BatchNormBackwardDataSchedule schedule;
  // About eight tasks an image.
  schedule.rows = divide_up(problem.height, 8);
  return schedule;
}

std::vector<BatchNormBackwardDataSchedule> candidates(const BatchNormBackwardData& problem, Target target) {
  return {rule(problem, target)};
}

// The factors of each channel.
std::int64_t workspace_bytes(const BatchNormBackwardData& problem, const BatchNormBackwardDataSchedule&, Target) {
  return std::int64_t{4} * 3 * problem.channels;
}

}  // namespace mnist::kernels
