// A norm of rows in Halide pipelines: what is taken from a feature, and what the rest is times.
#pragma once

#include <optional>
#include <vector>

#include "algorithm_functions.h"
#include "norm.h"
#include "schedule_rows.h"

namespace mnist::kernels {

// Of the row at the coordinates `at`. element(i, place) is feature i of the row at `place`.
class RowNormalization {
 public:
  template <class Element>
  RowNormalization(Norm norm, double epsilon, int features, int lanes, const std::vector<Halide::Var>& at,
                   Element element)
      : layer_(norm == Norm::layer), element_(element) {
    using namespace Halide;
    const float count = static_cast<float>(features), least = static_cast<float>(epsilon);
    const std::vector<Expr> here(at.begin(), at.end());
    const auto add = [](const Expr& a, const Expr& b) { return a + b; };
    if (layer_) {
      sum_.emplace("sum", features, lanes, 0.0f, at, [&](const Expr& i) { return feature(i, here); }, add);
      mean_(at) = (*sum_)() * (1.0f / count);
    }
    squares_.emplace(
        "squares", features, lanes, 0.0f, at, [&](const Expr& i) { return centered(i, here) * centered(i, here); },
        add);
    factor_(at) =
        1.0f / sqrt(norm == Norm::unit ? at_least(least, (*squares_)()) : (*squares_)() * (1.0f / count) + least);
    // How the sum of squares counts in the square of the length; not at all where the length is that of epsilon.
    share_ = norm == Norm::unit ? select((*squares_)() > least, 1.0f, 0.0f) : Expr(1.0f / count);
  }

  Halide::Expr centered(const Halide::Expr& i, const std::vector<Halide::Expr>& place) const {
    return layer_ ? feature(i, place) - mean_(place) : feature(i, place);
  }
  Halide::Expr factor(const std::vector<Halide::Expr>& place) const { return factor_(place); }
  // d(length^2) / d(sum of squares) of the row at `at`.
  Halide::Expr share() const { return share_; }

  void compute_at(Halide::Func consumer, const Halide::VarOrRVar& row, int vec) {
    const Halide::LoopLevel loop(consumer, row);
    if (sum_) {
      sum_->compute_at(consumer, row, vec);
      mean_.compute_at(loop).store_in(Halide::MemoryType::Stack);
    }
    squares_->compute_at(consumer, row, vec);
    factor_.compute_at(loop).store_in(Halide::MemoryType::Stack);
  }

 private:
  // A layer norm's features are taken as differences from the first: those of equal features are exact, and a large
  // mean costs no digits.
  Halide::Expr feature(const Halide::Expr& i, const std::vector<Halide::Expr>& place) const {
    return layer_ ? difference(element_(i, place), element_(0, place)) : element_(i, place);
  }

  bool layer_;
  std::function<Halide::Expr(const Halide::Expr&, const std::vector<Halide::Expr>&)> element_;
  std::optional<RowReduction> sum_, squares_;
  Halide::Func mean_{"mean"}, factor_{"factor"};
  Halide::Expr share_;
};

}  // namespace mnist::kernels
