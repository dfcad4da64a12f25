#include <limits>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel softmax_x86(const Softmax& what, const SoftmaxSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, what.classes);
  Func exps("exps"), factor("factor"), out("out");
  RowReduction most(
      "most", what.classes, how.lanes, std::numeric_limits<float>::lowest(), {n},
      [&](const Expr& i) -> Expr { return in(i, n); }, [](const Expr& a, const Expr& b) { return max(a, b); });
  exps(c, n) = exp_of(in(c, n) - most());
  RowReduction sum(
      "sum", what.classes, how.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return exps(i, n); },
      [](const Expr& a, const Expr& b) { return a + b; });
  factor(n) = 1.0f / sum();
  out(c, n) = exps(c, n) * factor(n);

  const int vec = target.natural_vector_size<float>();
  most.compute_at(out, n, vec);
  exps.compute_at(out, n).vectorize(c, vec, TailStrategy::GuardWithIf).store_in(MemoryType::Stack);
  factor.compute_at(out, n);
  sum.compute_at(out, n, vec);
  out.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(n);
  ChainAlgorithm none;
  return finish_rows(out, none, {in}, what.classes);
}

}  // namespace mnist::kernels
