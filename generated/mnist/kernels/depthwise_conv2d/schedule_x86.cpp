#include "algorithm.h"

namespace specimen::gen {

HalideKernel depthwise_conv2d_x86(const DepthwiseConv2D& what, const DepthwiseConv2DSchedule& how,
                                  const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(what.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels,
            (what.out_width - 1) * what.stride_width + (what.kernel_width - 1) * what.dilation_width + 1,
            (what.out_height - 1) * what.stride_height + (what.kernel_height - 1) * what.dilation_height + 1);
  ImageParam filter = weights_param("filter", {what.channels, what.kernel_width, what.kernel_height});
  Func sum("sum"), out("out");
  RDom r(0, what.kernel_width, 0, what.kernel_height);
  sum(c, x, y, n) = 0.0f;
  sum(c, x, y, n) += filter(c, r.x, r.y) * in(c, x * what.stride_width + r.x * what.dilation_width,
                                              y * what.stride_height + r.y * what.dilation_height, n);
  const ChainAlgorithm chain = apply_image_chain(what.epilogue, sum(c, x, y, n), what.residual, what.channels,
                                                 what.out_width, what.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  // One vector of channels by a tile of pixels: each input pixel is loaded once for the tile's rows and columns that it
  // touches. More than nine taps, or pixels that share no input, are too many for the registers: then one row of the
  // filter at a time.
  Var co("co"), xo("xo"), xi("xi"), yt("yt"), yi("yi"), yo("yo"), yb("yb"), task("task");
  const int columns = std::min(how.columns, what.out_width), rows = std::min(how.tile_rows, what.out_height);
  out.split(c, co, c, vec, what.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(x, xo, xi, columns, what.out_width % columns ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(y, yo, yi, rows, what.out_height % rows ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  const int tiles_y = divide_up(what.out_height, rows);
  out.split(yo, yt, yb, what.out_height % rows ? rows_in_task(tiles_y, how.rows) : how.rows, TailStrategy::GuardWithIf);
  out.reorder({c, xi, yi, how.channels_outer ? xo : co, how.channels_outer ? co : xo, yb, yt, n});
  out.fuse(yt, n, task).parallel(task);
  out.vectorize(c).unroll(xi).unroll(yi);
  sum.compute_at(out, how.channels_outer ? xo : co).store_in(MemoryType::Stack).vectorize(c, vec).unroll(x).unroll(y);
  sum.update().reorder(c, x, y, r.x, r.y).vectorize(c, vec).unroll(x).unroll(y).unroll(r.x);
  const bool few =
      what.kernel_height * what.kernel_width <= 9 && what.stride_height == 1 && !what.epilogue.has(Operand::tensor);
  if (few) sum.update().unroll(r.y);
  return finish_images(out, chain, {in, filter}, what.out, what.channels, what.out_width, what.out_height);
}

}  // namespace specimen::gen
