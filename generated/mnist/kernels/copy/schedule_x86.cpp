#include "algorithm.h"

namespace mnist::kernels {

HalideKernel copy_x86(const Copy& problem, const CopySchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), s("s"), n("n"), so("so"), si("si"), task("task");
  ImageParam in(Float(32), 3, "x");
  fix_sequences(in, problem.features, problem.features);
  Func out("out");
  out(c, s, n) = in(c, s, n);
  out.split(s, so, si, schedule.tokens, TailStrategy::GuardWithIf).fuse(so, n, task).parallel(task);
  out.vectorize(c, target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_sequences(out, none, {in}, problem.features);
}

}  // namespace mnist::kernels
