#include "../common/algorithm_parts.h"
#include "algorithm.h"

namespace mnist::kernels {

HalideKernel batch_norm_backward_sums_x86(const BatchNormBackwardSums& problem,
                                          const BatchNormBackwardSumsSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>()),
            block = vec * std::max(1, schedule.vectors);
  Var c("c"), p("p"), q("q"), co("co");
  ImageParam x(Float(32), 4, "x"), dy(Float(32), 4, "dy"), mean(Float(32), 1, "mean"),
      variance(Float(32), 1, "variance");
  fix_image(x, problem.in, problem.channels, problem.width, problem.height);
  fix_image(dy, problem.out, problem.channels, problem.width, problem.height);
  for (ImageParam* one : {&mean, &variance}) one->dim(0).set_bounds(0, problem.channels).set_stride(1);
  Func sum("sum"), total("total"), out("out");
  const Parts parts(x.dim(kBatchDim).extent() * problem.height, p);
  RDom r(0, problem.width);
  const Expr channel = existing(c, problem.channels, block);
  const auto pixel = [&](const ImageParam& from) -> Expr {
    return from(channel, r, q % problem.height, q / problem.height);
  };
  sum(c, q) = Tuple(0.0f, 0.0f);
  sum(c, q) = Tuple(sum(c, q)[0] + pixel(dy) * (pixel(x) - mean(channel)), sum(c, q)[1] + pixel(dy));
  total(c, p) = Tuple(0.0f, 0.0f);
  total(c, p) = Tuple(total(c, p)[0] + sum(c, parts.row)[0], total(c, p)[1] + sum(c, parts.row)[1]);
  const auto all = [&](int value) {
    return pairwise_sum(kParts, [&](int part) -> Expr { return total(c, part)[value]; });
  };
  const Expr factor = 1.0f / sqrt(variance(c) + static_cast<float>(problem.epsilon));
  out(c) = Tuple(all(0) * factor, all(1));

  out.vectorize(c, vec, problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  total.compute_root().store_in(MemoryType::Heap).bound(c, 0, problem.channels).bound(p, 0, kParts);
  total.vectorize(c, vec, TailStrategy::GuardWithIf).parallel(p);
  total.update().split(c, co, c, block, TailStrategy::GuardWithIf).reorder(c, co, parts.j, p).parallel(p);
  total.update().vectorize(c, vec).unroll(c);
  sum.compute_at(total, co).store_in(MemoryType::Stack).bound_extent(c, block).bound_extent(q, 1);
  sum.vectorize(c, vec).unroll(c).update().reorder(c, r).vectorize(c, vec).unroll(c);
  fix_channels(out, problem.channels);
  HalideKernel kernel;
  kernel.pipeline = Pipeline(out);
  kernel.arguments = {x, dy, mean, variance};
  return kernel;
}

}  // namespace mnist::kernels
