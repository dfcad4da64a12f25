#include "algorithm_reduction.h"

namespace specimen::gen {

using Halide::Expr;
using Halide::Float;
using Halide::Func;
using Halide::ImageParam;
using Halide::RDom;
using Halide::TailStrategy;
using Halide::Var;

ReductionInput::ReductionInput(Along along, int extent, int inner)
    : along_(along), inner_(inner), x_(Float(32), along == Along::sequence ? 3 : 2, "x") {
  switch (along) {
    case Along::features:
      fix_rows(x_, extent * inner);
      extent_ = extent;
      break;
    case Along::sequence:
      fix_sequences(x_, inner, inner);
      extent_ = x_.dim(1).extent();
      break;
    case Along::batch:
      fix_rows(x_, inner);
      extent_ = x_.dim(1).extent();
      break;
  }
}

Expr ReductionInput::at(const Expr& i, const Var& c, const std::vector<Var>& n) const {
  if (along_ == Along::sequence) return x_(c, i, n[0]);
  return along_ == Along::batch ? x_(c, i) : x_(i * inner_ + c, n[0]);
}

std::vector<Var> ReductionInput::variables(const Var& c, const Var& n) const {
  return along_ == Along::batch ? std::vector<Var>{c} : std::vector<Var>{c, n};
}

void ReductionInput::schedule(Func out, Func partial, const Var& c, const Var& n, const RDom& r, int vectors,
                              int lanes) const {
  Var co("co"), task("task");
  const int vec = channel_vector(inner_, lanes), block = std::max(1, std::min(vectors, inner_ / vec)) * vec;
  out.split(c, co, c, block, inner_ % block ? TailStrategy::ShiftInwards : TailStrategy::RoundUp);
  if (along_ == Along::batch) {
    out.reorder(c, co).parallel(co);
  } else {
    out.reorder(c, co, n).fuse(co, n, task).parallel(task);
  }
  out.vectorize(c, vec).unroll(c);
  const Var at = along_ == Along::batch ? co : task;
  partial.compute_at(out, at).store_in(Halide::MemoryType::Stack).bound_extent(c, block).vectorize(c, vec).unroll(c);
  partial.update().reorder(c, r.x).vectorize(c, vec).unroll(c);
}

HalideKernel ReductionInput::finish(const Func& out) const {
  ChainAlgorithm none;
  if (along_ != Along::batch) return finish_rows(out, none, {x_}, inner_);
  out.output_buffer().dim(0).set_bounds(0, inner_).set_stride(1);
  HalideKernel kernel;
  kernel.pipeline = Halide::Pipeline(out);
  kernel.arguments = {x_};
  return kernel;
}

}  // namespace specimen::gen
