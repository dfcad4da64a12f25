#include "algorithm.h"

namespace mnist::kernels {

HalideKernel select_token_x86(const SelectToken& problem, const SelectTokenSchedule& schedule,
                              const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), ni("ni");
  ImageParam in(Float(32), 3, "x");
  const Expr sequence = in.dim(1).extent();
  fix_sequences(in, problem.features, problem.features);
  Func out("out");
  out(c, n) = in(c, min(problem.token, sequence - 1), n);
  out.split(n, task, ni, schedule.sequences, TailStrategy::GuardWithIf).parallel(task);
  out.vectorize(c, target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_rows(out, none, {in}, problem.features);
}

}  // namespace mnist::kernels
