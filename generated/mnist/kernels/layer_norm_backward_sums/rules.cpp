#include "../common/parts.h"
#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

LayerNormBackwardSumsSchedule rule(const LayerNormBackwardSums& problem, Target target) {
  LayerNormBackwardSumsSchedule schedule;
  // Four vectors of partial sums: one would wait for each addition.
  schedule.lanes = channel_vector(problem.features, 4 * vector_floats(target));
  return schedule;
}

std::vector<LayerNormBackwardSumsSchedule> candidates(const LayerNormBackwardSums& problem, Target target) {
  return {rule(problem, target)};
}

// Both sums of all parts.
std::int64_t workspace_bytes(const LayerNormBackwardSums& problem, const LayerNormBackwardSumsSchedule&, Target) {
  return std::int64_t{4} * 2 * kParts * problem.features;
}

}  // namespace mnist::kernels
