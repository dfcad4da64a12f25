#include "schedule.h"

namespace mnist::kernels {

bool joins_columns(const Conv2DBackwardKernel& problem) {
  return problem.kernel_width > 1 && problem.groups == 1 && problem.in_channels <= 4;
}

KernelGradient gradient_of(const Conv2DBackwardKernel& problem) {
  KernelGradient shape;
  shape.inputs = problem.in_channels / problem.groups;
  shape.units = problem.out_channels / problem.groups;
  shape.groups = problem.groups;
  if (is_flat(problem)) {
    shape.width = kRowsOfChunk;
    return shape;
  }
  shape.kernel_height = problem.kernel_height, shape.kernel_width = problem.kernel_width;
  shape.stride_height = problem.stride_height, shape.stride_width = problem.stride_width;
  shape.dilation_height = problem.dilation_height, shape.dilation_width = problem.dilation_width;
  shape.height = problem.out_height, shape.width = problem.out_width;
  if (joins_columns(problem)) {
    shape.inputs *= shape.kernel_width;
    shape.kernel_width = 1;
  }
  return shape;
}

Conv2DBackwardKernelSchedule rule(const Conv2DBackwardKernel& problem, Target target) {
  return {kernel_gradient_rule(gradient_of(problem), target)};
}

std::vector<Conv2DBackwardKernelSchedule> candidates(const Conv2DBackwardKernel& problem, Target target) {
  std::vector<Conv2DBackwardKernelSchedule> list;
  for (const KernelGradientSchedule& one : kernel_gradient_candidates(gradient_of(problem), target))
    list.push_back({one});
  return list;
}

std::int64_t workspace_bytes(const Conv2DBackwardKernel& problem, const Conv2DBackwardKernelSchedule& schedule,
                             Target target) {
  return kernel_gradient_workspace(gradient_of(problem), schedule, target);
}

}  // namespace mnist::kernels
