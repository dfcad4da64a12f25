#include "algorithm.h"

namespace specimen::gen {

HalideKernel concat_x86(const Concat& what, const ConcatSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  Var c("c"), x("x"), y("y"), n("n"), co("co"), yt("yt"), yb("yb"), task("task");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  Func out("out");
  out(c, x, y, n) = in(c, x, y, n);
  out.split(c, co, c, vec, what.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(y, yt, yb, how.rows, TailStrategy::GuardWithIf);
  out.reorder({c, co, x, yb, yt, n}).fuse(yt, n, task).parallel(task).vectorize(c);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, what.out, what.channels, what.width, what.height);
}

}  // namespace specimen::gen
