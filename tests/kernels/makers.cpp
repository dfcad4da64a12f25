#include "makers.h"

#include <algorithm>

namespace specimen::gen {

Chain gate() { return {{binary(Fn::multiply, Operand::example_channel)}}; }

Chain preactivation() { return {{kScale, kBias, unary(Fn::relu)}}; }

Conv2D convolution(int out_size, int in_channels, int out_channels, int kernel, int stride, bool residual) {
  Conv2D w;
  w.out_height = w.out_width = out_size;
  w.in_channels = in_channels, w.out_channels = out_channels;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  if (residual) {
    w.epilogue.steps = {kBias, kResidual, unary(Fn::relu)};
  } else {
    w.epilogue.steps = {kBias, unary(Fn::relu)};
  }
  w.in = dense_storage(touched_height(w), touched_width(w), in_channels);
  w.out = dense_storage(out_size, out_size, out_channels);
  if (residual) w.residual = w.out;
  return w;
}

DepthwiseConv2D depthwise(int height, int width, int channels, int kernel, int stride, Chain chain) {
  DepthwiseConv2D w;
  w.out_height = height, w.out_width = width, w.channels = channels;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  w.in_height = touched_height(w), w.in_width = touched_width(w);
  w.in = dense_storage(w.in_height, w.in_width, channels);
  w.out = dense_storage(height, width, channels);
  w.epilogue = std::move(chain);
  if (w.epilogue.has(Operand::tensor)) w.residual = w.out;
  return w;
}

DepthwiseConv2D padded(DepthwiseConv2D w) {
  const auto padding = [](int out, int stride, int touched, int* in) {
    *in = std::min(touched, out * stride);  // an even image where strides are even: less padding before than behind it
    return (touched - *in) / 2;
  };
  w.padding_top = padding(w.out_height, w.stride_height, touched_height(w), &w.in_height);
  w.padding_left = padding(w.out_width, w.stride_width, touched_width(w), &w.in_width);
  w.in = dense_storage(w.in_height, w.in_width, w.channels);
  return w;
}

ExpandDepthwise expand_depthwise(int height, int width, int in_channels, int channels, int kernel, int stride,
                                 Chain expansion, Chain epilogue) {
  ExpandDepthwise w;
  w.in_height = height, w.in_width = width, w.in_channels = in_channels, w.channels = channels;
  w.out_height = (height + stride - 1) / stride, w.out_width = (width + stride - 1) / stride;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  w.padding_top = std::max(0, (w.out_height - 1) * stride + kernel - height) / 2;
  w.padding_left = std::max(0, (w.out_width - 1) * stride + kernel - width) / 2;
  w.in = dense_storage(height, width, in_channels);
  w.out = dense_storage(w.out_height, w.out_width, channels);
  w.expansion = std::move(expansion);
  w.epilogue = std::move(epilogue);
  if (w.epilogue.has(Operand::tensor)) w.residual = w.out;
  return w;
}

Pool2D pool(Pooling pooling, int in_size, int channels, int size, int stride, bool same) {
  Pool2D w;
  w.pooling = pooling;
  w.in_height = w.in_width = in_size;
  w.channels = channels;
  w.pool_height = w.pool_width = size;
  w.stride_height = w.stride_width = stride;
  w.out_height = w.out_width = same ? (in_size + stride - 1) / stride : (in_size - size) / stride + 1;
  if (same) w.padding_top = w.padding_left = std::max(0, (w.out_height - 1) * stride + size - in_size) / 2;
  w.in = dense_storage(touched_height(w), touched_width(w), channels);
  w.out = dense_storage(w.out_height, w.out_width, channels);
  return w;
}

Elementwise elementwise(int height, int width, int channels, Chain chain) {
  Elementwise w;
  w.height = height, w.width = width, w.channels = channels;
  w.in = w.out = dense_storage(height, width, channels);
  w.chain = std::move(chain);
  if (w.chain.has(Operand::tensor)) w.residual = w.in;
  return w;
}

Dense dense_of_rows(int inputs, int units, std::vector<Step> steps) {
  Dense w;
  w.inputs = inputs, w.units = units, w.rows = 512;
  w.epilogue.steps = std::move(steps);
  return w;
}

}  // namespace specimen::gen
