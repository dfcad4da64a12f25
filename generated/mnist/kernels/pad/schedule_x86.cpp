#include "algorithm.h"

namespace mnist::kernels {
namespace {

// Pixels that touch each other on both sides (an RGB image): rows of single floats, so that vectors may cross pixels.
Pad flattened(const Pad& what) {
  if (what.in.pixel != what.channels || what.out.pixel != what.channels) return what;
  Pad flat = what;
  flat.channels = flat.in.pixel = flat.out.pixel = 1;
  flat.width *= what.channels;
  flat.left *= what.channels;
  flat.right *= what.channels;
  return flat;
}

}  // namespace

HalideKernel pad_x86(const Pad& given, const PadSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const Pad what = flattened(given);
  const int vec = target.natural_vector_size<float>();
  const int width = what.left + what.width + what.right, height = what.top + what.height + what.bottom;
  Var c("c"), x("x"), y("y"), n("n"), outer("outer"), inner("inner"), yt("yt"), yb("yb"), task("task");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  Func out("out");
  const Expr ix = x - what.left, iy = y - what.top;
  const Expr inside = likely(ix >= 0) && likely(ix < what.width) && likely(iy >= 0) && likely(iy < what.height);
  const Expr value = in(c, clamp(ix, 0, what.width - 1), clamp(iy, 0, what.height - 1), n);
  out(c, x, y, n) = select(inside, value, static_cast<float>(what.value));

  // `likely` makes the loops over the inside free of conditions.
  const Var along = what.channels == 1 ? x : c;
  out.split(along, outer, inner, vec, TailStrategy::GuardWithIf);
  out.split(y, yt, yb, how.rows, TailStrategy::GuardWithIf);
  if (what.channels == 1) {
    out.reorder({inner, outer, c, yb, yt, n});
  } else {
    out.reorder({inner, outer, x, yb, yt, n});
  }
  out.fuse(yt, n, task).parallel(task).vectorize(inner);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, what.out, what.channels, width, height);
}

}  // namespace mnist::kernels
