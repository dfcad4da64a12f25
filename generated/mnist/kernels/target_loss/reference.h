// target_loss in plain loops, with the kernel's own arguments. Sums are of doubles.
#pragma once

#include <cmath>

#include "problem.h"

namespace mnist::kernels {

struct LossAndSlope {
  double loss, slope;  // of one element; the slope by its value
};

// Of one element of a loss that is a mean over them.
inline LossAndSlope element_loss(const TargetLoss& w, double x, double t) {
  const double e = x - t;
  switch (w.fn) {
    case LossFn::mean_squared_error:
      return {e * e, 2 * e};
    case LossFn::mean_absolute_error:
      return {std::fabs(e), e > 0 ? 1.0 : e < 0 ? -1.0 : e};
    case LossFn::huber: {
      const double slope = e > w.delta ? w.delta : e < -w.delta ? -w.delta : e;
      return {slope * (e - 0.5 * slope), slope};
    }
    default:
      break;
  }
  const double u = t * (1 - w.label_smoothing) + 0.5 * w.label_smoothing;
  const double small = std::exp(-std::fabs(x));
  const double p = (x < 0 ? small : 1) / (1 + small), rest = (x < 0 ? 1 : small) / (1 + small);  // rest = 1 - p
  const double entropy = (x < 0 ? 0 : x) - x * u + std::log1p(small);
  if (w.fn == LossFn::binary_crossentropy) return {entropy, p - u};
  const double q = u * rest + (1 - u) * p, factor = std::pow(q, w.gamma);
  const double bend = w.gamma == 0 ? 0 : w.gamma * std::pow(q, w.gamma - 1) * (1 - 2 * u) * p * rest;
  const double weight = w.balanced ? u * w.alpha + (1 - u) * (1 - w.alpha) : 1;
  return {weight * factor * entropy, weight * (bend * entropy + factor * (p - u))};
}

template <class T>
void target_loss_reference(const TargetLoss& w, int rows, const T* values, const T* targets, const T* weights,
                           const T* const*, T* const* outputs) {
  const int n = w.classes;
  for (int b = 0; b < rows; ++b) {
    const T *x = values + static_cast<long long>(b) * n, *t = targets + static_cast<long long>(b) * n;
    T* gradient = outputs[1] + static_cast<long long>(b) * n;
    const double weight = weights ? static_cast<double>(weights[b]) : 1.0, share = weight / rows;
    double loss = 0;
    if (!is_categorical(w.fn)) {
      for (int i = 0; i < n; ++i) {
        const LossAndSlope one = element_loss(w, x[i], t[i]);
        loss += one.loss;
        gradient[i] = static_cast<T>(one.slope / n * share);
      }
      outputs[0][b] = static_cast<T>(loss / n * weight);
      continue;
    }
    T most = x[0];
    for (int i = 1; i < n; ++i) most = x[i] > most ? x[i] : most;
    double sum = 0, all = 0;
    for (int i = 0; i < n; ++i) sum += std::exp(static_cast<double>(x[i]) - most);
    // The gradient by x is slope_i - p_i * (the sum of all slopes), slope_i = p_i * that of the term i by p_i.
    const auto slope_of = [&](int i, double* term) {
      const double log_p = static_cast<double>(x[i]) - most - std::log(sum), p = std::exp(log_p);
      const double u = static_cast<double>(t[i]) * (1 - w.label_smoothing) + w.label_smoothing / n;
      if (w.fn == LossFn::categorical_crossentropy) {
        *term = -u * log_p;
        return -u;
      }
      const double rest = 1 - p, factor = std::pow(rest, w.gamma);
      const double bend = w.gamma == 0 ? 0 : w.gamma * std::pow(rest, w.gamma - 1) * p * log_p;
      *term = -w.alpha * u * factor * log_p;
      return w.alpha * u * (bend - factor);
    };
    for (int i = 0; i < n; ++i) {
      double term;
      all += slope_of(i, &term);
      loss += term;
    }
    outputs[0][b] = static_cast<T>(loss * weight);
    for (int i = 0; i < n; ++i) {
      double term;
      const double slope = slope_of(i, &term);
      gradient[i] = static_cast<T>((slope - std::exp(static_cast<double>(x[i]) - most) / sum * all) * share);
    }
  }
}

// Of rows without weights.
template <class T>
void target_loss_reference(const TargetLoss& w, int rows, const T* values, const T* targets, const T* const* operands,
                           T* const* outputs) {
  target_loss_reference<T>(w, rows, values, targets, nullptr, operands, outputs);
}

}  // namespace mnist::kernels
