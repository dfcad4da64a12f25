#include <algorithm>

#include "schedule.h"

namespace mnist::kernels {

// A vector an example reads each weight once and is bound by that: many threads, each with few loads of a panel's 64
// bytes, keep memory busy. Four rows a thread use each weight four times. Not measured: no GPU was at hand.
DenseGpuSchedule gpu_rule(const Dense& problem, Target) {
  DenseGpuSchedule schedule;
  schedule.parts = std::min(16, problem.inputs);
  schedule.rows = 4;
  return schedule;
}

std::vector<DenseGpuSchedule> gpu_candidates(const Dense& problem, Target target) {
  return {gpu_rule(problem, target)};
}

}  // namespace mnist::kernels
