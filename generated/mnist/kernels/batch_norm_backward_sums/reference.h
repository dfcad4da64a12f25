// batch_norm_backward_sums in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void batch_norm_backward_sums_reference(const BatchNormBackwardSums& w, int batch, const T* x, const T* dy,
                                        const T* mean, const T* variance, const T* const*, T* const* outputs) {
  for (int c = 0; c < w.channels; ++c) {
    double products = 0, sum = 0;
    for (int b = 0; b < batch; ++b) {
      for (int y = 0; y < w.height; ++y) {
        for (int column = 0; column < w.width; ++column) {
          const double gradient = dy[w.out.at(b, y, column) + c];
          products += gradient * (static_cast<double>(x[w.in.at(b, y, column) + c]) - mean[c]);
          sum += gradient;
        }
      }
    }
    outputs[0][c] = static_cast<T>(products / std::sqrt(static_cast<double>(variance[c]) + w.epsilon));
    outputs[1][c] = static_cast<T>(sum);
  }
}

}  // namespace mnist::kernels
