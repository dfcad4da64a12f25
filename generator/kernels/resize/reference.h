// resize in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace specimen::gen {

template <class T>
void resize_reference(const Resize& w, int batch, const T* x, const T* const*, T* const* outputs) {
  const ResizeAxis rows = rows_of(w), columns = columns_of(w);
  for (int b = 0; b < batch; ++b) {
    for (int oy = 0; oy < w.out_height; ++oy) {
      for (int ox = 0; ox < w.out_width; ++ox) {
        const T* from = x + w.in.at(b, rows.first[oy], columns.first[ox]);
        T* y = outputs[0] + w.out.at(b, oy, ox);
        for (int c = 0; c < w.channels; ++c) {
          T sum = 0;
          for (int j = 0; j < columns.taps; ++j) {
            T row = 0;
            for (int i = 0; i < rows.taps; ++i) {
              const T v = from[static_cast<long long>(i) * w.in.row + static_cast<long long>(j) * w.in.pixel + c];
              row += static_cast<T>(rows.share[oy * rows.taps + i]) * v;
            }
            sum += static_cast<T>(columns.share[ox * columns.taps + j]) * row;
          }
          y[c] = sum;
        }
      }
    }
  }
}

}  // namespace specimen::gen
