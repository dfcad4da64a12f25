#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

SequencePoolSchedule rule(const SequencePool& problem, Target target) {
  SequencePoolSchedule schedule;
  schedule.vectors = std::max(1, std::min(8, problem.features / vector_floats(target)));
  return schedule;
}

std::vector<SequencePoolSchedule> candidates(const SequencePool& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const SequencePool&, const SequencePoolSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
