#include <stdexcept>

#include "algorithm.h"

namespace specimen::gen {
namespace {

// The value that belongs to a phase: a constant where all phases have the same, and where the loop over them is
// unrolled.
Halide::Expr of_phase(const std::vector<int>& values, const Halide::Expr& phase) {
  if (std::all_of(values.begin(), values.end(), [&](int value) { return value == values[0]; })) return values[0];
  std::vector<Halide::Expr> list(values.begin(), values.end());
  return Halide::mux(phase, list);
}

}  // namespace

// An image of phases: `sum` is indexed by phase and by the pixel within it. Its register tile holds pixels of one
// phase, which are neighbours in x, so the inner loops are those of a convolution of stride 1.
HalideKernel conv2d_transpose_x86(const Conv2DTranspose& problem, const Conv2DTransposeSchedule& schedule,
                                  const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), tile_c = schedule.channel_vectors * vec;
  if (divide_up(problem.out_channels, tile_c) * tile_c > divide_up(problem.out_channels, kPanel) * kPanel) {
    throw std::runtime_error("channel_vectors " + std::to_string(schedule.channel_vectors) +
                             " does not divide the panels of " + std::to_string(problem.out_channels) + " channels");
  }
  const TransposedAxis rows = rows_of(problem), columns = columns_of(problem);
  const int phase_rows = divide_up(problem.out_height, rows.stride),
            phase_columns = divide_up(problem.out_width, columns.stride);
  Var c("c"), x("x"), y("y"), n("n"), u("u"), v("v");  // u and v: phases of columns and rows
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.in_channels, problem.in_width, problem.in_height);
  const int depth = problem.in_channels / problem.groups, per_group = problem.out_channels / problem.groups;
  ImageParam filter = weights_param(
      "filter", {kPanel, depth, problem.kernel_width, problem.kernel_height, divide_up(problem.out_channels, kPanel)});
  Func padded("padded"), sum("sum"), out("out");
  const bool padding = pads(problem);
  const Expr inside = likely(x >= 0) && likely(x < problem.in_width) && likely(y >= 0) && likely(y < problem.in_height);
  padded(c, x, y, n) =
      select(inside, in(c, clamp(x, 0, problem.in_width - 1), clamp(y, 0, problem.in_height - 1), n), 0.0f);

  const int unroll = depth % schedule.unroll == 0 ? schedule.unroll : 1;
  RDom r(0, unroll, 0, depth / unroll, 0, std::max(columns.most, 1), 0, std::max(rows.most, 1));
  if (!columns.even()) r.where(r[2] < of_phase(columns.count, u));
  if (!rows.even()) r.where(r[3] < of_phase(rows.count, v));
  const Expr k = r[1] * unroll + r[0];
  const Expr column = x + of_phase(columns.first, u) - r[2] * columns.step,
             row = y + of_phase(rows.first, v) - r[3] * rows.step;
  // A tile that hangs over the last channel reads that of the last group there.
  const Expr channel = problem.groups == 1 ? k : clamp(k + c / per_group * depth, 0, problem.in_channels - 1);
  sum(c, x, u, y, v, n) = 0.0f;
  sum(c, x, u, y, v, n) += filter(c % kPanel, k, of_phase(columns.tap, u) + r[2] * columns.tap_step,
                                  of_phase(rows.tap, v) + r[3] * rows.tap_step, c / kPanel) *
                           (padding ? padded(channel, column, row, n) : in(channel, column, row, n));
  const Expr value = sum(c, x / columns.stride, x % columns.stride, y / rows.stride, y % rows.stride, n);
  const ChainAlgorithm chain = apply_image_chain(problem.epilogue, value, problem.residual, problem.out_channels,
                                                 problem.out_width, problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  Var ct("ct"), cb("cb"), ci("ci"), xp("xp"), xo("xo"), xi("xi"), yp("yp"), yt("yt"), yb("yb"), task("task");
  const int tile_x = std::min(schedule.columns, phase_columns), in_task = std::min(schedule.rows, phase_rows);
  // Tiles that do not divide the row: the last one is shifted inwards and computes some pixels twice, in one task.
  const auto whole = [](int extent, int part, TailStrategy otherwise) {
    return extent % part == 0 ? TailStrategy::RoundUp : otherwise;
  };
  out.split(c, cb, ci, tile_c, whole(problem.out_channels, tile_c, TailStrategy::GuardWithIf));
  out.split(cb, ct, cb, schedule.channel_blocks, TailStrategy::GuardWithIf);
  out.split(x, xp, u, columns.stride, whole(problem.out_width, columns.stride, TailStrategy::GuardWithIf));
  out.split(xp, xo, xi, tile_x, whole(phase_columns, tile_x, TailStrategy::ShiftInwards));
  out.split(y, yp, v, rows.stride, whole(problem.out_height, rows.stride, TailStrategy::GuardWithIf));
  out.split(yp, yt, yb, in_task, TailStrategy::GuardWithIf);
  out.reorder({ci, xi, xo, yb, u, v, cb, ct, yt, n});
  out.fuse(ct, yt, task).fuse(task, n, task).parallel(task);
  out.vectorize(ci, vec).unroll(ci).unroll(xi);
  // Code for each phase where they are few: then which taps it has is known.
  if (unrolls_phases(problem)) out.unroll(u).unroll(v);
  sum.compute_at(out, xo).store_in(MemoryType::Stack);
  sum.bound_extent(c, tile_c).bound_extent(x, tile_x);
  sum.vectorize(c, vec).unroll(c).unroll(x);
  sum.update().reorder(c, x, r[0], r[1], r[2], r[3]).vectorize(c, vec).unroll(c).unroll(x).unroll(r[0]);
  if (padding) {
    padded.compute_at(out, task).store_in(MemoryType::Heap);
    padded.bound(x, columns.lowest, touched_width(problem)).bound_extent(y, touched_height(problem, in_task));
    padded.bound(c, 0, problem.in_channels);
    padded.vectorize(c, channel_vector(problem.in_channels, vec), TailStrategy::GuardWithIf);
  }
  return finish_images(out, chain, {in, filter}, problem.out, problem.out_channels, problem.out_width,
                       problem.out_height);
}

}  // namespace specimen::gen
