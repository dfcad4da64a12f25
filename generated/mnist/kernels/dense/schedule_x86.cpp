#include "algorithm.h"
#include "schedule_x86_rows.h"

namespace mnist::kernels {

HalideKernel dense_x86(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  if (problem.rows > 1) return dense_rows(problem, schedule, target);
  const int vec = target.natural_vector_size<float>();
  Var c("c"), n("n");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, problem.inputs);
  const int panels = divide_up(problem.units, kPanel);
  ImageParam kernel = weights_param("kernel", {kPanel, problem.inputs, panels});
  Func sum("sum"), out("out");
  const int unroll = problem.inputs % schedule.unroll == 0 ? schedule.unroll : 1;
  RDom r(0, unroll, 0, problem.inputs / unroll);
  const Expr k = r.y * unroll + r.x;
  sum(c, n) = 0.0f;
  sum(c, n) += kernel(c % kPanel, k, min(c / kPanel, panels - 1)) * in(k, n);
  const ChainAlgorithm chain = apply_rows_chain(problem.epilogue, sum(c, n), problem.units, c, n);
  define(out, chain, c, n);

  // Rows come in any number: one at a time, all units of a block with the weights streaming through once. Several
  // panels at a time give several address streams, which memory needs to run at full speed.
  const int block = std::max(kPanel, schedule.unit_vectors * vec);
  Var co("co"), task("task");
  out.split(c, co, c, block, problem.units % block ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.reorder(c, n, co).parallel(co);
  out.vectorize(c, vec).unroll(c);
  sum.compute_at(out, n).store_in(MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  sum.update().reorder(c, r.x, r.y).vectorize(c, vec).unroll(c).unroll(r.x);
  return finish_rows(out, chain, {in, kernel}, problem.units);
}

}  // namespace mnist::kernels
