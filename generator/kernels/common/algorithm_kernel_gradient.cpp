#include "algorithm_kernel_gradient.h"

namespace specimen::gen {

using Halide::Expr;
using Halide::Func;
using Halide::MemoryType;
using Halide::RDom;
using Halide::TailStrategy;
using Halide::Var;

namespace {

// The sum of value(first) ... value(first + count - 1), as a tree.
Expr pairwise(int first, int count, const std::function<Expr(int)>& value) {
  if (count == 1) return value(first);
  const int half = (count + 1) / 2;
  return pairwise(first, half, value) + pairwise(first + half, count - half, value);
}

}  // namespace

// Packed, the pixels of a tile follow each other: what a tile reads is in few pages and, whatever the number of
// channels is, in all sets of the cache. A tile beyond the last channel reads that one again, and is not stored.
Func kernel_gradient(const KernelGradient& shape, const KernelGradientSchedule& schedule,
                     const KernelGradientInputs& from, const Halide::Target& target) {
  const int vec = target.natural_vector_size<float>(), units = schedule.unit_vectors * vec, inputs = schedule.inputs;
  const int lanes = input_lanes(schedule), rows = schedule.rows, examples = schedule.examples;
  const int strips = divide_up(shape.height, rows), touched_rows = shape.touched_height(shape.height);
  const int unit_tiles = divide_up(shape.units, units), input_tiles = divide_up(shape.inputs, inputs);
  const int unroll = shape.width % schedule.unroll == 0 ? schedule.unroll : 1;
  Var o("o"), i("i"), kx("kx"), ky("ky"), p("p"), oi("oi"), ii("ii"), ot("ot"), it("it"), g("g"), k("k"), x("x"),
      y("y"), b("b");

  // Chunk k: a strip of rows of a group of examples.
  const Expr strip = k % strips, first = k / strips * examples;
  const Expr chunks = (from.examples + examples - 1) / examples * strips;
  const auto example = [&](const Expr& at) { return min(first + at, from.examples - 1); };
  const auto inside = [&](const Expr& column, const Expr& at, const Expr& value) {
    return from.columns ? select(column < from.columns(example(at)), value, 0.0f) : value;
  };
  Func packed_x("packed_x"), packed_dy("packed_dy"), sum("sum"), total("total");
  packed_x(ii, x, y, b, it, g, k) = inside(
      x, b,
      from.x(g * shape.inputs + min(likely(it * inputs + ii), shape.inputs - 1), x,
             min(strip * (rows * shape.stride_height) + y, touched_rows - 1), example(b)));
  packed_dy(oi, x, y, b, ot, g, k) = inside(
      x, b,
      from.dy(g * shape.units + min(likely(ot * units + oi), shape.units - 1), x,
              min(strip * rows + y, shape.height - 1), example(b)));

  RDom r(0, unroll, 0, shape.width / unroll, 0, rows, 0, examples);
  if (shape.height % rows != 0) r.where(r[2] < shape.height - strip * rows);
  if (examples > 1) r.where(r[3] < from.examples - first);
  if (from.columns) r.where(r[1] * unroll < from.columns(first));
  const Expr column = r[1] * unroll + r[0];
  sum(oi, ii, kx, ky, ot, it, g, k) = 0.0f;
  sum(oi, ii, kx, ky, ot, it, g, k) +=
      packed_x(ii, column * shape.stride_width + kx * shape.dilation_width,
               r[2] * shape.stride_height + ky * shape.dilation_height, r[3], it, g, k) *
      packed_dy(oi, column, r[2], r[3], ot, g, k);

  const bool several = schedule.parts > 1;
  const Expr in_part = several ? (chunks + schedule.parts - 1) / schedule.parts : chunks;
  RDom j(0, in_part, "j");
  const Expr chunk = several ? p * in_part + j : Expr(j);
  if (several) j.where(chunk < chunks);
  std::vector<Var> at = {o, i, kx, ky};
  if (several) at.push_back(p);
  const Expr unit = shape.groups > 1 ? o % shape.units : Expr(o), group = shape.groups > 1 ? o / shape.units : Expr(0);
  total(at) = 0.0f;
  total(at) += sum(unit % units, i % inputs, kx, ky, unit / units, i / inputs, group, chunk);

  Var ob("ob"), ib("ib"), task("task");
  const auto split = [](auto stage, const Var& v, const Var& outer, const Var& inner, int factor) {
    stage.split(v, outer, inner, factor, TailStrategy::GuardWithIf);
  };
  auto update = total.update();
  // Even one group has a loop of its own, so that all loops are named.
  split(update, o, g, o, shape.units);
  split(update, o, ot, oi, units);
  split(update, ot, ob, ot, std::min(schedule.unit_tiles, unit_tiles));
  split(update, i, it, ii, inputs);
  split(update, it, ib, it, std::min(schedule.input_tiles, input_tiles));
  if (several) {
    update.reorder({oi, ii, kx, ky, it, ot, j, ob, ib, g, p});
  } else {
    update.reorder({oi, ii, kx, ky, it, ot, j, ob, ib, g});
  }
  update.fuse(ob, ib, task).fuse(task, g, task);
  if (several) update.fuse(task, p, task);
  update.parallel(task).vectorize(oi, vec).unroll(oi).unroll(ii);
  total.fuse(kx, ky, kx).fuse(i, kx, task);
  if (several) total.fuse(task, p, task);
  total.parallel(task).vectorize(o, vec, TailStrategy::GuardWithIf);

  sum.compute_at(total, kx).store_in(MemoryType::Stack).bound_extent(oi, units).bound_extent(ii, inputs);
  sum.vectorize(oi, vec).unroll(oi).unroll(ii);
  sum.update().reorder(oi, ii, r[0], r[1], r[2], r[3]).vectorize(oi, vec).unroll(oi).unroll(ii).unroll(r[0]);
  packed_x.compute_at(total, j).store_in(MemoryType::Heap);
  packed_x.bound(ii, 0, lanes).bound(x, 0, shape.touched_width()).bound(y, 0, shape.touched_height(rows));
  packed_x.bound(b, 0, examples).vectorize(ii);
  packed_dy.compute_at(total, j).store_in(MemoryType::Heap);
  packed_dy.bound(oi, 0, units).bound(x, 0, shape.width).bound(y, 0, rows).bound(b, 0, examples);
  packed_dy.vectorize(oi, vec).unroll(oi);

  const int all_units = shape.units * shape.groups;
  const auto fix = [&](auto&& buffer) {
    int stride = 1, d = 0;
    for (int extent : {all_units, shape.inputs, shape.kernel_width, shape.kernel_height}) {
      buffer.dim(d++).set_bounds(0, extent).set_stride(stride);
      stride *= extent;
    }
  };
  if (!several) {
    fix(total.output_buffer());
    return total;
  }
  Func out("out");
  out(o, i, kx, ky) =
      pairwise(0, schedule.parts, [&](int part) -> Expr { return total(o, i, kx, ky, part); });
  total.compute_root().store_in(MemoryType::Heap).bound(o, 0, all_units).bound(i, 0, shape.inputs);
  total.bound(kx, 0, shape.kernel_width).bound(ky, 0, shape.kernel_height).bound(p, 0, schedule.parts);
  out.fuse(kx, ky, kx).fuse(i, kx, task).parallel(task).vectorize(o, vec, TailStrategy::GuardWithIf);
  fix(out.output_buffer());
  return out;
}

}  // namespace specimen::gen
