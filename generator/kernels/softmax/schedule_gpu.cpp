#include <limits>

#include "../common/tiles.h"
#include "algorithm.h"

namespace specimen::gen {

// Each thread has every lanes-th element; the threads' maxima and sums meet in shared memory and are combined in order
// by one of them.
HalideKernel softmax_gpu(const Softmax& problem, const SoftmaxGpuSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  Var c("c"), n("n"), lane("lane");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, problem.classes);
  const int lanes = schedule.lanes, steps = divide_up(problem.classes, lanes);
  RDom r(0, steps), all(0, lanes);
  const Expr at = r * lanes + lane, inside = at < problem.classes, index = min(at, problem.classes - 1);
  Func lane_most("lane_most"), most("most"), lane_sum("lane_sum"), factor("factor"), out("out");
  lane_most(lane, n) = std::numeric_limits<float>::lowest();
  lane_most(lane, n) = max(lane_most(lane, n), in(index, n));  // the last element again does not matter
  most(n) = std::numeric_limits<float>::lowest();
  most(n) = max(most(n), lane_most(all, n));
  lane_sum(lane, n) = 0.0f;
  lane_sum(lane, n) += select(inside, exp_of(in(index, n) - most(n)), 0.0f);
  factor(n) = 0.0f;
  factor(n) += lane_sum(all, n);
  out(c, n) = exp_of(in(c, n) - most(n)) * (1.0f / factor(n));

  Var co("co"), ci("ci");
  out.split(c, co, ci, lanes, TailStrategy::GuardWithIf).reorder(ci, co, n).gpu_blocks(n).gpu_threads(ci);
  lane_most.compute_at(out, n).store_in(MemoryType::GPUShared).gpu_threads(lane);
  lane_most.update().gpu_threads(lane);
  most.compute_at(out, n).store_in(MemoryType::GPUShared);
  lane_sum.compute_at(out, n).store_in(MemoryType::GPUShared).gpu_threads(lane);
  lane_sum.update().gpu_threads(lane);
  factor.compute_at(out, n).store_in(MemoryType::GPUShared);
  ChainAlgorithm none;
  return finish_rows(out, none, {in}, problem.classes);
}

}  // namespace specimen::gen
