// pool2d in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void pool2d_reference(const Pool2D& w, int batch, const T* x, const T* const* operands, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.out_height; ++y) {
      for (int xo = 0; xo < w.out_width; ++xo) {
        for (int c = 0; c < w.channels; ++c) {
          T value = 0;
          int count = 0;
          for (int ky = 0; ky < w.pool_height; ++ky) {
            for (int kx = 0; kx < w.pool_width; ++kx) {
              const int iy = y * w.stride_height + ky, ix = xo * w.stride_width + kx;
              const bool inside = iy >= w.padding_top && iy < w.padding_top + w.in_height && ix >= w.padding_left &&
                                  ix < w.padding_left + w.in_width;
              if (!inside && (w.pooling == Pooling::average || (w.own_padding && !w.own_padding->zeros))) continue;
              // x begins at the first pixel that windows touch, or at the image's.
              const int row = w.own_padding ? iy - w.padding_top : iy,
                        column = w.own_padding ? ix - w.padding_left : ix;
              const bool stored = inside || !w.own_padding;
              const T v = stored ? x[static_cast<long long>(b) * w.in.example + static_cast<long long>(row) * w.in.row +
                                     static_cast<long long>(column) * w.in.pixel + c]
                                 : T(0);
              if (w.pooling == Pooling::average) {
                value += v;
              } else {
                value = count == 0 ? v : larger(value, v);
              }
              ++count;
            }
          }
          if (w.pooling == Pooling::average) value /= static_cast<T>(count);
          finish(w.epilogue, value, b, y, xo, c, w.channels, w.out, w.residual, operands, outputs);
        }
      }
    }
  }
}

}  // namespace mnist::kernels
