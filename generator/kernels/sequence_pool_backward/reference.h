// sequence_pool_backward in plain loops, with the kernel's own arguments.
#pragma once

#include <cstdint>

#include "problem.h"

namespace specimen::gen {

template <class T>
void sequence_pool_backward_reference(const SequencePoolBackward& w, int batch, int sequence, const T* dy,
                                      const std::int32_t* mask, const T* const*, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    const long long first = static_cast<long long>(b) * sequence;
    const auto keeps = [&](int s) { return !mask || mask[first + s] != 0; };
    int kept = 0;
    for (int s = 0; s < sequence; ++s) kept += keeps(s) ? 1 : 0;
    for (int s = 0; s < sequence; ++s) {
      T* dx = outputs[0] + (first + s) * w.features;
      for (int c = 0; c < w.features; ++c)
        dx[c] = keeps(s) ? dy[static_cast<long long>(b) * w.features + c] / static_cast<T>(kept) : T(0);
    }
  }
}

template <class T>
void sequence_pool_backward_reference(const SequencePoolBackward& w, int batch, int sequence, const T* dy,
                                      const T* const* operands, T* const* outputs) {
  sequence_pool_backward_reference(w, batch, sequence, dy, static_cast<const std::int32_t*>(nullptr), operands,
                                   outputs);
}

}  // namespace specimen::gen
