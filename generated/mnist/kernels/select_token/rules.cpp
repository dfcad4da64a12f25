#include "schedule.h"

namespace mnist::kernels {

SelectTokenSchedule rule(const SelectToken&, Target) {
  SelectTokenSchedule schedule;
  schedule.sequences = 16;
  return schedule;
}

std::vector<SelectTokenSchedule> candidates(const SelectToken& problem, Target target) {
  return {rule(problem, target)};
}

std::int64_t workspace_bytes(const SelectToken&, const SelectTokenSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
