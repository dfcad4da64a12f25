#include "algorithm.h"

namespace mnist::kernels {

using Halide::Expr;
using Halide::Float;
using Halide::ImageParam;
using Halide::Var;

// Its exponent is rounded, a polynomial has the rest (largest relative error 7.5e-8 before rounding, by Remez). Half
// the instructions of Halide's exp, which also knows infinities.
Expr bounded_exp(const Expr& x, float scale) {
  const Expr t = Halide::clamp(x * (scale * 1.44269504f), -126.0f, 126.0f), whole = Halide::round(t), f = t - whole;
  Expr power = 0.0013276471f;
  for (float c : {0.009675541f, 0.05550713f, 0.2402212f, 0.69314694f, 1.0000001f}) power = power * f + c;
  return Halide::reinterpret<float>(Halide::reinterpret<int>(power) + (Halide::cast<int>(whole) << 23));
}

namespace {

Expr tanh_of(const Expr& x) {
  // Through exp of a negative number, so that nothing overflows: tanh(x) = sign(x) (1 - e) / (1 + e), e = exp(-2 |x|).
  const Expr e = bounded_exp(Halide::abs(x), -2.0f);
  const Expr small = x * (1.0f + x * x * (-0.33333334f + x * x * (0.13333334f + x * x * -0.053968254f)));
  const Expr large = Halide::select(x < 0.0f, -1.0f, 1.0f) * ((1.0f - e) / (1.0f + e));
  return Halide::select(Halide::abs(x) < 0.15f, small, large);
}

// x * Phi(x): Phi(x) - 1/2 is x times a polynomial in x^2, shifted and scaled to -1 ... 1 so that rounding stays small,
// up to the x from which on Phi is 1 in f32. Largest error relative to the largest result: 3.3e-7; half the time of
// erf.
Expr gelu_of(const Expr& x) {
  constexpr float kOne = 5.2f;
  const Expr clamped = Halide::clamp(x, -kOne, kOne), t = clamped * clamped * (2 / (kOne * kOne)) - 1.0f;
  Expr p = -0.000391002919f;
  for (float c :
       {0.00119206775f, -0.00146266085f, 0.00199711998f, -0.00454700412f, 0.0083721457f, -0.0126182511f, 0.0180360042f,
        -0.0246989392f, 0.0319743939f, -0.0399320014f, 0.050025586f, -0.0677436143f, 0.135949984f}) {
    p = p * t + c;
  }
  return x * (0.5f + clamped * p);
}

Expr mish_of(const Expr& x) {
  // tanh(log(1 + e)) = n / (n + 2), n = e (e + 2), e = exp(x): 1 to the last bit long before x = 20.
  const Expr e = bounded_exp(Halide::min(x, 20.0f), 1.0f), n = e * (e + 2.0f);
  return x * (n / (n + 2.0f));
}

Expr clamp6(const Expr& x) { return Halide::min(Halide::max(x, 0.0f), 6.0f); }

}  // namespace

Expr apply_step(const Step& step, Expr x, const Expr& operand) {
  const float parameter = static_cast<float>(step.parameter);
  switch (step.fn) {
    case Fn::relu:
      return Halide::max(x, 0.0f);
    case Fn::relu6:
      return clamp6(x);
    case Fn::leaky_relu:
      return Halide::select(x < 0.0f, parameter * x, x);
    case Fn::elu:
      return Halide::select(x < 0.0f, parameter * (bounded_exp(x, 1.0f) - 1.0f), x);
    case Fn::sigmoid:
      return 1.0f / (1.0f + bounded_exp(x, -1.0f));
    case Fn::hard_sigmoid:
      return clamp6(x + 3.0f) * (1.0f / 6.0f);
    case Fn::tanh:
      return tanh_of(x);
    case Fn::silu:
      return x / (1.0f + bounded_exp(x, -1.0f));
    case Fn::hard_silu:
      return x * clamp6(x + 3.0f) * (1.0f / 6.0f);
    case Fn::gelu:
      return gelu_of(x);
    case Fn::gelu_tanh:  // (1 + tanh(u)) / 2 is sigmoid(2 u)
      return x / (1.0f + bounded_exp(x + 0.044715f * x * x * x, -1.59576912f));
    case Fn::softplus:
      return Halide::max(x, 0.0f) + Halide::log(1.0f + bounded_exp(Halide::abs(x), -1.0f));
    case Fn::softsign:
      return x / (1.0f + Halide::abs(x));
    case Fn::mish:
      return mish_of(x);
    case Fn::exponential:
      return Halide::exp(x);
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
      return Halide::max(x, operand);
    case Fn::minimum:
      return Halide::min(x, operand);
  }
  return x;
}

namespace {

template <class Tensor>
ChainAlgorithm apply_chain(const Chain& chain, Expr value, int channels, const Var& c, const Var& n, Tensor tensor) {
  ChainAlgorithm result;
  for (std::size_t i = 0; i < chain.steps.size(); ++i) {
    const Step& step = chain.steps[i];
    Expr operand = static_cast<float>(step.parameter);
    switch (step.operand) {
      case Operand::none:
      case Operand::constant:
        break;
      case Operand::channel: {
        ImageParam parameter(Float(32), 1);
        parameter.dim(0).set_bounds(0, channels).set_stride(1);
        operand = parameter(c);
        result.operands.push_back(parameter);
        break;
      }
      case Operand::image_channel: {
        ImageParam parameter(Float(32), 2);
        fix_rows(parameter, channels);
        operand = parameter(c, n);
        result.operands.push_back(parameter);
        break;
      }
      case Operand::tensor:
        operand = tensor(result);
        break;
    }
    value = apply_step(step, value, operand);
    if (step.store && i + 1 < chain.steps.size()) result.outputs.push_back(value);
  }
  result.outputs.push_back(value);
  return result;
}

}  // namespace

ChainAlgorithm apply_image_chain(const Chain& chain, Expr value, const Storage& residual, int channels, int width,
                                 int height, Var c, Var x, Var y, Var n) {
  return apply_chain(chain, std::move(value), channels, c, n, [&](ChainAlgorithm& result) -> Expr {
    ImageParam parameter(Float(32), 4);
    fix_image(parameter, residual, channels, width, height);
    result.operands.push_back(parameter);
    return parameter(c, x, y, n);
  });
}

ChainAlgorithm apply_rows_chain(const Chain& chain, Expr value, int channels, Var c, Var n) {
  return apply_chain(chain, std::move(value), channels, c, n, [&](ChainAlgorithm& result) -> Expr {
    ImageParam parameter(Float(32), 2);
    fix_rows(parameter, channels);
    result.operands.push_back(parameter);
    return parameter(c, n);
  });
}

ChainAlgorithm apply_sequences_chain(const Chain& chain, Expr value, int channels, Var c, Var s, Var n) {
  return apply_chain(chain, std::move(value), channels, c, n, [&](ChainAlgorithm& result) -> Expr {
    ImageParam parameter(Float(32), 3);
    fix_sequences(parameter, channels, channels);
    result.operands.push_back(parameter);
    return parameter(c, s, n);
  });
}

namespace {

// Of a second output: Halide gives it the first one's bounds.
void fix_strides(Halide::OutputImageParam& parameter, const std::vector<int>& strides) {
  for (std::size_t d = 0; d < strides.size(); ++d) parameter.dim(static_cast<int>(d)).set_stride(strides[d]);
}

HalideKernel finish(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs) {
  HalideKernel kernel;
  kernel.pipeline = Halide::Pipeline(out);
  kernel.arguments = std::move(inputs);
  for (const ImageParam& operand : chain.operands) kernel.arguments.push_back(operand);
  return kernel;
}

}  // namespace

void zero_beside(Halide::Func padded, int first, int inside, int end, int vec) {
  const std::vector<Var> v = padded.args();  // c, x, y, n
  const auto fill = [&](int from, int to) {
    if (from == to) return;
    const Halide::RDom border(from, to - from, "border");
    padded(v[0], border, v[2], v[3]) = 0.0f;
    padded.update(padded.num_update_definitions() - 1).reorder(v[0], border.x, v[2]).vectorize(v[0], vec);
  };
  fill(first, 0);
  fill(inside, end);
}

HalideKernel finish_images(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                           const Storage& s, int channels, int width, int height) {
  std::vector<Halide::OutputImageParam> outputs = out.output_buffers();
  fix_image(outputs[0], s, channels, width, height);
  for (std::size_t i = 1; i < outputs.size(); ++i) fix_strides(outputs[i], {1, s.pixel, s.row, s.image});
  return finish(out, chain, std::move(inputs));
}

HalideKernel finish_rows(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                         int channels) {
  std::vector<Halide::OutputImageParam> outputs = out.output_buffers();
  fix_rows(outputs[0], channels);
  for (std::size_t i = 1; i < outputs.size(); ++i) fix_strides(outputs[i], {1, channels});
  return finish(out, chain, std::move(inputs));
}

HalideKernel finish_sequences(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                              int channels) {
  std::vector<Halide::OutputImageParam> outputs = out.output_buffers();
  fix_sequences(outputs[0], channels, channels);
  for (std::size_t i = 1; i < outputs.size(); ++i) fix_strides(outputs[i], {1, channels});
  return finish(out, chain, std::move(inputs));
}

}  // namespace mnist::kernels
