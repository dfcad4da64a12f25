// conv2d in plain loops, with the kernel's own arguments: packed filters, views that start at the first touched pixel.
#pragma once

#include <type_traits>

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {
namespace detail {

// B^T d B and A^T m A of Winograd F(m, 3), https://arxiv.org/abs/1509.09308, one dimension at a time. Points: 0, 1, -1,
// infinity (m = 2); 0, a, -a, b, -b, infinity (m = 4).
template <class T>
void winograd_input(int m, const T* d, int stride, T* out) {
  const auto v = [&](int i) { return d[i * stride]; };
  if (m == 2) {
    out[0] = v(0) - v(2), out[stride] = v(1) + v(2), out[2 * stride] = v(2) - v(1), out[3 * stride] = v(3) - v(1);
    return;
  }
  const T a = T(kWinogradA), b = T(kWinogradB), a2 = a * a, b2 = b * b;
  out[0] = a2 * b2 * v(0) - (a2 + b2) * v(2) + v(4);
  out[stride] = (v(4) - b2 * v(2)) + a * (v(3) - b2 * v(1));
  out[2 * stride] = (v(4) - b2 * v(2)) - a * (v(3) - b2 * v(1));
  out[3 * stride] = (v(4) - a2 * v(2)) + b * (v(3) - a2 * v(1));
  out[4 * stride] = (v(4) - a2 * v(2)) - b * (v(3) - a2 * v(1));
  out[5 * stride] = a2 * b2 * v(1) - (a2 + b2) * v(3) + v(5);
}

template <class T>
void winograd_output(int m, const T* p, int stride, T* out, int out_stride) {
  const auto v = [&](int i) { return p[i * stride]; };
  if (m == 2) {
    out[0] = v(0) + v(1) + v(2), out[out_stride] = v(1) - v(2) + v(3);
    return;
  }
  const T a = T(kWinogradA), b = T(kWinogradB), a2 = a * a, b2 = b * b;
  out[0] = v(0) + v(1) + v(2) + v(3) + v(4);
  out[out_stride] = a * (v(1) - v(2)) + b * (v(3) - v(4));
  out[2 * out_stride] = a2 * (v(1) + v(2)) + b2 * (v(3) + v(4));
  out[3 * out_stride] = a2 * a * (v(1) - v(2)) + b2 * b * (v(3) - v(4)) + v(5);
}

template <class T>
void conv2d_winograd(const Conv2D& w, int batch, const T* x, const T* filter, const T* const* operands,
                     T* const* outputs) {
  const int m = w.algorithm == ConvAlgorithm::winograd_2 ? 2 : 4, taps = m + 2;
  const int panels = (w.out_channels + kPanel - 1) / kPanel;
  for (int b = 0; b < batch; ++b) {
    for (int ty = 0; ty < w.out_height; ty += m) {
      for (int tx = 0; tx < w.out_width; tx += m) {
        for (int c = 0; c < w.out_channels; ++c) {
          T sum[36] = {};
          for (int k = 0; k < w.in_channels; ++k) {
            T d[36], e[36], v[36];
            for (int i = 0; i < taps; ++i) {
              for (int j = 0; j < taps; ++j) {
                d[i * taps + j] =
                    x[static_cast<long long>(b) * w.in.example + static_cast<long long>(ty + i) * w.in.row +
                      static_cast<long long>(tx + j) * w.in.pixel + k];
              }
            }
            for (int j = 0; j < taps; ++j) winograd_input(m, d + j, taps, e + j);
            for (int i = 0; i < taps; ++i) winograd_input(m, e + i * taps, 1, v + i * taps);
            for (int t = 0; t < taps * taps; ++t) {
              sum[t] +=
                  v[t] *
                  filter[((static_cast<long long>(t) * panels + c / kPanel) * w.in_channels + k) * kPanel + c % kPanel];
            }
          }
          T rows[36], y[16];
          for (int j = 0; j < taps; ++j) winograd_output(m, sum + j, taps, rows + j, taps);
          for (int i = 0; i < m; ++i) winograd_output(m, rows + i * taps, 1, y + i * m, 1);
          for (int i = 0; i < m && ty + i < w.out_height; ++i) {
            for (int j = 0; j < m && tx + j < w.out_width; ++j) {
              finish(w.epilogue, y[i * m + j], b, ty + i, tx + j, c, w.out_channels, w.out, w.residual, operands,
                     outputs);
            }
          }
        }
      }
    }
  }
}

}  // namespace detail

template <class T, class Weight>
void conv2d_reference(const Conv2D& w, int batch, const T* x, const Weight* filter, const T* const* operands,
                      T* const* outputs) {
  if constexpr (std::is_same_v<T, Weight>) {
    if (w.algorithm != ConvAlgorithm::direct) return detail::conv2d_winograd(w, batch, x, filter, operands, outputs);
  }
  const int depth = w.in_channels / w.groups, per_group = w.out_channels / w.groups;
  const bool gated = !w.prologue.steps.empty();
  const T* const* of_epilogue = behind(w.prologue, operands);
  for (int b = 0; b < batch; ++b) {
    for (int y = 0; y < w.out_height; ++y) {
      for (int xo = 0; xo < w.out_width; ++xo) {
        for (int panel = 0; panel * kPanel < w.out_channels; ++panel) {
          T sum[kPanel] = {};
          for (int ky = 0; ky < w.kernel_height; ++ky) {
            for (int kx = 0; kx < w.kernel_width; ++kx) {
              int iy = y * w.stride_height + ky * w.dilation_height, ix = xo * w.stride_width + kx * w.dilation_width;
              if (w.own_padding) {
                iy -= w.own_padding->top, ix -= w.own_padding->left;
                if (!inside(*w.own_padding, iy, ix)) continue;  // zeros
              }
              const T* in = x + static_cast<long long>(b) * w.in.example + static_cast<long long>(iy) * w.in.row +
                            static_cast<long long>(ix) * w.in.pixel;
              const Weight* f =
                  filter +
                  ((static_cast<long long>(panel) * w.kernel_height + ky) * w.kernel_width + kx) * depth * kPanel;
              for (int k = 0; k < depth; ++k) {
                // Once for all output channels: with a prologue there is one group.
                const T value = gated ? begin(w.prologue, in[k], b, k, w.in_channels, operands) : T(0);
                for (int o = 0; o < kPanel; ++o) {
                  const int c = panel * kPanel + o;
                  const int group = w.groups == 1 || c >= w.out_channels ? 0 : c / per_group;
                  sum[o] += (gated ? value : in[group * depth + k]) * static_cast<T>(f[k * kPanel + o]);
                }
              }
            }
          }
          for (int o = 0; o < kPanel && panel * kPanel + o < w.out_channels; ++o) {
            finish(w.epilogue, sum[o], b, y, xo, panel * kPanel + o, w.out_channels, w.out, w.residual, of_epilogue,
                   outputs);
          }
        }
      }
    }
  }
}

}  // namespace mnist::kernels
