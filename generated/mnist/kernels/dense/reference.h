// dense in plain loops, with the kernel's own arguments.
#pragma once

#include "../common/reference.h"
#include "problem.h"

namespace mnist::kernels {

template <class T, class Weight>
void dense_reference(const Dense& w, int rows, const T* x, const Weight* kernel, const T* const* operands,
                     T* const* outputs) {
  const Storage storage = {w.units, w.units, w.units};
  for (int b = 0; b < rows; ++b) {
    for (int panel = 0; panel * kPanel < w.units; ++panel) {
      T sum[kPanel] = {};
      const Weight* k = kernel + static_cast<long long>(panel) * w.inputs * kPanel;
      for (int i = 0; i < w.inputs; ++i) {
        for (int o = 0; o < kPanel; ++o)
          sum[o] +=
              x[static_cast<long long>(b) * w.inputs + i] * static_cast<T>(k[static_cast<long long>(i) * kPanel + o]);
      }
      for (int o = 0; o < kPanel && panel * kPanel + o < w.units; ++o) {
        finish(w.epilogue, sum[o], b, 0, 0, panel * kPanel + o, w.units, storage, storage, operands, outputs);
      }
    }
  }
}

}  // namespace mnist::kernels
