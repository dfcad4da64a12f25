#include "algorithm.h"

namespace mnist::kernels {

HalideKernel sequence_pool_x86(const SequencePool& problem, const SequencePoolSchedule& schedule,
                               const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.features, target.natural_vector_size<float>());
  Var c("c"), n("n"), co("co"), task("task");
  ImageParam in(Float(32), 3, "x"), mask(Int(32), 2, "mask");
  const Expr sequence = in.dim(1).extent();
  fix_sequences(in, problem.features, problem.features);
  fix_tokens(mask);
  Func sum("sum"), kept("kept"), out("out");
  RDom s(0, sequence);
  Expr value = in(c, s, n), count = sequence;
  if (problem.masked) {
    const Expr keep = mask(s, n) != 0;
    value = select(keep, value, 0.0f);
    kept(n) = 0;
    kept(n) += cast<int>(keep);
    count = max(kept(n), 1);
  }
  sum(c, n) = 0.0f;
  sum(c, n) += value;
  out(c, n) = sum(c, n) / cast<float>(count);

  const int block = std::min(schedule.vectors, problem.features / vec) * vec;
  out.split(c, co, c, block, problem.features % block ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.reorder(c, co, n).fuse(co, n, task).parallel(task).vectorize(c, vec).unroll(c);
  sum.compute_at(out, task).store_in(MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  sum.update().reorder(c, s).vectorize(c, vec).unroll(c);
  std::vector<Argument> inputs = {in};
  if (problem.masked) {
    kept.compute_at(out, task);
    inputs.push_back(mask);
  }
  ChainAlgorithm none;
  return finish_rows(out, none, inputs, problem.features);
}

}  // namespace mnist::kernels
