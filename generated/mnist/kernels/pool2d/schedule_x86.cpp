#include <stdexcept>

#include "algorithm.h"

namespace mnist::kernels {

HalideKernel pool2d_x86(const Pool2D& problem, const Pool2DSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  if (problem.own_padding) throw std::runtime_error("the schedule for CPUs reads the padding around x");
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, (problem.out_width - 1) * problem.stride_width + problem.pool_width,
            (problem.out_height - 1) * problem.stride_height + problem.pool_height);
  const auto tap = [&](int i, int j) { return in(c, x * problem.stride_width + j, y * problem.stride_height + i, n); };
  Expr value, numbers = Internal::const_true();
  if (problem.pooling == Pooling::max) {
    // Columns first: neighbours share them. A maximum forgets a NaN, so that these are counted apart; LLVM compares two
    // taps at once.
    for (int j = 0; j < problem.pool_width; ++j) {
      Expr column = tap(0, j);
      numbers = numbers && is_number(tap(0, j));
      for (int i = 1; i < problem.pool_height; ++i) {
        column = max(column, tap(i, j));
        numbers = numbers && is_number(tap(i, j));
      }
      value = value.defined() ? max(value, column) : column;
    }
    value = reinterpret<float>(reinterpret<int>(value) | select(numbers, 0, -1));  // all bits set: NaN
  } else {
    for (int i = 0; i < problem.pool_height; ++i) {
      for (int j = 0; j < problem.pool_width; ++j) value = value.defined() ? value + tap(i, j) : tap(i, j);
    }
    // The padding holds zeros; only pixels of the image count.
    const Expr top = max(y * problem.stride_height, problem.padding_top),
               left = max(x * problem.stride_width, problem.padding_left);
    const Expr bottom = min(y * problem.stride_height + problem.pool_height, problem.padding_top + problem.in_height);
    const Expr right = min(x * problem.stride_width + problem.pool_width, problem.padding_left + problem.in_width);
    value = value / cast<float>((bottom - top) * (right - left));
  }
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, value, problem.residual, problem.channels,
                                                 problem.out_width, problem.out_height, c, x, y, n);
  Func out("out");
  define(out, chain, c, x, y, n);

  Var co("co"), xo("xo"), xi("xi"), yt("yt"), yb("yb"), task("task");
  const int columns = std::min(schedule.columns, problem.out_width);
  out.split(c, co, c, vec, problem.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(x, xo, xi, columns, problem.out_width % columns ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(y, yt, yb, schedule.rows, TailStrategy::GuardWithIf);
  out.reorder({c, xi, co, xo, yb, yt, n});
  out.fuse(yt, n, task).parallel(task);
  out.vectorize(c).unroll(xi);
  return finish_images(out, chain, {in}, problem.out, problem.channels, problem.out_width, problem.out_height);
}

}  // namespace mnist::kernels
