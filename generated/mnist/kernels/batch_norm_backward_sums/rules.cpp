#include <algorithm>

#include "../common/parts.h"
#include "schedule.h"

namespace mnist::kernels {

BatchNormBackwardSumsSchedule rule(const BatchNormBackwardSums& problem, Target target) {
  BatchNormBackwardSumsSchedule schedule;
  // Four vectors of each sum, so that an addition does not wait for the one before.
  schedule.vectors = std::max(1, std::min(4, problem.channels / vector_floats(target)));
  return schedule;
}

std::vector<BatchNormBackwardSumsSchedule> candidates(const BatchNormBackwardSums& problem, Target target) {
  return {rule(problem, target)};
}

// Both sums of all parts.
std::int64_t workspace_bytes(const BatchNormBackwardSums& problem, const BatchNormBackwardSumsSchedule&, Target) {
  return std::int64_t{4} * 2 * kParts * problem.channels;
}

}  // namespace mnist::kernels
