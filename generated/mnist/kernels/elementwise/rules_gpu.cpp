#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

// Bound by memory: a warp reads channels side by side, and a block has 128 threads. Not measured: no GPU was at hand.
ElementwiseGpuSchedule gpu_rule(const Elementwise& problem, Target) {
  const Elementwise flat = flattened(problem);
  ElementwiseGpuSchedule schedule;
  schedule.lanes = flat.channels >= 128 ? 128 : 32;
  schedule.pixels = std::min(128 / schedule.lanes, flat.height * flat.width);
  return schedule;
}

std::vector<ElementwiseGpuSchedule> gpu_candidates(const Elementwise& problem, Target target) {
  return {gpu_rule(problem, target)};
}

}  // namespace mnist::kernels
