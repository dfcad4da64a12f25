// conv2d_transpose in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T>
void conv2d_transpose_reference(const Conv2DTranspose& w, int batch, const T* x, const T* filter,
                                const T* const* operands, T* const* outputs) {
  // The pixel of x that tap k brings to the full result's pixel f; -1: none.
  const auto source = [](int f, int k, int stride, int dilation, int in) {
    const int place = f - k * dilation;
    return place >= 0 && place % stride == 0 && place / stride < in ? place / stride : -1;
  };
  const int depth = w.in_channels / w.groups, per_group = w.out_channels / w.groups;
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.out_height; ++y) {
      for (int xo = 0; xo < w.out_width; ++xo) {
        for (int c = 0; c < w.out_channels; ++c) {
          T sum = 0;
          for (int ky = 0; ky < w.kernel_height; ++ky) {
            const int yi = source(y + w.padding_top, ky, w.stride_height, w.dilation_height, w.in_height);
            for (int kx = 0; yi >= 0 && kx < w.kernel_width; ++kx) {
              const int xi = source(xo + w.padding_left, kx, w.stride_width, w.dilation_width, w.in_width);
              if (xi < 0) continue;
              const T* pixel = x + w.in.at(b, yi, xi) + c / per_group * depth;
              const T* tap =
                  filter +
                  ((static_cast<long long>(c / kPanel) * w.kernel_height + ky) * w.kernel_width + kx) * depth * kPanel +
                  c % kPanel;
              for (int i = 0; i < depth; ++i) sum += pixel[i] * tap[static_cast<long long>(i) * kPanel];
            }
          }
          finish(w.epilogue, sum, b, y, xo, c, w.out_channels, w.out, w.residual, operands, outputs);
        }
      }
    }
  }
}

}  // namespace mnist::kernels
