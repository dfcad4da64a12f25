// global_pool_backward in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void global_pool_backward_reference(const GlobalPoolBackward& w, int batch, const T* dy, const T* const*,
                                    T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.height; ++y) {
      for (int x = 0; x < w.width; ++x) {
        for (int c = 0; c < w.channels; ++c) {
          outputs[0][w.dx.at(b, y, x) + c] =
              dy[static_cast<long long>(b) * w.channels + c] / static_cast<T>(w.height * w.width);
        }
      }
    }
  }
}

}  // namespace mnist::kernels
