#include "algorithm.h"

namespace mnist::kernels {

HalideKernel global_pool_backward_x86(const GlobalPoolBackward& problem, const GlobalPoolBackwardSchedule& schedule,
                                      const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n"), yt("yt"), task("task");
  ImageParam dy(Float(32), 2, "dy");
  fix_rows(dy, problem.channels);
  Func out("out");
  out(c, x, y, n) = dy(c, n) * (1.0f / static_cast<float>(problem.height * problem.width));
  out.split(y, yt, y, schedule.rows, TailStrategy::GuardWithIf).fuse(yt, n, task).parallel(task);
  out.vectorize(c, vec, problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  ChainAlgorithm none;
  return finish_images(out, none, {dy}, problem.dx, problem.channels, problem.width, problem.height);
}

}  // namespace mnist::kernels
