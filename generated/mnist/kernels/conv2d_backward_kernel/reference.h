// conv2d_backward_kernel in plain loops, with the kernel's own arguments. Sums are of doubles, rounded once.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void conv2d_backward_kernel_reference(const Conv2DBackwardKernel& w, int batch, const T* x, const T* dy,
                                      const T* const*, T* const* outputs) {
  constexpr int kTogether = 64;
  const int depth = w.in_channels / w.groups, per_group = w.out_channels / w.groups;
  T* to = outputs[0];
  for (int ky = 0; ky < w.kernel_height; ++ky) {
    for (int kx = 0; kx < w.kernel_width; ++kx) {
      for (int i = 0; i < depth; ++i, to += w.out_channels) {
        for (int first = 0; first < w.out_channels;) {
          // Output channels of one group.
          const int group = first / per_group, rest = (group + 1) * per_group - first;
          const int count = rest < kTogether ? rest : kTogether;
          double sum[kTogether] = {};
          for (int b = 0; b < batch; ++b) {
            for (int y = 0; y < w.out_height; ++y) {
              for (int column = 0; column < w.out_width; ++column) {
                const double value = x[w.in.at(b, y * w.stride_height + ky * w.dilation_height,
                                               column * w.stride_width + kx * w.dilation_width) +
                                       group * depth + i];
                const T* pixel = dy + w.out.at(b, y, column) + first;
                for (int o = 0; o < count; ++o) sum[o] += value * pixel[o];
              }
            }
          }
          for (int o = 0; o < count; ++o) to[first + o] = static_cast<T>(sum[o]);
          first += count;
        }
      }
    }
  }
}

}  // namespace mnist::kernels
