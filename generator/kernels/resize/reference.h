// resize in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace specimen::gen {

template <class T>
void resize_reference(const Resize& w, int batch, const T* x, const T* const*, T* const* outputs) {
  const int taps = taps_of(w.sampling);
  const auto inside = [](int at, int extent) { return at < 0 ? 0 : at < extent ? at : extent - 1; };
  for (int b = 0; b < batch; ++b) {
    for (int oy = 0; oy < w.out_height; ++oy) {
      const Taps rows = taps_at(w.sampling, w.in_height, w.out_height, oy);
      for (int ox = 0; ox < w.out_width; ++ox) {
        const Taps columns = taps_at(w.sampling, w.in_width, w.out_width, ox);
        T* y = outputs[0] + static_cast<long long>(b) * w.out.example + static_cast<long long>(oy) * w.out.row +
               static_cast<long long>(ox) * w.out.pixel;
        for (int c = 0; c < w.channels; ++c) {
          T sum = 0;
          for (int j = 0; j < taps; ++j) {
            T row = 0;
            for (int i = 0; i < taps; ++i) {
              const T v = x[static_cast<long long>(b) * w.in.example +
                            static_cast<long long>(inside(rows.first + i, w.in_height)) * w.in.row +
                            static_cast<long long>(inside(columns.first + j, w.in_width)) * w.in.pixel + c];
              row += static_cast<T>(rows.share[i]) * v;
            }
            sum += static_cast<T>(columns.share[j]) * row;
          }
          y[c] = sum;
        }
      }
    }
  }
}

}  // namespace specimen::gen
