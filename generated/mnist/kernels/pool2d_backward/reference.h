// pool2d_backward in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {
namespace detail {

// Calls visit(window row, window column, row in the window, column in the window) for each window over a pixel.
template <class Visit>
void windows_over(const Pool2DBackward& w, int row, int column, Visit visit) {
  const auto first = [](int at, int size, int stride) { return at < size ? 0 : (at - size) / stride + 1; };
  const int y = row + w.padding_top, x = column + w.padding_left;
  for (int oy = first(y, w.pool_height, w.stride_height); oy < w.out_height && oy * w.stride_height <= y; ++oy) {
    for (int ox = first(x, w.pool_width, w.stride_width); ox < w.out_width && ox * w.stride_width <= x; ++ox)
      visit(oy, ox, y - oy * w.stride_height, x - ox * w.stride_width);
  }
}

template <class T, class Share>
void pool2d_backward(const Pool2DBackward& w, int batch, T* dx, Share share) {
  for (int b = 0; b < batch; ++b) {
    for (int row = 0; row < w.in_height; ++row) {
      for (int column = 0; column < w.in_width; ++column) {
        for (int c = 0; c < w.channels; ++c) {
          T sum = 0;
          windows_over(w, row, column, [&](int oy, int ox, int ky, int kx) { sum += share(b, oy, ox, ky, kx, c); });
          dx[w.dx.at(b, row, column) + c] = sum;
        }
      }
    }
  }
}

}  // namespace detail

// Of an average.
template <class T>
void pool2d_backward_reference(const Pool2DBackward& w, int batch, const T* dy, const T* const*, T* const* outputs) {
  // The pixels of a window inside the image, along one axis.
  const auto inside = [](int o, int stride, int size, int padding, int extent) {
    const int first = o * stride - padding, last = first + size;
    return (last < extent ? last : extent) - (first > 0 ? first : 0);
  };
  detail::pool2d_backward(w, batch, outputs[0], [&](int b, int oy, int ox, int, int, int c) {
    const int count = inside(oy, w.stride_height, w.pool_height, w.padding_top, w.in_height) *
                      inside(ox, w.stride_width, w.pool_width, w.padding_left, w.in_width);
    return dy[w.dy.at(b, oy, ox) + c] / static_cast<T>(count);
  });
}

// Of a maximum.
template <class T>
void pool2d_backward_reference(const Pool2DBackward& w, int batch, const T* x, const T* y, const T* dy, const T* const*,
                               T* const* outputs) {
  detail::pool2d_backward(w, batch, outputs[0], [&](int b, int oy, int ox, int ky, int kx, int c) {
    const T most = y[w.y.at(b, oy, ox) + c];
    const auto element = [&](int i) {
      return x[w.x.at(b, oy * w.stride_height + i / w.pool_width, ox * w.stride_width + i % w.pool_width) + c];
    };
    const int own = ky * w.pool_width + kx;
    for (int i = 0; i < own; ++i) {
      if (element(i) == most) return T(0);
    }
    return element(own) == most ? dy[w.dy.at(b, oy, ox) + c] : T(0);
  });
}

}  // namespace mnist::kernels
