#include "../common/algorithm_kernel_gradient.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel conv2d_backward_kernel_x86(const Conv2DBackwardKernel& problem,
                                        const Conv2DBackwardKernelSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  ImageParam x(Float(32), 4, "x"), dy(Float(32), 4, "dy");
  const KernelGradient shape = gradient_of(problem);
  const Expr batch = dy.dim(kBatchDim).extent();
  KernelGradientInputs inputs;
  if (is_flat(problem)) {
    // Pixels of all examples are one list of rows.
    const auto reads = [&](ImageParam from, const Storage& s, int channels) {
      from.dim(0).set_bounds(0, channels).set_stride(1);
      from.dim(1).set_min(0).set_stride(s.pixel);
      from.dim(2).set_bounds(0, 1).set_stride(s.row);
      from.dim(kBatchDim).set_min(0).set_stride(s.example);
      return [from](const Expr& c, const Expr& row, const Expr&, const Expr&) -> Expr { return from(c, row, 0, 0); };
    };
    inputs.x = reads(x, problem.in, problem.in_channels);
    inputs.dy = reads(dy, problem.out, problem.out_channels);
    inputs.rows = batch * (problem.out_height * problem.out_width);
  } else {
    // Joined columns are neighbours in memory where pixels have no gaps.
    const int depth = problem.in_channels;
    const bool gapless = joins_columns(problem) && problem.in.pixel == depth && problem.dilation_width == 1;
    fix_image(x, problem.in, gapless ? depth * touched_width(problem) : depth, touched_width(problem),
              touched_height(problem));
    fix_image(dy, problem.out, problem.out_channels, problem.out_width, problem.out_height);
    inputs.examples = batch;
    inputs.dy = [&](const Expr& c, const Expr& column, const Expr& row, const Expr& n) -> Expr {
      return dy(c, column, row, n);
    };
    inputs.x = [&](const Expr& c, const Expr& column, const Expr& row, const Expr& n) -> Expr {
      if (gapless) return x(column * depth + c, 0, row, n);
      if (!joins_columns(problem)) return x(c, column, row, n);
      return x(c % depth, column + c / depth * problem.dilation_width, row, n);
    };
  }
  const Func gradient = kernel_gradient(shape, schedule, inputs, target);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(gradient);
  kernel.arguments = {x, dy};
  return kernel;
}

}  // namespace mnist::kernels
