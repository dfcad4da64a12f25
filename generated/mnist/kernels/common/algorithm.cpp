#include "algorithm.h"

namespace mnist::kernels {

using Halide::Expr;
using Halide::Float;
using Halide::ImageParam;
using Halide::Var;

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
      case Operand::example_channel: {
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
    const Halide::RDom padding(from, to - from, "padding");
    padded(v[0], padding, v[2], v[3]) = 0.0f;
    padded.update(padded.num_update_definitions() - 1).reorder(v[0], padding.x, v[2]).vectorize(v[0], vec);
  };
  fill(first, 0);
  fill(inside, end);
}

HalideKernel finish_images(Halide::Func out, const ChainAlgorithm& chain, std::vector<Halide::Argument> inputs,
                           const Storage& s, int channels, int width, int height) {
  std::vector<Halide::OutputImageParam> outputs = out.output_buffers();
  fix_image(outputs[0], s, channels, width, height);
  for (std::size_t i = 1; i < outputs.size(); ++i) fix_strides(outputs[i], {1, s.pixel, s.row, s.example});
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
