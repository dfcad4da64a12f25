#include "../common/algorithm_parts.h"
#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel layer_norm_backward_sums_x86(const LayerNormBackwardSums& problem,
                                          const LayerNormBackwardSumsSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), p("p");
  ImageParam in(Float(32), 2, "x"), dy(Float(32), 2, "dy");
  fix_rows(in, problem.features);
  fix_rows(dy, problem.features);
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  const float share = 1.0f / static_cast<float>(problem.features);
  Func mean("mean"), factor("factor"), total("total"), out("out");
  const auto feature = [&](const Expr& i, const Expr& row) -> Expr { return difference(in(i, row), in(0, row)); };
  RowReduction sum(
      "sum", problem.features, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return feature(i, n); }, add);
  mean(n) = sum() * share;
  const auto centered = [&](const Expr& i, const Expr& row) -> Expr { return feature(i, row) - mean(row); };
  RowReduction squares(
      "squares", problem.features, schedule.lanes, 0.0f, {n},
      [&](const Expr& i) -> Expr { return centered(i, n) * centered(i, n); }, add);
  factor(n) = 1.0f / sqrt(squares() * share + static_cast<float>(problem.epsilon));
  const Parts parts(in.dim(1).extent(), p);
  const Expr gradient = dy(c, parts.row);
  total(c, p) = Tuple(0.0f, 0.0f);
  total(c, p) =
      Tuple(total(c, p)[0] + gradient * (centered(c, parts.row) * factor(parts.row)), total(c, p)[1] + gradient);
  const auto all = [&](int value) {
    return pairwise_sum(kParts, [&](int part) -> Expr { return total(c, part)[value]; });
  };
  out(c) = Tuple(all(0), all(1));

  const int vec = target.natural_vector_size<float>();
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  total.compute_root().store_in(MemoryType::Heap).bound(c, 0, problem.features).bound(p, 0, kParts);
  total.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  total.update().reorder(c, parts.j, p).vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  for (Func f : {mean, factor}) f.compute_at(total, parts.j).store_in(MemoryType::Stack).bound_extent(n, 1);
  for (RowReduction* one : {&sum, &squares}) one->compute_at(total, parts.j.x, vec);
  fix_channels(out, problem.features);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {in, dy};
  return kernel;
}

}  // namespace mnist::kernels
