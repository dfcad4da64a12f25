#include <cmath>

#include "makers.h"
#include "shapes.h"

namespace specimen::gen {

std::vector<Problem> conv2d_edges() {
  std::vector<Problem> list;
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
  Conv2D eights = convolution(9, 40, 40, 3, 2);  // two groups a panel; the last panel is half full
  eights.groups = 5;
  list.push_back(eights);
  Conv2D across = convolution(8, 16, 48, 3, 1);  // a panel that begins in one group and ends in the next
  across.groups = 2;
  list.push_back(across);
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
  // And enough that they are summed up in chunks.
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
  Conv2D with_padding = convolution(9, 40, 80, 1, 1);  // rows with gaps: not one flat row
  with_padding.in.row += 2 * 40, with_padding.in.example = with_padding.in.row * 9;
  with(with_padding, gate());
  return list;
}

std::vector<Problem> winograd_edges() {
  std::vector<Problem> list;
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

std::vector<Problem> depthwise_edges() {
  std::vector<Problem> list;
  const Chain relu6 = {{kBias, unary(Fn::relu6)}};
  for (int channels : {1, 3, 8, 15, 16, 17, 32, 40}) list.push_back(depthwise(6, 6, channels, 3, 1, relu6));
  for (int size : {1, 2, 3, 5, 7, 8, 14, 15, 29}) {
    list.push_back(depthwise(size, size, 32, 3, 1, {{kBias, kResidual, unary(Fn::relu)}}));
    list.push_back(depthwise(size, size, 16, 3, 2, relu6));
    list.push_back(depthwise(size, size, 16, 5, 1, relu6));
  }
  list.push_back(depthwise(9, 4, 24, 7, 1));
  list.push_back(depthwise(24, 24, 48, 3, 1, relu6));
  DepthwiseConv2D dilated = depthwise(9, 9, 24, 3, 1, relu6);
  dilated.dilation_height = dilated.dilation_width = 2;
  dilated.in_height = touched_height(dilated), dilated.in_width = touched_width(dilated);
  dilated.in = dense_storage(dilated.in_height, dilated.in_width, 24);
  list.push_back(dilated);
  for (std::size_t with_padding = list.size(), i = 0; i < with_padding; ++i)
    list.push_back(padded(std::get<DepthwiseConv2D>(list[i])));
  return list;
}

std::vector<Problem> expand_depthwise_edges() {
  std::vector<Problem> list;
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

std::vector<Problem> dense_edges() {
  std::vector<Problem> list;
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

std::vector<Problem> pool2d_edges() {
  std::vector<Problem> list;
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

std::vector<Problem> other_edges() {
  std::vector<Problem> list;
  for (Pooling pooling : {Pooling::max, Pooling::average}) {
    const auto add = [&](int height, int width, int channels) {
      GlobalPool w;
      w.pooling = pooling;
      w.height = height, w.width = width, w.channels = channels;
      w.in = dense_storage(height, width, channels);
      list.push_back(w);
    };
    for (int channels : {1, 8, 15, 16, 17, 33, 64, 100, 2048}) add(7, channels == 64 ? 1 : 6, channels);
    // Summed by groups of rows, of which the last may be smaller.
    for (int channels : {1, 15, 48, 144, 176}) add(23, 29, channels);
    for (int height : {3, 8, 9, 56, 100}) add(height, 140, 24);
  }
  for (int channels : {1, 8, 15, 16, 17, 33, 64, 100, 2048}) {
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

std::vector<Problem> gemm_edges() {
  std::vector<Problem> list;
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

std::vector<Problem> attention_edges() {
  std::vector<Problem> list;
  const auto add = [&](int heads, int head_dim, bool causal, bool masked, int wide = 0, double dropout = 0) {
    Attention w;
    w.heads = heads, w.head_dim = w.value_dim = head_dim, w.queries = w.keys = 512;
    w.scale = 1 / std::sqrt(static_cast<double>(head_dim));
    w.causal = causal, w.masked = masked, w.dropout = dropout;
    w.query_stride = w.key_stride = w.value_stride = heads * head_dim + wide;
    list.push_back(w);
  };
  for (int head_dim : {1, 8, 16, 20, 64, 80, 128}) add(2, head_dim, false, true);
  for (bool causal : {false, true}) {
    for (bool masked : {false, true}) add(3, 32, causal, masked, 192);
  }
  add(1, 64, false, false, 5);
  for (bool causal : {false, true}) {
    for (bool masked : {false, true}) add(3, 20, causal, masked, 0, 0.1);
  }
  add(2, 64, false, true, 0, 0.5);
  return list;
}

std::vector<Problem> attention_of_keys_edges() {
  std::vector<Problem> list;
  const auto add = [&](int heads, int group, int head_dim, int value_dim, int queries, bool causal, bool masked) {
    Attention w;
    w.heads = heads, w.group = group, w.head_dim = head_dim, w.value_dim = value_dim, w.queries = queries, w.keys = 512;
    w.scale = 1 / std::sqrt(static_cast<double>(head_dim));
    w.causal = causal, w.masked = masked;
    w.query_stride = heads * head_dim + (masked ? 8 : 0);
    w.key_stride = heads / group * head_dim + (causal ? 5 : 0);
    w.value_stride = heads / group * value_dim + (masked ? 0 : 3);
    list.push_back(w);
  };
  for (bool causal : {false, true}) {
    for (bool masked : {false, true}) add(4, 2, 20, 32, 64, causal, masked);
  }
  add(3, 1, 64, 16, 64, true, false);
  add(6, 6, 32, 40, 64, false, true);
  add(6, 3, 64, 64, 64, true, true);
  add(4, 2, 64, 64, 1, true, false);
  add(2, 1, 20, 8, 1, false, true);
  // Of a cache, which has room after each example.
  Attention cached = std::get<Attention>(list[list.size() - 2]);
  cached.key_capacity = cached.value_capacity = 600;
  list.push_back(cached);
  cached.queries = 64;
  cached.value_capacity = 0;
  list.push_back(cached);
  return list;
}

std::vector<Problem> norm_edges() {
  std::vector<Problem> list;
  for (Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
    for (int features : {1, 2, 7, 8, 15, 16, 17, 64, 65, 100, 128, 384, 768, 1023}) {
      LayerNorm w;
      w.features = features, w.norm = norm;
      w.scale = norm != Norm::unit || features % 2, w.center = features % 3 != 0;
      w.epsilon = features % 2 ? 1e-3 : 1e-12;
      list.push_back(w);
    }
    // Of images: without gaps, with padding around them, with channels of others between their pixels.
    for (int features : {1, 8, 17, 96}) {
      LayerNorm w;
      w.features = features, w.norm = norm, w.height = 5, w.width = 7;
      w.scale = norm != Norm::unit, w.center = features % 2;
      const Storage dense = dense_storage(5, 7, features), padded = {features, 13 * features, 11 * 13 * features},
                    slice = {features + 24, 7 * (features + 24), 35 * (features + 24)};
      for (const auto& [in, out] :
           {std::pair(dense, dense), std::pair(dense, padded), std::pair(padded, slice), std::pair(slice, dense)}) {
        w.in = in, w.out = out;
        list.push_back(w);
      }
    }
  }
  return list;
}

std::vector<Problem> resize_edges() {
  std::vector<Problem> list;
  const int sizes[][4] = {{1, 1, 3, 2}, {5, 4, 10, 8}, {7, 9, 3, 5}, {8, 6, 8, 17}, {6, 5, 13, 1}};
  for (Sampling sampling : {Sampling::nearest, Sampling::bilinear, Sampling::bicubic}) {
    for (int channels : {1, 3, 8, 17, 96}) {
      for (const auto& [height, width, rows, columns] : sizes) {
        Resize w{height,
                 width,
                 rows,
                 columns,
                 channels,
                 sampling,
                 dense_storage(height, width, channels),
                 dense_storage(rows, columns, channels)};
        list.push_back(w);
        if (height != 7) continue;
        // Padding around y, and x a slice of wider pixels.
        w.out.row += 3 * channels, w.out.example = (rows + 2) * w.out.row;
        list.push_back(w);
        w.in = {channels + 5, width * (channels + 5), height * width * (channels + 5)};
        list.push_back(w);
      }
    }
  }
  return list;
}

std::vector<Problem> token_edges() {
  std::vector<Problem> list;
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
    list.push_back(Copy{features});
    list.push_back(Copy{features, 0, 600});
    list.push_back(Copy{features, 600, 0});
  }
  return list;
}

std::vector<Problem> reduction_edges() {
  std::vector<Problem> list;
  const auto add = [&](Along along, int extent, int inner) {
    for (Reduction fn : {Reduction::sum, Reduction::mean, Reduction::max, Reduction::min})
      list.push_back(Reduce{fn, along, extent, inner});
    list.push_back(ArgMax{along, extent, inner});
  };
  for (int extent : {1, 2, 7, 16, 31, 64, 100, 1001}) add(Along::features, extent, 1);
  for (int inner : {2, 8, 17, 64, 100}) {
    add(Along::features, 12, inner);
    add(Along::sequence, 1, inner);
    add(Along::batch, 1, inner);
  }
  add(Along::features, 1, 33);
  add(Along::features, 12544, 24);
  add(Along::sequence, 1, 1);
  add(Along::batch, 1, 1);
  return list;
}

}  // namespace specimen::gen
