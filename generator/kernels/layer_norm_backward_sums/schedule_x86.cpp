#include "../common/algorithm_parts.h"
#include "../common/schedule_norm.h"
#include "algorithm.h"

namespace specimen::gen {

HalideKernel layer_norm_backward_sums_x86(const LayerNormBackwardSums& problem,
                                          const LayerNormBackwardSumsSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), p("p");
  ImageParam in(Float(32), 2, "x"), dy(Float(32), 2, "dy");
  fix_rows(in, problem.features);
  fix_rows(dy, problem.features);
  RowNormalization norm(problem.norm, problem.epsilon, problem.features, schedule.lanes, {n},
                        [&](const Expr& i, const std::vector<Expr>& place) -> Expr { return in(i, place[0]); });
  Func total("total"), out("out");
  const Parts parts(in.dim(1).extent(), p);
  const Expr gradient = dy(c, parts.row);
  const std::vector<Expr> row = {parts.row};
  total(c, p) = Tuple(0.0f, 0.0f);
  total(c, p) =
      Tuple(total(c, p)[0] + gradient * (norm.centered(c, row) * norm.factor(row)), total(c, p)[1] + gradient);
  const auto all = [&](int value) {
    return pairwise_sum(kParts, [&](int part) -> Expr { return total(c, part)[value]; });
  };
  out(c) = Tuple(all(0), all(1));

  const int vec = target.natural_vector_size<float>();
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  total.compute_root().store_in(MemoryType::Heap).bound(c, 0, problem.features).bound(p, 0, kParts);
  total.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  total.update().reorder(c, parts.j, p).vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  norm.compute_at(total, parts.j.x, vec);
  fix_channels(out, problem.features);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {in, dy};
  return kernel;
}

}  // namespace specimen::gen
