#include "../common/algorithm_parts.h"
#include "algorithm.h"

namespace specimen::gen {
namespace {

// An axis as constants of the kernel.
struct Axis {
  int taps;
  Halide::Buffer<int> first;
  Halide::Buffer<float> share;  // (tap, pixel)

  explicit Axis(const ResizeAxis& of)
      : taps(of.taps), first(static_cast<int>(of.first.size())), share(of.taps, static_cast<int>(of.first.size())) {
    for (int at = 0; at < first.dim(0).extent(); ++at) {
      first(at) = of.first[at];
      for (int i = 0; i < taps; ++i) share(i, at) = of.share[at * taps + i];
    }
  }

  Halide::Expr tap(const Halide::Expr& i, const Halide::Var& at, int extent) const {
    return clamp(first(at) + i, 0, extent - 1);
  }
};

constexpr int kFew = 4;  // taps that are added up in one expression

// The sum over all taps.
template <class Term>
void add_up(Halide::Func sum, const std::vector<Halide::Var>& at, int taps, const Term& term) {
  const std::vector<Halide::Expr> place(at.begin(), at.end());
  if (taps > kFew) {
    const Halide::RDom r(0, taps);
    sum(at) = 0.0f;
    sum(place) += term(r);
    return;
  }
  Halide::Expr total = 0.0f;
  for (int i = 0; i < taps; ++i) total += term(Halide::Expr(i));
  sum(at) = total;
}

}  // namespace

// A row of x is made for each row of y, as single floats where pixels follow each other without gaps, and pixels of
// that.
HalideKernel resize_x86(const Resize& problem, const ResizeSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), channels = problem.channels;
  const bool dense = problem.in.pixel == channels;
  Var c("c"), x("x"), y("y"), n("n"), f("f"), yt("yt"), yi("yi"), task("task");
  ImageParam in(Float(32), 4, "x");
  if (dense) {
    fix_image(in, {1, problem.in.row, problem.in.example}, 1, problem.in_width * channels, problem.in_height);
  } else {
    fix_image(in, problem.in, channels, problem.in_width, problem.in_height);
  }
  const Axis rows(rows_of(problem)), columns(columns_of(problem));
  const auto row_at = [&](const Expr& i) { return rows.tap(i, y, problem.in_height); };
  const auto column_at = [&](const Expr& i) { return columns.tap(i, x, problem.in_width); };
  Func row("row"), sum("sum"), out("out");
  if (is_choice(problem)) {
    out(c, x, y, n) = dense ? in(0, column_at(0) * channels + c, row_at(0), n) : in(c, column_at(0), row_at(0), n);
  } else {
    const std::vector<Var> of_row = dense ? std::vector<Var>{f, y, n} : std::vector<Var>{c, f, y, n};
    add_up(row, of_row, rows.taps, [&](const Expr& i) -> Expr {
      return rows.share(i, y) * (dense ? in(0, f, row_at(i), n) : in(c, f, row_at(i), n));
    });
    // Sums of their own are whole vectors.
    const Expr channel = columns.taps > kFew ? existing(c, channels, schedule.lanes) : c;
    add_up(sum, {c, x, y, n}, columns.taps, [&](const Expr& i) -> Expr {
      return columns.share(i, x) *
             (dense ? row(column_at(i) * channels + channel, y, n) : row(channel, column_at(i), y, n));
    });
    out(c, x, y, n) = sum(c, x, y, n);
    row.compute_at(out, yi).store_in(MemoryType::Heap);
    const Var along = dense ? f : c;
    const int lanes = dense ? vec : schedule.lanes;
    row.bound_extent(f, problem.in_width * (dense ? channels : 1)).vectorize(along, lanes, TailStrategy::GuardWithIf);
    if (!dense) row.bound_extent(c, channels);
    if (row.has_update_definition()) row.update().vectorize(along, lanes, TailStrategy::GuardWithIf);
    if (sum.has_update_definition()) {
      sum.vectorize(c, schedule.lanes).update().vectorize(c, schedule.lanes);
    }
  }
  out.split(y, yt, yi, schedule.rows, TailStrategy::GuardWithIf).fuse(yt, n, task).parallel(task);
  Var co("co");
  out.split(c, co, c, schedule.lanes, TailStrategy::GuardWithIf).vectorize(c);
  if (sum.has_update_definition()) sum.compute_at(out, co).store_in(MemoryType::Stack).bound_extent(c, schedule.lanes);
  ChainAlgorithm none;
  return finish_images(out, none, {in}, problem.out, channels, problem.out_width, problem.out_height);
}

}  // namespace specimen::gen
