#include "schedule.h"

namespace mnist::kernels {

KernelGradient gradient_of(const DenseBackwardKernel& problem) {
  KernelGradient shape;
  shape.inputs = problem.transposed ? problem.units : problem.inputs;
  shape.units = problem.transposed ? problem.inputs : problem.units;
  shape.width = kRowsOfChunk;
  return shape;
}

DenseBackwardKernelSchedule rule(const DenseBackwardKernel& problem, Target target) {
  return {kernel_gradient_rule(gradient_of(problem), target)};
}

std::vector<DenseBackwardKernelSchedule> candidates(const DenseBackwardKernel& problem, Target target) {
  std::vector<DenseBackwardKernelSchedule> list;
  for (const KernelGradientSchedule& one : kernel_gradient_candidates(gradient_of(problem), target))
    list.push_back({one});
  return list;
}

std::int64_t workspace_bytes(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                             Target target) {
  return kernel_gradient_workspace(gradient_of(problem), schedule, target);
}

}  // namespace mnist::kernels
