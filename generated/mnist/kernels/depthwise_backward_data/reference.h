// depthwise_backward_data in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void depthwise_backward_data_reference(const DepthwiseBackwardData& w, int batch, const T* dy, const T* kernel,
                                       const T* const*, T* const* outputs) {
  // The pixel of dy that reads pixel `at` with tap k; -1: none.
  const auto reader = [](int at, int k, int stride, int dilation, int out) {
    const int place = at - k * dilation;
    return place >= 0 && place % stride == 0 && place / stride < out ? place / stride : -1;
  };
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.in_height; ++y) {
      for (int x = 0; x < w.in_width; ++x) {
        for (int c = 0; c < w.channels; ++c) {
          T sum = 0;
          for (int ky = 0; ky < w.kernel_height; ++ky) {
            const int row = reader(y + w.padding_top, ky, w.stride_height, w.dilation_height, w.out_height);
            for (int kx = 0; row >= 0 && kx < w.kernel_width; ++kx) {
              const int column = reader(x + w.padding_left, kx, w.stride_width, w.dilation_width, w.out_width);
              if (column < 0) continue;
              sum += dy[w.out.at(b, row, column) + c] *
                     kernel[(static_cast<long long>(ky) * w.kernel_width + kx) * w.channels + c];
            }
          }
          outputs[0][w.in.at(b, y, x) + c] = sum;
        }
      }
    }
  }
}

}  // namespace mnist::kernels
