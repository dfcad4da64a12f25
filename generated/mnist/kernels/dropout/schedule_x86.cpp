#include "algorithm.h"

namespace mnist::kernels {

namespace {

using Halide::Expr;

struct Words {
  Expr word[4];
};

// Ten rounds of Philox4x32, as runtime/core/random.h has them.
Words philox(Words c, Expr k0, Expr k1) {
  const auto wide = [](std::uint32_t factor, const Expr& x) {
    return Halide::cast<std::uint64_t>(x) * Halide::Internal::make_const(Halide::UInt(64), factor);
  };
  const auto low = [](const Expr& x) { return Halide::cast<std::uint32_t>(x); };
  const auto high = [](const Expr& x) { return Halide::cast<std::uint32_t>(x >> 32); };
  for (int round = 0; round < 10; ++round) {
    const Expr p0 = wide(0xD2511F53, c.word[0]), p1 = wide(0xCD9E8D57, c.word[2]);
    c = {{high(p1) ^ c.word[1] ^ k0, low(p1), high(p0) ^ c.word[3] ^ k1, low(p0)}};
    k0 = k0 + Expr(std::uint32_t{0x9E3779B9});
    k1 = k1 + Expr(std::uint32_t{0xBB67AE85});
  }
  return c;
}

// Of element `element` of an example: four that follow each other have the four words of one counter.
Words drawn_for(const Halide::ImageParam& random, const Expr& counter, const Expr& batch_index) {
  using Halide::cast;
  const auto word = [&](int i) { return cast<std::uint32_t>(random(i)); };
  const Expr example =
      (cast<std::uint64_t>(word(3)) << 31 | cast<std::uint64_t>(word(2))) + cast<std::uint64_t>(batch_index);
  return philox(
      {{cast<std::uint32_t>(counter), cast<std::uint32_t>(example), word(1), cast<std::uint32_t>(example >> 32)}},
      word(0), word(4));
}

Expr word_of(const Words& words, const Expr& lane) {
  return Halide::mux(lane, {words.word[0], words.word[1], words.word[2], words.word[3]});
}

HalideKernel of_rows(const Dropout& problem, const DropoutSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  Var c("c"), n("n"), q("q"), lane("lane"), task("task"), row("row"), co("co");
  ImageParam in(Float(32), 2, "x"), random(Int(32), 1, "random");
  fix_rows(in, problem.features);
  random.dim(0).set_bounds(0, kRandomWords).set_stride(1);
  Func drawn("drawn"), y("y");
  drawn(lane, q, n) = word_of(drawn_for(random, q, n), lane);
  const auto kept = static_cast<float>(1 / (1 - problem.rate));
  const Expr dropped = (drawn(c % 4, c / 4, n) >> 8) < Expr(dropped_below(problem));
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
  ImageParam in(Float(32), 3, "x"), random(Int(32), 1, "random");
  fix_sequences(in, problem.features, problem.features);
  random.dim(0).set_bounds(0, kRandomWords).set_stride(1);
  Func drawn("drawn"), y("y");
  const bool whole = problem.features % 4 == 0;
  const Expr element = s * problem.features + c;
  if (whole) drawn(lane, q, s, n) = word_of(drawn_for(random, s * (problem.features / 4) + q, n), lane);
  const Expr word = whole ? Expr(drawn(c % 4, c / 4, s, n)) : word_of(drawn_for(random, element / 4, n), element % 4);
  const auto kept = static_cast<float>(1 / (1 - problem.rate));
  y(c, s, n) = select((word >> 8) < Expr(dropped_below(problem)), 0.0f, in(c, s, n) * kept);

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

}  // namespace mnist::kernels
