#include "shapes.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <random>

namespace specimen::gen {
namespace {

using Engine = std::mt19937;

int pick(Engine& engine, int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine); }
template <class T>
T one_of(Engine& engine, std::initializer_list<T> list) {
  return list.begin()[pick(engine, 0, static_cast<int>(list.size()) - 1)];
}

// Sometimes channels rounded up, or a slice of more; sometimes a border.
Storage any_storage(Engine& engine, int height, int width, int channels) {
  Storage s;
  s.pixel = one_of(engine, {channels, channels, (channels + 15) / 16 * 16, channels + 5});
  s.row = (width + one_of(engine, {0, 0, 2, 3})) * s.pixel;
  s.image = (height + one_of(engine, {0, 1})) * s.row + one_of(engine, {0, 0, 48});
  return s;
}

Step unary(Fn fn, double parameter = 0) { return {fn, Operand::none, parameter, false}; }
Step binary(Fn fn, Operand operand, double parameter = 0) { return {fn, operand, parameter, false}; }
const Step kBias = {Fn::add, Operand::channel, 0, false};
const Step kScale = {Fn::multiply, Operand::channel, 0, false};
const Step kResidual = {Fn::add, Operand::tensor, 0, false};

Step any_unary(Engine& engine) {
  const Fn fn = one_of(engine, {Fn::relu, Fn::relu, Fn::relu6, Fn::leaky_relu, Fn::elu, Fn::sigmoid, Fn::hard_sigmoid,
                                Fn::tanh, Fn::silu, Fn::hard_silu, Fn::gelu, Fn::gelu_tanh, Fn::softplus, Fn::softsign,
                                Fn::mish, Fn::square, Fn::negate});
  return unary(fn, fn == Fn::leaky_relu || fn == Fn::elu ? 0.3 : 0);
}

Chain any_epilogue(Engine& engine, bool tensors) {
  Chain chain;
  switch (pick(engine, 0, tensors ? 9 : 5)) {
    case 0:
      break;
    case 1:
      chain.steps = {kBias};
      break;
    case 2:
      chain.steps = {kBias, unary(Fn::relu)};
      break;
    case 3:
      chain.steps = {kBias, any_unary(engine)};
      break;
    case 4:
      chain.steps = {kScale, kBias, any_unary(engine), binary(Fn::multiply, Operand::constant, 0.5)};
      break;
    case 5:
      chain.steps = {kBias, binary(Fn::multiply, Operand::image_channel), unary(Fn::relu6)};
      break;
    case 6:
      chain.steps = {kBias, kResidual, unary(Fn::relu)};
      break;
    case 7:
      chain.steps = {kBias, kResidual, kScale, kBias, unary(Fn::relu)};
      chain.steps[1].store = true;  // the sum, and its activation: pre-activation networks
      break;
    case 8:
      chain.steps = {kBias, any_unary(engine),
                     binary(one_of(engine, {Fn::add, Fn::subtract, Fn::maximum}), Operand::tensor)};
      break;
    case 9:
      chain.steps = {kBias, kResidual, unary(Fn::relu)};
      chain.steps[0].store = true;  // what is stored before the residual is read must not lie over it
      break;
  }
  return chain;
}

template <class F>
std::vector<What> repeat(int count, unsigned seed, F make) {
  Engine engine(seed);
  std::vector<What> list;
  for (int i = 0; i < count; ++i) list.push_back(make(engine));
  return list;
}

Storage residual_storage(Engine& engine, const Chain& chain, const Storage& out, int height, int width, int channels) {
  if (!chain.has(Operand::tensor)) return {};
  return pick(engine, 0, 1) ? out : any_storage(engine, height, width, channels);
}

// What stands before convolutions: a gate, or a batch norm and an activation.
Chain gate() { return {{binary(Fn::multiply, Operand::image_channel)}}; }
Chain preactivation() { return {{kScale, kBias, unary(Fn::relu)}}; }

Conv2D finish(Engine& engine, Conv2D w, bool dense) {
  w.epilogue = any_epilogue(engine, true);
  const bool pointwise = w.kernel_height * w.kernel_width == 1 && w.stride_height * w.stride_width == 1;
  if (pointwise && w.groups == 1) w.prologue = one_of(engine, {Chain{}, gate(), preactivation()});
  if (dense) {
    w.in = dense_storage(touched_height(w), touched_width(w), w.in_channels);
    w.out = dense_storage(w.out_height, w.out_width, w.out_channels);
    if (w.epilogue.has(Operand::tensor)) w.residual = w.out;
  } else {
    w.in = any_storage(engine, touched_height(w), touched_width(w), w.in_channels);
    w.out = any_storage(engine, w.out_height, w.out_width, w.out_channels);
    w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, w.out_channels);
  }
  return w;
}

DepthwiseConv2D depthwise(int height, int width, int channels, int kernel, int stride, Chain chain = {}) {
  DepthwiseConv2D w;
  w.out_height = height, w.out_width = width, w.channels = channels;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  w.in = dense_storage(touched_height(w), touched_width(w), channels);
  w.out = dense_storage(height, width, channels);
  w.epilogue = std::move(chain);
  if (w.epilogue.has(Operand::tensor)) w.residual = w.out;
  return w;
}

// "same" padding, as Keras has it.
ExpandDepthwise expand_depthwise(int height, int width, int in_channels, int channels, int kernel, int stride,
                                 Chain expansion, Chain epilogue = {}) {
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

}  // namespace

int random_count() {
  const char* full = std::getenv("SPECIMEN_FULL");
  return full && std::strcmp(full, "1") == 0 ? 300 : 60;
}

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

std::vector<What> conv2d_edges() {
  std::vector<What> list;
  // Channels around panels, registers and odd counts of panels.
  for (int channels : {1, 8, 15, 16, 17, 24, 31, 33, 40, 48, 80, 112, 144}) {
    list.push_back(convolution(6, 8, channels, 1, 1));
    list.push_back(convolution(5, 4, channels, 3, 1, true));
  }
  // Pixels around tiles: 1x1 as one flat row, 3x3 by rows; strides.
  for (int size : {1, 2, 3, 4, 5, 7, 9, 13, 14, 15, 16, 17, 29}) {
    list.push_back(convolution(size, 16, 32, 1, 1, true));
    list.push_back(convolution(size, 8, 32, 3, 1));
    list.push_back(convolution(size, 12, 32, 3, 2));
    list.push_back(convolution(size, 12, 32, 1, 2));
  }
  // Input channels that no unrolling divides; large kernels; the first layer.
  for (int in : {1, 2, 3, 5, 6, 7, 9, 130}) list.push_back(convolution(7, in, 32, 3, 1));
  list.push_back(convolution(16, 3, 64, 7, 2));
  list.push_back(convolution(9, 8, 16, 5, 1));
  // Grouped and dilated.
  for (int groups : {2, 4, 8}) {
    Conv2D w = convolution(8, 32, 64, 3, 1);
    w.groups = groups;
    list.push_back(w);
  }
  Conv2D narrow = convolution(6, 12, 18, 3, 1);  // groups that share a panel
  narrow.groups = 3;
  list.push_back(narrow);
  Conv2D dilated = convolution(8, 16, 32, 3, 1);
  dilated.dilation_height = dilated.dilation_width = 2;
  dilated.in = dense_storage(touched_height(dilated), touched_width(dilated), 16);
  list.push_back(dilated);
  // One row, one column, one pixel.
  Conv2D row = convolution(1, 16, 32, 1, 1);
  row.out_width = 23;
  row.in = dense_storage(1, 23, 16), row.out = dense_storage(1, 23, 32);
  list.push_back(row);
  Conv2D column = convolution(1, 16, 32, 3, 1);
  column.out_height = 23;
  column.in = dense_storage(touched_height(column), touched_width(column), 16), column.out = dense_storage(23, 1, 32);
  list.push_back(column);
  // Few pixels and many channels: several blocks of channels, with prefetch.
  list.push_back(convolution(7, 64, 256, 1, 1, true));
  list.push_back(convolution(7, 32, 160, 3, 1));
  list.push_back(convolution(14, 32, 256, 1, 1, true));
  // And so many that they are summed up in chunks.
  list.push_back(convolution(7, 128, 64, 3, 2));
  list.push_back(convolution(7, 144, 96, 3, 1, true));
  list.push_back(convolution(7, 1024, 64, 1, 1, true));
  // Prologues: of one register tile, of all pixels of a task, of chunks; input channels that no vector divides.
  const auto with = [&](Conv2D w, const Chain& prologue) {
    w.prologue = prologue;
    list.push_back(w);
  };
  for (int size : {1, 5, 7, 13, 28}) {
    with(convolution(size, 48, 24, 1, 1), gate());
    with(convolution(size, 37, 160, 1, 1, true), preactivation());
  }
  with(convolution(7, 1024, 64, 1, 1, true), gate());
  with(convolution(7, 1152, 320, 1, 1), preactivation());
  Conv2D bordered = convolution(9, 40, 80, 1, 1);  // rows with gaps: not one flat row
  bordered.in.row += 2 * 40, bordered.in.image = bordered.in.row * 9;
  with(bordered, gate());
  return list;
}

std::vector<What> winograd_edges() {
  std::vector<What> list;
  for (ConvAlgorithm algorithm : {ConvAlgorithm::winograd_2, ConvAlgorithm::winograd_4}) {
    for (int size : {4, 7, 8, 14, 16, 28, 30}) {
      for (int channels : {32, 64}) {
        Conv2D w = convolution(size, channels, size > 16 ? 32 : 96, 3, 1, channels == 64);
        w.algorithm = algorithm;
        w.in = dense_storage(touched_height(w), touched_width(w), channels);
        list.push_back(w);
      }
    }
  }
  return list;
}

std::vector<What> depthwise_edges() {
  std::vector<What> list;
  const Chain relu6 = {{kBias, unary(Fn::relu6)}};
  for (int channels : {1, 3, 8, 15, 16, 17, 32, 40}) list.push_back(depthwise(6, 6, channels, 3, 1, relu6));
  for (int size : {1, 2, 3, 5, 7, 8, 14, 15, 29}) {
    list.push_back(depthwise(size, size, 32, 3, 1, {{kBias, kResidual, unary(Fn::relu)}}));
    list.push_back(depthwise(size, size, 16, 3, 2, relu6));
    list.push_back(depthwise(size, size, 16, 5, 1, relu6));
  }
  list.push_back(depthwise(9, 4, 24, 7, 1));
  return list;
}

std::vector<What> expand_depthwise_edges() {
  std::vector<What> list;
  // A sum and its activation are not zero where the padding is.
  const Chain relu6 = {{kBias, unary(Fn::relu6)}}, swish = {{kBias, unary(Fn::silu)}}, sigmoid = {{unary(Fn::sigmoid)}};
  // Channels around vectors, blocks and panels, odd counts of panels.
  for (int channels : {1, 3, 8, 15, 16, 17, 24, 32, 40, 48, 72, 80, 96, 120, 144}) {
    list.push_back(expand_depthwise(9, 9, 8, channels, 3, 1, relu6, relu6));
    list.push_back(expand_depthwise(9, 9, 5, channels, 5, 2, sigmoid, {{kBias, kResidual}}));
  }
  // Pixels around tiles and tasks; windows that reach over a row.
  for (int size : {1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 15, 16, 29, 38}) {
    list.push_back(expand_depthwise(size, size, 16, 48, 3, 1, relu6, relu6));
    list.push_back(expand_depthwise(size, size, 16, 48, 3, 2, swish, swish));
    list.push_back(expand_depthwise(size, size, 4, 32, 5, 1, sigmoid));
    list.push_back(expand_depthwise(size, size, 4, 32, 7, 3, sigmoid));
  }
  for (int in : {1, 2, 3, 6, 7, 130}) list.push_back(expand_depthwise(7, 11, in, 32, 3, 1, relu6, relu6));
  // Of MNASNet-A1: nine taps of a strided window, where there are few registers.
  list.push_back(expand_depthwise(28, 28, 40, 240, 3, 2, {{kBias, unary(Fn::relu)}}, {{kBias, unary(Fn::relu)}}));
  list.push_back(expand_depthwise(1, 40, 8, 32, 3, 1, sigmoid));
  list.push_back(expand_depthwise(40, 1, 8, 32, 3, 1, sigmoid));
  // No padding, and an image whose last rows and columns nobody reads.
  ExpandDepthwise inner = expand_depthwise(20, 20, 8, 32, 3, 2, sigmoid);
  inner.padding_top = inner.padding_left = 0;
  inner.out_height = inner.out_width = 8;
  inner.out = dense_storage(8, 8, 32);
  list.push_back(inner);
  ExpandDepthwise dilated = expand_depthwise(15, 15, 8, 32, 3, 1, sigmoid);
  dilated.dilation_height = dilated.dilation_width = 2;
  dilated.padding_top = dilated.padding_left = 2;
  list.push_back(dilated);
  return list;
}

std::vector<What> dense_edges() {
  std::vector<What> list;
  for (int units : {1, 10, 15, 16, 17, 31, 32, 33, 64, 100, 128, 129, 255, 256, 1001}) {
    Dense w;
    w.inputs = units == 128 ? 2048 : 60;
    w.units = units;
    w.epilogue.steps = {kBias};
    if (units % 2) w.epilogue.steps.push_back(unary(Fn::relu));
    list.push_back(w);
  }
  for (int inputs : {1, 2, 3, 4, 5, 7, 129}) {
    Dense w;
    w.inputs = inputs;
    w.units = 48;
    list.push_back(w);
  }
  return list;
}

std::vector<What> pool2d_edges() {
  std::vector<What> list;
  for (Pooling pooling : {Pooling::max, Pooling::average}) {
    for (int channels : {1, 3, 15, 16, 17, 64}) list.push_back(pool(pooling, 9, channels, 3, 2, true));
    for (int size : {2, 3, 4, 5, 8, 13, 16}) {
      list.push_back(pool(pooling, size, 16, 2, 2, false));
      list.push_back(pool(pooling, size, 16, 3, 1, true));
      list.push_back(pool(pooling, size, 24, 3, 2, true));
    }
  }
  return list;
}

std::vector<What> other_edges() {
  std::vector<What> list;
  for (int channels : {1, 8, 15, 16, 17, 33, 64, 100, 2048}) {
    for (Pooling pooling : {Pooling::max, Pooling::average}) {
      GlobalPool w;
      w.pooling = pooling;
      w.height = 7, w.width = channels == 64 ? 1 : 6, w.channels = channels;
      w.in = dense_storage(w.height, w.width, channels);
      list.push_back(w);
    }
    list.push_back(Softmax{channels});
    list.push_back(elementwise(3, 5, channels, {{kScale, kBias, unary(Fn::relu)}}));
    list.push_back(elementwise(3, 5, channels, {{kResidual, unary(Fn::relu)}}));
  }
  list.push_back(Softmax{30522});  // a vocabulary
  for (int fn = 0; fn <= static_cast<int>(Fn::minimum); ++fn) {
    const Step step = arity(static_cast<Fn>(fn)) == 2 ? binary(static_cast<Fn>(fn), Operand::tensor)
                                                      : unary(static_cast<Fn>(fn), 0.25);
    list.push_back(elementwise(1, 1, 203, {{step}}));
  }
  // Values large enough to overflow careless exponentials.
  for (Fn fn :
       {Fn::sigmoid, Fn::tanh, Fn::silu, Fn::gelu, Fn::gelu_tanh, Fn::softplus, Fn::softsign, Fn::mish, Fn::elu}) {
    list.push_back(elementwise(2, 2, 40, {{binary(Fn::multiply, Operand::constant, 200), unary(fn, 0.5)}}));
  }
  for (int channels : {1, 3, 16, 20}) {
    Pad w;
    w.height = w.width = 9, w.channels = channels;
    w.top = 1, w.bottom = 2, w.left = 3, w.right = channels == 3 ? 0 : 1;
    w.value = channels == 1 ? -3.5 : 0;
    w.in = dense_storage(9, 9, channels);
    w.out = dense_storage(12, 9 + w.left + w.right, channels);
    list.push_back(w);
  }
  return list;
}

namespace {

// Of the tokens of texts of up to 512.
Dense dense_of_rows(int inputs, int units, std::vector<Step> steps) {
  Dense w;
  w.inputs = inputs, w.units = units, w.rows = 512;
  w.epilogue.steps = std::move(steps);
  return w;
}

}  // namespace

std::vector<What> gemm_edges() {
  std::vector<What> list;
  const auto add = [&](int inputs, int units, std::vector<Step> steps) {
    list.push_back(dense_of_rows(inputs, units, std::move(steps)));
  };
  for (int units : {1, 15, 17, 32, 47, 48, 50, 64, 80, 130}) {
    add(60, units, units % 2 ? std::vector<Step>{kBias, unary(Fn::gelu)} : std::vector<Step>{kBias, kResidual});
  }
  for (int inputs : {1, 3, 65}) add(inputs, 48, {});
  add(768, 48, {kBias, kResidual, unary(Fn::gelu_tanh)});
  add(384, 64, {kBias, unary(Fn::tanh)});
  list.push_back(list.back());
  std::get<Dense>(list.back()).epilogue.steps = {kBias, kResidual, unary(Fn::relu)};
  std::get<Dense>(list.back()).epilogue.steps[1].store = true;
  return list;
}

std::vector<What> attention_edges() {
  std::vector<What> list;
  const auto add = [&](int heads, int head_dim, bool causal, bool masked, int wide = 0) {
    Attention w;
    w.heads = heads, w.head_dim = head_dim, w.sequence = 512;
    w.scale = 1 / std::sqrt(static_cast<double>(head_dim));
    w.causal = causal, w.masked = masked;
    w.query_stride = w.key_stride = w.value_stride = heads * head_dim + wide;
    list.push_back(w);
  };
  for (int head_dim : {1, 8, 16, 20, 64, 80, 128}) add(2, head_dim, false, true);
  for (bool causal : {false, true}) {
    for (bool masked : {false, true}) add(3, 32, causal, masked, 192);
  }
  add(1, 64, false, false, 5);
  return list;
}

std::vector<What> norm_edges() {
  std::vector<What> list;
  for (Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
    for (int features : {1, 2, 7, 8, 15, 16, 17, 64, 65, 100, 128, 384, 768, 1023}) {
      LayerNorm w;
      w.features = features, w.norm = norm;
      w.scale = norm != Norm::unit || features % 2, w.center = features % 3 != 0;
      w.epsilon = features % 2 ? 1e-3 : 1e-12;
      list.push_back(w);
    }
  }
  return list;
}

std::vector<What> token_edges() {
  std::vector<What> list;
  for (int features : {1, 7, 16, 20, 128, 384}) {
    for (Lookup lookup : {Lookup::ids, Lookup::positions}) {
      Embedding w;
      w.vocabulary = lookup == Lookup::ids ? 37 : 512, w.features = features, w.lookup = lookup;
      list.push_back(w);
      w.epilogue.steps = {kResidual};
      list.push_back(w);
      w.epilogue.steps = {binary(Fn::multiply, Operand::constant, 4), kBias, kResidual};
      list.push_back(w);
    }
    for (bool masked : {false, true}) {
      SequencePool w;
      w.features = features, w.masked = masked;
      list.push_back(w);
    }
    list.push_back(SelectToken{features, 0});
    list.push_back(SelectToken{features, 6});
  }
  return list;
}

std::vector<What> random_conv2d(int count) {
  return repeat(count, 1, [](Engine& engine) {
    for (;;) {
      Conv2D w;
      w.out_height = pick(engine, 1, 20), w.out_width = pick(engine, 1, 20);
      w.in_channels = one_of(engine, {pick(engine, 1, 40), 16 * pick(engine, 1, 6)});
      w.out_channels = one_of(engine, {pick(engine, 1, 80), 16 * pick(engine, 1, 16)});
      w.kernel_height = one_of(engine, {1, 1, 3, 3, 5, 7}), w.kernel_width = pick(engine, 0, 5) ? w.kernel_height : 3;
      w.stride_height = w.stride_width = one_of(engine, {1, 1, 1, 2, 3});
      w.dilation_height = w.dilation_width = w.stride_height == 1 ? one_of(engine, {1, 1, 1, 2}) : 1;
      if (pick(engine, 0, 9) == 0) {
        w.groups = one_of(engine, {2, 4});
        w.in_channels = w.groups * pick(engine, 1, 12), w.out_channels = w.groups * pick(engine, 1, 24);
      }
      if (flops(w) > 8'000'000) continue;
      return What(finish(engine, w, pick(engine, 0, 1)));
    }
  });
}

std::vector<What> random_winograd(int count) {
  return repeat(count, 2, [](Engine& engine) {
    for (;;) {
      Conv2D w;
      w.algorithm = one_of(engine, {ConvAlgorithm::winograd_2, ConvAlgorithm::winograd_4});
      w.out_height = pick(engine, 1, 30), w.out_width = pick(engine, 1, 30);
      w.in_channels = 16 * pick(engine, 1, 8), w.out_channels = 32 * pick(engine, 1, 5);
      w.kernel_height = w.kernel_width = 3;
      if (flops(w) > 8'000'000) continue;
      return What(finish(engine, w, pick(engine, 0, 1)));
    }
  });
}

std::vector<What> random_depthwise(int count) {
  return repeat(count, 3, [](Engine& engine) {
    DepthwiseConv2D w;
    w.out_height = pick(engine, 1, 20), w.out_width = pick(engine, 1, 20);
    w.channels = one_of(engine, {pick(engine, 1, 50), 16 * pick(engine, 1, 6)});
    w.kernel_height = w.kernel_width = one_of(engine, {3, 3, 5, 7});
    w.stride_height = w.stride_width = one_of(engine, {1, 1, 2});
    w.dilation_height = w.dilation_width = w.stride_height == 1 ? one_of(engine, {1, 1, 2}) : 1;
    w.epilogue = any_epilogue(engine, true);
    w.in = any_storage(engine, touched_height(w), touched_width(w), w.channels);
    w.out = any_storage(engine, w.out_height, w.out_width, w.channels);
    w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, w.channels);
    return What(w);
  });
}

std::vector<What> random_expand_depthwise(int count) {
  return repeat(count, 10, [](Engine& engine) {
    for (;;) {
      const int kernel = one_of(engine, {3, 3, 5, 7}), stride = one_of(engine, {1, 1, 2});
      ExpandDepthwise w = expand_depthwise(pick(engine, 1, 33), pick(engine, 1, 33), pick(engine, 1, 40),
                                           one_of(engine, {pick(engine, 1, 80), 16 * pick(engine, 1, 12)}), kernel,
                                           stride, any_epilogue(engine, false), any_epilogue(engine, true));
      if (pick(engine, 0, 3) == 0) {  // other paddings, and borders that nobody reads
        w.padding_top = pick(engine, 0, kernel - 1), w.padding_left = pick(engine, 0, kernel - 1);
        w.out_height = pick(engine, 1, w.out_height), w.out_width = pick(engine, 1, w.out_width);
      }
      if (!may_expand(w.expansion) || flops(w) > 8'000'000) continue;
      w.in = any_storage(engine, w.in_height, w.in_width, w.in_channels);
      w.out = any_storage(engine, w.out_height, w.out_width, w.channels);
      w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, w.channels);
      return What(w);
    }
  });
}

std::vector<What> random_dense(int count) {
  return repeat(count, 4, [](Engine& engine) {
    Dense w;
    w.inputs = pick(engine, 1, 300), w.units = one_of(engine, {pick(engine, 1, 300), 16 * pick(engine, 1, 20)});
    w.epilogue = any_epilogue(engine, false);
    return What(w);
  });
}

std::vector<What> random_gemm(int count) {
  return repeat(count, 10, [](Engine& engine) {
    Dense w =
        dense_of_rows(pick(engine, 1, 300), one_of(engine, {pick(engine, 1, 300), 16 * pick(engine, 1, 20)}), {kBias});
    if (pick(engine, 0, 1)) w.epilogue.steps.push_back(any_unary(engine));
    if (pick(engine, 0, 1)) w.epilogue.steps.push_back(kResidual);
    return What(w);
  });
}

std::vector<What> random_pool2d(int count) {
  return repeat(count, 5, [](Engine& engine) {
    const int size = one_of(engine, {2, 3, 3, 5});
    Pool2D w = pool(one_of(engine, {Pooling::max, Pooling::average}), pick(engine, size, 24), pick(engine, 1, 50), size,
                    pick(engine, 1, 3), pick(engine, 0, 1));
    w.in = any_storage(engine, touched_height(w), touched_width(w), w.channels);
    w.out = any_storage(engine, w.out_height, w.out_width, w.channels);
    w.epilogue = any_epilogue(engine, true);
    w.residual = residual_storage(engine, w.epilogue, w.out, w.out_height, w.out_width, w.channels);
    return What(w);
  });
}

std::vector<What> random_global_pool(int count) {
  return repeat(count, 6, [](Engine& engine) {
    GlobalPool w;
    w.pooling = one_of(engine, {Pooling::max, Pooling::average});
    w.height = pick(engine, 1, 16), w.width = pick(engine, 1, 16), w.channels = pick(engine, 1, 200);
    w.in = any_storage(engine, w.height, w.width, w.channels);
    w.epilogue = any_epilogue(engine, false);
    return What(w);
  });
}

std::vector<What> random_elementwise(int count) {
  return repeat(count, 7, [](Engine& engine) {
    Elementwise w;
    w.height = pick(engine, 1, 16), w.width = pick(engine, 1, 16), w.channels = pick(engine, 1, 70);
    do {
      w.chain = any_epilogue(engine, true);
    } while (w.chain.empty());
    if (pick(engine, 0, 1)) {
      w.in = w.out = dense_storage(w.height, w.width, w.channels);
    } else {
      w.in = any_storage(engine, w.height, w.width, w.channels);
      w.out = any_storage(engine, w.height, w.width, w.channels);
    }
    w.residual = residual_storage(engine, w.chain, w.out, w.height, w.width, w.channels);
    return What(w);
  });
}

std::vector<What> random_softmax(int count) {
  return repeat(count, 8, [](Engine& engine) { return What(Softmax{pick(engine, 1, 1200)}); });
}

std::vector<What> random_pad(int count) {
  return repeat(count, 9, [](Engine& engine) {
    Pad w;
    w.height = pick(engine, 1, 20), w.width = pick(engine, 1, 20), w.channels = one_of(engine, {1, 3, 4, 16, 17, 32});
    w.top = pick(engine, 0, 3), w.bottom = pick(engine, 0, 3), w.left = pick(engine, 0, 3),
    w.right = pick(engine, 0, 3);
    w.value = one_of(engine, {0.0, -1.5});
    w.in = any_storage(engine, w.height, w.width, w.channels);
    w.out = any_storage(engine, w.height + w.top + w.bottom, w.width + w.left + w.right, w.channels);
    return What(w);
  });
}

std::vector<What> resnet50() {
  std::vector<What> list = {convolution(112, 3, 64, 7, 2), pool(Pooling::max, 112, 64, 3, 2, true)};
  const auto add = [&](Conv2D w) {
    w.algorithm = preferred_algorithm(w);
    w.in = dense_storage(touched_height(w), touched_width(w), w.in_channels);
    list.push_back(w);
  };
  for (int stage = 0; stage < 4; ++stage) {
    const int size = 56 >> stage, width = 64 << stage, in = stage == 0 ? 64 : 2 * width, wide = 4 * width;
    const int in_size = stage == 0 ? size : 2 * size;
    add(convolution(in_size, in, width, 1, 1));
    if (stage > 0) add(convolution(size, width, width, 3, 2));
    add(convolution(size, in, wide, 1, stage == 0 ? 1 : 2));
    add(convolution(size, wide, width, 1, 1));
    add(convolution(size, width, width, 3, 1));
    add(convolution(size, width, wide, 1, 1, true));
  }
  GlobalPool average;
  average.height = average.width = 7, average.channels = 2048;
  average.in = dense_storage(7, 7, 2048);
  list.push_back(average);
  Dense logits;
  logits.inputs = 2048, logits.units = 1001;
  logits.epilogue.steps = {kBias};
  list.push_back(logits);
  return list;
}

std::vector<What> mobilenet_v2() {
  const Step relu6 = unary(Fn::relu6);
  std::vector<What> list;
  const auto add = [&](const What& what) {
    for (const What& known : list) {
      if (known == what) return;
    }
    list.push_back(what);
  };
  const auto pointwise = [&](int size, int in, int out, bool activation, bool residual) {
    Conv2D w = convolution(size, in, out, 1, 1, residual);
    w.epilogue.steps.pop_back();
    if (activation) w.epilogue.steps.push_back(relu6);
    add(w);
  };
  Conv2D first = convolution(112, 3, 32, 3, 2);
  first.epilogue.steps.back() = relu6;
  add(first);
  struct Stage {
    int expansion, channels, repeats, stride;
  };
  int size = 112, in = 32;
  for (const Stage& stage : std::initializer_list<Stage>{
           {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}}) {
    for (int i = 0; i < stage.repeats; ++i) {
      const int stride = i == 0 ? stage.stride : 1, wide = in * stage.expansion;
      const ExpandDepthwise pair =
          expand_depthwise(size, size, in, wide, 3, stride, {{kBias, relu6}}, {{kBias, relu6}});
      const bool fused = stage.expansion > 1 && better_as_one(pair);
      if (fused) add(pair);
      if (stage.expansion > 1 && !fused) pointwise(size, in, wide, true, false);
      size /= stride;
      if (!fused) add(depthwise(size, size, wide, 3, stride, {{kBias, relu6}}));
      pointwise(size, wide, stage.channels, false, i > 0);
      in = stage.channels;
    }
  }
  pointwise(7, 320, 1280, true, false);
  return list;
}

std::vector<What> bert() {
  std::vector<What> list;
  const auto add = [&](int inputs, int units, std::vector<Step> steps) {
    list.push_back(dense_of_rows(inputs, units, std::move(steps)));
  };
  for (int width : {768, 384}) {
    add(width, width, {kBias});
    add(width, width, {kBias, kResidual});
    add(width, 3 * width, {kBias});
    add(width, 4 * width, {kBias, unary(Fn::gelu)});
    add(4 * width, width, {kBias, kResidual});
    Attention attention;
    attention.heads = 12, attention.head_dim = width / 12, attention.sequence = 512;
    attention.scale = 1 / std::sqrt(width / 12.0);
    attention.masked = true;
    attention.query_stride = attention.key_stride = attention.value_stride = width;
    list.push_back(attention);
  }
  for (int units : {2, 16, 32, 64, 80}) add(256, units, {kBias});
  return list;
}

}  // namespace specimen::gen
