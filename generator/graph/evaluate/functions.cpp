#include <algorithm>
#include <cmath>
#include <numbers>

#include "graph/evaluate/evaluate.h"

namespace specimen::gen {

double apply(Fn fn, double x, double operand, double parameter) {
  auto sigmoid = [](double v) { return 1 / (1 + std::exp(-v)); };
  auto hard_sigmoid = [](double v) { return std::clamp(v + 3, 0.0, 6.0) / 6; };
  switch (fn) {
    case Fn::relu:
      return std::max(x, 0.0);
    case Fn::relu6:
      return std::clamp(x, 0.0, 6.0);
    case Fn::leaky_relu:
      return x < 0 ? parameter * x : x;
    case Fn::elu:
      return x < 0 ? parameter * std::expm1(x) : x;
    case Fn::sigmoid:
      return sigmoid(x);
    case Fn::hard_sigmoid:
      return hard_sigmoid(x);
    case Fn::tanh:
      return std::tanh(x);
    case Fn::silu:
      return x * sigmoid(x);
    case Fn::hard_silu:
      return x * hard_sigmoid(x);
    case Fn::gelu:
      return x * 0.5 * (1 + std::erf(x / std::numbers::sqrt2));
    case Fn::gelu_tanh:
      return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
    case Fn::softplus:
      return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
    case Fn::softsign:
      return x / (1 + std::abs(x));
    case Fn::mish:
      return x * std::tanh(apply(Fn::softplus, x, 0, 0));
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
      return std::max(x, operand);
    case Fn::minimum:
      return std::min(x, operand);
  }
  return x;
}

}  // namespace specimen::gen
