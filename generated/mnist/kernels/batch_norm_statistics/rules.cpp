#include <algorithm>

#include "../common/parts.h"
#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

BatchNormStatisticsSchedule rule(const BatchNormStatistics& problem, Target target) {
  BatchNormStatisticsSchedule schedule;
  // Four vectors of sums, so that an addition does not wait for the one before.
  schedule.vectors = std::max(1, std::min(4, problem.channels / vector_floats(target)));
  return schedule;
}

std::vector<BatchNormStatisticsSchedule> candidates(const BatchNormStatistics& problem, Target target) {
  return {rule(problem, target)};
}

// Means and squares of all parts, and the pixel that all are taken as differences from, in whole blocks of channels.
std::int64_t workspace_bytes(const BatchNormStatistics& problem, const BatchNormStatisticsSchedule& schedule,
                             Target target) {
  const int block = channel_vector(problem.channels, vector_floats(target)) * schedule.vectors;
  return std::int64_t{4} * (2 * kParts * problem.channels + divide_up(problem.channels, block) * block);
}

}  // namespace mnist::kernels
