#include "update_rules.h"

#include <algorithm>
#include <cmath>

#include "parameters.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define SPECIMEN_V2_RESTRICT __restrict__

namespace specimen_v2::train {
namespace {

// Loops run over whole groups of elements, so that compilers need no remainder to use vectors.
constexpr std::int64_t kGroup = kParameterAlignment;

using Out = Real* SPECIMEN_V2_RESTRICT;
using In = const Real* SPECIMEN_V2_RESTRICT;

// Square roots of a group, in place. std::sqrt may set errno, and so compilers take one after the other.
#if defined(__SSE2__)
[[maybe_unused]] void take_roots(float* x) {
  for (std::int64_t k = 0; k < kGroup; k += 4) _mm_storeu_ps(x + k, _mm_sqrt_ps(_mm_loadu_ps(x + k)));
}
[[maybe_unused]] void take_roots(double* x) {
  for (std::int64_t k = 0; k < kGroup; k += 2) _mm_storeu_pd(x + k, _mm_sqrt_pd(_mm_loadu_pd(x + k)));
}
#else
template <class T>
[[maybe_unused]] void take_roots(T* x) {
  for (std::int64_t k = 0; k < kGroup; ++k) x[k] = std::sqrt(x[k]);
}
#endif

void decay_weights(Real decay, Out w, std::int64_t count) {
  if (decay == 0) return;
  for (std::int64_t i = 0; i < count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) w[k] = w[k] - w[k] * decay;
  }
}

void sgd(const StepNumbers& n, Out w, In g, std::int64_t count) {
  const Real rate = n.rate, scale = n.scale;
  for (std::int64_t i = 0; i < count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) w[k] -= g[k] * scale * rate;
  }
}

void sgd_momentum(const Optimizer& o, const StepNumbers& n, Out w, In g, Out m, std::int64_t count) {
  const Real rate = n.rate, scale = n.scale, momentum = static_cast<Real>(o.momentum);
  if (o.nesterov) {
    for (std::int64_t i = 0; i < count; i += kGroup) {
      for (std::int64_t k = i; k < i + kGroup; ++k) {
        const Real step = g[k] * scale * rate;
        m[k] = m[k] * momentum - step;
        w[k] += m[k] * momentum - step;
      }
    }
    return;
  }
  for (std::int64_t i = 0; i < count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) {
      m[k] = m[k] * momentum - g[k] * scale * rate;
      w[k] += m[k];
    }
  }
}

void adam(const Optimizer& o, const StepNumbers& n, Out w, In g, Out m, Out v, std::int64_t count) {
  const Real scale = n.scale, alpha = n.alpha, epsilon = static_cast<Real>(o.epsilon);
  const Real a = static_cast<Real>(1 - o.beta_1), b = static_cast<Real>(1 - o.beta_2);
  Real root[kGroup];
  for (std::int64_t i = 0; i < count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) {
      const Real gradient = g[k] * scale;
      m[k] += (gradient - m[k]) * a;
      v[k] += (gradient * gradient - v[k]) * b;
      root[k - i] = v[k];
    }
    take_roots(root);
    for (std::int64_t k = i; k < i + kGroup; ++k) w[k] -= m[k] * alpha / (root[k - i] + epsilon);
  }
}

void amsgrad(const Optimizer& o, const StepNumbers& n, Out w, In g, Out m, Out v, Out largest, std::int64_t count) {
  const Real scale = n.scale, alpha = n.alpha, epsilon = static_cast<Real>(o.epsilon);
  const Real a = static_cast<Real>(1 - o.beta_1), b = static_cast<Real>(1 - o.beta_2);
  for (std::int64_t k = 0; k < count; ++k) {
    const Real gradient = g[k] * scale;
    m[k] += (gradient - m[k]) * a;
    v[k] += (gradient * gradient - v[k]) * b;
    largest[k] = std::max(largest[k], v[k]);
    w[k] -= m[k] * alpha / (std::sqrt(largest[k]) + epsilon);
  }
}

// The slots are the mean of squares, then the momentum, then the mean of gradients, those that there are.
void rmsprop(const Optimizer& o, const StepNumbers& n, const Piece& p) {
  const Real scale = n.scale, rate = n.rate, epsilon = static_cast<Real>(o.epsilon);
  const Real rho = static_cast<Real>(o.rho), rest = static_cast<Real>(1 - o.rho);
  const Real momentum = static_cast<Real>(o.momentum);
  Out w = p.parameters;
  In g = p.gradients;
  Out v = p.slot[0];
  Out m = o.momentum > 0 ? p.slot[1] : nullptr;
  Out mean = o.centered ? p.slot[o.momentum > 0 ? 2 : 1] : nullptr;
  for (std::int64_t k = 0; k < p.count; ++k) {
    const Real gradient = g[k] * scale;
    v[k] = rho * v[k] + rest * (gradient * gradient);
    Real under = v[k] + epsilon;
    if (mean) {
      mean[k] = rho * mean[k] + rest * gradient;
      under = v[k] - mean[k] * mean[k] + epsilon;
    }
    const Real step = rate * gradient / std::sqrt(under);
    if (m) {
      m[k] = momentum * m[k] + step;
      w[k] -= m[k];
    } else {
      w[k] -= step;
    }
  }
}

void adagrad(const Optimizer& o, const StepNumbers& n, Out w, In g, Out sum, std::int64_t count) {
  const Real scale = n.scale, rate = n.rate, epsilon = static_cast<Real>(o.epsilon);
  Real root[kGroup];
  for (std::int64_t i = 0; i < count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) {
      const Real gradient = g[k] * scale;
      sum[k] += gradient * gradient;
      root[k - i] = sum[k] + epsilon;
    }
    take_roots(root);
    for (std::int64_t k = i; k < i + kGroup; ++k) w[k] -= rate * (g[k] * scale) / root[k - i];
  }
}

void ftrl(const Optimizer& o, const StepNumbers& n, Out w, In g, Out sum, Out linear, std::int64_t count) {
  const Real scale = n.scale, rate = n.rate;
  const Real power = static_cast<Real>(-o.learning_rate_power), l1 = static_cast<Real>(o.l1);
  const Real l2 = static_cast<Real>(o.l2 + o.beta / (2 * static_cast<double>(rate)));
  const Real shrinkage = static_cast<Real>(2 * o.l2_shrinkage);
  for (std::int64_t k = 0; k < count; ++k) {
    const Real gradient = g[k] * scale;
    const Real after = sum[k] + gradient * gradient;
    const Real raised = std::pow(after, power);
    linear[k] += gradient + shrinkage * w[k] - (raised - std::pow(sum[k], power)) / rate * w[k];
    const Real quadratic = raised / rate + 2 * l2;
    w[k] = (std::min(std::max(linear[k], -l1), l1) - linear[k]) / quadratic;
    sum[k] = after;
  }
}

void lars(const Optimizer& o, const StepNumbers& n, Out w, In g, Out m, std::int64_t count) {
  const Real rate = n.rate * n.trust, momentum = static_cast<Real>(o.momentum);
  for (std::int64_t k = 0; k < count; ++k) {
    if (!o.classic_momentum) {
      w[k] -= rate * g[k];
      continue;
    }
    const Real step = rate * g[k];
    m[k] = momentum * m[k] + step;
    w[k] -= o.nesterov ? momentum * m[k] + step : m[k];
  }
}

// Sums of each lane, then of the lanes, pairwise.
class Lanes {
 public:
  void add(std::int64_t lane, double value) { sum_[lane] += value; }
  double total() {
    for (std::int64_t half = kGroup / 2; half > 0; half /= 2) {
      for (std::int64_t k = 0; k < half; ++k) sum_[k] += sum_[k + half];
    }
    return sum_[0];
  }

 private:
  double sum_[kGroup] = {};
};

}  // namespace

void update_piece(const Optimizer& o, const Piece& p, const StepNumbers& n) {
  Real* const w = p.parameters;
  const Real* const g = p.gradients;
  decay_weights(n.decay, w, p.count);
  switch (o.kind) {
    case OptimizerKind::sgd:
      return o.momentum != 0 ? sgd_momentum(o, n, w, g, p.slot[0], p.count) : sgd(n, w, g, p.count);
    case OptimizerKind::adam:
      return o.amsgrad ? amsgrad(o, n, w, g, p.slot[0], p.slot[1], p.slot[2], p.count)
                       : adam(o, n, w, g, p.slot[0], p.slot[1], p.count);
    case OptimizerKind::rmsprop:
      return rmsprop(o, n, p);
    case OptimizerKind::adagrad:
      return adagrad(o, n, w, g, p.slot[0], p.count);
    case OptimizerKind::ftrl:
      return ftrl(o, n, w, g, p.slot[0], p.slot[1], p.count);
    case OptimizerKind::lars:
      return lars(o, n, w, g, p.slot[0], p.count);
  }
}

void lars_momentum(const Optimizer& o, const Piece& p) {
  const Real momentum = static_cast<Real>(o.momentum);
  Out g = p.gradients;
  Out m = p.slot[0];
  for (std::int64_t k = 0; k < p.count; ++k) {
    m[k] = momentum * m[k] + g[k];
    g[k] = o.nesterov ? momentum * m[k] + g[k] : m[k];
  }
}

void add_regularizers(double l1, double l2, double decay, const Piece& p, PieceSums* sums) {
  const Real twice = static_cast<Real>(2 * l2 + decay), one = static_cast<Real>(l1);
  Out g = p.gradients;
  In w = p.parameters;
  Lanes squares, sizes;
  for (std::int64_t i = 0; i < p.count; i += kGroup) {
    for (std::int64_t k = 0; k < kGroup; ++k) {
      const Real weight = w[i + k];
      g[i + k] += twice * weight + one * static_cast<Real>((weight > 0) - (weight < 0));
      squares.add(k, static_cast<double>(weight) * static_cast<double>(weight));
      sizes.add(k, std::fabs(static_cast<double>(weight)));
    }
  }
  sums->penalty = l2 * squares.total() + l1 * sizes.total();
}

void add_squares(const Piece& p, PieceSums* sums) {
  In g = p.gradients;
  In w = p.parameters;
  Lanes gradients, parameters;
  for (std::int64_t i = 0; i < p.count; i += kGroup) {
    for (std::int64_t k = 0; k < kGroup; ++k) {
      gradients.add(k, static_cast<double>(g[i + k]) * static_cast<double>(g[i + k]));
      parameters.add(k, static_cast<double>(w[i + k]) * static_cast<double>(w[i + k]));
    }
  }
  sums->gradient_squares = gradients.total();
  sums->parameter_squares = parameters.total();
}

void clip_values(Real limit, const Piece& p) {
  Out g = p.gradients;
  for (std::int64_t i = 0; i < p.count; i += kGroup) {
    for (std::int64_t k = i; k < i + kGroup; ++k) g[k] = std::min(std::max(g[k], -limit), limit);
  }
}

}  // namespace specimen_v2::train
