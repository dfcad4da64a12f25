#include "algorithm.h"

namespace specimen::gen {

HalideKernel batch_norm_scale_x86(const BatchNormScale& problem, const BatchNormScaleSchedule& schedule,
                                  const Halide::Target& target) {
  using namespace Halide;
  Var c("c");
  HalideKernel kernel;
  const auto vector = [&](const char* name) {
    ImageParam param(Float(32), 1, name);
    param.dim(0).set_bounds(0, problem.channels).set_stride(1);
    kernel.arguments.push_back(param);
    return param;
  };
  Expr gamma = 1.0f, beta = 0.0f;
  if (problem.scale) gamma = vector("gamma")(c);
  if (problem.center) beta = vector("beta")(c);
  const ImageParam mean = vector("mean"), variance = vector("variance");
  const Expr factor = gamma / sqrt(variance(c) + static_cast<float>(problem.epsilon));
  Func out("out");
  out(c) = Tuple(factor, beta - mean(c) * factor);
  out.vectorize(c, schedule.vectors * target.natural_vector_size<float>(), TailStrategy::GuardWithIf);
  // The second output has the extent of the first.
  const std::vector<OutputImageParam> buffers = out.output_buffers();
  buffers[0].dim(0).set_bounds(0, problem.channels).set_stride(1);
  buffers[1].dim(0).set_stride(1);
  kernel.pipeline = Pipeline(out);
  return kernel;
}

}  // namespace specimen::gen
