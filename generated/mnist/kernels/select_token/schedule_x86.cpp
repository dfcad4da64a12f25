#include "algorithm.h"

namespace mnist::kernels {

HalideKernel select_token_x86(const SelectToken& what, const SelectTokenSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), ni("ni");
  ImageParam in(Float(32), 3, "x");
  const Expr sequence = in.dim(1).extent();
  fix_sequences(in, what.features, what.features);
  Func out("out");
  out(c, n) = in(c, min(what.token, sequence - 1), n);
  out.split(n, task, ni, how.sequences, TailStrategy::GuardWithIf).parallel(task);
  out.vectorize(c, target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_rows(out, none, {in}, what.features);
}

}  // namespace mnist::kernels
