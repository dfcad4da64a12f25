#include <optional>
#include <vector>

#include "../common/schedule_norm.h"
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
  const std::vector<Expr> here = {n};
  RowNormalization norm(problem.norm, problem.epsilon, problem.features, schedule.lanes, {n},
                        [&](const Expr& i, const std::vector<Expr>& place) -> Expr { return in(i, place[0]); });
  const auto scaled = [&](const Expr& i) -> Expr { return problem.scale ? dy(i, n) * gamma(i) : dy(i, n); };
  std::optional<RowReduction> gradients;
  RowReduction products(
      "products", problem.features, schedule.lanes, 0.0f, {n},
      [&](const Expr& i) -> Expr { return scaled(i) * norm.centered(i, here); }, add);
  const Expr slope = products() * norm.factor(here) * norm.factor(here) * norm.share();
  Expr change = scaled(c) - norm.centered(c, here) * slope;
  if (problem.norm == Norm::layer) {
    gradients.emplace("gradients", problem.features, schedule.lanes, 0.0f, std::vector<Var>{n}, scaled, add);
    change -= (*gradients)() * (1.0f / static_cast<float>(problem.features));
  }
  Func out("out");
  out(c, n) = norm.factor(here) * change;

  const int vec = target.natural_vector_size<float>();
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  out.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  norm.compute_at(out, row, vec);
  if (gradients) gradients->compute_at(out, row, vec);
  products.compute_at(out, row, vec);
  std::vector<Argument> arguments = {in, dy};
  if (problem.scale) arguments.push_back(gamma);
  ChainAlgorithm none;
  return finish_rows(out, none, arguments, problem.features);
}

}  // namespace mnist::kernels
