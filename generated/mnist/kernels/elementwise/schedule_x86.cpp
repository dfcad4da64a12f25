#include "algorithm.h"

namespace mnist::kernels {

HalideKernel elementwise_x86(const Elementwise& given, const ElementwiseSchedule& how, const Halide::Target& target) {
  using namespace Halide;
  const Elementwise what = flattened(given);
  const int vec = target.natural_vector_size<float>();
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, what.in, what.channels, what.width, what.height);
  in.dim(0).set_stride(what.in_channel);
  const ChainAlgorithm chain =
      apply_image_chain(what.chain, in(c, x, y, n), what.residual, what.channels, what.width, what.height, c, x, y, n);
  const std::vector<Operand> operands = what.chain.operands();
  for (std::size_t i = 0; i < operands.size(); ++i) {
    ImageParam operand = chain.operands[i];
    if (operands[i] == Operand::tensor) operand.dim(0).set_stride(what.residual_channel);
  }
  Func out("out");
  define(out, chain, c, x, y, n);
  Var co("co"), yt("yt"), yb("yb"), task("task");
  const int block = vec * how.unroll;
  out.split(c, co, c, block, what.channels % block ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(y, yt, yb, how.rows, TailStrategy::GuardWithIf);
  out.reorder({c, co, x, yb, yt, n});
  out.fuse(yt, n, task).parallel(task);
  out.vectorize(c, vec).unroll(c);
  return finish_images(out, chain, {in}, what.out, what.channels, what.width, what.height);
}

}  // namespace mnist::kernels
