#include <optional>
#include <vector>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel layer_norm_x86(const LayerNorm& problem, const LayerNormSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), x("x"), y("y"), n("n"), task("task"), row("row");
  // Where a row is: its number, or a pixel of an image.
  const std::vector<Var> at = problem.of_images() ? std::vector<Var>{x, y, n} : std::vector<Var>{n};
  ImageParam in(Float(32), static_cast<int>(at.size()) + 1, "x");
  if (problem.of_images()) {
    fix_image(in, problem.in, problem.features, problem.width, problem.height);
  } else {
    fix_rows(in, problem.features);
  }
  const auto element = [&](const Expr& i) -> Expr {
    std::vector<Expr> place(at.begin(), at.end());
    place.insert(place.begin(), i);
    return in(place);
  };
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  const float count = static_cast<float>(problem.features), epsilon = static_cast<float>(problem.epsilon);
  std::optional<RowReduction> sum;
  Func mean("mean"), factor("factor"), out("out");
  // A layer norm's features are taken as differences from the first: those of equal features are exact, and a large
  // mean costs no digits.
  const bool layer = problem.norm == Norm::layer;
  const auto feature = [&](const Expr& i) -> Expr { return layer ? difference(element(i), element(0)) : element(i); };
  if (layer) {
    sum.emplace("sum", problem.features, schedule.lanes, 0.0f, at, feature, add);
    mean(at) = (*sum)() * (1.0f / count);
  }
  const auto centered = [&](const Expr& i) -> Expr { return layer ? feature(i) - mean(at) : feature(i); };
  RowReduction squares(
      "squares", problem.features, schedule.lanes, 0.0f, at, [&](const Expr& i) { return centered(i) * centered(i); },
      add);
  factor(at) =
      1.0f / sqrt(problem.norm == Norm::unit ? at_least(epsilon, squares()) : squares() * (1.0f / count) + epsilon);
  Expr value = centered(c) * factor(at);
  ChainAlgorithm chain;
  for (bool gamma : {true, false}) {
    if (!(gamma ? problem.scale : problem.center)) continue;
    ImageParam parameter(Float(32), 1, gamma ? "gamma" : "beta");
    parameter.dim(0).set_bounds(0, problem.features).set_stride(1);
    value = gamma ? value * parameter(c) : value + parameter(c);
    chain.operands.push_back(parameter);
  }
  std::vector<Var> all = at;
  all.insert(all.begin(), c);
  out(all) = value;

  const int vec = target.natural_vector_size<float>();
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  if (problem.of_images()) {
    out.fuse(y, n, task).parallel(task);
  } else {
    out.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  }
  const Var inner = problem.of_images() ? x : row;
  if (sum) {
    mean.compute_at(out, inner);
    sum->compute_at(out, inner, vec);
  }
  factor.compute_at(out, inner);
  squares.compute_at(out, inner, vec);
  return problem.of_images()
             ? finish_images(out, chain, {in}, problem.out, problem.features, problem.width, problem.height)
             : finish_rows(out, chain, {in}, problem.features);
}

}  // namespace mnist::kernels
