#include "algorithm.h"

namespace specimen::gen {
namespace {

// The taps of every pixel along one axis, as constants of the kernel.
struct Axis {
  Halide::Buffer<int> first;
  Halide::Buffer<float> share;  // (tap, pixel)
  int extent;                   // of x

  Axis(Sampling sampling, int in, int out) : first(out), share(taps_of(sampling), out), extent(in) {
    for (int at = 0; at < out; ++at) {
      const Taps taps = taps_at(sampling, in, out, at);
      first(at) = taps.first;
      for (int i = 0; i < share.dim(0).extent(); ++i) share(i, at) = taps.share[i];
    }
  }

  Halide::Expr tap(int i, const Halide::Var& at) const { return clamp(first(at) + i, 0, extent - 1); }
};

}  // namespace

// A row of x is made for each row of y, as single floats where pixels follow each other without gaps, and pixels of
// that.
HalideKernel resize_x86(const Resize& problem, const ResizeSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), channels = problem.channels, taps = taps_of(problem.sampling);
  const bool dense = problem.in.pixel == channels;
  Var c("c"), x("x"), y("y"), n("n"), f("f"), yt("yt"), yi("yi"), task("task");
  ImageParam in(Float(32), 4, "x");
  if (dense) {
    fix_image(in, {1, problem.in.row, problem.in.example}, 1, problem.in_width * channels, problem.in_height);
  } else {
    fix_image(in, problem.in, channels, problem.in_width, problem.in_height);
  }
  const Axis rows(problem.sampling, problem.in_height, problem.out_height);
  const Axis columns(problem.sampling, problem.in_width, problem.out_width);
  const auto pixel = [&](const Expr& column, const Expr& row) {
    return dense ? in(0, column * channels + c, row, n) : in(c, column, row, n);
  };
  Func row("row"), out("out");
  if (problem.sampling == Sampling::nearest) {
    out(c, x, y, n) = pixel(columns.tap(0, x), rows.tap(0, y));
  } else {
    Expr sum = 0.0f, total = 0.0f;
    for (int i = 0; i < taps; ++i)
      sum += rows.share(i, y) * (dense ? in(0, f, rows.tap(i, y), n) : in(c, f, rows.tap(i, y), n));
    if (dense) {
      row(f, y, n) = sum;
    } else {
      row(c, f, y, n) = sum;
    }
    for (int i = 0; i < taps; ++i) {
      const Expr column = columns.tap(i, x);
      total += columns.share(i, x) * (dense ? row(column * channels + c, y, n) : row(c, column, y, n));
    }
    out(c, x, y, n) = total;
    row.compute_at(out, yi).store_in(MemoryType::Heap);
    if (dense) {
      row.bound_extent(f, problem.in_width * channels).vectorize(f, vec, TailStrategy::GuardWithIf);
    } else {
      row.bound_extent(f, problem.in_width).bound_extent(c, channels);
      row.vectorize(c, schedule.lanes, TailStrategy::GuardWithIf);
    }
  }
  out.split(y, yt, yi, schedule.rows, TailStrategy::GuardWithIf).fuse(yt, n, task).parallel(task);
  out.vectorize(c, schedule.lanes, TailStrategy::GuardWithIf);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, problem.out, channels, problem.out_width, problem.out_height);
}

}  // namespace specimen::gen
