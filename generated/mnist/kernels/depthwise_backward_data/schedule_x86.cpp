#include "../common/algorithm_parts.h"
#include "algorithm.h"

namespace mnist::kernels {

// Rows and columns of dx fall into phases: those of one have the same taps. Of each phase there is code of its own, and
// dy is copied between zeros, so that no tap is asked where it reads.
HalideKernel depthwise_backward_data_x86(const DepthwiseBackwardData& problem,
                                         const DepthwiseBackwardDataSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n"), u("u"), v("v"), co("co"), yt("yt"), task("task");
  ImageParam dy(Float(32), 4, "dy"), kernel(Float(32), 3, "kernel");
  fix_image(dy, problem.out, problem.channels, problem.out_width, problem.out_height);
  int stride = 1, d = 0;
  for (int extent : {problem.channels, problem.kernel_width, problem.kernel_height}) {
    kernel.dim(d++).set_bounds(0, extent).set_stride(stride);
    stride *= extent;
  }
  Func padded("padded"), out("out");
  const Expr inside = likely(x >= 0) && likely(x < problem.out_width) && y >= 0 && y < problem.out_height;
  padded(c, x, y, n) = select(inside,
                              dy(existing(c, problem.channels, vec), clamp(x, 0, problem.out_width - 1),
                                 clamp(y, 0, problem.out_height - 1), n),
                              0.0f);
  const int sy = problem.stride_height, sx = problem.stride_width;
  Expr sum = 0.0f;
  for (int ky = 0; ky < problem.kernel_height; ++ky) {
    for (int kx = 0; kx < problem.kernel_width; ++kx) {
      const Expr row = y + (problem.padding_top - ky * problem.dilation_height),
                 column = x + (problem.padding_left - kx * problem.dilation_width);
      const Expr product = padded(c, column / sx, row / sy, n) * kernel(c, kx, ky);
      Expr reads = Internal::const_true();
      if (sy > 1) reads = reads && row % sy == 0;
      if (sx > 1) reads = reads && column % sx == 0;
      sum += sy * sx > 1 ? select(reads, product, 0.0f) : product;
    }
  }
  out(c, x, y, n) = sum;
  out.split(c, co, c, vec, problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(y, yt, y, schedule.rows, TailStrategy::GuardWithIf);
  out.split(x, x, u, sx, TailStrategy::GuardWithIf).split(y, y, v, sy, TailStrategy::GuardWithIf);
  out.reorder({c, u, x, co, v, y, yt, n}).fuse(yt, n, task).parallel(task).vectorize(c).unroll(u).unroll(v);
  padded.compute_at(out, task).store_in(MemoryType::Heap).bound(c, 0, divide_up(problem.channels, vec) * vec);
  padded.bound(x, first_column(problem), padded_width(problem)).bound_extent(y, padded_height(problem, schedule.rows));
  padded.bound_extent(n, 1).vectorize(c, vec);
  ChainAlgorithm none;
  return finish_images(out, none, {dy, kernel}, problem.in, problem.channels, problem.in_width, problem.in_height);
}

}  // namespace mnist::kernels
