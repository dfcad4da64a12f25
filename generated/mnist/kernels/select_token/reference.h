// select_token in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void select_token_reference(const SelectToken& w, int batch, int sequence, const T* x, const T* const*,
                            T* const* outputs) {
  const int token = w.token < sequence ? w.token : sequence - 1;
  for (int b = 0; b < batch; ++b) {
    for (int c = 0; c < w.features; ++c) {
      outputs[0][static_cast<long long>(b) * w.features + c] =
          x[(static_cast<long long>(b) * sequence + token) * w.features + c];
    }
  }
}

}  // namespace mnist::kernels
