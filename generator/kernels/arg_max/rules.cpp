#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace specimen::gen {

ArgMaxSchedule rule(const ArgMax& problem, Target target) {
  ArgMaxSchedule schedule;
  // Four vectors of partial results, so that a comparison does not wait for the one before.
  const int lanes = vector_floats(target);
  schedule.lanes = channel_vector(problem.extent, 4 * lanes);
  schedule.vectors = std::max(1, std::min(4, problem.inner / lanes));
  return schedule;
}

std::vector<ArgMaxSchedule> candidates(const ArgMax& problem, Target target) { return {rule(problem, target)}; }

// Partial results are on the stack.
std::int64_t workspace_bytes(const ArgMax&, const ArgMaxSchedule&, Target) { return 0; }

}  // namespace specimen::gen
