// Sums and maxima over the features of a row, in a fixed order for any number of threads and rows.
#pragma once

#include <Halide.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace mnist::kernels {

// A reduction of value(i), i = 0 ... features - 1, for the row at the coordinates `at`: `lanes` partial results side by
// side (a power of two), then these in a tree, then what is left of the row. One partial result after the other would
// take longer than the row: 768 features in 64 lanes 215 ns a row for both sums of a layer norm.
class RowReduction {
 public:
  template <class Value, class Combine>
  RowReduction(const std::string& name, int features, int lanes, Halide::Expr start, std::vector<Halide::Var> at,
               Value value, Combine combine)
      : at_(std::move(at)),
        lanes_(lanes),
        folded_lanes_(lanes >= 4 ? lanes / 4 : lanes),
        part_(name + "_part"),
        folded_(name + "_folded"),
        all_(name) {
    using namespace Halide;
    const int whole = features / lanes, rest = features - whole * lanes;
    RDom k(0, std::max(whole, 1)), tail(whole * lanes, std::max(rest, 1));
    std::vector<Var> lane_at = at_;
    lane_at.insert(lane_at.begin(), lane_);
    part_(lane_at) = start;
    if (whole > 0) part_(lane_at) = combine(part_(lane_at), value(k * lanes + lane_));
    // Whole vectors first, then the lanes of one.
    const auto part = [&](int quarter) -> Expr { return part_(with(lane_ + quarter * folded_lanes_)); };
    folded_(lane_at) = lanes >= 4 ? combine(combine(part(0), part(1)), combine(part(2), part(3))) : part(0);
    std::vector<Expr> tree;
    for (int i = 0; i < folded_lanes_; ++i) tree.push_back(folded_(with(i)));
    for (; tree.size() > 1; tree.resize(tree.size() / 2)) {
      for (std::size_t i = 0; i < tree.size() / 2; ++i) tree[i] = combine(tree[i], tree[i + tree.size() / 2]);
    }
    all_(at_) = tree[0];
    if (rest > 0) all_(at_) = combine(all_(at_), value(tail));
    if (whole > 0) k_ = k;
  }

  Halide::Expr operator()() { return all_(at_); }

  void compute_at(Halide::Func consumer, const Halide::VarOrRVar& n, int vector) {
    const Halide::LoopLevel loop(consumer, n);
    const int width = std::min(vector, lanes_);
    all_.compute_at(loop).store_in(Halide::MemoryType::Stack);
    part_.compute_at(loop).store_in(Halide::MemoryType::Stack).vectorize(lane_, width).unroll(lane_);
    folded_.compute_at(loop).store_in(Halide::MemoryType::Stack).vectorize(lane_, std::min(vector, folded_lanes_));
    if (k_.defined()) part_.update().reorder(lane_, k_.x).vectorize(lane_, width).unroll(lane_);
  }

 private:
  std::vector<Halide::Expr> with(const Halide::Expr& lane) const {
    std::vector<Halide::Expr> place(at_.begin(), at_.end());
    place.insert(place.begin(), lane);
    return place;
  }

  std::vector<Halide::Var> at_;
  int lanes_, folded_lanes_;
  Halide::Var lane_{"lane"};
  Halide::Func part_, folded_, all_;
  Halide::RDom k_;
};

}  // namespace mnist::kernels
