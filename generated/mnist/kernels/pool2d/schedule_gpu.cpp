#include "../common/schedule_gpu.h"

#include <optional>
#include <stdexcept>

#include "algorithm.h"

namespace mnist::kernels {

// The windows of a row are at most `size` wide, of which the first `before` may be outside: the pixels inside.
static Halide::Expr pixels_inside(Halide::Expr first, int size, int begin, int end) {
  return Halide::min(first + size, end) - Halide::max(first, begin);
}

HalideKernel pool2d_gpu(const Pool2D& problem, const Pool2DGpuSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  if (!problem.own_padding) throw std::runtime_error("the schedule for GPUs pads x itself");
  const OwnPadding& image = *problem.own_padding;
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, image.width, image.height);
  const bool maximum = problem.pooling == Pooling::max;
  // Where padding does not count, a maximum reads the nearest pixel of the image again, which is one of the window's.
  const bool nearest = maximum && !image.zeros;
  const auto tap = [&](int i, int j) -> Expr {
    const Expr column = x * problem.stride_width + j, row = y * problem.stride_height + i;
    if (!nearest) return padded_pixel(in, image, c, column, row, n);
    const Expr left = max(x * problem.stride_width - image.left, 0),
               top = max(y * problem.stride_height - image.top, 0);
    return in(c, clamp(column - image.left, left, image.width - 1), clamp(row - image.top, top, image.height - 1), n);
  };
  Expr value, numbers = Internal::const_true();
  for (int i = 0; i < problem.pool_height; ++i) {
    for (int j = 0; j < problem.pool_width; ++j) {
      const Expr v = tap(i, j);
      if (maximum) numbers = numbers && is_number(v);
      value = !value.defined() ? v : maximum ? max(value, v) : value + v;
    }
  }
  if (maximum) {
    value = reinterpret<float>(reinterpret<int>(value) | select(numbers, 0, -1));  // all bits set: NaN
  } else {
    const Expr rows =
        pixels_inside(y * problem.stride_height, problem.pool_height, image.top, image.top + image.height);
    const Expr columns =
        pixels_inside(x * problem.stride_width, problem.pool_width, image.left, image.left + image.width);
    value = value / cast<float>(rows * columns);
  }
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, value, problem.residual, problem.channels,
                                                 problem.out_width, problem.out_height, c, x, y, n);
  Func out("out");
  define(out, chain, c, x, y, n);
  one_thread_each(out, c, x, y, n, schedule.lanes, schedule.pixels);
  return finish_images(out, chain, {in}, problem.out, problem.channels, problem.out_width, problem.out_height);
}

}  // namespace mnist::kernels
