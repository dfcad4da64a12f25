// dense_backward_kernel in plain loops, with the kernel's own arguments. Sums are of doubles, rounded once.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void dense_backward_kernel_reference(const DenseBackwardKernel& w, int rows, const T* x, const T* dy, const T* const*,
                                     T* const* outputs) {
  constexpr int kTogether = 64;
  for (int i = 0; i < w.inputs; ++i) {
    for (int first = 0; first < w.units; first += kTogether) {
      const int count = w.units - first < kTogether ? w.units - first : kTogether;
      double sum[kTogether] = {};
      for (int b = 0; b < rows; ++b) {
        const double value = x[static_cast<long long>(b) * w.inputs + i];
        const T* row = dy + static_cast<long long>(b) * w.units + first;
        for (int u = 0; u < count; ++u) sum[u] += value * row[u];
      }
      for (int u = 0; u < count; ++u) {
        const long long unit = first + u;
        outputs[0][w.transposed ? unit * w.inputs + i : static_cast<long long>(i) * w.units + unit] =
            static_cast<T>(sum[u]);
      }
    }
  }
}

}  // namespace mnist::kernels
