#include <limits>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace specimen::gen {

HalideKernel cross_entropy_x86(const CrossEntropy& problem, const CrossEntropySchedule& schedule,
                               const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), row("row");
  ImageParam in(Float(32), 2, "logits"), labels(Int(32), 2, "labels"), weights(Float(32), 2, "weights");
  fix_rows(in, problem.classes);
  fix_rows(labels, 1);
  fix_rows(weights, 1);
  const float smoothing = static_cast<float>(problem.label_smoothing);
  const auto even = static_cast<float>(problem.label_smoothing / problem.classes);
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  Func exps("exps"), factor("factor"), losses("losses"), gradient("gradient");
  RowReduction most(
      "most", problem.classes, schedule.lanes, std::numeric_limits<float>::lowest(), {n},
      [&](const Expr& i) -> Expr { return in(i, n); }, [](const Expr& a, const Expr& b) { return max(a, b); });
  exps(c, n) = exp_of(in(c, n) - most());
  RowReduction sum(
      "sum", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return exps(i, n); }, add);
  RowReduction below(
      "below", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return in(i, n) - most(); },
      add);
  const Expr label = clamp(labels(0, n), 0, problem.classes - 1);
  Expr loss = log(sum()) - (1 - smoothing) * (in(label, n) - most());
  if (problem.label_smoothing != 0) loss -= even * below();
  losses(c, n) = problem.weighted ? loss * weights(0, n) : loss;
  factor(n) = 1.0f / sum();
  const Expr target_of = select(c == label, 1 - smoothing + even, even);
  Expr slope = (exps(c, n) * factor(n) - target_of) / cast<float>(in.dim(1).extent());
  gradient(c, n) = problem.weighted ? slope * weights(0, n) : slope;

  const int vec = target.natural_vector_size<float>();
  for (Func f : {losses, gradient}) f.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  gradient.vectorize(c, vec, TailStrategy::GuardWithIf);
  losses.compute_with(gradient, row);
  most.compute_at(gradient, row, vec);
  exps.compute_at(gradient, row).vectorize(c, vec, TailStrategy::GuardWithIf).store_in(MemoryType::Stack);
  sum.compute_at(gradient, row, vec);
  factor.compute_at(gradient, row).store_in(MemoryType::Stack);
  if (problem.label_smoothing != 0) below.compute_at(gradient, row, vec);
  fix_rows(losses.output_buffer(), 1);
  fix_rows(gradient.output_buffer(), problem.classes);
  HalideKernel kernel;
  kernel.pipeline = Pipeline({losses, gradient});
  kernel.arguments = {in, labels};
  if (problem.weighted) kernel.arguments.push_back(weights);
  return kernel;
}

}  // namespace specimen::gen
