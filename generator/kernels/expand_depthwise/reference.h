// expand_depthwise in plain loops, with the kernel's own arguments. A pixel between the convolutions is computed again
// for each pixel of y that reads it, so that there is nothing to allocate.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace specimen::gen {

template <class T>
void expand_depthwise_reference(const ExpandDepthwise& w, int batch, const T* x, const T* filter,
                                const T* depthwise_filter, const T* const* operands, T* const* outputs) {
  const T* const* of_epilogue = behind(w.expansion, operands);
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.out_height; ++y) {
      for (int xo = 0; xo < w.out_width; ++xo) {
        for (int first = 0; first < w.channels; first += kPanel) {
          const int channels = w.channels - first < kPanel ? w.channels - first : kPanel;
          const T* panel = filter + static_cast<long long>(first) * w.in_channels;
          T sum[kPanel] = {};
          for (int ky = 0; ky < w.kernel_height; ++ky) {
            for (int kx = 0; kx < w.kernel_width; ++kx) {
              const int iy = y * w.stride_height + ky * w.dilation_height - w.padding_top;
              const int ix = xo * w.stride_width + kx * w.dilation_width - w.padding_left;
              if (iy < 0 || iy >= w.in_height || ix < 0 || ix >= w.in_width) continue;
              const T* in = x + static_cast<long long>(b) * w.in.example + static_cast<long long>(iy) * w.in.row +
                            static_cast<long long>(ix) * w.in.pixel;
              T expanded[kPanel] = {};
              for (int k = 0; k < w.in_channels; ++k) {
                for (int o = 0; o < kPanel; ++o) expanded[o] += in[k] * panel[k * kPanel + o];
              }
              const T* tap = depthwise_filter + static_cast<long long>(ky * w.kernel_width + kx) * w.channels + first;
              for (int o = 0; o < channels; ++o) {
                sum[o] += begin(w.expansion, expanded[o], b, first + o, w.channels, operands) * tap[o];
              }
            }
          }
          for (int o = 0; o < channels; ++o) {
            finish(w.epilogue, sum[o], b, y, xo, first + o, w.channels, w.out, w.residual, of_epilogue, outputs);
          }
        }
      }
    }
  }
}

}  // namespace specimen::gen
