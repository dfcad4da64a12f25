#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace specimen::gen {

ReduceSchedule rule(const Reduce& problem, Target target) {
  ReduceSchedule schedule;
  // Four vectors of partial results, so that an addition does not wait for the one before. They are of doubles, so of
  // half as many lanes.
  const int lanes = vector_floats(target) / 2;
  schedule.lanes = channel_vector(problem.extent, 4 * lanes);
  // Side by side as many as the registers hold: rows are far from each other.
  schedule.vectors = std::max(1, std::min(target == Target::v4 ? 16 : 8, problem.inner / lanes));
  return schedule;
}

std::vector<ReduceSchedule> candidates(const Reduce& problem, Target target) { return {rule(problem, target)}; }

// Partial results are on the stack.
std::int64_t workspace_bytes(const Reduce&, const ReduceSchedule&, Target) { return 0; }

}  // namespace specimen::gen
