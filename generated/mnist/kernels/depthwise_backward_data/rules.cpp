#include <algorithm>

#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

DepthwiseBackwardDataSchedule rule(const DepthwiseBackwardData& problem, Target) {
  DepthwiseBackwardDataSchedule schedule;
  // About eight tasks an image, of whole phases.
  const int stride = problem.stride_height;
  schedule.rows = divide_up(std::max(1, problem.in_height / 8), stride) * stride;
  return schedule;
}

std::vector<DepthwiseBackwardDataSchedule> candidates(const DepthwiseBackwardData& problem, Target target) {
  return {rule(problem, target)};
}

// What a task reads of dy, between zeros.
std::int64_t workspace_bytes(const DepthwiseBackwardData& problem, const DepthwiseBackwardDataSchedule& schedule,
                             Target target) {
  const int vec = channel_vector(problem.channels, vector_floats(target));
  return std::int64_t{4} * padded_height(problem, schedule.rows) * padded_width(problem) *
         divide_up(problem.channels, vec) * vec;
}

}  // namespace mnist::kernels
