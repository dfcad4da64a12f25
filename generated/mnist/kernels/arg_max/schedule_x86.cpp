#include <limits>

#include "../common/algorithm_reduction.h"
#include "../common/schedule_rows.h"
#include "algorithm.h"

namespace mnist::kernels {

namespace {

using Halide::Expr;

// Integers in the order of the numbers: both zeros are one, and NaNs are the largest.
Expr ordered(const Expr& x) {
  const Expr bits = Halide::reinterpret<std::int32_t>(x);
  const Expr of_number = Halide::select(bits < 0, bits ^ 0x7fffffff, bits);
  return Halide::select(is_number(x), Halide::select(x == 0.0f, 0, of_number),
                        std::numeric_limits<std::int32_t>::max());
}

}  // namespace

HalideKernel arg_max_x86(const ArgMax& problem, const ArgMaxSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  Var c("c"), n("n");
  const ReductionInput x(problem.along, problem.extent, problem.inner);
  const int lanes = target.natural_vector_size<float>();
  const Expr least = std::numeric_limits<std::int32_t>::min(), none = std::numeric_limits<std::int32_t>::max();
  Func out("out");
  if (problem.along == Along::features && problem.inner == 1) {
    // First the largest, then the first element that is as large: both in any order.
    RowReduction most(
        "most", problem.extent, schedule.lanes, least, {c, n},
        [&](const Expr& i) -> Expr { return ordered(x.at(i, c, {n})); },
        [](const Expr& a, const Expr& b) { return max(a, b); });
    RowReduction where(
        "where", problem.extent, schedule.lanes, none, {c, n},
        [&](const Expr& i) -> Expr { return select(ordered(x.at(i, c, {n})) == most(), i, none); },
        [](const Expr& a, const Expr& b) { return min(a, b); });
    out(c, n) = where();
    out.parallel(n);
    most.compute_at(out, n, lanes);
    where.compute_at(out, n, lanes);
    return x.finish(out);
  }
  const std::vector<Var> at = x.variables(c, n), rows(at.begin() + 1, at.end());
  Func best("best");
  const RDom r(0, x.extent());
  best(at) = Tuple(least, 0);
  const Expr key = ordered(x.at(r, c, rows)), better = key > best(at)[0];
  best(at) = Tuple(select(better, key, best(at)[0]), select(better, Expr(r.x), best(at)[1]));
  out(at) = best(at)[1];
  x.schedule(out, best, c, n, r, schedule.vectors, lanes);
  return x.finish(out);
}

}  // namespace mnist::kernels
