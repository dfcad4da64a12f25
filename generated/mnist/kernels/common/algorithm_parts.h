// The Halide side of sums in parts.
#pragma once

#include <Halide.h>

#include <vector>

#include "parts.h"

namespace mnist::kernels {

// combine(value(first), ..., value(first + count - 1)), as a tree.
template <class Value, class Combine>
auto pairwise(int first, int count, const Value& value, const Combine& combine) -> decltype(value(first)) {
  if (count == 1) return value(first);
  const int half = (count + 1) / 2;
  return combine(pairwise(first, half, value, combine), pairwise(first + half, count - half, value, combine));
}

// Channel c of vectors or blocks that reach beyond the last channel: there, that one again, which is not stored.
inline Halide::Expr existing(const Halide::Expr& c, int channels, int block) {
  return channels % block == 0 ? c : min(likely(c), channels - 1);
}

// Outputs of one number a channel. The others have the first one's bounds.
inline void fix_channels(Halide::Func out, int channels) {
  std::vector<Halide::OutputImageParam> buffers = out.output_buffers();
  buffers[0].dim(0).set_bounds(0, channels);
  for (Halide::OutputImageParam& buffer : buffers) buffer.dim(0).set_stride(1);
}

template <class Value>
Halide::Expr pairwise_sum(int parts, const Value& value) {
  return pairwise(0, parts, value, [](const Halide::Expr& a, const Halide::Expr& b) -> Halide::Expr { return a + b; });
}

// `rows` in kParts equal parts: part p has the rows row(p) = p * each + j, as long as they exist.
struct Parts {
  Parts(const Halide::Expr& all, const Halide::Var& part)
      : rows(all), each((all + kParts - 1) / kParts), j(0, each, "j"), row(part * each + j) {
    j.where(row < rows);
  }
  Halide::Expr rows, each;
  Halide::RDom j;
  Halide::Expr row;

  // Rows of part p.
  Halide::Expr count(const Halide::Expr& p) const { return Halide::clamp(rows - p * each, 0, each); }
};

}  // namespace mnist::kernels
