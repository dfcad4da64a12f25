// depthwise_backward_kernel in plain loops, with the kernel's own arguments. Sums are of doubles, rounded once.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void depthwise_backward_kernel_reference(const DepthwiseBackwardKernel& w, int batch, const T* x, const T* dy,
                                         const T* const*, T* const* outputs) {
  T* to = outputs[0];
  for (int ky = 0; ky < w.kernel_height; ++ky) {
    for (int kx = 0; kx < w.kernel_width; ++kx) {
      for (int c = 0; c < w.channels; ++c) {
        double sum = 0;
        for (int b = 0; b < batch; ++b) {
          for (int y = 0; y < w.out_height; ++y) {
            const int row = y * w.stride_height + ky * w.dilation_height - w.padding_top;
            if (row < 0 || row >= w.in_height) continue;
            for (int o = 0; o < w.out_width; ++o) {
              const int column = o * w.stride_width + kx * w.dilation_width - w.padding_left;
              if (column < 0 || column >= w.in_width) continue;
              sum += static_cast<double>(x[w.in.at(b, row, column) + c]) * dy[w.out.at(b, y, o) + c];
            }
          }
        }
        *to++ = static_cast<T>(sum);
      }
    }
  }
}

}  // namespace mnist::kernels
