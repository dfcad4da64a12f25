// batch_norm_statistics in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void batch_norm_statistics_reference(const BatchNormStatistics& w, int batch, const T* x, const T* const*,
                                     T* const* outputs) {
  const double count = static_cast<double>(batch) * w.height * w.width;
  for (int c = 0; c < w.channels; ++c) {
    double mean = 0, squares = 0;
    for (int pass = 0; pass < 2; ++pass) {
      double sum = 0;
      for (int b = 0; b < batch; ++b) {
        for (int y = 0; y < w.height; ++y) {
          for (int column = 0; column < w.width; ++column) {
            const double value = x[w.in.at(b, y, column) + c];
            sum += pass == 0 ? value : (value - mean) * (value - mean);
          }
        }
      }
      (pass == 0 ? mean : squares) = sum / count;
    }
    outputs[0][c] = static_cast<T>(mean);
    outputs[1][c] = static_cast<T>(squares);
  }
}

}  // namespace mnist::kernels
