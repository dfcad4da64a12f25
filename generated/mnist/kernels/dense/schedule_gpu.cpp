#include "../common/tiles.h"
#include "algorithm.h"

namespace mnist::kernels {

// Each of `parts` threads sums up every parts-th input of a unit, for all rows of the block; the parts meet in shared
// memory and are added in order. Rows beyond the last are computed from its input and not stored.
HalideKernel dense_gpu(const Dense& problem, const DenseGpuSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  Var c("c"), n("n"), p("p");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, problem.inputs);
  const int panels = divide_up(problem.units, kPanel), steps = divide_up(problem.inputs, schedule.parts);
  ImageParam kernel = weights_param("kernel", {kPanel, problem.inputs, panels});
  Func sum("sum"), part("part"), out("out");
  RDom r(0, steps), all(0, schedule.parts);
  const Expr k = r * schedule.parts + p, unit = min(c, problem.units - 1);
  const Expr row = min(n, in.dim(1).extent() - 1);
  Expr product = kernel(unit % kPanel, min(k, problem.inputs - 1), unit / kPanel) * in(min(k, problem.inputs - 1), row);
  if (problem.inputs % schedule.parts != 0) product = select(k < problem.inputs, product, 0.0f);
  sum(c, n, p) = 0.0f;
  sum(c, n, p) += product;
  part(c, n, p) = sum(c, n, p);
  Func total("total");
  total(c, n) = 0.0f;
  total(c, n) += part(c, n, all);
  const ChainAlgorithm chain = apply_rows_chain(problem.epilogue, total(c, n), problem.units, c, n);
  define(out, chain, c, n);

  Var co("co"), ci("ci"), no("no"), ni("ni");
  out.split(c, co, ci, schedule.lanes, TailStrategy::GuardWithIf)
      .split(n, no, ni, schedule.rows, TailStrategy::GuardWithIf)
      .reorder(ci, ni, co, no)
      .gpu_blocks(co, no)
      .gpu_threads(ci, ni);
  total.compute_at(out, ci).store_in(MemoryType::Register);
  part.compute_at(out, co)
      .store_in(MemoryType::GPUShared)
      .bound_extent(c, schedule.lanes)
      .bound_extent(n, schedule.rows);
  part.reorder(n, c, p).gpu_threads(c, p).unroll(n);
  sum.compute_at(part, c).store_in(MemoryType::Register).bound_extent(n, schedule.rows).unroll(n);
  sum.update().reorder(n, r).unroll(n);
  return finish_rows(out, chain, {in, kernel}, problem.units);
}

}  // namespace mnist::kernels
