#include "algorithm.h"

namespace mnist::kernels {
namespace {

// Pixels that touch each other on both sides (an RGB image): rows of single floats, so that vectors may cross pixels.
Pad flattened(const Pad& problem) {
  if (problem.in.pixel != problem.channels || problem.out.pixel != problem.channels) return problem;
  Pad flat = problem;
  flat.channels = flat.in.pixel = flat.out.pixel = 1;
  flat.width *= problem.channels;
  flat.left *= problem.channels;
  flat.right *= problem.channels;
  return flat;
}

}  // namespace

HalideKernel pad_x86(const Pad& given, const PadSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const Pad problem = flattened(given);
  const int vec = target.natural_vector_size<float>();
  const int width = problem.left + problem.width + problem.right,
            height = problem.top + problem.height + problem.bottom;
  Var c("c"), x("x"), y("y"), n("n"), outer("outer"), inner("inner"), yt("yt"), yb("yb"), task("task");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, problem.width, problem.height);
  Func out("out");
  const Expr ix = x - problem.left, iy = y - problem.top;
  const Expr inside = likely(ix >= 0) && likely(ix < problem.width) && likely(iy >= 0) && likely(iy < problem.height);
  const Expr value = in(c, clamp(ix, 0, problem.width - 1), clamp(iy, 0, problem.height - 1), n);
  out(c, x, y, n) = select(inside, value, static_cast<float>(problem.value));

  // `likely` makes the loops over the inside free of conditions.
  const Var along = problem.channels == 1 ? x : c;
  out.split(along, outer, inner, vec, TailStrategy::GuardWithIf);
  out.split(y, yt, yb, schedule.rows, TailStrategy::GuardWithIf);
  if (problem.channels == 1) {
    out.reorder({inner, outer, c, yb, yt, n});
  } else {
    out.reorder({inner, outer, x, yb, yt, n});
  }
  out.fuse(yt, n, task).parallel(task).vectorize(inner);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, problem.out, problem.channels, width, height);
}

}  // namespace mnist::kernels
