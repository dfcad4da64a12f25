#include "algorithm.h"

namespace mnist::kernels {

HalideKernel embedding_x86(const Embedding& what, const EmbeddingSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), s("s"), n("n"), st("st"), si("si"), task("task");
  ImageParam ids(Int(32), 2, "ids");
  ImageParam table = weights_param("table", {what.features, what.vocabulary});
  const Expr row = what.lookup == Lookup::ids ? Expr(ids(s, n)) : Expr(s);
  const ChainAlgorithm chain =
      apply_sequences_chain(what.epilogue, table(c, clamp(row, 0, what.vocabulary - 1)), what.features, c, s, n);
  Func out("out");
  define(out, chain, c, s, n);
  out.split(s, st, si, how.tokens, TailStrategy::GuardWithIf).fuse(st, n, task).parallel(task);
  out.vectorize(c, target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  std::vector<Argument> inputs = {table};
  if (what.lookup == Lookup::ids) {
    fix_tokens(ids);
    inputs.insert(inputs.begin(), ids);
  }
  return finish_sequences(out, chain, inputs, what.features);
}

}  // namespace mnist::kernels
