#include "algorithm.h"

namespace mnist::kernels {

// Where windows reach beyond x, `padded` has what they touch: columns of zeros, x, columns of zeros; rows beyond the
// image are written by the same loop as those of it.
HalideKernel depthwise_conv2d_x86(const DepthwiseConv2D& problem, const DepthwiseConv2DSchedule& schedule,
                                  const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, problem.in_width, problem.in_height);
  ImageParam filter = weights_param("filter", {problem.channels, problem.kernel_width, problem.kernel_height});
  Func padded("padded"), sum("sum"), out("out");
  const bool padding = pads(problem);
  const int first = -problem.padding_left, end = first + touched_width(problem),
            inside = std::min(problem.in_width, end);
  RDom image(0, inside, "image");
  padded(c, x, y, n) = undef<float>();
  padded(c, image, y, n) = select(likely(y >= 0) && likely(y < problem.in_height),
                                  in(c, image, clamp(y, 0, problem.in_height - 1), n), 0.0f);
  zero_beside(padded, first, inside, end, vec);
  const auto at = [&](const Expr& column, const Expr& row) {
    return padding ? padded(c, column, row, n) : in(c, column, row, n);
  };
  RDom r(0, problem.kernel_width, 0, problem.kernel_height);
  sum(c, x, y, n) = 0.0f;
  sum(c, x, y, n) +=
      filter(c, r.x, r.y) * at(x * problem.stride_width + r.x * problem.dilation_width - problem.padding_left,
                               y * problem.stride_height + r.y * problem.dilation_height - problem.padding_top);
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, sum(c, x, y, n), problem.residual, problem.channels,
                                                 problem.out_width, problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  // One vector of channels by a tile of pixels: each input pixel is loaded once for the tile's rows and columns that it
  // touches. More than nine taps, or pixels that share no input, are too many for the registers: then one row of the
  // filter at a time.
  Var co("co"), xo("xo"), xi("xi"), yt("yt"), yi("yi"), yo("yo"), yb("yb"), task("task");
  const int columns = std::min(schedule.columns, problem.out_width),
            rows = std::min(schedule.tile_rows, problem.out_height);
  out.split(c, co, c, vec, problem.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(x, xo, xi, columns, problem.out_width % columns ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  const bool whole_vectors = padding || schedule.channel_vectors > 0;
  if (whole_vectors) {
    Var cb("cb"), cv("cv");
    const int in_task = std::min(schedule.rows, problem.out_height), tile = std::min(rows, in_task);
    out.split(co, cb, cv, std::max(1, schedule.channel_vectors), TailStrategy::GuardWithIf);
    out.split(y, yt, yb, in_task, problem.out_height % in_task ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
    out.split(yb, yo, yi, tile, in_task % tile ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
    out.reorder({c, xi, yi, xo, yo, cv, cb, yt, n}).fuse(cb, yt, task).fuse(task, n, task);
    if (padding) {
      padded.compute_at(out, cv).store_in(MemoryType::Heap).bound_extent(c, vec);
      padded.update().reorder(c, image, y).vectorize(c, vec);
    }
  } else {
    out.split(y, yo, yi, rows, problem.out_height % rows ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
    const int tiles_y = divide_up(problem.out_height, rows), in_task = divide_up(schedule.rows, rows);
    out.split(yo, yt, yb, problem.out_height % rows ? rows_in_task(tiles_y, in_task) : in_task,
              TailStrategy::GuardWithIf);
    out.reorder({c, xi, yi, schedule.channels_outer ? xo : co, schedule.channels_outer ? co : xo, yb, yt, n});
    out.fuse(yt, n, task);
  }
  out.parallel(task);
  out.vectorize(c).unroll(xi).unroll(yi);
  sum.compute_at(out, whole_vectors || schedule.channels_outer ? xo : co)
      .store_in(MemoryType::Stack)
      .vectorize(c, vec)
      .unroll(x)
      .unroll(y);
  sum.update().reorder(c, x, y, r.x, r.y).vectorize(c, vec).unroll(x).unroll(y).unroll(r.x);
  const bool few = problem.kernel_height * problem.kernel_width <= 9 && problem.stride_height == 1 &&
                   !problem.epilogue.has(Operand::tensor);
  if (few) sum.update().unroll(r.y);
  return finish_images(out, chain, {in, filter}, problem.out, problem.channels, problem.out_width, problem.out_height);
}

}  // namespace mnist::kernels
