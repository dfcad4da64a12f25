#include "../common/algorithm_parts.h"
#include "algorithm.h"

namespace mnist::kernels {

namespace {

// Count, mean, and sum of squared differences from the mean, of some pixels.
struct Moments {
  Halide::Expr count, mean, squares;
};

// Those of two sets together (Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample
// Variances", 1979). Either may be empty.
Moments merge(const Moments& a, const Moments& b) {
  const Halide::Expr count = a.count + b.count, share = b.count / max(count, 1.0f);
  const Halide::Expr apart = b.mean - a.mean;
  return {count, a.mean + apart * share, a.squares + b.squares + apart * apart * (a.count * share)};
}

}  // namespace

HalideKernel batch_norm_statistics_x86(const BatchNormStatistics& problem, const BatchNormStatisticsSchedule& schedule,
                                       const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>()),
            block = vec * std::max(1, schedule.vectors);
  Var c("c"), p("p"), q("q"), co("co");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, problem.width, problem.height);
  Func sum("sum"), squares("squares"), total("total"), out("out");
  const Parts parts(in.dim(kBatchDim).extent() * problem.height, p);
  RDom r(0, problem.width);
  const Expr channel = existing(c, problem.channels, block);
  const auto pixel = [&](const Expr& row) -> Expr {
    return in(channel, r, row % problem.height, row / problem.height);
  };
  // As differences from the mean of a few pixels, itself of differences from the first: equal pixels have no variance,
  // and a mean that is large beside the deviation costs no digits.
  RDom few(0, problem.width, 0, std::min(problem.height, 8));
  Func start("start"), near("near");
  start(c) = 0.0f;
  start(c) += difference(in(channel, few.x, few.y, 0), in(channel, 0, 0, 0));
  const float some = static_cast<float>(problem.width * std::min(problem.height, 8));
  near(c) = in(channel, 0, 0, 0) + start(c) * (1 / some);
  const auto apart_from_near = [&](const Expr& row) -> Expr { return difference(pixel(row), near(c)); };
  sum(c, q) = 0.0f;
  sum(c, q) += apart_from_near(q);
  const float width = static_cast<float>(problem.width);
  const Expr mean = sum(c, q) * (1 / width);
  squares(c, q) = 0.0f;
  const Expr apart = apart_from_near(q) - mean;
  squares(c, q) += apart * apart;
  Func of_row("of_row");
  of_row(c, q) = Tuple(mean, squares(c, q));

  total(c, p) = Tuple(0.0f, 0.0f);
  const Moments before = {cast<float>(parts.j) * width, total(c, p)[0], total(c, p)[1]};
  const Moments with = merge(before, {width, of_row(c, parts.row)[0], of_row(c, parts.row)[1]});
  total(c, p) = Tuple(with.mean, with.squares);
  const Moments all = pairwise(
      0, kParts,
      [&](int part) -> Moments {
        return {cast<float>(parts.count(part)) * width, total(c, part)[0], total(c, part)[1]};
      },
      merge);
  out(c) = Tuple(near(c) + all.mean, all.squares / all.count);

  out.vectorize(c, vec, problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  const int blocks = divide_up(problem.channels, block);
  near.compute_root().store_in(MemoryType::Heap).bound(c, 0, blocks * block).split(c, co, c, vec).vectorize(c);
  start.compute_at(near, co).store_in(MemoryType::Stack).vectorize(c, vec).update().vectorize(c, vec);
  total.compute_root().store_in(MemoryType::Heap).bound(c, 0, problem.channels).bound(p, 0, kParts);
  total.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  total.update().split(c, co, c, block, TailStrategy::GuardWithIf).reorder(c, co, parts.j, p).parallel(p);
  total.update().vectorize(c, vec).unroll(c);
  for (Func f : {of_row, squares, sum}) {
    f.compute_at(total, co).store_in(MemoryType::Stack).bound_extent(c, block).bound_extent(q, 1);
    f.vectorize(c, vec).unroll(c);
  }
  for (Func f : {squares, sum}) f.update().reorder(c, r).vectorize(c, vec).unroll(c);
  fix_channels(out, problem.channels);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {in};
  return kernel;
}

}  // namespace mnist::kernels
