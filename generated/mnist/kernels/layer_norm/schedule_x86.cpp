#include <optional>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel layer_norm_x86(const LayerNorm& what, const LayerNormSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), row("row");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, what.features);
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  const float count = static_cast<float>(what.features), epsilon = static_cast<float>(what.epsilon);
  std::optional<RowReduction> sum;
  Func mean("mean"), factor("factor"), out("out");
  if (what.norm == Norm::layer) {
    sum.emplace("sum", what.features, how.lanes, 0.0f, n, [&](const Expr& i) -> Expr { return in(i, n); }, add);
    mean(n) = (*sum)(n) * (1.0f / count);
  }
  const auto centered = [&](const Expr& i) -> Expr {
    return what.norm == Norm::layer ? in(i, n) - mean(n) : Expr(in(i, n));
  };
  RowReduction squares(
      "squares", what.features, how.lanes, 0.0f, n, [&](const Expr& i) { return centered(i) * centered(i); }, add);
  factor(n) = 1.0f / sqrt(what.norm == Norm::unit ? max(squares(n), epsilon) : squares(n) * (1.0f / count) + epsilon);
  Expr value = centered(c) * factor(n);
  ChainAlgorithm chain;
  for (bool gamma : {true, false}) {
    if (!(gamma ? what.scale : what.center)) continue;
    ImageParam parameter(Float(32), 1, gamma ? "gamma" : "beta");
    parameter.dim(0).set_bounds(0, what.features).set_stride(1);
    value = gamma ? value * parameter(c) : value + parameter(c);
    chain.operands.push_back(parameter);
  }
  out(c, n) = value;

  const int vec = target.natural_vector_size<float>();
  out.split(n, task, row, how.rows, TailStrategy::GuardWithIf).parallel(task);
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  if (sum) {
    mean.compute_at(out, row);
    sum->compute_at(out, row, vec);
  }
  factor.compute_at(out, row);
  squares.compute_at(out, row, vec);
  return finish_rows(out, chain, {in}, what.features);
}

}  // namespace mnist::kernels
