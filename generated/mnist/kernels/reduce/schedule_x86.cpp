#include <limits>

#include "../common/algorithm_reduction.h"
#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

namespace {

using Halide::Expr;

bool adds(Reduction fn) { return fn == Reduction::sum || fn == Reduction::mean; }

Expr start(Reduction fn) {
  if (adds(fn)) return Expr(0.0);
  const float infinity = std::numeric_limits<float>::infinity();
  return fn == Reduction::max ? -infinity : infinity;
}

Expr combine(Reduction fn, const Expr& a, const Expr& b) {
  if (adds(fn)) return a + b;
  return fn == Reduction::max ? max_or_nan(b, a) : min_or_nan(b, a);
}

Expr element(Reduction fn, const Expr& x) { return adds(fn) ? Halide::cast<double>(x) : x; }

Expr result(Reduction fn, const Expr& all, const Expr& extent) {
  if (fn == Reduction::mean) return Halide::cast<float>(all / Halide::cast<double>(extent));
  return Halide::cast<float>(all);
}

}  // namespace

HalideKernel reduce_x86(const Reduce& problem, const ReduceSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n");
  const Reduction fn = problem.fn;
  const ReductionInput x(problem.along, problem.extent, problem.inner);
  const int lanes = target.natural_vector_size<float>() / (adds(fn) ? 2 : 1);
  Func out("out");
  if (problem.along == Along::features && problem.inner == 1) {
    RowReduction all(
        "all", problem.extent, schedule.lanes, start(fn), {c, n},
        [&](const Expr& i) -> Expr { return element(fn, x.at(i, c, {n})); },
        [&](const Expr& a, const Expr& b) { return combine(fn, a, b); });
    out(c, n) = result(fn, all(), x.extent());
    out.parallel(n);
    all.compute_at(out, n, lanes);
    return x.finish(out);
  }
  const std::vector<Var> at = x.variables(c, n), rows(at.begin() + 1, at.end());
  Func all("all");
  const RDom r(0, x.extent());
  all(at) = start(fn);
  all(at) = combine(fn, all(at), element(fn, x.at(r, c, rows)));
  out(at) = result(fn, all(at), x.extent());
  x.schedule(out, all, c, n, r, schedule.vectors, lanes);
  return x.finish(out);
}

}  // namespace mnist::kernels
