#include "../common/schedule_gpu.h"

#include <optional>
#include <stdexcept>

#include "algorithm.h"

namespace mnist::kernels {

// Sums stay in registers; each weight that a thread loads serves all of its pixels. Pixels beyond the row are computed
// from the last one's input and not stored.
HalideKernel conv2d_gpu(const Conv2D& problem, const Conv2DGpuSchedule& schedule, const Halide::Target&) {
  using namespace Halide;
  if (problem.algorithm != ConvAlgorithm::direct) throw std::runtime_error("no schedule for GPUs has Winograd");
  if (!problem.prologue.empty() && problem.own_padding &&
      (problem.own_padding->top > 0 || problem.own_padding->left > 0))
    throw std::runtime_error("a prologue would change the zeros of the padding");
  const int depth = problem.in_channels / problem.groups, per_group = problem.out_channels / problem.groups;
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.in_channels, touched_width(problem), touched_height(problem));
  const int panels = divide_up(problem.out_channels, kPanel);
  ImageParam filter = weights_param("filter", {kPanel, depth, problem.kernel_width, problem.kernel_height, panels});
  const int columns = std::min(schedule.columns, problem.out_width);
  RDom r(0, depth, 0, problem.kernel_width, 0, problem.kernel_height);
  const ChainAlgorithm prologue =
      apply_image_chain(problem.prologue, padded_pixel(in, problem.own_padding, c, x, y, n), Storage{},
                        problem.in_channels, problem.out_width, problem.out_height, c, x, y, n);
  Func source("source"), sum("sum"), out("out");
  source(c, x, y, n) = prologue.outputs[0];
  const Expr unit = min(c, problem.out_channels - 1);
  const Expr channel = problem.groups == 1 ? Expr(r.x) : r.x + unit / per_group * depth;
  sum(c, x, y, n) = 0.0f;
  sum(c, x, y, n) +=
      filter(unit % kPanel, r.x, r.y, r.z, unit / kPanel) *
      source(channel, min(x, problem.out_width - 1) * problem.stride_width + r.y * problem.dilation_width,
             y * problem.stride_height + r.z * problem.dilation_height, n);
  const ChainAlgorithm chain =
      apply_image_chain(problem.epilogue, sum(c, x, y, n), problem.residual, problem.out_channels, problem.out_width,
                        problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  Var co("co"), ci("ci"), xo("xo"), xi("xi"), tile("tile"), to("to"), ti("ti");
  out.split(c, co, ci, schedule.lanes, TailStrategy::GuardWithIf)
      .split(x, xo, xi, columns, TailStrategy::GuardWithIf)
      .fuse(xo, y, tile)
      .split(tile, to, ti, schedule.tiles, TailStrategy::GuardWithIf)
      .reorder(xi, ci, ti, co, to, n)
      .gpu_blocks(co, to, n)
      .gpu_threads(ci, ti)
      .unroll(xi);
  sum.compute_at(out, ci).store_in(MemoryType::Register).bound_extent(x, columns).unroll(x);
  sum.update().reorder(x, r.x, r.y, r.z).unroll(x);
  std::vector<Argument> inputs = {in, filter};
  inputs.insert(inputs.end(), prologue.operands.begin(), prologue.operands.end());
  return finish_images(out, chain, inputs, problem.out, problem.out_channels, problem.out_width, problem.out_height);
}

}  // namespace mnist::kernels
