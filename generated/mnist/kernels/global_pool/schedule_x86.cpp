#include "algorithm.h"

namespace mnist::kernels {

HalideKernel global_pool_x86(const GlobalPool& what, const GlobalPoolSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(what.channels, target.natural_vector_size<float>());
  Var c("c"), g("g"), n("n"), co("co"), task("task");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  const bool average = what.pooling == Pooling::average;
  const int groups = std::max(1, how.row_groups), rows = divide_up(what.height, groups);
  Func sum("sum"), partial("partial"), total("total"), out("out");
  RDom r(0, what.width, 0, rows, "r");
  const Expr row = g * rows + r.y;
  if (what.height % rows != 0) r.where(row < what.height);
  const auto add = [&](const Expr& a, const Expr& b) { return average ? a + b : max_or_nan(a, b); };
  sum(c, g, n) = average ? Expr(0.0f) : in(c, 0, g * rows, n);
  sum(c, g, n) = add(sum(c, g, n), in(c, r.x, row, n));
  partial(c, g, n) = sum(c, g, n);
  RDom s(1, std::max(1, groups - 1), "s");
  total(c, n) = partial(c, 0, n);
  if (groups > 1) total(c, n) = add(total(c, n), partial(c, s, n));
  Expr value = how.row_groups > 0 ? total(c, n) : sum(c, 0, n);
  if (average) value = value / static_cast<float>(what.height * what.width);
  const ChainAlgorithm chain = apply_rows_chain(what.epilogue, value, what.channels, c, n);
  define(out, chain, c, n);

  // A block's sums are in registers.
  const int block = std::min(how.channel_vectors, what.channels / vec) * vec;
  const TailStrategy tail = what.channels % block ? TailStrategy::ShiftInwards : TailStrategy::RoundUp;
  sum.store_in(MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  sum.update().reorder(c, r.x, r.y).vectorize(c, vec).unroll(c);
  if (how.row_groups > 0) {
    partial.compute_at(out, n).store_in(MemoryType::Heap).split(c, co, c, block, tail).reorder(c, co, g).parallel(g);
    partial.vectorize(c, vec).unroll(c);
    sum.compute_at(partial, co);
    out.vectorize(c, vec, what.channels % vec ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
    total.compute_at(out, c).vectorize(c, vec);
    if (groups > 1) total.update().vectorize(c, vec).unroll(s);
  } else {
    Var cb("cb");
    out.split(c, co, c, block, tail).split(co, cb, co, how.blocks, TailStrategy::GuardWithIf);
    out.reorder(c, co, cb, n).fuse(cb, n, task).parallel(task);
    out.vectorize(c, vec).unroll(c);
    sum.compute_at(out, co);
  }
  return finish_rows(out, chain, {in}, what.channels);
}

}  // namespace mnist::kernels
