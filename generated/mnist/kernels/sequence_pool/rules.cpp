#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

SequencePoolSchedule rule(const SequencePool& problem, Level level) {
  SequencePoolSchedule schedule;
  schedule.vectors = std::max(1, std::min(8, problem.features / vector_floats(level)));
  return schedule;
}

std::vector<SequencePoolSchedule> candidates(const SequencePool& problem, Level level) {
  return {rule(problem, level)};
}

std::int64_t scratch_bytes(const SequencePool&, const SequencePoolSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
