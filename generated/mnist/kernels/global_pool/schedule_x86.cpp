#include "algorithm.h"

namespace mnist::kernels {

HalideKernel global_pool_x86(const GlobalPool& problem, const GlobalPoolSchedule& schedule,
                             const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), g("g"), n("n"), co("co"), task("task");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, problem.width, problem.height);
  const bool average = problem.pooling == Pooling::average;
  const int groups = std::max(1, schedule.row_groups), rows = divide_up(problem.height, groups);
  Func sum("sum"), partial("partial"), total("total"), out("out");
  RDom r(0, problem.width, 0, rows, "r");
  const Expr row = g * rows + r.y;
  if (problem.height % rows != 0) r.where(row < problem.height);
  const auto add = [&](const Expr& a, const Expr& b) { return average ? a + b : max_or_nan(a, b); };
  sum(c, g, n) = average ? Expr(0.0f) : in(c, 0, g * rows, n);
  sum(c, g, n) = add(sum(c, g, n), in(c, r.x, row, n));
  partial(c, g, n) = sum(c, g, n);
  RDom s(1, std::max(1, groups - 1), "s");
  total(c, n) = partial(c, 0, n);
  if (groups > 1) total(c, n) = add(total(c, n), partial(c, s, n));
  Expr value = schedule.row_groups > 0 ? total(c, n) : sum(c, 0, n);
  if (average) value = value / static_cast<float>(problem.height * problem.width);
  const ChainAlgorithm chain = apply_rows_chain(problem.epilogue, value, problem.channels, c, n);
  define(out, chain, c, n);

  // A block's sums are in registers.
  const int block = std::min(schedule.channel_vectors, problem.channels / vec) * vec;
  const TailStrategy tail = problem.channels % block ? TailStrategy::ShiftInwards : TailStrategy::RoundUp;
  sum.store_in(MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  sum.update().reorder(c, r.x, r.y).vectorize(c, vec).unroll(c);
  if (schedule.row_groups > 0) {
    partial.compute_at(out, n).store_in(MemoryType::Heap).split(c, co, c, block, tail).reorder(c, co, g).parallel(g);
    partial.vectorize(c, vec).unroll(c);
    sum.compute_at(partial, co);
    out.vectorize(c, vec, problem.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
    total.compute_at(out, c).vectorize(c, vec);
    if (groups > 1) total.update().vectorize(c, vec).unroll(s);
  } else {
    Var cb("cb");
    out.split(c, co, c, block, tail).split(co, cb, co, schedule.blocks, TailStrategy::GuardWithIf);
    out.reorder(c, co, cb, n).fuse(cb, n, task).parallel(task);
    out.vectorize(c, vec).unroll(c);
    sum.compute_at(out, co);
  }
  return finish_rows(out, chain, {in}, problem.channels);
}

}  // namespace mnist::kernels
