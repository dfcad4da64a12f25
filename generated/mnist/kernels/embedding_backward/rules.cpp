#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

EmbeddingBackwardSchedule rule(const EmbeddingBackward& problem, Target target) {
  EmbeddingBackwardSchedule schedule;
  // 64 KiB of zeros in a task.
  schedule.rows = std::max(1, 16384 / problem.features);
  // Tasks have equal parts of the features: whole vectors where there are such.
  schedule.features = 4 * vector_floats(target);
  while (problem.features % schedule.features != 0) schedule.features /= 2;
  return schedule;
}

std::vector<EmbeddingBackwardSchedule> candidates(const EmbeddingBackward& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const EmbeddingBackward&, const EmbeddingBackwardSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
