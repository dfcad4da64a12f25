// select_token_backward in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace specimen::gen {

template <class T>
void select_token_backward_reference(const SelectTokenBackward& w, int batch, int sequence, const T* dy,
                                     const T* const*, T* const* outputs) {
  for (int b = 0; b < batch; ++b) {
    for (int s = 0; s < sequence; ++s) {
      T* dx = outputs[0] + (static_cast<long long>(b) * sequence + s) * w.features;
      for (int c = 0; c < w.features; ++c) dx[c] = s == w.token ? dy[static_cast<long long>(b) * w.features + c] : T(0);
    }
  }
}

}  // namespace specimen::gen
