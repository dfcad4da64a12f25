#include "schedule.h"

namespace specimen::gen {

SequencePoolBackwardSchedule rule(const SequencePoolBackward&, Target) {
  SequencePoolBackwardSchedule schedule;
  schedule.tokens = 16;
  return schedule;
}

std::vector<SequencePoolBackwardSchedule> candidates(const SequencePoolBackward& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const SequencePoolBackward&, const SequencePoolBackwardSchedule&, Target) { return 0; }

}  // namespace specimen::gen
