#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

ElementwiseSchedule rule(const Elementwise& given, Level level) {
  const Elementwise problem = flattened(given);
  ElementwiseSchedule schedule;
  schedule.unroll = std::max(1, std::min(4, problem.channels / vector_floats(level)));
  schedule.rows = std::max(1, (problem.height + 7) / 8);
  return schedule;
}

std::vector<ElementwiseSchedule> candidates(const Elementwise& problem, Level level) {
  std::vector<ElementwiseSchedule> list = {rule(problem, level)};
  for (int unroll : {1, 2, 8}) {
    list.push_back(list[0]);
    list.back().unroll = unroll;
  }
  return list;
}

std::int64_t scratch_bytes(const Elementwise&, const ElementwiseSchedule&, Level) { return 0; }

}  // namespace mnist::kernels
