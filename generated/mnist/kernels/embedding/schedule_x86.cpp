#include "algorithm.h"

namespace mnist::kernels {

HalideKernel embedding_x86(const Embedding& problem, const EmbeddingSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), s("s"), n("n"), st("st"), si("si"), task("task");
  ImageParam ids(Int(32), 2, "ids");
  ImageParam table = weights_param("table", {problem.features, problem.vocabulary});
  const Expr row = problem.lookup == Lookup::ids ? Expr(ids(s, n)) : Expr(s);
  const ChainAlgorithm chain = apply_sequences_chain(problem.epilogue, table(c, clamp(row, 0, problem.vocabulary - 1)),
                                                     problem.features, c, s, n);
  Func out("out");
  define(out, chain, c, s, n);
  out.split(s, st, si, schedule.tokens, TailStrategy::GuardWithIf).fuse(st, n, task).parallel(task);
  out.vectorize(c, target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  std::vector<Argument> inputs = {table};
  if (problem.lookup == Lookup::ids) {
    fix_tokens(ids);
    inputs.insert(inputs.begin(), ids);
  }
  return finish_sequences(out, chain, inputs, problem.features);
}

}  // namespace mnist::kernels
