#include <stdexcept>

#include "algorithm.h"

namespace mnist::kernels {

// A row of y is computed as soon as the rows of the expanded image are there that it reads: Halide slides the window of
// them down a task's rows and folds what it needs no more. All columns of the padding are stored for each row, as
// zeros; rows of it are computed by the same loop as those of the image, and dropped.
HalideKernel expand_depthwise_x86(const ExpandDepthwise& problem, const ExpandDepthwiseSchedule& schedule,
                                  const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), block = schedule.channel_vectors * vec;
  const int vectors = divide_up(problem.channels, vec), panels = divide_up(problem.channels, kPanel);
  if (divide_up(vectors, schedule.channel_vectors) * block > panels * kPanel) {
    throw std::runtime_error("channel_vectors " + std::to_string(schedule.channel_vectors) +
                             " does not divide the panels of " + std::to_string(problem.channels) + " channels");
  }
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.in_channels, problem.in_width, problem.in_height);
  ImageParam filter = weights_param("filter", {kPanel, problem.in_channels, 1, 1, panels});
  ImageParam taps = weights_param("depthwise_filter", {problem.channels, problem.kernel_width, problem.kernel_height});

  const int columns = std::min(schedule.columns, problem.in_width);
  const int unroll = problem.in_channels % schedule.unroll == 0 ? schedule.unroll : 1;
  // Columns of the expanded image that are read, from `first` on; those up to `inside` are of the image.
  const int first = -problem.padding_left, end = first + expanded_columns(problem),
            inside = std::min(end, problem.in_width);
  Func sum("sum"), value("value"), expanded("expanded"), total("total"), out("out");
  RDom k(0, unroll, 0, problem.in_channels / unroll, "k");
  const Expr channel = k[1] * unroll + k[0];
  sum(c, x, y, n) = 0.0f;
  sum(c, x, y, n) +=
      filter(c % kPanel, channel, 0, 0, c / kPanel) *
      in(channel, inside % columns ? min(x, inside - 1) : Expr(x), clamp(y, 0, problem.in_height - 1), n);
  const ChainAlgorithm expansion = apply_image_chain(problem.expansion, sum(c, x, y, n), Storage{}, problem.channels,
                                                     problem.in_width, problem.in_height, c, x, y, n);
  value(c, x, y, n) = expansion.outputs[0];
  RDom image(0, inside, "image");
  expanded(c, x, y, n) = undef<float>();
  expanded(c, image, y, n) = select(y >= 0 && y < problem.in_height, value(c, image, y, n), 0.0f);
  zero_beside(expanded, first, inside, end, vec);
  RDom r(0, problem.kernel_width, 0, problem.kernel_height, "r");
  total(c, x, y, n) = 0.0f;
  total(c, x, y, n) +=
      taps(c, r.x, r.y) * expanded(c, x * problem.stride_width + r.x * problem.dilation_width - problem.padding_left,
                                   y * problem.stride_height + r.y * problem.dilation_height - problem.padding_top, n);
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, total(c, x, y, n), problem.residual,
                                                 problem.channels, problem.out_width, problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  Var cb("cb"), cv("cv"), ci("ci"), xo("xo"), xi("xi"), yt("yt"), yi("yi"), task("task");
  const auto tail = [](int extent, int factor, TailStrategy strategy) {
    return extent % factor == 0 ? TailStrategy::RoundUp : strategy;
  };
  const int out_columns = std::min(schedule.depthwise_columns, problem.out_width),
            rows = std::min(schedule.rows, problem.out_height);
  out.split(c, cv, ci, vec, tail(problem.channels, vec, TailStrategy::GuardWithIf));
  out.split(cv, cb, cv, schedule.channel_vectors, tail(vectors, schedule.channel_vectors, TailStrategy::GuardWithIf));
  out.split(x, xo, xi, out_columns, tail(problem.out_width, out_columns, TailStrategy::ShiftInwards));
  out.split(y, yt, yi, rows, tail(problem.out_height, rows, TailStrategy::GuardWithIf));
  // Rows outermost: so a thread reads and writes the rows that are its own in the kernels around this one.
  out.reorder(ci, xi, cv, xo, yi, cb, yt, n);
  out.fuse(cb, yt, task).fuse(task, n, task).parallel(task);
  out.vectorize(ci).unroll(xi);

  // The last vector of channels may read what follows each row of taps, where that ends within the last 64 bytes: masks
  // cost 1.7 times the time of the whole kernel. More than nine taps do not fit the registers. With 16 registers nine
  // taps do not fit either, if pixels share none of them or masks are needed.
  const int window = problem.kernel_height * problem.kernel_width;
  const bool whole = (window - 1) * problem.channels + vectors * vec <= divide_up(window * problem.channels, 16) * 16;
  const TailStrategy masked = whole ? TailStrategy::RoundUp : TailStrategy::GuardWithIf;
  if (whole) total.align_bounds(c, vec).bound_extent(c, vec);
  total.compute_at(out, cv).store_in(MemoryType::Stack).vectorize(c, vec, masked).unroll(x);
  total.update().reorder(c, x, r.x, r.y).vectorize(c, vec, masked).unroll(x).unroll(r.x);
  const bool few = vec == 16 || (problem.stride_height == 1 && problem.channels % vec == 0);
  if (window <= 9 && few) total.update().unroll(r.y);

  expanded.compute_at(out, yi).store_in(MemoryType::Heap).align_bounds(c, block).bound_extent(c, block);
  if (rows > 1) expanded.store_at(out, task).fold_storage(y, ring_rows(problem, schedule));
  RVar io("io"), ii("ii");
  expanded.update().split(image, io, ii, columns).reorder(c, ii, io, y).vectorize(c, vec).unroll(c).unroll(ii);
  sum.compute_at(expanded, io).store_in(MemoryType::Stack).bound_extent(c, block).bound_extent(x, columns);
  sum.vectorize(c, vec).unroll(c).unroll(x);
  sum.update().reorder(c, x, y, k[0], k[1]).vectorize(c, vec).unroll(c).unroll(x).unroll(k[0]);

  std::vector<Argument> inputs = {in, filter, taps};
  inputs.insert(inputs.end(), expansion.operands.begin(), expansion.operands.end());
  return finish_images(out, chain, inputs, problem.out, problem.channels, problem.out_width, problem.out_height);
}

}  // namespace mnist::kernels
