// sequence_pool in plain loops, with the kernel's own arguments.
#pragma once

#include <cstdint>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void sequence_pool_reference(const SequencePool& w, int batch, int sequence, const T* x, const std::int32_t* mask,
                             const T* const*, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int c = 0; c < w.features; ++c) {
      T sum = 0;
      int kept = 0;
      for (int s = 0; s < sequence; ++s) {
        const long long token = static_cast<long long>(b) * sequence + s;
        if (mask && mask[token] == 0) continue;
        sum += x[token * w.features + c];
        ++kept;
      }
      outputs[0][static_cast<long long>(b) * w.features + c] = kept > 0 ? sum / static_cast<T>(kept) : T(0);
    }
  }
}

template <class T>
void sequence_pool_reference(const SequencePool& w, int batch, int sequence, const T* x, const T* const* operands,
                             T* const* outputs) {
  sequence_pool_reference(w, batch, sequence, x, static_cast<const std::int32_t*>(nullptr), operands, outputs);
}

}  // namespace mnist::kernels
