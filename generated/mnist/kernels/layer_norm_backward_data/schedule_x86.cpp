#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel layer_norm_backward_data_x86(const LayerNormBackwardData& problem,
                                          const LayerNormBackwardDataSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), row("row");
  ImageParam in(Float(32), 2, "x"), dy(Float(32), 2, "dy"), gamma(Float(32), 1, "gamma");
  fix_rows(in, problem.features);
  fix_rows(dy, problem.features);
  gamma.dim(0).set_bounds(0, problem.features).set_stride(1);
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  const float share = 1.0f / static_cast<float>(problem.features);
  Func mean("mean"), factor("factor"), out("out");
  // Differences from the first feature, as the layer norm itself takes them.
  const auto feature = [&](const Expr& i) -> Expr { return difference(in(i, n), in(0, n)); };
  const auto centered = [&](const Expr& i) -> Expr { return feature(i) - mean(n); };
  const auto scaled = [&](const Expr& i) -> Expr { return problem.scale ? dy(i, n) * gamma(i) : dy(i, n); };
  RowReduction sum("sum", problem.features, schedule.lanes, 0.0f, {n}, feature, add);
  mean(n) = sum() * share;
  RowReduction squares(
      "squares", problem.features, schedule.lanes, 0.0f, {n},
      [&](const Expr& i) -> Expr { return centered(i) * centered(i); }, add);
  factor(n) = 1.0f / sqrt(squares() * share + static_cast<float>(problem.epsilon));
  RowReduction gradients("gradients", problem.features, schedule.lanes, 0.0f, {n}, scaled, add);
  RowReduction products(
      "products", problem.features, schedule.lanes, 0.0f, {n},
      [&](const Expr& i) -> Expr { return scaled(i) * centered(i); }, add);
  const Expr slope = products() * factor(n) * factor(n) * share;
  out(c, n) = factor(n) * (scaled(c) - gradients() * share - centered(c) * slope);

  const int vec = target.natural_vector_size<float>();
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  out.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  for (Func f : {mean, factor}) f.compute_at(out, row);
  for (RowReduction* one : {&sum, &squares, &gradients, &products}) one->compute_at(out, row, vec);
  std::vector<Argument> arguments = {in, dy};
  if (problem.scale) arguments.push_back(gamma);
  ChainAlgorithm none;
  return finish_rows(out, none, arguments, problem.features);
}

}  // namespace mnist::kernels
