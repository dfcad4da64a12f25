#include "algorithm.h"

namespace specimen::gen {

HalideKernel pad_x86(const Pad& what, const PadSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  const int width = what.left + what.width + what.right, height = what.top + what.height + what.bottom;
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  Func out("out");
  // The inside is copied, the border written by updates: no condition in the copy's loop.
  out(c, x, y, n) = undef<float>();
  RDom inside(0, what.channels, 0, what.width, 0, what.height);
  out(inside[0], inside[1] + what.left, inside[2] + what.top, n) = in(inside[0], inside[1], inside[2], n);
  const Expr value = static_cast<float>(what.value);
  const auto border = [&](int x0, int columns, int y0, int rows) {
    if (columns == 0 || rows == 0) return;
    RDom r(0, what.channels, x0, columns, y0, rows);
    out(r[0], r[1], r[2], n) = value;
  };
  border(0, width, 0, what.top);
  border(0, width, what.top + what.height, what.bottom);
  border(0, what.left, what.top, what.height);
  border(what.left + what.width, what.right, what.top, what.height);
  // Rows without gaps on both sides of few channels (an RGB image) are copied as one run.
  RVar task("task"), row("row");
  if (what.channels % vec == 0) {
    out.update(0).vectorize(inside[0], vec);
  } else {
    RVar xi("xi");
    out.update(0)
        .unroll(inside[0])
        .split(inside[1], inside[1], xi, vec, TailStrategy::GuardWithIf)
        .reorder(inside[0], xi, inside[1], inside[2], n)
        .vectorize(xi);
  }
  out.update(0).split(inside[2], task, row, how.rows, TailStrategy::GuardWithIf).parallel(task);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, what.out, what.channels, width, height);
}

}  // namespace specimen::gen
