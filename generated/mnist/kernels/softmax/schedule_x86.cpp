#include <limits>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel softmax_x86(const Softmax& problem, const SoftmaxSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, problem.classes);
  Func exps("exps"), factor("factor"), out("out");
  RowReduction most(
      "most", problem.classes, schedule.lanes, std::numeric_limits<float>::lowest(), {n},
      [&](const Expr& i) -> Expr { return in(i, n); }, [](const Expr& a, const Expr& b) { return max(a, b); });
  exps(c, n) = exp_of(in(c, n) - most());
  RowReduction sum(
      "sum", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return exps(i, n); },
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
  return finish_rows(out, none, {in}, problem.classes);
}

}  // namespace mnist::kernels
