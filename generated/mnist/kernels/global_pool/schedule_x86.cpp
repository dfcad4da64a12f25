#include "algorithm.h"

namespace specimen::gen {

HalideKernel global_pool_x86(const GlobalPool& what, const GlobalPoolSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(what.channels, target.natural_vector_size<float>());
  Var c("c"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  Func sum("sum"), out("out");
  RDom r(0, what.width, 0, what.height);
  if (what.pooling == Pooling::average) {
    sum(c, n) = 0.0f;
    sum(c, n) += in(c, r.x, r.y, n);
  } else {
    sum(c, n) = in(c, 0, 0, n);
    sum(c, n) = max(sum(c, n), in(c, r.x, r.y, n));
  }
  Expr value = sum(c, n);
  if (what.pooling == Pooling::average) value = value / static_cast<float>(what.height * what.width);
  const ChainAlgorithm chain = apply_rows_chain(what.epilogue, value, what.channels, c, n);
  define(out, chain, c, n);

  const int block = std::min(how.channel_vectors, what.channels / vec) * vec;
  Var co("co"), task("task");
  out.split(c, co, c, block, what.channels % block ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  out.reorder(c, co, n).fuse(co, n, task).parallel(task);
  out.vectorize(c, vec).unroll(c);
  sum.compute_at(out, task).store_in(MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  sum.update().reorder(c, r.x, r.y).vectorize(c, vec).unroll(c);
  return finish_rows(out, chain, {in}, what.channels);
}

}  // namespace specimen::gen
