#include "algorithm_functions.h"

#include <initializer_list>

namespace mnist::kernels {

using Halide::Expr;
using Halide::Internal::Call;

namespace {

constexpr float kLog2E = 1.44269504f, kLn2 = 0.693147181f;

// strict_float() would make everything below x strict, too, and break up its fused multiply-adds.
Expr strict(Call::IntrinsicOp op, const Expr& a, const Expr& b) {
  const bool compares = op == Call::strict_lt || op == Call::strict_eq;
  return Call::make(compares ? Halide::Bool() : Halide::Float(32), op, {a, b}, Call::PureIntrinsic);
}

Expr constant(float value) { return Expr(value); }

bool is_constant(const Expr& x) { return x.as<Halide::Internal::FloatImm>() != nullptr; }

// First the coefficient of the highest power.
Expr polynomial(const Expr& x, std::initializer_list<float> coefficients) {
  Expr sum;
  for (float c : coefficients) sum = sum.defined() ? sum * x + c : constant(c);
  return sum;
}

// The same of scale * x.
Expr polynomial(const Expr& x, float scale, std::initializer_list<float> coefficients) {
  float power = 1;
  for (std::size_t i = 1; i < coefficients.size(); ++i) power *= scale;
  Expr sum;
  for (float c : coefficients) {
    sum = sum.defined() ? sum * x + c * power : constant(c * power);
    power /= scale;
  }
  return sum;
}

// scale * x = n ln 2 + scale * rest, n whole, |scale * rest| <= (ln 2) / 2. The fused multiply-add leaves no error but
// that of ln 2 itself, at most 2.4e-7 of the result.
struct Reduced {
  Expr n, rest;
};

Reduced reduce(const Expr& x, float scale) {
  const Expr n = Halide::round(x * (scale * kLog2E));
  return {n, x - n * (kLn2 / scale)};
}

Expr shifted_exponent(const Expr& n, int bias) { return (Halide::cast<int>(n) + bias) << 23; }

// x * 2^n by adding to the exponent, x in 0.7 to 1.42.
Expr times_power(const Expr& x, const Expr& n) {
  return Halide::reinterpret<float>(Halide::reinterpret<int>(x) + (Halide::cast<int>(n) << 23));
}

// exp(scale * x) - 1, without cancellation, for scale * x between -17.5 and 88: 2^n (e^rest - 1) + (2^n - 1).
Expr expm1_of(const Expr& x, float scale) {
  const Reduced r = reduce(x, scale);
  const Expr power = Halide::reinterpret<float>(shifted_exponent(r.n, 127));
  const Expr near_zero = r.rest * polynomial(r.rest, scale,
                                             {0.00138825167f * scale, 0.00836654752f * scale, 0.0416672006f * scale,
                                              0.166665435f * scale, 0.49999997f * scale, scale});
  // Strict: LLVM would factor the power out, and cancel again.
  return near_zero * power + difference(power, 1.0f);
}

Expr elu_of(const Expr& x, float alpha) {
  return Halide::select(strict(Call::strict_lt, x, 0.0f), alpha * expm1_of(bounded(x, -17.4f, 0.0f), 1), x);
}

// e / (e + 2), e = exp(2 x) - 1. It is 1 to the last bit from 9.02 on.
Expr tanh_of(const Expr& x) {
  const Expr e = expm1_of(bounded(x, -9.02f, 9.02f), 2);
  return e / (e + 2.0f);
}

Expr sigmoid_of(const Expr& x) { return 1.0f / (1.0f + exp_of(x, -1)); }

// 1 - Phi(|x|) is exp(-x^2 / 2), the power, times a function that falls slowly, here a polynomial in 1 / (1 + 0.3 |x|).
// The power is times 2^more, which keeps it a normal number where x is at most `most`.
struct Tail {
  Expr slow, power;
};

Tail normal_tail(const Expr& x, float most, int more) {
  const Expr s = 1.0f / (1.0f + 0.3f * Halide::abs(x));
  const Expr slow = s * polynomial(s, {0.035983745f, -0.158493549f, 0.208583191f, -0.0557423979f, 0.129654855f,
                                       0.0995807797f, 0.120807536f, 0.119625784f});
  const Expr a = at_most(most, Halide::abs(x)), b = a * -0.7213475f;
  // The product is rounded for n alone; the rest is a fused multiply-add. The exponent is that of 2.
  const Expr n = Halide::round(strict(Call::strict_mul, a, b));
  const Expr power = times_power(
      polynomial(b * a - n, {0.00132647273f, 0.00967151299f, 0.0555073358f, 0.240222424f, 0.693147004f, 1.0f}),
      more == 0 ? n : n + static_cast<float>(more));
  return {slow, power};
}

// x * Phi(x). Phi(x) as one half and a difference would lose the digits of negative x.
Expr gelu_of(const Expr& x) {
  const Tail tail = normal_tail(x, 13.2f, 0);
  // Strict: `slow * power` may be too small for f32 where the result is not.
  const Expr negative = strict(Call::strict_mul, x * tail.slow, tail.power);
  return Halide::select(strict(Call::strict_lt, x, 0.0f), negative, x * (1.0f - tail.slow * tail.power));
}

// (1 + tanh(u)) / 2 is 1 / (1 + exp(-2 u)).
Expr gelu_tanh_of(const Expr& x) {
  constexpr float kTwice = 1.59576912f;  // 2 sqrt(2 / pi)
  return x / (1.0f + exp_of(x * (x * x * (kTwice * 0.044715f) + kTwice), -1));
}

// log(1 + e) = e * (a polynomial in e) for e = exp(-|x|), which is at most 1.
Expr softplus_of(const Expr& x) {
  const Expr e = exp_of(Halide::abs(x), -1);
  return at_least(0.0f, x) + e * polynomial(e, {0.00536481058f, -0.0300657414f, 0.079204455f, -0.137537956f,
                                                0.191536516f, -0.248571634f, 0.33321324f, -0.499996483f, 1.0f});
}

// tanh(log(1 + e)) = n / (n + 2), n = e (e + 2), e = exp(x): 1 to the last bit long before x = 20. Strict: LLVM would
// multiply x by n first, which may be too large for that.
Expr mish_of(const Expr& x) {
  const Expr e = exp_of(at_most(20.0f, x)), n = e * (e + 2.0f);
  return strict(Call::strict_mul, x, n / (n + 2.0f));
}

// Strict: LLVM would multiply a factor of it by 1/6 first, which may be too small for that.
Expr hard_sigmoid_of(const Expr& x) { return strict(Call::strict_mul, bounded(x + 3.0f, 0.0f, 6.0f), 1.0f / 6.0f); }

// Derivatives. Far from zero they are a product of a small exponential, which f32 may not hold, and x: the factors of
// the exponential are multiplied one after the other, strictly.

// e is exp(-|x|).
Expr silu_slope(const Expr& operand) {
  const Expr x = bounded(operand, -200.0f, 200.0f), root = exp_of(Halide::abs(x), -0.5f), e = root * root;
  const Expr all = (1.0f + e) * (1.0f + e);
  const Expr negative = strict(Call::strict_mul, root, strict(Call::strict_mul, root, (1.0f + e + x) / all));
  return Halide::select(strict(Call::strict_lt, x, 0.0f), negative, (1.0f + e + x * e) / all);
}

// Phi(x) + x * phi(x).
Expr gelu_slope(const Expr& operand) {
  constexpr int kMore = 32;
  constexpr float kLess = 1.0f / 4294967296.0f, kDensity = 0.398942280f;
  const Expr x = bounded(operand, -14.0f, 14.0f);
  const Tail tail = normal_tail(x, 14.0f, kMore);
  const Expr both =
      strict(Call::strict_mul, strict(Call::strict_mul, kDensity * Halide::abs(x) - tail.slow, tail.power), kLess);
  return Halide::select(strict(Call::strict_lt, x, 0.0f), -both, 1.0f + both);
}

// As of silu, of u(x) = 2 sqrt(2 / pi) (x + 0.044715 x^3) rather than x.
Expr gelu_tanh_slope(const Expr& operand) {
  constexpr float kTwice = 1.59576912f;
  const Expr x = bounded(operand, -20.0f, 20.0f);
  const Expr u = x * (x * x * (kTwice * 0.044715f) + kTwice), v = x * (x * x * (kTwice * 0.134145f) + kTwice);
  const Expr root = exp_of(Halide::abs(u), -0.5f), e = root * root, all = (1.0f + e) * (1.0f + e);
  const Expr negative = strict(Call::strict_mul, root, strict(Call::strict_mul, root, (1.0f + e + v) / all));
  return Halide::select(strict(Call::strict_lt, x, 0.0f), negative, (1.0f + e + v * e) / all);
}

Expr softsign_slope(const Expr& x) {
  const Expr root = 1.0f / (1.0f + Halide::abs(x));
  return root * root;
}

// With n = e (e + 2), e = exp(x): n / (n + 2) + 4 x e (1 + e) / (n + 2)^2.
Expr mish_slope(const Expr& operand) {
  const Expr x = bounded(operand, -200.0f, 20.0f), root = exp_of(x, 0.5f), e = root * root, all = e * (e + 2.0f) + 2.0f;
  const Expr over = (e + 2.0f + 4.0f * x * ((1.0f + e) / all)) / all;
  return strict(Call::strict_mul, root, strict(Call::strict_mul, root, over));
}

Expr within_3(const Expr& x) { return strict(Call::strict_lt, Halide::abs(x), 3.0f); }

}  // namespace

Expr at_least(const Expr& low, const Expr& x) { return strict(Call::strict_max, low, x); }

Expr at_most(const Expr& high, const Expr& x) { return strict(Call::strict_min, high, x); }

Expr bounded(const Expr& x, float low, float high) { return at_most(high, at_least(low, x)); }

Expr is_number(const Expr& x) { return strict(Call::strict_eq, x, x); }

Expr difference(const Expr& a, const Expr& b) { return strict(Call::strict_sub, a, b); }

Expr max_or_nan(const Expr& a, const Expr& b) {
  return is_constant(a) ? at_least(a, b) : Halide::select(is_number(a), at_least(a, b), a);
}

Expr min_or_nan(const Expr& a, const Expr& b) {
  return is_constant(a) ? at_most(a, b) : Halide::select(is_number(a), at_most(a, b), a);
}

// The bounds are whole powers of two, 2^128 and just above 2^-127, whose bits are those of infinity and of a number so
// small that kernels read it as zero.
Expr exp_of(const Expr& x, float scale) {
  constexpr float kHigh = 128 * kLn2, kLow = -88.0296860f;
  const float low = (scale > 0 ? kLow : kHigh) / scale, high = (scale > 0 ? kHigh : kLow) / scale;
  const Reduced r = reduce(bounded(x, low, high), scale);
  return times_power(
      polynomial(r.rest, scale, {0.00829027221f, 0.0418981612f, 0.166676387f, 0.499991477f, 0.999999702f, 1.0f}), r.n);
}

Expr apply_step(const Step& step, const Expr& x, const Expr& operand) {
  const float parameter = static_cast<float>(step.parameter);
  switch (step.fn) {
    case Fn::relu:
      return at_least(0.0f, x);
    case Fn::relu6:
      return bounded(x, 0.0f, 6.0f);
    case Fn::leaky_relu:
      return Halide::select(strict(Call::strict_lt, x, 0.0f), parameter * x, x);
    case Fn::threshold:
      // Below it 0, which a NaN is not: it passes through the bounds.
      return Halide::select(strict(Call::strict_lt, parameter, x), x, bounded(x, 0.0f, 0.0f));
    case Fn::elu:
      return elu_of(x, parameter);
    case Fn::sigmoid:
      return sigmoid_of(x);
    case Fn::hard_sigmoid:
      return hard_sigmoid_of(x);
    case Fn::tanh:
      return tanh_of(x);
    case Fn::silu:
      return x / (1.0f + exp_of(x, -1));
    case Fn::hard_silu:
      return x * hard_sigmoid_of(x);
    case Fn::gelu:
      return gelu_of(x);
    case Fn::gelu_tanh:
      return gelu_tanh_of(x);
    case Fn::softplus:
      return softplus_of(x);
    case Fn::softsign:
      return x / (1.0f + Halide::abs(x));
    case Fn::mish:
      return mish_of(x);
    case Fn::exponential:
      return exp_of(x);
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
      return max_or_nan(operand, x);
    case Fn::minimum:
      return min_or_nan(operand, x);
    case Fn::relu_backward:
      return Halide::select(strict(Call::strict_lt, 0.0f, operand), x, 0.0f);
    case Fn::relu6_backward:
      return Halide::select(strict(Call::strict_lt, 0.0f, operand) && strict(Call::strict_lt, operand, 6.0f), x, 0.0f);
    case Fn::leaky_relu_backward:
      return Halide::select(strict(Call::strict_lt, operand, 0.0f), parameter * x, x);
    case Fn::threshold_backward:
      return Halide::select(strict(Call::strict_lt, parameter, operand), x, 0.0f);
    case Fn::elu_backward:
      return Halide::select(strict(Call::strict_lt, operand, 0.0f), x * difference(operand, -parameter), x);
    case Fn::sigmoid_backward:
      return x * (operand * difference(1.0f, operand));
    case Fn::hard_sigmoid_backward:
      return Halide::select(within_3(operand), x * (1.0f / 6.0f), 0.0f);
    case Fn::tanh_backward:
      return x * (difference(1.0f, operand) * (1.0f + operand));
    case Fn::silu_backward:
      return strict(Call::strict_mul, x, silu_slope(operand));
    case Fn::hard_silu_backward:
      return Halide::select(within_3(operand), strict(Call::strict_mul, x, (2.0f * operand + 3.0f) * (1.0f / 6.0f)),
                            strict(Call::strict_lt, operand, 0.0f), 0.0f, x);
    case Fn::gelu_backward:
      return strict(Call::strict_mul, x, gelu_slope(operand));
    case Fn::gelu_tanh_backward:
      return strict(Call::strict_mul, x, gelu_tanh_slope(operand));
    case Fn::softplus_backward:
      return strict(Call::strict_mul, x, sigmoid_of(operand));
    case Fn::softsign_backward:
      return strict(Call::strict_mul, x, softsign_slope(operand));
    case Fn::mish_backward:
      return strict(Call::strict_mul, x, mish_slope(operand));
  }
  return x;
}

}  // namespace mnist::kernels
