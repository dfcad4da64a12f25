// softmax in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void softmax_reference(const Softmax& w, int rows, const T* x, const T* const*, T* const* outputs) {
  for (int b = 0; b < rows; ++b) {
    const T* in = x + static_cast<long long>(b) * w.classes;
    T* out = outputs[0] + static_cast<long long>(b) * w.classes;
    T most = in[0];
    double sum = 0;
    for (int i = 1; i < w.classes; ++i) most = in[i] > most ? in[i] : most;
    for (int i = 0; i < w.classes; ++i) sum += out[i] = std::exp(in[i] - most);
    for (int i = 0; i < w.classes; ++i) out[i] = static_cast<T>(out[i] / sum);
  }
}

}  // namespace mnist::kernels
