#include "algorithm.h"

namespace specimen::gen {

HalideKernel layer_norm_x86(const LayerNorm& what, const LayerNormSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n"), lane("lane");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, what.features);
  // Partial sums, one for each lane, then over the lanes: a fixed tree, whatever the threads.
  const int lanes = how.lanes, whole = what.features / lanes, rest = what.features - whole * lanes;
  RDom k(0, whole), l(0, lanes), tail(whole * lanes, std::max(rest, 1));
  std::vector<Func> parts;
  const auto row_sum = [&](const std::string& name, const auto& value) {
    Func part(name + "_part"), sum(name);
    part(lane, n) = 0.0f;
    part(lane, n) += value(k * lanes + lane);
    sum(n) = 0.0f;
    sum(n) += part(l, n);
    if (rest > 0) sum(n) += value(tail);
    parts.push_back(part);
    parts.push_back(sum);
    return sum;
  };
  Func mean("mean"), factor("factor"), out("out");
  if (what.norm == Norm::layer) {
    mean(n) = row_sum("sum", [&](const Expr& i) { return in(i, n); })(n) * (1.0f / static_cast<float>(what.features));
  }
  const auto centered = [&](const Expr& i) -> Expr {
    return what.norm == Norm::layer ? in(i, n) - mean(n) : Expr(in(i, n));
  };
  const Expr squares = row_sum("squares", [&](const Expr& i) { return centered(i) * centered(i); })(n);
  const float epsilon = static_cast<float>(what.epsilon);
  factor(n) = 1.0f / sqrt(what.norm == Norm::unit ? max(squares, epsilon)
                                                  : squares * (1.0f / static_cast<float>(what.features)) + epsilon);
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
  Var task("task"), ni("ni");
  out.split(n, task, ni, how.rows, TailStrategy::GuardWithIf).parallel(task);
  out.vectorize(c, vec, TailStrategy::GuardWithIf);
  for (std::size_t i = 0; i < parts.size(); i += 2) {
    parts[i].compute_at(parts[i + 1], n).vectorize(lane, std::min(vec, lanes)).unroll(lane);
    parts[i].update().reorder(lane, k).vectorize(lane, std::min(vec, lanes)).unroll(lane);
    parts[i + 1].compute_at(out, ni);
  }
  if (what.norm == Norm::layer) mean.compute_at(out, ni);
  factor.compute_at(out, ni);
  return finish_rows(out, chain, {in}, what.features);
}

}  // namespace specimen::gen
