// pad in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void pad_reference(const Pad& w, int batch, const T* x, const T* const*, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.top + w.height + w.bottom; ++y) {
      for (int xo = 0; xo < w.left + w.width + w.right; ++xo) {
        const int iy = y - w.top, ix = xo - w.left;
        const bool inside = iy >= 0 && iy < w.height && ix >= 0 && ix < w.width;
        const T* in = x + static_cast<long long>(b) * w.in.example + static_cast<long long>(iy) * w.in.row +
                      static_cast<long long>(ix) * w.in.pixel;
        T* out = outputs[0] + static_cast<long long>(b) * w.out.example + static_cast<long long>(y) * w.out.row +
                 static_cast<long long>(xo) * w.out.pixel;
        for (int c = 0; c < w.channels; ++c) out[c] = inside ? in[c] : static_cast<T>(w.value);
      }
    }
  }
}

}  // namespace mnist::kernels
