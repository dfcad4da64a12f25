// layer_norm_backward_data in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include "../common/norm_reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void layer_norm_backward_data_reference(const LayerNormBackwardData& w, int rows, const T* x, const T* dy,
                                        const T* gamma, const T* const*, T* const* outputs) {
  for (int b = 0; b < rows; ++b) {
    const long long first = static_cast<long long>(b) * w.features;
    const T *in = x + first, *gradient = dy + first;
    const RowNorm row = row_norm(w.norm, w.epsilon, w.features, in);
    double sum = 0, products = 0;
    const auto normal = [&](int i) { return (in[i] - row.mean) / row.length; };
    const auto scaled = [&](int i) { return (gamma ? static_cast<double>(gamma[i]) : 1.0) * gradient[i]; };
    for (int i = 0; i < w.features; ++i) {
      sum += w.norm == Norm::layer ? scaled(i) / w.features : 0;
      products += scaled(i) * normal(i);
    }
    for (int i = 0; i < w.features; ++i)
      outputs[0][first + i] = static_cast<T>((scaled(i) - sum - normal(i) * products * row.share) / row.length);
  }
}

// Without gamma.
template <class T>
void layer_norm_backward_data_reference(const LayerNormBackwardData& w, int rows, const T* x, const T* dy,
                                        const T* const* operands, T* const* outputs) {
  layer_norm_backward_data_reference<T>(w, rows, x, dy, nullptr, operands, outputs);
}

}  // namespace mnist::kernels
