// copy in plain loops, with the kernel's own arguments.
#pragma once

#include "problem.h"

namespace mnist::kernels {

template <class T>
void copy_reference(const Copy& w, int batch, int sequence, const T* x, const T* const*, T* const* outputs) {
  const long long in = static_cast<long long>(w.in_capacity > 0 ? w.in_capacity : sequence) * w.features;
  const long long out = static_cast<long long>(w.out_capacity > 0 ? w.out_capacity : sequence) * w.features;
  const long long count = static_cast<long long>(sequence) * w.features;
  for (int b = 0; b < batch; ++b) {
    for (long long i = 0; i < count; ++i) outputs[0][b * out + i] = x[b * in + i];
  }
}

}  // namespace mnist::kernels
