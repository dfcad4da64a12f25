// depthwise_conv2d in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void depthwise_conv2d_reference(const DepthwiseConv2D& w, int batch, const T* x, const T* filter,
                                const T* const* operands, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.out_height; ++y) {
      for (int xo = 0; xo < w.out_width; ++xo) {
        for (int c = 0; c < w.channels; ++c) {
          T sum = 0;
          for (int ky = 0; ky < w.kernel_height; ++ky) {
            const int yi = y * w.stride_height + ky * w.dilation_height - w.padding_top;
            for (int kx = 0; kx < w.kernel_width; ++kx) {
              const int xi = xo * w.stride_width + kx * w.dilation_width - w.padding_left;
              if (yi < 0 || yi >= w.in_height || xi < 0 || xi >= w.in_width) continue;
              sum += x[static_cast<long long>(b) * w.in.example + static_cast<long long>(yi) * w.in.row +
                       static_cast<long long>(xi) * w.in.pixel + c] *
                     filter[(ky * w.kernel_width + kx) * w.channels + c];
            }
          }
          finish(w.epilogue, sum, b, y, xo, c, w.channels, w.out, w.residual, operands, outputs);
        }
      }
    }
  }
}

}  // namespace mnist::kernels
