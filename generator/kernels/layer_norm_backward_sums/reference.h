// layer_norm_backward_sums in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/norm_reference.h"
#include "problem.h"

namespace specimen::gen {

template <class T>
void layer_norm_backward_sums_reference(const LayerNormBackwardSums& w, int rows, const T* x, const T* dy,
                                        const T* const*, T* const* outputs) {
  constexpr int kTogether = 64;
  for (int first = 0; first < w.features; first += kTogether) {
    const int count = w.features - first < kTogether ? w.features - first : kTogether;
    double products[kTogether] = {}, sums[kTogether] = {};
    for (int b = 0; b < rows; ++b) {
      const T* in = x + static_cast<long long>(b) * w.features;
      const T* gradient = dy + static_cast<long long>(b) * w.features;
      const RowNorm row = row_norm(w.norm, w.epsilon, w.features, in);
      for (int i = 0; i < count; ++i) {
        products[i] += gradient[first + i] * (in[first + i] - row.mean) / row.length;
        sums[i] += gradient[first + i];
      }
    }
    for (int i = 0; i < count; ++i) {
      outputs[0][first + i] = static_cast<T>(products[i]);
      outputs[1][first + i] = static_cast<T>(sums[i]);
    }
  }
}

}  // namespace specimen::gen
