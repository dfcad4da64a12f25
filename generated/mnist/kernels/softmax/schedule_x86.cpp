#include "algorithm.h"

namespace specimen::gen {

HalideKernel softmax_x86(const Softmax& what, const SoftmaxSchedule& how, const Halide::Target&) {
  using namespace Halide;
  Var c("c"), n("n"), lane("lane");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, what.classes);
  // Partial maxima and sums, one for each lane, then over the lanes: a fixed tree, whatever the threads.
  const int lanes = how.lanes, whole = what.classes / lanes;
  Func most("most"), part("part"), total("total"), sum("sum"), exps("exps"), out("out");
  RDom r(0, what.classes), k(0, std::max(whole, 1)), l(0, lanes),
      tail(whole * lanes, std::max(what.classes - whole * lanes, 1));
  most(n) = in(0, n);
  most(n) = max(most(n), in(r, n));
  exps(c, n) = exp(in(c, n) - most(n));
  part(lane, n) = 0.0f;
  if (whole > 0) part(lane, n) += exps(k * lanes + lane, n);
  sum(n) = 0.0f;
  sum(n) += part(l, n);
  if (what.classes > whole * lanes) sum(n) += exps(tail, n);
  out(c, n) = exps(c, n) / sum(n);
  exps.compute_at(out, n).vectorize(c, lanes, TailStrategy::GuardWithIf).store_in(MemoryType::Stack);
  most.compute_at(out, n);
  sum.compute_at(out, n);
  part.compute_at(sum, n).vectorize(lane, lanes);
  if (whole > 0) part.update().vectorize(lane, lanes);
  out.vectorize(c, lanes, TailStrategy::GuardWithIf).parallel(n);
  ChainAlgorithm none;
  return finish_rows(out, none, {in}, what.classes);
}

}  // namespace specimen::gen
