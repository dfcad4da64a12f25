#include <algorithm>

#include "schedule.h"

namespace specimen::gen {

// A task has some ten thousand elements, of which each takes about a nanosecond.
DropoutSchedule rule(const Dropout& problem, Target) { return {std::max(1, 16384 / problem.features)}; }

std::vector<DropoutSchedule> candidates(const Dropout& problem, Target target) { return {rule(problem, target)}; }

// The factors of a row that several elements share.
std::int64_t workspace_bytes(const Dropout& problem, const DropoutSchedule&, Target) {
  return problem.shared == 1 ? 0 : std::int64_t{4} * problem.features / problem.shared;
}

}  // namespace specimen::gen
