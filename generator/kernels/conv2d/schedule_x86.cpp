#include <stdexcept>

#include "../common/schedule_prefetch.h"
#include "algorithm.h"
#include "schedule_x86_winograd.h"

namespace specimen::gen {

namespace {

// A register tile of `channel_vectors` vectors by `columns` pixels stays in registers over the whole reduction. Per
// step of it the kernel loads each vector of weights once and broadcasts each pixel once: 2x14 has 28 accumulators of
// the 32 registers, 2x7 with four steps unrolled is the one that never spills.
HalideKernel conv2d_direct(const Conv2D& given, const Conv2DSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const Conv2D problem = flattened(given);
  const int vec = target.natural_vector_size<float>();
  const int group_depth = problem.in_channels / problem.groups, per_group = problem.out_channels / problem.groups;
  const int groups = panel_groups(problem), depth = panel_inputs(problem);
  Var c("c"), x("x"), y("y"), n("n");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.in_channels, touched_width(problem), touched_height(problem));
  ImageParam filter = weights_param("filter", {kPanel, group_depth, problem.kernel_width, problem.kernel_height,
                                               divide_up(problem.out_channels, kPanel)});
  const int tile_c = schedule.channel_vectors * vec;
  // Tiles that do not divide the row: the last one is shifted inwards and computes some pixels twice. Not with a
  // residual, which the caller may have the kernel overwrite: there, pixels beyond the row are computed from the last
  // one's input and not stored.
  const int columns = std::min(schedule.columns, problem.out_width);
  const bool guarded = problem.out_width % columns != 0 && problem.epilogue.has(Operand::tensor);
  const int unroll = depth % schedule.unroll == 0 ? schedule.unroll : 1;
  // Input channels are summed up in registers, all at once, or a chunk at a time for all pixels of a task, so that a
  // chunk's weights stay in L1.
  const int chunk = chunked(problem, schedule) ? schedule.channel_chunk : depth;
  RDom r(0, unroll, 0, chunk / unroll, 0, problem.kernel_width, 0, problem.kernel_height),
      chunks(0, depth / chunk, "chunks");
  Var part("part");
  const Expr k = part * chunk + r[1] * unroll + r[0];
  // A panel reads `depth` input channels from `first` on: those of its groups.
  const Expr panel = c / kPanel;
  const auto first_input = [&](const Expr& p) -> Expr {
    return problem.groups == 1 ? Expr(0) : min(p * kPanel / per_group * group_depth, problem.in_channels - depth);
  };
  Var o("o"), i("i"), kx("kx"), ky("ky"), p("p");
  Func dense("dense");  // the filter of a panel, 0 where an output is of another group than an input
  dense(o, i, kx, ky, p) = select((first_input(p) + i) / group_depth == (p * kPanel + o) / per_group,
                                  filter(o, (first_input(p) + i) % group_depth, kx, ky, p), 0.0f);
  const ChainAlgorithm prologue = apply_image_chain(problem.prologue, in(c, x, y, n), Storage{}, problem.in_channels,
                                                    problem.out_width, problem.out_height, c, x, y, n);
  Func source("source"), sum("sum"), total("total"), out("out");
  source(c, x, y, n) = prologue.outputs[0];
  sum(c, x, y, n, part) = 0.0f;
  sum(c, x, y, n, part) +=
      (groups > 1 ? dense(c % kPanel, k, r[2], r[3], panel) : filter(c % kPanel, k, r[2], r[3], panel)) *
      source(first_input(panel) + k,
             (guarded ? min(x, problem.out_width - 1) : Expr(x)) * problem.stride_width + r[2] * problem.dilation_width,
             y * problem.stride_height + r[3] * problem.dilation_height, n);
  total(c, x, y, n) = 0.0f;
  total(c, x, y, n) += sum(c, x, y, n, chunks);
  const Expr value = chunk < depth ? total(c, x, y, n) : sum(c, x, y, n, 0);
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, value, problem.residual, problem.out_channels,
                                                 problem.out_width, problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  Var ct("ct"), cb("cb"), ci("ci"), xo("xo"), xi("xi"), yt("yt"), yb("yb"), task("task");
  out.split(c, cb, ci, tile_c, problem.out_channels % tile_c ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(cb, ct, cb, schedule.channel_blocks, TailStrategy::GuardWithIf);
  out.split(x, xo, xi, columns,
            problem.out_width % columns == 0 ? TailStrategy::RoundUp
            : guarded                        ? TailStrategy::GuardWithIf
                                             : TailStrategy::ShiftInwards);
  const bool one_row = problem.out_height == 1;
  const int rows = direct_rows(problem, schedule);
  out.split(one_row ? xo : y, yt, yb, rows, TailStrategy::GuardWithIf);
  const Var first = schedule.channels_outer ? yt : ct, second = schedule.channels_outer ? ct : yt;
  // All loops are named: reorder() permutes the places of those that it names, and no others.
  out.reorder({ci, xi, one_row ? yb : xo, one_row ? y : yb, cb, first, second, n});
  out.fuse(first, second, task).fuse(task, n, task).parallel(task);
  out.vectorize(ci, vec).unroll(ci).unroll(xi);
  std::vector<std::pair<std::string, int>> tile_loops;
  const int tiles = divide_up(problem.out_width, columns);
  if (chunk < depth) {
    total.compute_at(out, cb).store_in(MemoryType::Stack).vectorize(c, vec).unroll(c);
    total.update().split(x, xo, xi, columns).reorder(c, xi, xo, y, chunks).vectorize(c, vec).unroll(c).unroll(xi);
    sum.compute_at(total, xo);
    tile_loops = {
        {".chunks$x", depth / chunk}, {".y", one_row ? 1 : rows}, {".xo", one_row ? std::min(tiles, rows) : tiles}};
  } else {
    sum.compute_at(out, one_row ? yb : xo);
    tile_loops = {{".yb", one_row ? std::min(tiles, rows) : rows}};
    if (!one_row) tile_loops.push_back({".xo", tiles});
  }
  sum.store_in(MemoryType::Stack).bound_extent(c, tile_c).bound_extent(x, columns);
  sum.vectorize(c, vec).unroll(c).unroll(x);
  sum.update().reorder(c, x, y, r[0], r[1], r[2], r[3]).vectorize(c, vec).unroll(c).unroll(x).unroll(r[0]);

  if (groups > 1) {
    dense.compute_at(out, cb).store_in(MemoryType::Stack);
    dense.bound_extent(o, kPanel).bound_extent(p, tile_c / kPanel).vectorize(o, vec).unroll(o).unroll(i);
    sum.align_bounds(c, kPanel);
  }

  if (!problem.prologue.empty()) {
    // A task works it out once for each pixel: a tile at a time where the tile is not needed again.
    const LoopLevel loop =
        staged_by_tile(problem, schedule, tile_c) ? LoopLevel(out, one_row ? yb : xo) : LoopLevel(out, task);
    source.compute_at(loop)
        .store_in(MemoryType::Heap)
        .vectorize(c, vec, depth % vec ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  }

  std::vector<Argument> inputs = {in, filter};
  inputs.insert(inputs.end(), prologue.operands.begin(), prologue.operands.end());
  HalideKernel kernel =
      finish_images(out, chain, inputs, problem.out, problem.out_channels, problem.out_width, problem.out_height);
  if (schedule.prefetch) {
    const int block = tile_c * depth * problem.kernel_height * problem.kernel_width;
    kernel.pipeline.add_custom_lowering_pass(
        new SpreadPrefetch(sum.name(), filter.name(), block, block / 16, tile_loops));
  }
  return kernel;
}

}  // namespace

HalideKernel conv2d_x86(const Conv2D& problem, const Conv2DSchedule& schedule, const Halide::Target& target) {
  if (problem.own_padding) throw std::runtime_error("the schedule for CPUs reads the padding around x");
  // A tile that hangs over the last panel would read past the filter.
  const int vec = target.natural_vector_size<float>();
  const int padded = divide_up(problem.out_channels, kPanel) * kPanel, tile = schedule.channel_vectors * vec;
  if (divide_up(problem.out_channels, tile) * tile > padded) {
    throw std::runtime_error("channel_vectors " + std::to_string(schedule.channel_vectors) +
                             " does not divide the panels of " + std::to_string(problem.out_channels) + " channels");
  }
  return problem.algorithm == ConvAlgorithm::direct ? conv2d_direct(problem, schedule, target)
                                                    : conv2d_winograd(problem, schedule, target);
}

}  // namespace specimen::gen
