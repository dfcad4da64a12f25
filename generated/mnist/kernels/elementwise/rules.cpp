#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

ElementwiseSchedule rule(const Elementwise& given, Target target) {
  const Elementwise problem = flattened(given);
  ElementwiseSchedule schedule;
  schedule.unroll = std::max(1, std::min(4, problem.channels / vector_floats(target)));
  schedule.rows = std::max(1, (problem.height + 7) / 8);
  return schedule;
}

std::vector<ElementwiseSchedule> candidates(const Elementwise& problem, Target target) {
  std::vector<ElementwiseSchedule> list = {rule(problem, target)};
  for (int unroll : {1, 2, 8}) {
    list.push_back(list[0]);
    list.back().unroll = unroll;
  }
  return list;
}

std::int64_t workspace_bytes(const Elementwise&, const ElementwiseSchedule&, Target) { return 0; }

}  // namespace mnist::kernels
