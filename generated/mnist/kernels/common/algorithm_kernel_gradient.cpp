#include "algorithm_kernel_gradient.h"

#include "algorithm_parts.h"

namespace mnist::kernels {

using Halide::Expr;
using Halide::Func;
using Halide::MemoryType;
using Halide::RDom;
using Halide::TailStrategy;
using Halide::Var;

// Packed, the pixels of a tile follow each other: what a tile reads is in few pages and, whatever the number of
// channels is, in all sets of the cache. A tile beyond the last channel reads that one again, and is not stored.
Func kernel_gradient(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                     const KernelGradientInputs& from, const Halide::Target& target) {
  const int vec = target.natural_vector_size<float>(), units = schedule.unit_vectors * vec, inputs = schedule.inputs;
  const int lanes = input_lanes(schedule), rows = schedule.rows, examples = schedule.examples;
  const int strips = divide_up(shape.height, rows),
            last_row = (shape.packed_height(shape.height) - 1) * shape.row_step();
  const int unit_tiles = divide_up(shape.units, units), input_tiles = divide_up(shape.inputs, inputs);
  const int unroll = shape.width % schedule.unroll == 0 ? schedule.unroll : 1;
  Var o("o"), i("i"), kx("kx"), ky("ky"), p("p"), oi("oi"), ii("ii"), ot("ot"), it("it"), g("g"), k("k"), x("x"),
      y("y"), b("b");

  // Chunk k: a strip of rows of a group of examples; of a dense layer an equal share of all rows.
  const bool dense = from.rows.defined();
  const Expr strip = k % strips, first = k / strips * examples;
  const Expr chunks =
      dense ? (from.rows + shape.width - 1) / shape.width : (from.examples + examples - 1) / examples * strips;
  const Expr share = dense ? ((from.rows + chunks - 1) / chunks + unroll - 1) / unroll : shape.width / unroll;
  const auto inside = [&](const PixelChannel& channel, const Expr& c, const Expr& column, const Expr& row) -> Expr {
    if (!dense) return channel(c, column, row, min(first + b, from.examples - 1));
    const Expr of_all = k * (share * unroll) + x;
    return select(of_all < from.rows, channel(c, min(of_all, from.rows - 1), 0, 0), 0.0f);
  };
  Func packed_x("packed_x"), packed_dy("packed_dy"), sum("sum"), total("total");
  packed_x(ii, x, y, b, it, g, k) =
      inside(from.x, g * shape.inputs + min(likely(it * inputs + ii), shape.inputs - 1), x * shape.column_step(),
             min(strip * (rows * shape.stride_height) + y * shape.row_step(), last_row));
  packed_dy(oi, x, y, b, ot, g, k) = inside(from.dy, g * shape.units + min(likely(ot * units + oi), shape.units - 1), x,
                                            min(strip * rows + y, shape.height - 1));

  RDom r(0, unroll, 0, share, 0, rows, 0, examples);
  if (shape.height % rows != 0) r.where(r[2] < shape.height - strip * rows);
  if (examples > 1) r.where(r[3] < from.examples - first);
  const Expr column = r[1] * unroll + r[0];
  sum(oi, ii, kx, ky, ot, it, g, k) = 0.0f;
  sum(oi, ii, kx, ky, ot, it, g, k) +=
      packed_x(ii, column * (shape.stride_width / shape.column_step()) + kx * shape.dilation_width,
               r[2] * (shape.stride_height / shape.row_step()) + ky * shape.dilation_height, r[3], it, g, k) *
      packed_dy(oi, column, r[2], r[3], ot, g, k);

  const bool several = schedule.parts > 1;
  const Expr in_part = several ? (chunks + schedule.parts - 1) / schedule.parts : chunks;
  RDom j(0, in_part, "j");
  const Expr chunk = several ? p * in_part + j : Expr(j);
  if (several) j.where(chunk < chunks);
  std::vector<Var> at = {o, i, kx, ky, g}, at_tiles = {oi, ii, kx, ky, ot, it, g};
  if (several) at.push_back(p), at_tiles.push_back(p);
  total(at_tiles) = 0.0f;
  total(at_tiles) += sum(oi, ii, kx, ky, ot, it, g, chunk);
  Func gradient("gradient");
  std::vector<Expr> tile = {o % units, i % inputs, kx, ky, o / units, i / inputs, g};
  if (several) tile.emplace_back(p);
  gradient(at) = total(tile);

  // A task's tiles stay in its workspace until all chunks are added.
  Var ob("ob"), ib("ib"), task("task");
  const int block_units = std::min(schedule.unit_tiles, unit_tiles),
            block_inputs = std::min(schedule.input_tiles, input_tiles);
  gradient.split(o, ob, o, block_units * units, TailStrategy::GuardWithIf).split(o, ot, o, units);
  gradient.split(i, ib, i, block_inputs * inputs, TailStrategy::GuardWithIf).split(i, it, i, inputs);
  gradient.reorder({o, ot, i, it, kx, ky, ob, ib, g});
  gradient.fuse(ob, ib, task).fuse(task, g, task);
  if (several) gradient.fuse(task, p, task);
  gradient.parallel(task).vectorize(o, vec).unroll(o);

  total.compute_at(gradient, task).store_in(MemoryType::Heap);
  total.bound(oi, 0, units).bound(ii, 0, inputs).bound(kx, 0, shape.kernel_width).bound(ky, 0, shape.kernel_height);
  total.bound_extent(ot, block_units).bound_extent(it, block_inputs).bound_extent(g, 1);
  total.vectorize(oi, vec);
  auto update = total.update();
  update.reorder({oi, ii, kx, ky, it, ot, j}).vectorize(oi, vec).unroll(oi).unroll(ii);
  sum.compute_at(total, kx).store_in(MemoryType::Stack).bound_extent(oi, units).bound_extent(ii, inputs);
  for (const Var& one : {kx, ky, ot, it, g, k}) sum.bound_extent(one, 1);
  sum.vectorize(oi, vec).unroll(oi).unroll(ii);
  sum.update().reorder(oi, ii, r[0], r[1], r[2], r[3]).vectorize(oi, vec).unroll(oi).unroll(ii).unroll(r[0]);
  packed_x.compute_at(total, j).store_in(MemoryType::Heap);
  packed_x.bound(ii, 0, lanes).bound(y, 0, shape.packed_height(rows));
  packed_x.bound(b, 0, examples).bound_extent(it, block_inputs).vectorize(ii);
  packed_dy.compute_at(total, j).store_in(MemoryType::Heap);
  packed_dy.bound(oi, 0, units).bound(y, 0, rows).bound(b, 0, examples);
  packed_dy.bound_extent(ot, block_units).vectorize(oi, vec).unroll(oi);
  if (dense) {
    packed_x.bound_storage(x, shape.width);
    packed_dy.bound_storage(x, shape.width);
  } else {
    packed_x.bound(x, 0, shape.packed_width());
    packed_dy.bound(x, 0, shape.width);
  }
  // Pixel after pixel: memory is read in the order in which it is.
  packed_x.reorder(ii, it, x, y, b, g, k);
  packed_dy.reorder(oi, ot, x, y, b, g, k);
  // One more variant of the code is enough: that of the last tile.
  for (Func packed : {packed_x, packed_dy}) {
    packed.bound_extent(k, 1).bound_extent(g, 1);
    for (const Var& v : {x, y, b, g, k}) packed.partition(v, Halide::Partition::Never);
  }
  update.partition(j, Halide::Partition::Never);

  // A group's units are a part of each row of the gradient.
  const auto fix = [&](auto&& buffer) {
    int stride = shape.units * shape.groups, d = 1;
    buffer.dim(0).set_bounds(0, shape.units).set_stride(1);
    for (int extent : {shape.inputs, shape.kernel_width, shape.kernel_height}) {
      buffer.dim(d++).set_bounds(0, extent).set_stride(stride);
      stride *= extent;
    }
    buffer.dim(d).set_bounds(0, shape.groups).set_stride(shape.units);
  };
  if (!several) {
    fix(gradient.output_buffer());
    return gradient;
  }
  Func out("out");
  out(o, i, kx, ky, g) =
      pairwise_sum(schedule.parts, [&](int part) -> Expr { return gradient(o, i, kx, ky, g, part); });
  gradient.compute_root().store_in(MemoryType::Heap).bound(o, 0, shape.units).bound(i, 0, shape.inputs);
  gradient.bound(kx, 0, shape.kernel_width).bound(ky, 0, shape.kernel_height);
  gradient.bound(g, 0, shape.groups).bound(p, 0, schedule.parts);
  out.fuse(kx, ky, kx).fuse(i, kx, task).fuse(task, g, task);
  out.parallel(task).vectorize(o, vec, TailStrategy::GuardWithIf);
  fix(out.output_buffer());
  return out;
}

}  // namespace mnist::kernels
