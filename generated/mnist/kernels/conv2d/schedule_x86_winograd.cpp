#include "schedule_x86_winograd.h"

#include "../common/schedule_prefetch.h"

namespace mnist::kernels {
namespace {

using Halide::Expr;

constexpr double kA = kWinogradA, kB = kWinogradB;

// B^T d: one dimension of the input transform, from m + 2 values to m + 2. Rows for +-a (and +-b) share their even and
// odd parts: half the operations of the matrix product.
std::vector<Expr> input_transform(int m, const std::vector<Expr>& d) {
  if (m == 2) return {d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1]};
  const float a = kA, b = kB, a2 = kA * kA, b2 = kB * kB;
  const Expr even_a = d[4] - b2 * d[2], odd_a = a * d[3] - (a * b2) * d[1];
  const Expr even_b = d[4] - a2 * d[2], odd_b = b * d[3] - (b * a2) * d[1];
  return {(a2 * b2) * d[0] - (a2 + b2) * d[2] + d[4], even_a + odd_a, even_a - odd_a, even_b + odd_b, even_b - odd_b,
          (a2 * b2) * d[1] - (a2 + b2) * d[3] + d[5]};
}

// A^T p: one dimension of the output transform, from m + 2 values to m.
std::vector<Expr> output_transform(int m, const std::vector<Expr>& p) {
  if (m == 2) return {p[0] + p[1] + p[2], p[1] - p[2] + p[3]};
  const float a = kA, b = kB, a2 = kA * kA, b2 = kB * kB, a3 = a2 * kA, b3 = b2 * kB;
  const Expr sum_a = p[1] + p[2], difference_a = p[1] - p[2], sum_b = p[3] + p[4], difference_b = p[3] - p[4];
  return {p[0] + sum_a + sum_b, a * difference_a + b * difference_b, a2 * sum_a + b2 * sum_b,
          a3 * difference_a + b3 * difference_b + p[5]};
}

}  // namespace

HalideKernel conv2d_winograd(const Conv2D& problem, const Conv2DSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>();
  const int m = winograd_tile(problem.algorithm), taps = m + 2;
  const int tiles_x = divide_up(problem.out_width, m);
  const int panels = divide_up(problem.out_channels, kPanel);
  const int tile_c = schedule.channel_vectors * vec;
  const bool whole_tiles = problem.out_width % m == 0 && problem.out_height % m == 0;
  Var c("c"), x("x"), y("y"), n("n"), t("t"), u("u"), v("v");
  ImageParam in(Float(32), 4, "x");
  fix_image(in, problem.in, problem.in_channels, touched_width(problem), touched_height(problem));
  ImageParam filter = weights_param("filter", {kPanel, problem.in_channels, panels, taps * taps});

  // Tiles are one flat dimension, so that a register tile may hold tiles of several rows (7x7 tiles of 28x28: 49 = 7 *
  // 7).
  Func columns("columns"), V("V"), sum("sum"), M("M"), rows_("rows"), Y("Y"), out("out");
  std::vector<Expr> d, e, p, q;
  for (int i = 0; i < taps; ++i) d.push_back(in(c, (t % tiles_x) * m + u, (t / tiles_x) * m + i, n));
  columns(c, u, v, t, n) =
      mux(v, input_transform(m, d));  // v: row of the transformed tile, u still a column of the input
  for (int i = 0; i < taps; ++i) e.push_back(columns(c, i, v, t, n));
  V(c, u, v, t, n) = mux(u, input_transform(m, e));
  RDom r(0, schedule.unroll, 0, problem.in_channels / schedule.unroll);
  Expr k = r[1] * schedule.unroll + r[0];
  sum(c, u, v, t, n) = 0.0f;
  sum(c, u, v, t, n) += filter(c % kPanel, k, c / kPanel, v * taps + u) * V(k, u, v, t, n);
  M(c, u, v, t, n) = sum(c, u, v, t, n);
  for (int i = 0; i < taps; ++i) p.push_back(M(c, u, i, t, n));
  rows_(c, u, v, t, n) = mux(v, output_transform(m, p));
  for (int i = 0; i < taps; ++i) q.push_back(rows_(c, i, v, t, n));
  Y(c, u, v, t, n) = mux(u, output_transform(m, q));
  const ChainAlgorithm chain =
      apply_image_chain(problem.epilogue, Y(c, x % m, y % m, (y / m) * tiles_x + x / m, n), problem.residual,
                        problem.out_channels, problem.out_width, problem.out_height, c, x, y, n);
  define(out, chain, c, x, y, n);

  Var cb("cb"), ct("ct"), ci("ci"), cv("cv"), tx("tx"), xi("xi"), ty("ty"), yi("yi"), yt("yt"), yb("yb"), task("task"),
      to("to"), ti("ti"), tap("tap");
  const int blocks = divide_up(problem.out_channels, tile_c);
  const bool all_channels = schedule.channel_blocks >= blocks;
  const TailStrategy edge = whole_tiles ? TailStrategy::RoundUp : TailStrategy::GuardWithIf;
  out.split(c, cb, ci, tile_c, problem.out_channels % tile_c ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
  out.split(cb, ct, cb, schedule.channel_blocks, TailStrategy::GuardWithIf);
  out.split(ci, cv, ci, vec);
  out.split(x, tx, xi, m, edge).split(y, ty, yi, m, edge).split(ty, yt, yb, schedule.rows, TailStrategy::GuardWithIf);
  out.reorder({ci, xi, yi, cv, tx, yb, cb, ct, yt, n});
  out.vectorize(ci).unroll(xi).unroll(yi);
  out.fuse(ct, yt, task).parallel(task);
  Y.compute_at(out, cv).bound_extent(u, m).bound_extent(v, m).vectorize(c, vec).unroll(c).unroll(u).unroll(v).store_in(
      MemoryType::Stack);
  rows_.compute_at(out, cv)
      .bound_extent(u, taps)
      .bound_extent(v, m)
      .vectorize(c, vec)
      .unroll(c)
      .reorder(c, v, u)
      .unroll(u)
      .unroll(v)
      .store_in(MemoryType::Stack);
  // One block of channels of all taps; the weights of one tap and block (some 10 KB) stay in L1 while its tiles pass.
  M.compute_at(out, cb).bound_extent(u, taps).bound_extent(v, taps);
  M.split(t, to, ti, schedule.columns, TailStrategy::ShiftInwards)
      .reorder(c, ti, to, u, v)
      .vectorize(c, vec)
      .unroll(c)
      .unroll(ti);
  sum.compute_at(M, to).vectorize(c, vec).unroll(c).unroll(t).store_in(MemoryType::Stack);
  sum.update().reorder(c, t, u, v, r[0], r[1]).vectorize(c, vec).unroll(c).unroll(t).unroll(r[0]);
  Var co("co");
  V.bound_extent(u, taps)
      .bound_extent(v, taps)
      .split(c, co, c, vec)
      .reorder(c, u, v, co, t)
      .vectorize(c)
      .unroll(u)
      .unroll(v);
  columns.bound_extent(u, taps).bound_extent(v, taps).vectorize(c, vec).unroll(u).unroll(v).reorder(c, v, u).store_in(
      MemoryType::Stack);
  columns.compute_at(V, co);
  if (all_channels) {
    V.compute_at(out, task);
  } else {
    // The transformed input is shared by the tasks. Its own tasks are rows of tiles.
    V.compute_at(out, n).split(t, to, ti, tiles_x, TailStrategy::GuardWithIf).parallel(to);
  }
  HalideKernel kernel =
      finish_images(out, chain, {in, filter}, problem.out, problem.out_channels, problem.out_width, problem.out_height);
  if (schedule.prefetch) {
    const int steps = divide_up(schedule.rows * tiles_x, schedule.columns);
    kernel.pipeline.add_custom_lowering_pass(new SpreadPrefetch(sum.name(), filter.name(),
                                                                panels * kPanel * problem.in_channels,
                                                                tile_c * problem.in_channels / 16, {{".to", steps}}));
  }
  return kernel;
}

}  // namespace mnist::kernels
