// layer_norm_backward_sums in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

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
      double mean = 0, squares = 0;
      for (int i = 0; i < w.features; ++i) mean += static_cast<double>(in[i]) - in[0];
      mean = in[0] + mean / w.features;
      for (int i = 0; i < w.features; ++i) squares += (in[i] - mean) * (in[i] - mean);
      const double factor = 1 / std::sqrt(squares / w.features + w.epsilon);
      for (int i = 0; i < count; ++i) {
        products[i] += gradient[first + i] * (in[first + i] - mean) * factor;
        sums[i] += gradient[first + i];
      }
    }
    for (int i = 0; i < count; ++i) {
      outputs[0][first + i] = static_cast<T>(products[i]);
      outputs[1][first + i] = static_cast<T>(sums[i]);
    }
  }
}

}  // namespace mnist::kernels
