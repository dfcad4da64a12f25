#include <cmath>
#include <limits>

#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

namespace {

using Halide::Expr;

// q^exponent, q at least 0: products where the exponent is a small whole number.
Expr power(const Expr& q, double exponent) {
  constexpr double kProducts = 4;
  if (exponent >= 0 && exponent <= kProducts && exponent == std::floor(exponent)) {
    Expr product = 1.0f;
    for (int i = 0; i < static_cast<int>(exponent); ++i) product = i == 0 ? q : product * q;
    return product;
  }
  return exp_of(static_cast<float>(exponent) * log(max(q, std::numeric_limits<float>::min())));
}

// A term of a row's loss, and its slope: by the value, or of a categorical loss p times that by p.
struct Term {
  Expr loss, slope;
};

Term binary_term(const TargetLoss& problem, const Expr& x, const Expr& t) {
  const auto smoothing = static_cast<float>(problem.label_smoothing), alpha = static_cast<float>(problem.alpha);
  const Expr u = problem.label_smoothing == 0 ? t : t * (1 - smoothing) + 0.5f * smoothing;
  const Expr small = exp_of(-abs(x));
  const Expr p = select(x < 0, small, 1.0f) / (1 + small), rest = select(x < 0, 1.0f, small) / (1 + small);
  const Expr entropy = at_least(0.0f, x) - x * u + log(1 + small);
  if (problem.fn == LossFn::binary_crossentropy) return {entropy, p - u};
  const Expr q = u * rest + (1 - u) * p, factor = power(q, problem.gamma);
  Expr slope = factor * (p - u);
  if (problem.gamma != 0)
    slope += static_cast<float>(problem.gamma) * power(q, problem.gamma - 1) * (1 - 2 * u) * p * rest * entropy;
  const Expr weight = problem.balanced ? u * alpha + (1 - u) * (1 - alpha) : Expr(1.0f);
  return {weight * factor * entropy, weight * slope};
}

Term element_term(const TargetLoss& problem, const Expr& x, const Expr& t) {
  const Expr e = x - t;
  const auto delta = static_cast<float>(problem.delta);
  switch (problem.fn) {
    case LossFn::mean_squared_error:
      return {e * e, 2 * e};
    case LossFn::mean_absolute_error:
      return {abs(e), select(e > 0, 1.0f, e < 0, -1.0f, e)};
    case LossFn::huber: {
      const Expr slope = bounded(e, -delta, delta);
      return {slope * (e - 0.5f * slope), slope};
    }
    default:
      return binary_term(problem, x, t);
  }
}

Term categorical_term(const TargetLoss& problem, const Expr& log_p, const Expr& p, const Expr& t) {
  const auto smoothing = static_cast<float>(problem.label_smoothing), alpha = static_cast<float>(problem.alpha);
  const Expr u = problem.label_smoothing == 0 ? t : t * (1 - smoothing) + smoothing / problem.classes;
  if (problem.fn == LossFn::categorical_crossentropy) return {-(u * log_p), -u};
  const Expr rest = 1 - p, factor = power(rest, problem.gamma);
  Expr slope = -factor;
  if (problem.gamma != 0) slope += static_cast<float>(problem.gamma) * power(rest, problem.gamma - 1) * p * log_p;
  return {-(alpha * u * factor * log_p), alpha * u * slope};
}

}  // namespace

HalideKernel target_loss_x86(const TargetLoss& problem, const TargetLossSchedule& schedule,
                             const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), task("task"), row("row");
  ImageParam in(Float(32), 2, "values"), targets(Float(32), 2, "targets"), weights(Float(32), 2, "weights");
  fix_rows(in, problem.classes);
  fix_rows(targets, problem.classes);
  fix_rows(weights, 1);
  const bool categorical = is_categorical(problem.fn);
  const auto add = [](const Expr& a, const Expr& b) { return a + b; };
  Func exps("exps"), factor("factor"), terms("terms"), share("share"), losses("losses"), gradient("gradient");
  RowReduction most(
      "most", problem.classes, schedule.lanes, std::numeric_limits<float>::lowest(), {n},
      [&](const Expr& i) -> Expr { return in(i, n); }, [](const Expr& a, const Expr& b) { return max(a, b); });
  exps(c, n) = exp_of(in(c, n) - most());
  RowReduction sum(
      "sum", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return exps(i, n); }, add);
  factor(n) = Tuple(1.0f / sum(), log(sum()));
  // The difference first: logits that are alike may be far from zero.
  const Term term = categorical ? categorical_term(problem, difference(difference(in(c, n), most()), factor(n)[1]),
                                                   exps(c, n) * factor(n)[0], targets(c, n))
                                : element_term(problem, in(c, n), targets(c, n));
  terms(c, n) = Tuple(term.loss, term.slope);
  RowReduction loss(
      "loss", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return terms(i, n)[0]; }, add);
  RowReduction slopes(
      "slopes", problem.classes, schedule.lanes, 0.0f, {n}, [&](const Expr& i) -> Expr { return terms(i, n)[1]; }, add);
  const Expr weight = problem.weighted ? weights(0, n) : Expr(1.0f);
  const float by = categorical ? 1.0f : 1.0f / static_cast<float>(problem.classes);
  losses(c, n) = loss() * (weight * by);
  share(n) = weight * (by / cast<float>(in.dim(1).extent()));
  Expr slope = terms(c, n)[1];
  if (categorical) slope -= exps(c, n) * factor(n)[0] * slopes();
  gradient(c, n) = slope * share(n);

  const int vec = target.natural_vector_size<float>();
  for (Func f : {losses, gradient}) f.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  gradient.vectorize(c, vec, TailStrategy::GuardWithIf);
  losses.compute_with(gradient, row);
  if (categorical) {
    most.compute_at(gradient, row, vec);
    exps.compute_at(gradient, row).vectorize(c, vec, TailStrategy::GuardWithIf).store_in(MemoryType::Stack);
    sum.compute_at(gradient, row, vec);
    factor.compute_at(gradient, row).store_in(MemoryType::Stack);
    slopes.compute_at(gradient, row, vec);
  }
  terms.compute_at(gradient, row).vectorize(c, vec, TailStrategy::GuardWithIf).store_in(MemoryType::Stack);
  loss.compute_at(gradient, row, vec);
  share.compute_at(gradient, row).store_in(MemoryType::Stack);
  fix_rows(losses.output_buffer(), 1);
  fix_rows(gradient.output_buffer(), problem.classes);
  HalideKernel kernel;
  kernel.pipeline = Pipeline({losses, gradient});
  kernel.arguments = {in, targets};
  if (problem.weighted) kernel.arguments.push_back(weights);
  return kernel;
}

}  // namespace mnist::kernels
