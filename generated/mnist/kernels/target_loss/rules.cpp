#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

TargetLossSchedule rule(const TargetLoss& problem, Target target) {
  TargetLossSchedule schedule;
  // Four vectors of partial results: one would wait for each addition.
  schedule.lanes = channel_vector(problem.classes, 4 * vector_floats(target));
  return schedule;
}

std::vector<TargetLossSchedule> candidates(const TargetLoss& problem, Target target) { return {rule(problem, target)}; }

// The terms and slopes of a row, and its exponentials; up to 16 KB of each are on the stack.
std::int64_t workspace_bytes(const TargetLoss& problem, const TargetLossSchedule&, Target) {
  const int arrays = is_categorical(problem.fn) ? 3 : 2;
  return problem.classes * 4 > 16384 ? std::int64_t{4} * arrays * problem.classes : 0;
}

}  // namespace mnist::kernels
