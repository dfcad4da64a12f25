// layer_norm in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "what.h"

namespace mnist::kernels {

template <class T>
void layer_norm_reference(const LayerNorm& w, int rows, const T* x, const T* const* operands, T* const* outputs) {
  const T* gamma = w.scale ? operands[0] : nullptr;
  const T* beta = w.center ? operands[w.scale ? 1 : 0] : nullptr;
  const T epsilon = static_cast<T>(w.epsilon);
  for (int b = 0; b < rows; ++b) {
    const T* in = x + static_cast<long long>(b) * w.features;
    T* out = outputs[0] + static_cast<long long>(b) * w.features;
    T mean = 0, squares = 0;
    if (w.norm == Norm::layer) {
      for (int i = 0; i < w.features; ++i) mean += in[i];
      mean /= static_cast<T>(w.features);
    }
    for (int i = 0; i < w.features; ++i) squares += (in[i] - mean) * (in[i] - mean);
    const T length = w.norm == Norm::unit ? std::sqrt(squares > epsilon ? squares : epsilon)
                                          : std::sqrt(squares / static_cast<T>(w.features) + epsilon);
    for (int i = 0; i < w.features; ++i) {
      T value = (in[i] - mean) / length;
      if (gamma) value *= gamma[i];
      if (beta) value += beta[i];
      out[i] = value;
    }
  }
}

}  // namespace mnist::kernels
