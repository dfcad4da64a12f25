// global_pool in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void global_pool_reference(const GlobalPool& w, int batch, const T* x, const T* const* operands, T* const* outputs) {
  const Storage storage = {w.channels, w.channels, w.channels};
  for (int b = 0; b < batch; ++b) {
    for (int c = 0; c < w.channels; ++c) {
      T value = x[static_cast<long long>(b) * w.in.example + c];
      if (w.pooling == Pooling::average) value = 0;
      for (int y = 0; y < w.height; ++y) {
        for (int xo = 0; xo < w.width; ++xo) {
          const T v = x[static_cast<long long>(b) * w.in.example + static_cast<long long>(y) * w.in.row +
                        static_cast<long long>(xo) * w.in.pixel + c];
          value = w.pooling == Pooling::average ? value + v : larger(value, v);
        }
      }
      if (w.pooling == Pooling::average) value /= static_cast<T>(w.height * w.width);
      finish(w.epilogue, value, b, 0, 0, c, w.channels, storage, storage, operands, outputs);
    }
  }
}

}  // namespace mnist::kernels
