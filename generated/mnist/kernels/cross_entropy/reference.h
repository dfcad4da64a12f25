// cross_entropy in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include <cmath>
#include <cstdint>

#include "problem.h"

namespace mnist::kernels {

template <class T>
void cross_entropy_reference(const CrossEntropy& w, int rows, const T* logits, const std::int32_t* labels,
                             const T* weights, const T* const*, T* const* outputs) {
  const double smoothing = w.label_smoothing, even = smoothing / w.classes;
  for (int b = 0; b < rows; ++b) {
    const T* in = logits + static_cast<long long>(b) * w.classes;
    T* gradient = outputs[1] + static_cast<long long>(b) * w.classes;
    T most = in[0];
    for (int i = 1; i < w.classes; ++i) most = in[i] > most ? in[i] : most;
    double sum = 0, below = 0;  // `below`: the sum of all differences from the largest
    for (int i = 0; i < w.classes; ++i) {
      sum += std::exp(static_cast<double>(in[i]) - most);
      below += static_cast<double>(in[i]) - most;
    }
    const double own = static_cast<double>(in[labels[b]]) - most;
    const double weight = weights ? static_cast<double>(weights[b]) : 1.0;
    outputs[0][b] = static_cast<T>((std::log(sum) - (1 - smoothing) * own - even * below) * weight);
    for (int i = 0; i < w.classes; ++i) {
      const double target = even + (i == labels[b] ? 1 - smoothing : 0.0);
      gradient[i] = static_cast<T>((std::exp(static_cast<double>(in[i]) - most) / sum - target) / rows * weight);
    }
  }
}

// Of rows without weights.
template <class T>
void cross_entropy_reference(const CrossEntropy& w, int rows, const T* logits, const std::int32_t* labels,
                             const T* const* operands, T* const* outputs) {
  cross_entropy_reference<T>(w, rows, logits, labels, nullptr, operands, outputs);
}

}  // namespace mnist::kernels
