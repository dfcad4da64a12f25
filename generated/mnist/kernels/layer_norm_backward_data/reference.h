// layer_norm_backward_data in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void layer_norm_backward_data_reference(const LayerNormBackwardData& w, int rows, const T* x, const T* dy,
                                        const T* gamma, const T* const*, T* const* outputs) {
  for (int b = 0; b < rows; ++b) {
    const long long first = static_cast<long long>(b) * w.features;
    const T *in = x + first, *gradient = dy + first;
    double mean = 0, squares = 0, sum = 0, products = 0;
    for (int i = 0; i < w.features; ++i) mean += static_cast<double>(in[i]) - in[0];
    mean = in[0] + mean / w.features;
    for (int i = 0; i < w.features; ++i) squares += (in[i] - mean) * (in[i] - mean);
    const double factor = 1 / std::sqrt(squares / w.features + w.epsilon);
    const auto scaled = [&](int i) { return (gamma ? static_cast<double>(gamma[i]) : 1.0) * gradient[i]; };
    for (int i = 0; i < w.features; ++i) {
      sum += scaled(i);
      products += scaled(i) * (in[i] - mean) * factor;
    }
    for (int i = 0; i < w.features; ++i) {
      outputs[0][first + i] =
          static_cast<T>(factor * (scaled(i) - sum / w.features - (in[i] - mean) * factor * products / w.features));
    }
  }
}

// Without gamma.
template <class T>
void layer_norm_backward_data_reference(const LayerNormBackwardData& w, int rows, const T* x, const T* dy,
                                        const T* const* operands, T* const* outputs) {
  layer_norm_backward_data_reference<T>(w, rows, x, dy, nullptr, operands, outputs);
}

}  // namespace mnist::kernels
