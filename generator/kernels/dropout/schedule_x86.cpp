#include "../common/algorithm_random.h"
#include "algorithm.h"

namespace specimen::gen {

namespace {

HalideKernel of_rows(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  Var c("c"), n("n"), q("q"), lane("lane"), task("task"), row("row"), co("co");
  ImageParam in(Float(32), 2, "x"), random = random_param();
  fix_rows(in, problem.features);
  Func drawn("drawn"), y("y");
  drawn(lane, q, n) = random_words(random, q, n).of(lane);
  const auto kept = static_cast<float>(1 / (1 - problem.rate));
  const Expr dropped = is_dropped(drawn(c % 4, c / 4, n), problem.rate);
  const int block = 4 * vec;
  if (problem.shared == 1) {
    y(c, n) = select(dropped, 0.0f, in(c, n) * kept);
    y.split(c, co, c, block, TailStrategy::GuardWithIf).vectorize(c, vec);
    drawn.compute_at(y, co);
  } else {
    // The factors of a row first, then their products.
    const int numbers = problem.features / problem.shared;
    Func factor("factor");
    factor(c, n) = select(dropped, 0.0f, kept);
    y(c, n) = in(c, n) * factor(number_of(problem, Expr(c)), n);
    y.vectorize(c, vec, TailStrategy::GuardWithIf);
    factor.compute_at(y, row).store_in(MemoryType::Heap).bound(c, 0, numbers);
    if (numbers >= block) factor.split(c, co, c, block, TailStrategy::GuardWithIf).vectorize(c, vec);
    drawn.compute_at(factor, numbers >= block ? co : n);
  }
  y.split(n, task, row, schedule.rows, TailStrategy::GuardWithIf).parallel(task);
  drawn.store_in(MemoryType::Stack).bound(lane, 0, 4).unroll(lane);
  if (problem.shared == 1 || problem.features / problem.shared >= block) drawn.vectorize(q, vec);
  drawn.reorder(lane, q);
  fix_rows(y.output_buffer(), problem.features);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(y);
  kernel.arguments = {in, random};
  return kernel;
}

// A token begins at a counter of its own where it has a multiple of four features.
HalideKernel of_sequences(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  Var c("c"), s("s"), n("n"), q("q"), lane("lane"), task("task"), token("token"), co("co");
  ImageParam in(Float(32), 3, "x"), random = random_param();
  fix_sequences(in, problem.features, problem.features);
  Func drawn("drawn"), y("y");
  const bool whole = problem.features % 4 == 0;
  const Expr element = s * problem.features + c;
  if (whole) drawn(lane, q, s, n) = random_words(random, s * (problem.features / 4) + q, n).of(lane);
  const Expr word = whole ? Expr(drawn(c % 4, c / 4, s, n)) : random_words(random, element / 4, n).of(element % 4);
  const auto kept = static_cast<float>(1 / (1 - problem.rate));
  y(c, s, n) = select(is_dropped(word, problem.rate), 0.0f, in(c, s, n) * kept);

  y.split(c, co, c, 4 * vec, TailStrategy::GuardWithIf).vectorize(c, vec);
  y.split(s, task, token, schedule.rows, TailStrategy::GuardWithIf).reorder(c, co, token, task, n);
  y.fuse(task, n, task).parallel(task);
  if (whole) {
    drawn.compute_at(y, co).store_in(MemoryType::Stack).bound(lane, 0, 4).unroll(lane).vectorize(q, vec);
    drawn.reorder(lane, q, s, n);
  }
  ChainAlgorithm none;
  return finish_sequences(y, none, {in, random}, problem.features);
}

}  // namespace

HalideKernel dropout_x86(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target) {
  return problem.sequences ? of_sequences(problem, schedule, target) : of_rows(problem, schedule, target);
}

}  // namespace specimen::gen
