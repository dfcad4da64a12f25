// reduce in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void reduce_reference(const Reduce& w, const ReductionLoops& loops, const T* x, T* y) {
  for (int o = 0; o < loops.outer; ++o) {
    for (int c = 0; c < w.inner; ++c) {
      const T* from = x + static_cast<long long>(o) * loops.extent * w.inner + c;
      double sum = 0;
      T most = from[0];
      for (int i = 0; i < loops.extent; ++i) {
        const T value = from[static_cast<long long>(i) * w.inner];
        sum += value;
        const bool better = w.fn == Reduction::max ? value > most : value < most;
        if (better || value != value) most = value;
      }
      T& to = y[static_cast<long long>(o) * w.inner + c];
      to = w.fn == Reduction::sum    ? static_cast<T>(sum)
           : w.fn == Reduction::mean ? static_cast<T>(sum / loops.extent)
                                     : most;
    }
  }
}

template <class T>
void reduce_reference(const Reduce& w, int rows, const T* x, const T* const*, T* const* outputs) {
  reduce_reference(w, reduction_loops(w.along, w.extent, rows), x, outputs[0]);
}

template <class T>
void reduce_reference(const Reduce& w, int batch, int sequence, const T* x, const T* const*, T* const* outputs) {
  reduce_reference(w, ReductionLoops{batch, sequence}, x, outputs[0]);
}

}  // namespace mnist::kernels
