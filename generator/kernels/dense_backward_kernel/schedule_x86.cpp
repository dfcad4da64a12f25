#include "../common/algorithm_kernel_gradient.h"
#include "algorithm.h"

namespace specimen::gen {

// A transposed gradient is that of x and dy in each other's place.
HalideKernel dense_backward_kernel_x86(const DenseBackwardKernel& problem, const DenseBackwardKernelSchedule& schedule,
                                       const Halide::Target& target) {
  using namespace Halide;
  ImageParam x(Float(32), 2, "x"), dy(Float(32), 2, "dy");
  fix_rows(x, problem.inputs);
  fix_rows(dy, problem.units);
  const KernelGradient shape = gradient_of(problem);
  const Expr rows = x.dim(1).extent();
  const auto reads = [&](ImageParam from) {
    return [from, rows, shape](const Expr& c, const Expr& column, const Expr&, const Expr& n) -> Expr {
      return from(c, min(n * shape.width + column, rows - 1));
    };
  };
  KernelGradientInputs inputs;
  inputs.x = reads(problem.transposed ? dy : x);
  inputs.dy = reads(problem.transposed ? x : dy);
  inputs.examples = (rows + shape.width - 1) / shape.width;
  inputs.columns = [&](const Expr& n) -> Expr { return rows - n * shape.width; };
  const Func gradient = kernel_gradient(shape, schedule, inputs, target);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(gradient);
  kernel.arguments = {x, dy};
  return kernel;
}

}  // namespace specimen::gen
