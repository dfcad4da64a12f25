// The Halide side of reductions: x, and the loops over features that are reduced side by side.
#pragma once

#include "algorithm.h"
#include "reduction.h"

namespace mnist::kernels {

class ReductionInput {
 public:
  ReductionInput(Along along, int extent, int inner);

  // The elements that are reduced to one.
  const Halide::Expr& extent() const { return extent_; }
  // Element i of those for the feature c; `n` is the row of y, if y has rows.
  Halide::Expr at(const Halide::Expr& i, const Halide::Var& c, const std::vector<Halide::Var>& n) const;
  // Variables of y: c and n, or c alone.
  std::vector<Halide::Var> variables(const Halide::Var& c, const Halide::Var& n) const;

  // Features of y in blocks of `vectors` vectors, in parallel with the rows; `partial` is what is reduced, of which one
  // block is computed at a time, element after element: in one order, whatever the threads are.
  void schedule(Halide::Func out, Halide::Func partial, const Halide::Var& c, const Halide::Var& n,
                const Halide::RDom& r, int vectors, int lanes) const;

  HalideKernel finish(const Halide::Func& out) const;

 private:
  Along along_;
  int inner_;
  Halide::ImageParam x_;
  Halide::Expr extent_;
};

}  // namespace mnist::kernels
