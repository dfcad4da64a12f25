#include "../common/schedule_gpu.h"

#include <optional>

#include "algorithm.h"

namespace specimen::gen {

HalideKernel elementwise_gpu(const Elementwise& given, const ElementwiseGpuSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  const Elementwise problem = flattened(given);
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
  one_thread_each(out, c, x, y, n, schedule.lanes, schedule.pixels);
  return finish_images(out, chain, {in}, problem.out, problem.channels, problem.width, problem.height);
}

}  // namespace specimen::gen
