// elementwise in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void elementwise_reference(const Elementwise& w, int batch, const T* x, const T* const* operands, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.height; ++y) {
      for (int xo = 0; xo < w.width; ++xo) {
        for (int c = 0; c < w.channels; ++c) {
          const T v = x[static_cast<long long>(b) * w.in.example + static_cast<long long>(y) * w.in.row +
                        static_cast<long long>(xo) * w.in.pixel + static_cast<long long>(c) * w.in_channel];
          finish(w.chain, v, b, y, xo, c, w.channels, w.out, w.residual, operands, outputs, w.residual_channel);
        }
      }
    }
  }
}

}  // namespace mnist::kernels
