#include "../common/algorithm_kernel_gradient.h"
#include "algorithm.h"

namespace mnist::kernels {

// A transposed gradient is that of x and dy in each other's place.
HalideKernel dense_backward_kernel_x86(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                                       const Halide::Target& target) {
  using namespace Halide;
  ImageParam x(Float(32), 2, "x"), dy(Float(32), 2, "dy");
  fix_rows(x, problem.inputs);
  fix_rows(dy, problem.units);
  const auto reads = [](const ImageParam& from) {
    return [from](const Expr& c, const Expr& row, const Expr&, const Expr&) -> Expr { return from(c, row); };
  };
  KernelGradientInputs inputs;
  inputs.x = reads(problem.transposed ? dy : x);
  inputs.dy = reads(problem.transposed ? x : dy);
  inputs.rows = x.dim(1).extent();
  const Func gradient = kernel_gradient(gradient_of(problem), schedule, inputs, target);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(gradient);
  kernel.arguments = {x, dy};
  return kernel;
}

}  // namespace mnist::kernels
