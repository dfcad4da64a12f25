// Plain C++ of what every family's reference shares: elementwise steps and chains. Templates over the element type, so
// that tests run them in double. No library but <cmath>.
#pragma once

#include <cmath>

#include "chain.h"
#include "storage.h"

namespace mnist::kernels {

// The larger of two, NaN where either is; the smaller.
template <class T>
T larger(T a, T b) {
  return a > b || a != a ? a : b;
}
template <class T>
T smaller(T a, T b) {
  return a < b || a != a ? a : b;
}

// log(1 + exp(x)), without overflow.
template <class T>
T softplus(T x) {
  return (x > 0 ? x : T(0)) + std::log1p(std::exp(x > 0 ? -x : x));
}

// Derivatives, in double: the terms of some cancel. Of an exponential of no more than 0, so that nothing overflows.
inline double silu_slope(double x) {
  const double e = std::exp(-std::abs(x)), all = (1 + e) * (1 + e);
  return x < -1000 ? 0 : (x < 0 ? e * (1 + e + x) : 1 + e + (e > 0 ? x * e : 0)) / all;
}
inline double gelu_slope(double x) {
  const double density = 0.39894228040143267794 * std::exp(-0.5 * x * x);
  return 0.5 * std::erfc(x * -0.70710678118654752440) + (density > 0 ? x * density : 0);
}
inline double gelu_tanh_slope(double x) {
  if (std::abs(x) > 1000) return x > 0 ? 1 : 0;
  // Twice the argument of the tanh, and its derivative times x.
  const double u = 1.5957691216057307118 * (x + 0.044715 * x * x * x);
  const double v = 1.5957691216057307118 * (x + 0.134145 * x * x * x);
  const double e = std::exp(-std::abs(u));
  return (x < 0 ? e * (1 + e + v) : 1 + e + v * e) / ((1 + e) * (1 + e));
}
inline double mish_slope(double x) {
  if (std::abs(x) > 1000) return x > 0 ? 1 : 0;
  const double e = std::exp(-std::abs(x));
  // tanh(softplus(x)) is a / b.
  const double a = x < 0 ? e * (e + 2) : 1 + 2 * e, b = a + 2 * (x < 0 ? 1 : e * e);
  return a / b + 4 * x * (1 + e) * (x < 0 ? e : e * e) / (b * b);
}

template <class T>
T apply_step(const Step& step, T x, T operand) {
  const T one = 1;
  const T parameter = static_cast<T>(step.parameter);
  const auto clamp6 = [](T v) { return v < 0 ? T(0) : v > 6 ? T(6) : v; };
  switch (step.fn) {
    case Fn::relu:
      return x < 0 ? T(0) : x;
    case Fn::relu6:
      return clamp6(x);
    case Fn::leaky_relu:
      return x < 0 ? parameter * x : x;
    case Fn::threshold:
      return x <= parameter ? T(0) : x;
    case Fn::elu:
      return x < 0 ? parameter * std::expm1(x) : x;
    case Fn::sigmoid:
      return one / (one + std::exp(-x));
    case Fn::hard_sigmoid:
      return clamp6(x + 3) / 6;
    case Fn::tanh:
      return std::tanh(x);
    case Fn::silu:
      return x / (one + std::exp(-x));
    case Fn::hard_silu:
      return x * (clamp6(x + 3) / 6);
    case Fn::gelu:
      // In double: erfc magnifies the rounding of its argument.
      return static_cast<T>(0.5 * x * std::erfc(x * -0.70710678118654752440));
    case Fn::gelu_tanh:
      // (1 + tanh(u)) / 2 is 1 / (1 + exp(-2 u)).
      return x / (one + std::exp(T(-1.5957691216057307118) * (x + T(0.044715) * x * x * x)));
    case Fn::softplus:
      return softplus(x);
    case Fn::softsign:
      return x / (one + std::abs(x));
    case Fn::mish:
      return x * std::tanh(softplus(x));
    case Fn::exponential:
      return std::exp(x);
    case Fn::square:
      return x * x;
    case Fn::negate:
      return -x;
    case Fn::add:
      return x + operand;
    case Fn::subtract:
      return x - operand;
    case Fn::multiply:
      return x * operand;
    case Fn::divide:
      return x / operand;
    case Fn::maximum:
      return larger(x, operand);
    case Fn::minimum:
      return smaller(x, operand);
    case Fn::relu_backward:
      return operand > 0 ? x : T(0);
    case Fn::relu6_backward:
      return operand > 0 && operand < 6 ? x : T(0);
    case Fn::leaky_relu_backward:
      return operand < 0 ? parameter * x : x;
    case Fn::threshold_backward:
      return operand > parameter ? x : T(0);
    case Fn::elu_backward:
      return operand < 0 ? x * (operand + parameter) : x;
    case Fn::sigmoid_backward:
      return x * operand * (one - operand);
    case Fn::hard_sigmoid_backward:
      return std::abs(operand) < 3 ? x / 6 : T(0);
    case Fn::tanh_backward:
      return x * ((one - operand) * (one + operand));
    case Fn::silu_backward:
      return static_cast<T>(x * silu_slope(operand));
    case Fn::hard_silu_backward:
      return std::abs(operand) < 3 ? x * ((2 * operand + 3) / 6) : operand < 0 ? T(0) : x;
    case Fn::gelu_backward:
      return static_cast<T>(x * gelu_slope(operand));
    case Fn::gelu_tanh_backward:
      return static_cast<T>(x * gelu_tanh_slope(operand));
    case Fn::softplus_backward:
      return x / (one + std::exp(-operand));
    case Fn::softsign_backward:
      return x / (one + std::abs(operand)) / (one + std::abs(operand));
    case Fn::mish_backward:
      return static_cast<T>(x * mish_slope(operand));
  }
  return x;
}

// The operands of the chain that follows this one.
template <class T>
const T* const* behind(const Chain& chain, const T* const* operands) {
  for (const Step& step : chain.steps) {
    if (step.operand != Operand::none && step.operand != Operand::constant) ++operands;
  }
  return operands;
}

// The second argument of a step that reads no tensor; `operands` moves on past it.
template <class T>
T operand_of(const Step& step, int b, int c, int channels, const T* const*& operands) {
  if (step.operand == Operand::channel) return (*operands++)[c];
  if (step.operand == Operand::example_channel) return (*operands++)[static_cast<long long>(b) * channels + c];
  return static_cast<T>(step.parameter);
}

// The value of one element after a chain that stores nothing and reads no tensors: a prologue.
template <class T>
T begin(const Chain& chain, T value, int b, int c, int channels, const T* const* operands) {
  for (const Step& step : chain.steps) value = apply_step(step, value, operand_of(step, b, c, channels, operands));
  return value;
}

// Runs the chain on the value of one element and writes its outputs. `operands` and `outputs` are kernel arguments, in
// their order; the element is channel c of pixel (y, x) of image b. Channels of a residual are `residual_channel`
// apart.
template <class T>
void finish(const Chain& chain, T value, int b, int y, int x, int c, int channels, const Storage& out,
            const Storage& residual, const T* const* operands, T* const* outputs, int residual_channel = 1) {
  const auto at = [&](const Storage& s, int channel = 1) {
    return static_cast<long long>(b) * s.example + static_cast<long long>(y) * s.row +
           static_cast<long long>(x) * s.pixel + static_cast<long long>(c) * channel;
  };
  int output = 0;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    const Step& step = chain.steps[i];
    const T other = step.operand == Operand::tensor ? (*operands++)[at(residual, residual_channel)]
                                                    : operand_of(step, b, c, channels, operands);
    value = apply_step(step, value, other);
    if (step.store && i + 1 < chain.steps.size()) outputs[output++][at(out)] = value;
  }
  outputs[output][at(out)] = value;
}

}  // namespace mnist::kernels
