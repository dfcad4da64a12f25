// Sums and maxima over the features of a row, in a fixed order for any number of threads and rows.
#pragma once

#include <Halide.h>

#include <algorithm>
#include <string>

namespace specimen::gen {

// A reduction of value(i), i = 0 ... features - 1, for row n: `lanes` partial results side by side, then over the lanes,
// then what is left of the row.
class RowReduction {
 public:
  template <class Value, class Combine>
  RowReduction(const std::string& name, int features, int lanes, Halide::Expr start, Halide::Var n, Value value,
               Combine combine)
      : lanes_(lanes), part_(name + "_part"), all_(name) {
    using namespace Halide;
    const int whole = features / lanes, rest = features - whole * lanes;
    RDom k(0, std::max(whole, 1)), l(0, lanes), tail(whole * lanes, std::max(rest, 1));
    part_(lane_, n) = start;
    if (whole > 0) part_(lane_, n) = combine(part_(lane_, n), value(k * lanes + lane_));
    all_(n) = start;
    all_(n) = combine(all_(n), part_(l, n));
    if (rest > 0) all_(n) = combine(all_(n), value(tail));
    if (whole > 0) k_ = k;
  }

  Halide::Expr operator()(Halide::Var n) { return all_(n); }

  void compute_at(Halide::Func consumer, Halide::Var n, int vector) {
    const int width = std::min(vector, lanes_);
    all_.compute_at(consumer, n);
    part_.compute_at(consumer, n).store_in(Halide::MemoryType::Stack).vectorize(lane_, width).unroll(lane_);
    if (k_.defined()) part_.update().reorder(lane_, k_.x).vectorize(lane_, width).unroll(lane_);
  }

 private:
  int lanes_;
  Halide::Var lane_{"lane"};
  Halide::Func part_, all_;
  Halide::RDom k_;
};

}  // namespace specimen::gen
