#include <vector>

#include "../common/schedule_norm.h"
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
  RowNormalization norm(problem.norm, problem.epsilon, problem.features, schedule.lanes, at,
                        [&](const Expr& i, std::vector<Expr> place) -> Expr {
                          place.insert(place.begin(), i);
                          return in(place);
                        });
  const std::vector<Expr> here(at.begin(), at.end());
  Func out("out");
  Expr value = norm.centered(c, here) * norm.factor(here);
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
  norm.compute_at(out, problem.of_images() ? x : row, vec);
  return problem.of_images()
             ? finish_images(out, chain, {in}, problem.out, problem.features, problem.width, problem.height)
             : finish_rows(out, chain, {in}, problem.features);
}

}  // namespace mnist::kernels
