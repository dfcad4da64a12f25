#include "schedule_x86_rows.h"

#include <iterator>
#include <stdexcept>

#include "../common/schedule_prefetch.h"

namespace mnist::kernels {

namespace {

// The product in register tiles of `rows` rows: summed up in registers, then left in memory, where a loop that is not
// unrolled applies the epilogue.
struct Tiles {
  int rows;
  int tiles;               // over which the prefetches are spread
  int code;                // what the choice in the call is for these tiles
  Halide::Func sum, left;  // (unit, row of the tile, tile)
};

// How many tiles of rows there are decides how many prefetches each must issue. `tiles` are the fewest of a class.
struct Class {
  int tiles, spread;
};
constexpr Class kClasses[] = {{1, 2}, {3, 4}, {7, 16}};
constexpr int kCodes = 64;  // more than the rows of any tile

// Gives a variable another value than the buffer has.
class Define : public Halide::Internal::IRMutator {
 public:
  Define(std::string name, Halide::Expr value) : name_(std::move(name)), value_(std::move(value)) {}

 protected:
  using IRMutator::visit;
  Halide::Expr visit(const Halide::Internal::Variable* op) override { return op->name == name_ ? value_ : op; }

 private:
  std::string name_;
  Halide::Expr value_;
};

}  // namespace

// The number of rows is known at run time only. It is cut into as few tiles as possible, and these are made equal: 17
// rows are three tiles of six, not two of eight and one of one. So there is a variant for each number of rows up to the
// schedule's, and for few, some and many tiles, which differ in their prefetches alone; rows beyond the last are
// computed from its input and not stored. Every element is the same sum in the same order in all variants: a row's
// result does not depend on the rows around it.
HalideKernel dense_rows(const Dense& problem, const DenseSchedule& schedule, const Halide::Target& target) {
  using namespace Halide;
  const int vec = target.natural_vector_size<float>(), block = schedule.unit_vectors * vec;
  const int panels = divide_up(problem.units, kPanel);
  if (divide_up(problem.units, block) * block > panels * kPanel) {
    throw std::runtime_error("unit_vectors " + std::to_string(schedule.unit_vectors) +
                             " does not divide the panels of " + std::to_string(problem.units) + " units");
  }
  const int unroll = problem.inputs % schedule.unroll == 0 ? schedule.unroll : 1;
  Var c("c"), n("n"), i("i"), t("t");
  ImageParam in(Float(32), 2, "x");
  fix_rows(in, problem.inputs);
  const Expr count = in.dim(1).extent();
  // The extent of a panel, which nothing reads, stands for the rows of a tile until the end: only of a plain variable
  // does the compiler see that it is 6 in the branch where it is 6.
  ImageParam kernel(Float(32), 3, "kernel");
  kernel.dim(0).set_min(0).set_stride(1);
  kernel.dim(1).set_bounds(0, problem.inputs).set_stride(kPanel);
  kernel.dim(2).set_bounds(0, panels).set_stride(kPanel * problem.inputs);
  kernel.set_host_alignment(64);
  const Expr choice = kernel.dim(0).extent();

  RDom r(0, unroll, 0, problem.inputs / unroll);
  const Expr k = r[1] * unroll + r[0];
  std::vector<Tiles> variants;
  Expr value;
  // Of many tiles each iteration asks for one line, where that is about what they need: another one at times makes 3x8
  // tiles spill.
  const int lines = unroll * block / 16, one_line_each = lines >= 8 ? lines : schedule.row_tiles;
  const int classes = schedule.prefetch ? static_cast<int>(std::size(kClasses)) : 1;
  for (int number = 0; number < classes; ++number) {
    // The fewest rows of this class, in its fewest tiles.
    const int fewest = divide_up((kClasses[number].tiles - 1) * schedule.rows + 1, kClasses[number].tiles);
    for (int rows = schedule.rows; rows >= fewest; --rows) {
      const int code = number * kCodes + rows;
      const std::string suffix = "_" + std::to_string(number) + "_" + std::to_string(rows);
      const int spread = number + 1 < classes ? kClasses[number].spread : one_line_each;
      Tiles v = {rows, std::min(spread, schedule.row_tiles), code, Func("sum" + suffix), Func("left" + suffix)};
      v.sum(c, i, t) = 0.0f;
      v.sum(c, i, t) += kernel(c % kPanel, k, c / kPanel) * in(k, min(t * rows + i, count - 1));
      v.left(c, i, t) = v.sum(c, i, t);
      const Expr here = v.left(c, n % rows, n / rows);
      value = value.defined() ? select(choice == code, here, value) : here;
      variants.push_back(v);
    }
  }
  const ChainAlgorithm chain = apply_rows_chain(problem.epilogue, value, problem.units, c, n);
  Func out("out");
  define(out, chain, c, n);

  Var cb("cb"), ci("ci"), tb("tb"), ti("ti"), task("task");
  const auto arrange = [&](auto stage, int rows) {
    stage.split(c, cb, ci, block, problem.units % block ? TailStrategy::GuardWithIf : TailStrategy::RoundUp);
    stage.split(n, t, i, rows, TailStrategy::GuardWithIf);
    stage.split(t, tb, ti, schedule.row_tiles, TailStrategy::GuardWithIf);
    stage.reorder(ci, i, ti, cb, tb).fuse(cb, tb, task).parallel(task);
    stage.vectorize(ci, vec).unroll(ci);
  };
  for (const Tiles& v : variants) arrange(out.specialize(choice == v.code), v.rows);
  out.specialize_fail("no variant");

  for (Tiles& v : variants) {
    v.left.compute_at(out, ti).store_in(MemoryType::Stack).bound_extent(c, block).bound_extent(i, v.rows);
    v.left.vectorize(c, vec).unroll(c).unroll(i);
    v.sum.compute_at(out, ti).store_in(MemoryType::Stack).bound_extent(c, block).bound_extent(i, v.rows);
    v.sum.vectorize(c, vec).unroll(c).unroll(i);
    v.sum.update().reorder(c, i, r[0], r[1]).vectorize(c, vec).unroll(c).unroll(i).unroll(r[0]);
  }
  HalideKernel finished = finish_rows(out, chain, {in, kernel}, problem.units);
  const Expr tiles = (count + schedule.rows - 1) / schedule.rows;
  Expr chosen = (count + tiles - 1) / tiles;
  for (int number = 1; number < classes; ++number) chosen += select(tiles >= kClasses[number].tiles, kCodes, 0);
  finished.pipeline.add_custom_lowering_pass(new Define(choice.as<Internal::Variable>()->name, chosen));
  if (schedule.prefetch) {
    const int floats = block * problem.inputs;
    for (Tiles& v : variants) {
      finished.pipeline.add_custom_lowering_pass(
          new SpreadPrefetch(v.sum.name(), kernel.name(), floats, floats / 16, {{".ti", v.tiles}}));
    }
  }
  return finished;
}

}  // namespace mnist::kernels
