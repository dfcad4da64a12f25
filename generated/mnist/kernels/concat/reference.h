// concat in plain loops, with the kernel's own arguments.
#pragma once

#include "what.h"

namespace specimen::gen {

template <class T>
void concat_reference(const Concat& w, int batch, const T* x, const T* const*, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.height; ++y) {
      for (int xo = 0; xo < w.width; ++xo) {
        const T* in = x + static_cast<long long>(b) * w.in.image + static_cast<long long>(y) * w.in.row +
                      static_cast<long long>(xo) * w.in.pixel;
        T* out = outputs[0] + static_cast<long long>(b) * w.out.image + static_cast<long long>(y) * w.out.row +
                 static_cast<long long>(xo) * w.out.pixel;
        for (int c = 0; c < w.channels; ++c) out[c] = in[c];
      }
    }
  }
}

}  // namespace specimen::gen
