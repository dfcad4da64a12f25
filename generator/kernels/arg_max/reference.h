// arg_max in plain loops, with the kernel's own arguments.
#pragma once

#include <cstdint>

#include "problem.h"

namespace specimen::gen {

template <class T>
void arg_max_reference(const ArgMax& w, const ReductionLoops& loops, const T* x, std::int32_t* y) {
  for (int o = 0; o < loops.outer; ++o) {
    for (int c = 0; c < w.inner; ++c) {
      const T* from = x + static_cast<long long>(o) * loops.extent * w.inner + c;
      int best = 0;
      T most = from[0];
      for (int i = 1; i < loops.extent && most == most; ++i) {
        const T value = from[static_cast<long long>(i) * w.inner];
        if (value <= most) continue;  // a NaN is not
        most = value;
        best = i;
      }
      y[static_cast<long long>(o) * w.inner + c] = best;
    }
  }
}

template <class T>
void arg_max_reference(const ArgMax& w, int rows, const T* x, const T* const*, std::int32_t* const* outputs) {
  arg_max_reference(w, reduction_loops(w.along, w.extent, rows), x, outputs[0]);
}

template <class T>
void arg_max_reference(const ArgMax& w, int batch, int sequence, const T* x, const T* const*,
                       std::int32_t* const* outputs) {
  arg_max_reference(w, ReductionLoops{batch, sequence}, x, outputs[0]);
}

}  // namespace specimen::gen
