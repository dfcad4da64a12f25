#include "schedule.h"

namespace specimen::gen {

EmbeddingSchedule rule(const Embedding&, Target) {
  EmbeddingSchedule schedule;
  schedule.tokens = 16;
  return schedule;
}

std::vector<EmbeddingSchedule> candidates(const Embedding& problem, Target target) { return {rule(problem, target)}; }

std::int64_t workspace_bytes(const Embedding&, const EmbeddingSchedule&, Target) { return 0; }

}  // namespace specimen::gen
