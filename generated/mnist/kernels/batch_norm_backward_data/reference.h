// batch_norm_backward_data in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void batch_norm_backward_data_reference(const BatchNormBackwardData& w, int batch, const T* x, const T* dy,
                                        const T* mean, const T* variance, const T* gamma, const T* dgamma,
                                        const T* dbeta, const T* const*, T* const* outputs) {
  const double count = static_cast<double>(batch) * w.height * w.width;
  for (int c = 0; c < w.channels; ++c) {
    const double factor = 1 / std::sqrt(static_cast<double>(variance[c]) + w.epsilon);
    const double scale = (gamma ? static_cast<double>(gamma[c]) : 1.0) * factor;
    for (int b = 0; b < batch; ++b) {
      for (int y = 0; y < w.height; ++y) {
        for (int column = 0; column < w.width; ++column) {
          const double normal = (static_cast<double>(x[w.in.at(b, y, column) + c]) - mean[c]) * factor;
          outputs[0][w.dx.at(b, y, column) + c] =
              static_cast<T>(scale * (dy[w.out.at(b, y, column) + c] - dbeta[c] / count - normal * dgamma[c] / count));
        }
      }
    }
  }
}

// Without gamma.
template <class T>
void batch_norm_backward_data_reference(const BatchNormBackwardData& w, int batch, const T* x, const T* dy,
                                        const T* mean, const T* variance, const T* dgamma, const T* dbeta,
                                        const T* const* operands, T* const* outputs) {
  batch_norm_backward_data_reference<T>(w, batch, x, dy, mean, variance, nullptr, dgamma, dbeta, operands, outputs);
}

}  // namespace mnist::kernels
