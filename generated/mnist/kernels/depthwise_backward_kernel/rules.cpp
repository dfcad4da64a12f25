#include <algorithm>

#include "../common/parts.h"
#include "../common/tiles.h"
#include "schedule.h"

namespace mnist::kernels {

DepthwiseBackwardKernelSchedule rule(const DepthwiseBackwardKernel& problem, Target) {
  DepthwiseBackwardKernelSchedule schedule;
  // What is padded for a strip stays in L2; its taps are in registers for at least 64 pixels.
  constexpr int kBytes = 256 * 1024, kPixels = 64;
  const int row = 4 * problem.channels * touched_width(problem) * problem.stride_height;
  schedule.rows = std::min({problem.out_height, divide_up(kPixels, problem.out_width), std::max(1, kBytes / row)});
  return schedule;
}

std::vector<DepthwiseBackwardKernelSchedule> candidates(const DepthwiseBackwardKernel& problem, Target target) {
  return {rule(problem, target)};
}

// The sums of all parts, and what is padded.
std::int64_t workspace_bytes(const DepthwiseBackwardKernel& problem, const DepthwiseBackwardKernelSchedule& schedule,
                             Target target) {
  const int vec = channel_vector(problem.channels, vector_floats(target)),
            channels = divide_up(problem.channels, vec) * vec;
  const std::int64_t padded = std::int64_t{touched_height(problem, schedule.rows)} * touched_width(problem) * channels;
  return 4 * (padded + std::int64_t{kParts} * problem.kernel_height * problem.kernel_width * problem.channels);
}

}  // namespace mnist::kernels
