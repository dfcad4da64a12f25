#include "algorithm.h"

namespace mnist::kernels {

HalideKernel elementwise_x86(const Elementwise& given, const ElementwiseSchedule& schedule,
                             const Halide::Target& target) {
  using namespace Halide;
  const Elementwise problem = flattened(given);
  const int vec = target.natural_vector_size<float>();
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.channels, problem.width, problem.height);
  in.dim(0).set_stride(problem.in_channel);
  const ChainAlgorithm chain = apply_image_chain(problem.chain, in(c, x, y, n), problem.residual, problem.channels,
                                                 problem.width, problem.height, c, x, y, n);
  const std::vector<Operand> operands = problem.chain.operands();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    ImageParam operand = chain.operands[i];
    if (operands[i] == Operand::tensor) operand.dim(0).set_stride(problem.residual_channel);
  }
  Func out("out");
  define(out, chain, c, x, y, n);
  Var co("co"), yt("yt"), yb("yb"), task("task");
  const int block = vec * schedule.unroll;
  out.split(c, co, c, block, problem.channels % block ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(y, yt, yb, schedule.rows, TailStrategy::GuardWithIf);
  out.reorder({c, co, x, yb, yt, n});
  out.fuse(yt, n, task).parallel(task);
  out.vectorize(c, vec).unroll(c);
  return finish_images(out, chain, {in}, problem.out, problem.channels, problem.width, problem.height);
}

}  // namespace mnist::kernels
