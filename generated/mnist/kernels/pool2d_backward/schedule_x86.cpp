#include "algorithm.h"

namespace mnist::kernels {

HalideKernel pool2d_backward_x86(const Pool2DBackward& problem, const Pool2DBackwardSchedule& schedule,
                                 const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  const bool maximum = problem.pooling == Pooling::max;
  Var c("c"), x("x"), y("y"), n("n"), yt("yt"), co("co"), task("task");
  ImageParam in(Float(32), 4, "x"), most(Float(32), 4, "y"), gradient(Float(32), 4, "dy");
  fix_image(in, problem.x, problem.channels, touched_width(problem), touched_height(problem));
  for (ImageParam* p : {&most, &gradient}) {
    fix_image(*p, p == &most ? problem.y : problem.dy, problem.channels, problem.out_width, problem.out_height);
  }
  // Which tap of a window is the first that is the maximum, or else this one.
  const int no_tap = problem.pool_height * problem.pool_width;
  Func first("first"), out("out");
  const Expr is_window = likely(x >= 0) && likely(x < problem.out_width) && y >= 0 && y < problem.out_height;
  const Expr in_x = clamp(x, 0, problem.out_width - 1), in_y = clamp(y, 0, problem.out_height - 1);
  if (maximum) {
    Expr tap = no_tap;
    for (int i = problem.pool_height - 1; i >= 0; --i) {
      for (int j = problem.pool_width - 1; j >= 0; --j) {
        const Expr element = in(c, in_x * problem.stride_width + j, in_y * problem.stride_height + i, n);
        tap = select(element == most(c, in_x, in_y, n), i * problem.pool_width + j, tap);
      }
    }
    first(c, x, y, n) = select(is_window, tap, no_tap);
  }
  // What pixel (y, x) gets of the window that is `up` rows and `left` columns before the last that covers it.
  const int ups = (problem.pool_height - 1) / problem.stride_height,
            lefts = (problem.pool_width - 1) / problem.stride_width;
  const Expr row = y + problem.padding_top, column = x + problem.padding_left;
  Expr sum = 0.0f;
  for (int up = ups; up >= 0; --up) {
    for (int left = lefts; left >= 0; --left) {
      const Expr oy = row / problem.stride_height - up, ox = column / problem.stride_width - left;
      const Expr ky = row % problem.stride_height + up * problem.stride_height,
                 kx = column % problem.stride_width + left * problem.stride_width;
      const Expr in_window = ky < problem.pool_height && kx < problem.pool_width;
      const Expr wy = clamp(oy, 0, problem.out_height - 1), wx = clamp(ox, 0, problem.out_width - 1);
      const Expr share = gradient(c, wx, wy, n);
      if (maximum) {
        // All bits set where it is that tap, none elsewhere. Of a select LLVM makes a masked load, which takes 100 ns
        // on Zen 5 where the mask is empty.
        const Expr own = select(in_window, ky * problem.pool_width + kx, no_tap + 1);
        const Expr bits = ((first(c, ox, oy, n) ^ own) - 1) >> 31;
        sum += reinterpret<float>(reinterpret<int>(share) & bits);
        continue;
      }
      const auto inside = [](const Expr& o, int stride, int size, int padding, int extent) {
        return min(o * stride - padding + size, extent) - max(o * stride - padding, 0);
      };
      const Expr count =
          inside(wy, problem.stride_height, problem.pool_height, problem.padding_top, problem.in_height) *
          inside(wx, problem.stride_width, problem.pool_width, problem.padding_left, problem.in_width);
      const Expr covers = oy >= 0 && oy < problem.out_height && ox >= 0 && ox < problem.out_width && in_window;
      sum += select(covers, share / cast<float>(count), 0.0f);
    }
  }
  out(c, x, y, n) = sum;
  out.split(c, co, c, vec, problem.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.split(y, yt, y, schedule.rows, TailStrategy::GuardWithIf);
  out.reorder({c, co, x, y, yt, n}).fuse(yt, n, task).parallel(task).vectorize(c);
  if (maximum) {
    first.compute_at(out, task).store_in(MemoryType::Heap).bound(c, 0, problem.channels).bound_extent(n, 1);
    first.bound(x, problem.padding_left / problem.stride_width - lefts, window_columns(problem));
    first.bound_extent(y, window_rows(problem, schedule.rows));
    first.vectorize(c, vec, problem.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  }
  ChainAlgorithm none;
  std::vector<Argument> inputs = {gradient};
  if (maximum) inputs = {in, most, gradient};
  return finish_images(out, none, inputs, problem.dx, problem.channels, problem.in_width, problem.in_height);
}

}  // namespace mnist::kernels
