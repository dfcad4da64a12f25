#include "algorithm.h"

namespace specimen::gen {

HalideKernel conv2d_backward_kernel_x86(const Conv2DBackwardKernel& problem, const Conv2DBackwardKernelSchedule&,
                                        const Halide::Target& target) {
  using namespace Halide;
  const int depth = problem.in_channels / problem.groups, per_group = problem.out_channels / problem.groups;
  Var o("o"), i("i"), kx("kx"), ky("ky"), n("n"), oo("oo"), task("task");
  ImageParam x(Float(32), 4, "x"), dy(Float(32), 4, "dy");
  fix_image(x, problem.in, problem.in_channels, touched_width(problem), touched_height(problem));
  fix_image(dy, problem.out, problem.out_channels, problem.out_width, problem.out_height);
  Func sum("sum"), total("total"), out("out");
  RDom r(0, problem.out_width, 0, problem.out_height), examples(0, x.dim(kBatchDim).extent());
  const Expr channel = clamp(o / per_group * depth + i, 0, problem.in_channels - 1);
  sum(o, i, kx, ky, n) = 0.0f;
  sum(o, i, kx, ky, n) += x(channel, r.x * problem.stride_width + kx * problem.dilation_width,
                            r.y * problem.stride_height + ky * problem.dilation_height, n) *
                          dy(o, r.x, r.y, n);
  total(o, i, kx, ky) = 0.0f;
  total(o, i, kx, ky) += sum(o, i, kx, ky, examples);
  out(o, i, kx, ky) = total(o, i, kx, ky);
  const int width = channel_vector(problem.out_channels, target.natural_vector_size<float>());
  out.split(o, oo, o, width, problem.out_channels % width ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.fuse(i, kx, task).fuse(task, ky, task).parallel(task).vectorize(o);
  for (Func f : {sum, total}) {
    f.compute_at(out, oo).store_in(MemoryType::Stack).bound_extent(o, width).vectorize(o, width);
    f.update().vectorize(o, width);
  }
  sum.compute_at(total, examples);
  int stride = 1, d = 0;
  for (int extent : {problem.out_channels, depth, problem.kernel_width, problem.kernel_height}) {
    out.output_buffer().dim(d++).set_bounds(0, extent).set_stride(stride);
    stride *= extent;
  }
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {x, dy};
  return kernel;
}

}  // namespace specimen::gen
