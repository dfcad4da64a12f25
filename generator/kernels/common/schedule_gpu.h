// What the schedules for GPUs share.
#pragma once

#include <Halide.h>

#include "tiles.h"
#include "window.h"

namespace specimen::gen {

// x(c, column, row, n), zero outside of the image where the kernel pads it.
inline Halide::Expr padded_pixel(const Halide::ImageParam& x, const std::optional<OwnPadding>& padding, Halide::Expr c,
                                 Halide::Expr column, Halide::Expr row, Halide::Var n) {
  if (!padding) return x(c, column, row, n);
  column = column - padding->left, row = row - padding->top;
  const Halide::Expr inside = column >= 0 && column < padding->width && row >= 0 && row < padding->height;
  return Halide::select(
      inside, x(c, Halide::clamp(column, 0, padding->width - 1), Halide::clamp(row, 0, padding->height - 1), n), 0.0f);
}

// A block is `lanes` channels by `pixels` of those pixels, a thread each; the batch is the grid's third dimension.
inline void one_thread_each(Halide::Func out, Halide::Var c, Halide::Var x, Halide::Var y, Halide::Var n, int lanes,
                            int pixels) {
  Halide::Var co("co"), ci("ci"), pixel("pixel"), po("po"), pi("pi");
  out.split(c, co, ci, lanes, Halide::TailStrategy::GuardWithIf)
      .fuse(x, y, pixel)
      .split(pixel, po, pi, pixels, Halide::TailStrategy::GuardWithIf)
      .reorder(ci, pi, co, po, n)
      .gpu_blocks(co, po, n)
      .gpu_threads(ci, pi);
}

}  // namespace specimen::gen
