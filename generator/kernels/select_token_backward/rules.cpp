#include "schedule.h"

namespace specimen::gen {

SelectTokenBackwardSchedule rule(const SelectTokenBackward&, Target) {
  SelectTokenBackwardSchedule schedule;
  schedule.tokens = 16;
  return schedule;
}

std::vector<SelectTokenBackwardSchedule> candidates(const SelectTokenBackward& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const SelectTokenBackward&, const SelectTokenBackwardSchedule&, Target) { return 0; }

}  // namespace specimen::gen
