#include "../common/algorithm_parts.h"
#include "algorithm.h"

namespace mnist::kernels {

// A task takes a part of all strips of rows. Of each it sums up all taps of a vector of channels in registers.
HalideKernel depthwise_backward_kernel_x86(const DepthwiseBackwardKernel& problem,
                                           const DepthwiseBackwardKernelSchedule& schedule,
                                           const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>()), rows = schedule.rows;
  const int strips = divide_up(problem.out_height, rows);
  Var c("c"), x("x"), y("y"), kx("kx"), ky("ky"), p("p"), q("q"), co("co"), task("task");
  ImageParam in(Float(32), 4, "x"), dy(Float(32), 4, "dy");
  fix_image(in, problem.in, problem.channels, problem.in_width, problem.in_height);
  fix_image(dy, problem.out, problem.channels, problem.out_width, problem.out_height);
  Func padded("padded"), sum("sum"), total("total"), out("out");
  const Parts parts(dy.dim(kBatchDim).extent() * strips, p);
  // Strip q, and its x with the zeros around it.
  const Expr first = q % strips * rows, n = q / strips;
  const Expr row = first * problem.stride_height - problem.padding_top + y, column = x - problem.padding_left;
  const Expr inside = likely(column >= 0) && likely(column < problem.in_width) && row >= 0 && row < problem.in_height;
  padded(c, x, y, q) = select(inside,
                              in(existing(c, problem.channels, vec), clamp(column, 0, problem.in_width - 1),
                                 clamp(row, 0, problem.in_height - 1), n),
                              0.0f);
  RDom r(0, problem.out_width, 0, rows);
  if (problem.out_height % rows != 0) r.where(r.y < problem.out_height - first);
  sum(c, kx, ky, q) = 0.0f;
  sum(c, kx, ky, q) += padded(c, r.x * problem.stride_width + kx * problem.dilation_width,
                              r.y * problem.stride_height + ky * problem.dilation_height, q) *
                       dy(existing(c, problem.channels, vec), r.x, min(first + r.y, problem.out_height - 1), n);
  total(c, kx, ky, p) = 0.0f;
  total(c, kx, ky, p) += sum(c, kx, ky, parts.row);
  out(c, kx, ky) = pairwise_sum(kParts, [&](int part) -> Expr { return total(c, kx, ky, part); });

  const TailStrategy tail = problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp;
  out.vectorize(c, vec, tail);
  total.compute_root().store_in(MemoryType::Heap).bound(c, 0, problem.channels).bound(p, 0, kParts);
  total.bound(kx, 0, problem.kernel_width).bound(ky, 0, problem.kernel_height);
  total.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  total.update().split(c, co, c, vec, TailStrategy::GuardWithIf).reorder(c, kx, ky, co, parts.j, p);
  total.update().vectorize(c).unroll(kx).unroll(ky).parallel(p);
  sum.compute_at(total, co).store_in(MemoryType::Stack).bound_extent(c, vec).bound_extent(q, 1);
  sum.bound(kx, 0, problem.kernel_width).bound(ky, 0, problem.kernel_height);
  sum.vectorize(c).unroll(kx).unroll(ky);
  sum.update().reorder(c, kx, ky, r.x, r.y).vectorize(c).unroll(kx).unroll(ky);
  padded.compute_at(total, parts.j).store_in(MemoryType::Heap).bound(c, 0, divide_up(problem.channels, vec) * vec);
  padded.bound(x, 0, touched_width(problem)).bound(y, 0, touched_height(problem, rows)).bound_extent(q, 1);
  padded.vectorize(c, vec);
  int stride = 1, d = 0;
  for (int extent : {problem.channels, problem.kernel_width, problem.kernel_height}) {
    out.output_buffer().dim(d++).set_bounds(0, extent).set_stride(stride);
    stride *= extent;
  }
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {in, dy};
  return kernel;
}

}  // namespace mnist::kernels
