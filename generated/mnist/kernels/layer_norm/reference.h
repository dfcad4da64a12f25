// layer_norm in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

// `count`: rows, or images.
template <class T>
void layer_norm_reference(const LayerNorm& w, int count, const T* x, const T* const* operands, T* const* outputs) {
  const T* gamma = w.scale ? operands[0] : nullptr;
  const T* beta = w.center ? operands[w.scale ? 1 : 0] : nullptr;
  const Storage row = {w.features, w.features, w.features};
  const Storage& from = w.of_images() ? w.in : row;
  const Storage& to = w.of_images() ? w.out : row;
  const auto normalize = [&](const T* in, T* out) {
    // Sums in double. The mean is that of differences from the first feature, exact where all are equal.
    double mean = 0, squares = 0;
    if (w.norm == Norm::layer) {
      for (int i = 0; i < w.features; ++i) mean += static_cast<double>(in[i]) - in[0];
      mean = in[0] + mean / w.features;
    }
    for (int i = 0; i < w.features; ++i) squares += (in[i] - mean) * (in[i] - mean);
    const double length =
        std::sqrt(w.norm == Norm::unit ? larger(squares, w.epsilon) : squares / w.features + w.epsilon);
    for (int i = 0; i < w.features; ++i) {
      T value = static_cast<T>((in[i] - mean) / length);
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

}  // namespace mnist::kernels
