// batch_norm_scale in plain loops, with the kernel's own arguments.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void batch_norm_scale_of(const BatchNormScale& w, const T* gamma, const T* beta, const T* mean, const T* variance,
                         T* const* outputs) {
  for (int c = 0; c < w.channels; ++c) {
    const T factor = (gamma ? gamma[c] : T(1)) / std::sqrt(variance[c] + static_cast<T>(w.epsilon));
    outputs[0][c] = factor;
    outputs[1][c] = (beta ? beta[c] : T(0)) - mean[c] * factor;
  }
}

template <class T>
void batch_norm_scale_reference(const BatchNormScale& w, int, const T* gamma, const T* beta, const T* mean,
                                const T* variance, const T* const*, T* const* outputs) {
  batch_norm_scale_of(w, gamma, beta, mean, variance, outputs);
}

// Of gamma or beta, whichever it has.
template <class T>
void batch_norm_scale_reference(const BatchNormScale& w, int, const T* vector, const T* mean, const T* variance,
                                const T* const*, T* const* outputs) {
  const T* none = nullptr;
  batch_norm_scale_of(w, w.scale ? vector : none, w.scale ? none : vector, mean, variance, outputs);
}

template <class T>
void batch_norm_scale_reference(const BatchNormScale& w, int, const T* mean, const T* variance, const T* const*,
                                T* const* outputs) {
  const T* none = nullptr;
  batch_norm_scale_of(w, none, none, mean, variance, outputs);
}

}  // namespace mnist::kernels
