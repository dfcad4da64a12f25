#include "algorithm.h"

namespace mnist::kernels {

// A task works out each channel's factors once.
HalideKernel batch_norm_backward_data_x86(const BatchNormBackwardData& problem,
                                          const BatchNormBackwardDataSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.channels, target.natural_vector_size<float>());
  Var c("c"), x("x"), y("y"), n("n"), yt("yt"), task("task");
  ImageParam in(Float(32), 4, "x"), dy(Float(32), 4, "dy"), mean(Float(32), 1, "mean"),
      variance(Float(32), 1, "variance"), gamma(Float(32), 1, "gamma"), dgamma(Float(32), 1, "dgamma"),
      dbeta(Float(32), 1, "dbeta");
  fix_image(in, problem.in, problem.channels, problem.width, problem.height);
  fix_image(dy, problem.out, problem.channels, problem.width, problem.height);
  std::vector<Argument> arguments = {in, dy};
  for (ImageParam* one : {&mean, &variance, &gamma, &dgamma, &dbeta}) {
    one->dim(0).set_bounds(0, problem.channels).set_stride(1);
    if (one != &gamma || problem.scale) arguments.push_back(*one);
  }
  Func factors("factors"), out("out");
  const Expr share =
      1.0f / (cast<float>(in.dim(kBatchDim).extent()) * static_cast<float>(problem.height * problem.width));
  const Expr factor = 1.0f / sqrt(variance(c) + static_cast<float>(problem.epsilon));
  // dx = scale * (dy - shift - (x - mean) * slope)
  factors(c) = Tuple(problem.scale ? gamma(c) * factor : factor, dbeta(c) * share, factor * dgamma(c) * share);
  out(c, x, y, n) = factors(c)[0] * (dy(c, x, y, n) - factors(c)[1] - (in(c, x, y, n) - mean(c)) * factors(c)[2]);
  out.split(y, yt, y, schedule.rows, TailStrategy::GuardWithIf).fuse(yt, n, task).parallel(task);
  out.vectorize(c, vec, problem.channels % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  factors.compute_at(out, task).store_in(MemoryType::Heap).bound(c, 0, problem.channels);
  factors.vectorize(c, vec, TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_images(out, none, arguments, problem.dx, problem.channels, problem.width, problem.height);
}

}  // namespace mnist::kernels
