#include "algorithm.h"

namespace mnist::kernels {

HalideKernel pool2d_x86(const Pool2D& what, const Pool2DSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(what.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, (what.out_width - 1) * what.stride_width + what.pool_width,
            (what.out_height - 1) * what.stride_height + what.pool_height);
  const auto tap = [&](int i, int j) { return in(c, x * what.stride_width + j, y * what.stride_height + i, n); };
  Expr value, numbers = Internal::const_true();
  if (what.pooling == Pooling::max) {
    // Columns first: neighbours share them. A maximum forgets a NaN, so that these are counted apart; LLVM compares two
    // taps at once.
    for (int j = 0; j < what.pool_width; ++j) {
      Expr column = tap(0, j);
      numbers = numbers && is_number(tap(0, j));
      for (int i = 1; i < what.pool_height; ++i) {
        column = max(column, tap(i, j));
        numbers = numbers && is_number(tap(i, j));
      }
      value = value.defined() ? max(value, column) : column;
    }
    value = reinterpret<float>(reinterpret<int>(value) | select(numbers, 0, -1));  // all bits set: NaN
  } else {
    for (int i = 0; i < what.pool_height; ++i) {
      for (int j = 0; j < what.pool_width; ++j) value = value.defined() ? value + tap(i, j) : tap(i, j);
    }
    // The border holds zeros; only pixels of the image count.
    const Expr top = max(y * what.stride_height, what.padding_top),
               left = max(x * what.stride_width, what.padding_left);
    const Expr bottom = min(y * what.stride_height + what.pool_height, what.padding_top + what.in_height);
    const Expr right = min(x * what.stride_width + what.pool_width, what.padding_left + what.in_width);
    value = value / cast<float>((bottom - top) * (right - left));
  }
  const ChainAlgorithm chain = apply_image_chain(what.epilogue, value, what.residual, what.channels, what.out_width,
                                                 what.out_height, c, x, y, n);
  Func out("out");
  define(out, chain, c, x, y, n);

  Var co("co"), xo("xo"), xi("xi"), yt("yt"), yb("yb"), task("task");
  const int columns = std::min(how.columns, what.out_width);
  out.split(c, co, c, vec, what.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(x, xo, xi, columns, what.out_width % columns ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(y, yt, yb, how.rows, TailStrategy::GuardWithIf);
  out.reorder({c, xi, co, xo, yb, yt, n});
  out.fuse(yt, n, task).parallel(task);
  out.vectorize(c).unroll(xi);
  return finish_images(out, chain, {in}, what.out, what.channels, what.out_width, what.out_height);
}

}  // namespace mnist::kernels
