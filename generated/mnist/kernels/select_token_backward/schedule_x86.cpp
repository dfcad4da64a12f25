#include "algorithm.h"

namespace mnist::kernels {

HalideKernel select_token_backward_x86(const SelectTokenBackward& problem, const SelectTokenBackwardSchedule& schedule,
                                       const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.features, target.natural_vector_size<float>());
  Var c("c"), s("s"), n("n"), st("st"), si("si"), task("task");
  ImageParam dy(Float(32), 2, "dy");
  fix_rows(dy, problem.features);
  Func out("out");
  // A sequence has one token at least; only the first may be taken of one whose length is known at run time.
  out(c, s, n) = select(s == problem.token, dy(c, n), 0.0f);
  out.split(s, st, si, schedule.tokens, TailStrategy::GuardWithIf).fuse(st, n, task).parallel(task);
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_sequences(out, none, {dy}, problem.features);
}

}  // namespace mnist::kernels
