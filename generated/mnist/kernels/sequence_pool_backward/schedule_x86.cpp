#include "algorithm.h"

namespace mnist::kernels {

HalideKernel sequence_pool_backward_x86(const SequencePoolBackward& problem,
                                        const SequencePoolBackwardSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = channel_vector(problem.features, target.natural_vector_size<float>());
  Var c("c"), s("s"), n("n"), st("st"), si("si"), task("task");
  ImageParam dy(Float(32), 2, "dy"), mask(Int(32), 2, "mask");
  fix_rows(dy, problem.features);
  fix_tokens(mask);
  Func kept("kept"), out("out");
  std::vector<Argument> inputs = {dy};
  const auto schedule_stage = [&](Stage stage) {
    stage.split(s, st, si, schedule.tokens, TailStrategy::GuardWithIf).fuse(st, n, task).parallel(task);
    stage.vectorize(c, vec, TailStrategy::GuardWithIf);
  };
  if (problem.masked) {
    inputs.push_back(mask);
    RDom token(0, mask.dim(0).extent());
    kept(n) = 0;
    kept(n) += cast<int>(mask(token, n) != 0);
    out(c, s, n) = select(mask(s, n) != 0, dy(c, n) / cast<float>(max(kept(n), 1)), 0.0f);
    kept.compute_at(out, task);
  } else {
    out(c, s, n) = dy(c, n);
    // Only the result says how many tokens there are, once it is defined.
    out(c, s, n) = out(c, s, n) / cast<float>(out.output_buffer().dim(1).extent());
    schedule_stage(out.update());
  }
  schedule_stage(out);
  ChainAlgorithm none;
  return finish_sequences(out, none, inputs, problem.features);
}

}  // namespace mnist::kernels
