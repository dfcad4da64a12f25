// layer_norm in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/norm_reference.h"
#include "problem.h"

namespace specimen::gen {

// `count`: rows, or images.
template <class T>
void layer_norm_reference(const LayerNorm& w, int count, const T* x, const T* const* operands, T* const* outputs) {
  const T* gamma = w.scale ? operands[0] : nullptr;
  const T* beta = w.center ? operands[w.scale ? 1 : 0] : nullptr;
  const Storage dense = {w.features, w.features, w.features};
  const Storage& from = w.of_images() ? w.in : dense;
  const Storage& to = w.of_images() ? w.out : dense;
  const auto normalize = [&](const T* in, T* out) {
    const RowNorm row = row_norm(w.norm, w.epsilon, w.features, in);
    for (int i = 0; i < w.features; ++i) {
      T value = static_cast<T>((in[i] - row.mean) / row.length);
      if (gamma) value *= gamma[i];
      if (beta) value += beta[i];
      out[i] = value;
    }
  };
  for (int b = 0; b < count; ++b) {
    for (int y = 0; y < (w.of_images() ? w.height : 1); ++y) {
      for (int column = 0; column < (w.of_images() ? w.width : 1); ++column)
        normalize(x + from.at(b, y, column), outputs[0] + to.at(b, y, column));
    }
  }
}

}  // namespace specimen::gen
