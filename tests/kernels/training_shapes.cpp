#include "training_shapes.h"

#include <random>

namespace specimen::gen {
namespace {

// Of an image with these outputs, padding stored around x, without gaps.
Conv2DBackwardKernel backward_kernel(int height, int width, int in, int out, int kernel, int stride = 1,
                                     int dilation = 1, int groups = 1) {
  Conv2DBackwardKernel w;
  w.out_height = height, w.out_width = width, w.in_channels = in, w.out_channels = out;
  w.kernel_height = w.kernel_width = kernel;
  w.stride_height = w.stride_width = stride;
  w.dilation_height = w.dilation_width = dilation;
  w.groups = groups;
  w.in = dense_storage(touched_height(w), touched_width(w), in);
  w.out = dense_storage(height, width, out);
  return w;
}

Conv2DBackwardKernel with_gaps(Conv2DBackwardKernel w) {
  const int pixel = w.in_channels + 3, row = (touched_width(w) + 2) * pixel;
  w.in = {pixel, row, row * (touched_height(w) + 1)};
  const int out_pixel = w.out_channels + 5, out_row = (w.out_width + 1) * out_pixel;
  w.out = {out_pixel, out_row, out_row * (w.out_height + 2)};
  return w;
}

// `same` padding, as Keras has it. `gaps`: the images have padding of their own.
Pool2DBackward pool_backward(Pooling pooling, int height, int width, int channels, int size, int stride, bool same,
                             bool gaps) {
  Pool2DBackward w;
  w.pooling = pooling;
  w.in_height = height, w.in_width = width, w.channels = channels;
  w.pool_height = w.pool_width = size;
  w.stride_height = w.stride_width = stride;
  const auto outputs = [&](int in) { return same ? (in + stride - 1) / stride : (in - size) / stride + 1; };
  const auto before = [&](int in, int out) { return same ? std::max(0, (out - 1) * stride + size - in) / 2 : 0; };
  w.out_height = outputs(height), w.out_width = outputs(width);
  w.padding_top = before(height, w.out_height), w.padding_left = before(width, w.out_width);
  const int more = gaps ? 2 : 0;
  const auto stored = [&](int rows, int columns) {
    return dense_storage(rows + more, columns + more, channels + more);
  };
  if (pooling == Pooling::max) {
    w.x = stored(touched_height(w), touched_width(w));
    w.y = stored(w.out_height, w.out_width + more);
  }
  w.dy = stored(w.out_height + more, w.out_width);
  w.dx = stored(height, width + more);
  return w;
}

}  // namespace

std::vector<Problem> pack_filter_edges() {
  std::vector<Problem> list;
  for (bool transposed : {false, true}) {
    for (bool flipped : {false, true}) {
      for (int outputs : {1, 3, 8, 15, 16, 17, 31, 32, 33, 48, 70}) {
        list.push_back(PackFilter{1, 1, 5, outputs, 1, transposed, flipped});
        list.push_back(PackFilter{3, 3, 20, outputs, 1, transposed, flipped});
      }
      for (int inputs : {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 65, 200}) {
        list.push_back(PackFilter{1, 1, inputs, 40, 1, transposed, flipped});
        list.push_back(PackFilter{2, 3, inputs, 32, 1, transposed, flipped});
      }
      // Groups that fill panels, share one, and end in the middle of one.
      list.push_back(PackFilter{3, 3, 8, 64, 4, transposed, flipped});
      list.push_back(PackFilter{3, 3, 4, 32, 8, transposed, flipped});
      list.push_back(PackFilter{1, 1, 3, 36, 3, transposed, flipped});
      list.push_back(PackFilter{5, 5, 16, 96, 2, transposed, flipped});
    }
  }
  return list;
}

std::vector<Problem> dense_backward_kernel_edges() {
  std::vector<Problem> list;
  for (bool transposed : {false, true}) {
    for (int units : {1, 10, 15, 16, 17, 31, 33, 48, 64, 100, 129}) {
      list.push_back(DenseBackwardKernel{30, units, transposed});
    }
    for (int inputs : {1, 2, 7, 13, 14, 15, 28, 29, 65, 130}) {
      list.push_back(DenseBackwardKernel{inputs, 48, transposed});
    }
  }
  list.push_back(DenseBackwardKernel{300, 700});
  return list;
}

std::vector<Problem> conv2d_backward_kernel_edges() {
  std::vector<Problem> list;
  // Channels around vectors, tiles and blocks.
  for (int channels : {1, 3, 8, 15, 16, 17, 24, 33, 48, 80, 130}) {
    list.push_back(backward_kernel(6, 5, channels, 20, 1));
    list.push_back(backward_kernel(5, 6, 20, channels, 3));
    list.push_back(backward_kernel(4, 4, channels, channels, 3, 2));
  }
  // Pixels around chunks.
  for (int size : {1, 2, 3, 4, 5, 7, 8, 9, 13, 14, 16, 17, 29}) {
    list.push_back(backward_kernel(size, size + 1, 16, 32, 1));
    list.push_back(backward_kernel(size, size, 8, 32, 3));
    list.push_back(backward_kernel(size + 1, size, 12, 16, 3, 2));
    list.push_back(backward_kernel(size, size, 12, 16, 1, 2));
  }
  list.push_back(backward_kernel(28, 28, 1, 32, 5));
  list.push_back(backward_kernel(20, 20, 3, 64, 7, 2));
  list.push_back(backward_kernel(9, 9, 2, 10, 5));
  list.push_back(backward_kernel(1, 40, 4, 10, 1));
  list.push_back(backward_kernel(70, 3, 4, 10, 3));
  for (int dilation : {2, 3}) list.push_back(backward_kernel(8, 8, 3, 32, 3, 1, dilation));
  list.push_back(backward_kernel(8, 8, 24, 32, 3, 2, 3));
  for (int groups : {2, 4, 8}) {
    list.push_back(backward_kernel(8, 8, 32, 64, 3, 1, 1, groups));
    list.push_back(backward_kernel(6, 6, 8, 16, 3, 2, 1, groups));
    list.push_back(backward_kernel(6, 6, 24, 48, 1, 1, 1, groups));
  }
  list.push_back(backward_kernel(6, 6, 12, 18, 3, 1, 1, 3));
  for (int kernel : {1, 3}) {
    list.push_back(with_gaps(backward_kernel(7, 9, 20, 24, kernel)));
    list.push_back(with_gaps(backward_kernel(7, 9, 3, 40, kernel, 2)));
  }
  Conv2DBackwardKernel uneven = backward_kernel(9, 7, 6, 24, 3);
  uneven.kernel_width = 2, uneven.stride_width = 3, uneven.dilation_height = 2;
  uneven.in = dense_storage(touched_height(uneven), touched_width(uneven), 6);
  list.push_back(uneven);
  return list;
}

std::vector<Problem> conv2d_backward_kernel_candidates() {
  return {backward_kernel(9, 9, 20, 48, 3), backward_kernel(14, 14, 32, 64, 1), backward_kernel(12, 12, 3, 32, 3, 2)};
}

std::vector<Problem> random_conv2d_backward_kernel(int count) {
  std::vector<Problem> list;
  std::mt19937 engine(20);
  const auto any = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(engine); };
  while (static_cast<int>(list.size()) < count) {
    const int groups = any(0, 4) == 0 ? any(2, 5) : 1;
    Conv2DBackwardKernel w = backward_kernel(any(1, 20), any(1, 20), groups * any(1, 40), groups * any(1, 70),
                                             any(1, 3), any(1, 3), any(1, 2), groups);
    if (any(0, 2) == 0) w = with_gaps(w);
    list.push_back(w);
  }
  return list;
}

std::vector<Problem> pool2d_backward_edges() {
  std::vector<Problem> list;
  for (Pooling pooling : {Pooling::max, Pooling::average}) {
    const auto add = [&](int height, int width, int channels, int size, int stride, bool same, bool gaps = false) {
      list.push_back(pool_backward(pooling, height, width, channels, size, stride, same, gaps));
    };
    for (int channels : {1, 3, 8, 15, 16, 17, 32, 40, 64}) {
      add(9, 8, channels, 3, 2, true);
      add(6, 6, channels, 2, 2, false, true);
    }
    for (int size : {2, 3, 4, 5, 7, 8, 13, 16}) {
      add(size, size + 1, 16, 2, 2, false);
      add(size + 1, size, 16, 3, 1, true, true);
      add(size, size, 24, 3, 2, true);
      if (size > 2) add(size, size, 8, 3, 2, false, true);
      if (size > 3) add(size, size, 8, 2, 3, false);
    }
    add(11, 14, 20, 5, 3, true, true);
    add(7, 7, 32, 7, 7, false);
    Pool2DBackward uneven = pool_backward(pooling, 12, 12, 16, 2, 2, false, false);
    uneven.pool_width = 3, uneven.stride_width = 1, uneven.out_width = 10;
    if (pooling == Pooling::max) {
      uneven.x = dense_storage(12, 12, 16);
      uneven.y = dense_storage(6, 10, 16);
    }
    uneven.dy = dense_storage(6, 10, 16);
    list.push_back(uneven);
  }
  return list;
}

std::vector<Problem> cross_entropy_edges() {
  std::vector<Problem> list;
  for (int classes : {1, 2, 7, 8, 10, 15, 16, 17, 33, 64, 100, 1000, 1001, 5000}) {
    list.push_back(CrossEntropy{classes, 0});
    list.push_back(CrossEntropy{classes, 0.1});
    list.push_back(CrossEntropy{classes, 0, true});
  }
  return list;
}

std::vector<Problem> target_loss_edges() {
  std::vector<Problem> list;
  for (int classes : {1, 2, 10, 16, 33, 5000}) {
    for (LossFn fn : {LossFn::mean_squared_error, LossFn::mean_absolute_error, LossFn::huber,
                      LossFn::binary_crossentropy, LossFn::binary_focal_crossentropy, LossFn::categorical_crossentropy,
                      LossFn::categorical_focal_crossentropy}) {
      if (classes == 1 && is_categorical(fn)) continue;
      TargetLoss problem{fn, classes};
      list.push_back(problem);
      problem.weighted = true;
      problem.label_smoothing = 0.1;
      problem.delta = 0.4;
      problem.gamma = classes % 2 ? 0 : 1.5;
      problem.balanced = true;
      list.push_back(problem);
    }
  }
  return list;
}

std::vector<Problem> dropout_edges() {
  std::vector<Problem> list;
  for (int features : {1, 3, 4, 5, 16, 31, 32, 33, 63, 64, 65, 127, 129, 1000, 20000}) {
    for (double rate : {0.1, 0.4, 0.5}) list.push_back(Dropout{features, rate});
  }
  // Elements that are dropped together: all of an example, those of a channel, those of a row.
  for (int features : {1, 3, 15, 16, 17, 100}) {
    list.push_back(Dropout{7 * 6 * features, 0.3, false, 7 * 6 * features, 1});
    list.push_back(Dropout{7 * 6 * features, 0.3, false, 7 * 6, features});
    list.push_back(Dropout{7 * 6 * features, 0.3, false, 6 * features, 1});
    list.push_back(Dropout{7 * 6 * features, 0.3, false, 6, features});
    list.push_back(Dropout{7 * 6 * features, 0.3, false, features, 1});
  }
  return list;
}

std::vector<Problem> resize_backward_edges() {
  std::vector<Problem> list;
  for (Sampling sampling : {Sampling::nearest, Sampling::bilinear, Sampling::bicubic}) {
    const auto add = [&](int height, int width, int channels, int result_height, int result_width, int gap = 0) {
      list.push_back(Resize{result_height, result_width, height, width, channels, sampling,
                            dense_storage(result_height + gap, result_width, channels + gap),
                            dense_storage(height, width + gap, channels + gap), true});
    };
    for (int channels : {1, 8, 17, 32}) {
      add(5, 4, channels, 10, 8);
      add(5, 4, channels, 7, 11, 2);
    }
    for (int size : {1, 3, 9, 33}) {
      add(7, 6, 16, size, size + 1, size % 2);
      add(size, size, 8, 12, 5);
    }
  }
  return list;
}

std::vector<Problem> grouped_conv2d_transpose_edges() {
  std::vector<Problem> list;
  const auto add = [&](int groups, int in, int out, int kernel, int stride, int cut) {
    Conv2DTranspose w;
    w.in_height = 6, w.in_width = 5, w.in_channels = groups * in, w.out_channels = groups * out, w.groups = groups;
    w.kernel_height = w.kernel_width = kernel;
    w.stride_height = w.stride_width = stride;
    w.out_height = 5 * stride + kernel - 2 * cut, w.out_width = 4 * stride + kernel - 2 * cut;
    w.padding_top = w.padding_left = cut;
    w.in = dense_storage(w.in_height, w.in_width + 1, w.in_channels);
    w.out = dense_storage(w.out_height + 1, w.out_width, w.out_channels + 3);
    list.push_back(w);
  };
  for (int groups : {2, 3, 32}) {
    for (int channels : {1, 8}) {
      add(groups, channels, channels, 3, 1, 1);
      add(groups, channels, 2 * channels, 3, 2, 1);
      add(groups, 2 * channels, channels, 1, 2, 0);
    }
  }
  add(2, 16, 24, 3, 3, 0);
  add(2, 5, 33, 2, 1, 0);
  return list;
}

std::vector<Problem> batch_norm_scale_edges() {
  std::vector<Problem> list;
  for (int channels : {1, 3, 7, 8, 15, 16, 17, 33, 64, 1000}) {
    for (bool scale : {false, true}) {
      for (bool center : {false, true}) list.push_back(BatchNormScale{channels, 1e-5, scale, center});
    }
  }
  return list;
}

namespace {

// Both gradients of a depthwise convolution, `same` padding or none; with padding around dx and dy.
void add_depthwise(int height, int width, int channels, int kernel, int stride, int dilation, bool same,
                   std::vector<Problem>* list) {
  const auto outputs = [&](int in) {
    return same ? (in + stride - 1) / stride : (in - (kernel - 1) * dilation - 1) / stride + 1;
  };
  const auto fill = [&](auto w) {
    w.in_height = height, w.in_width = width, w.channels = channels;
    w.kernel_height = w.kernel_width = kernel;
    w.stride_height = w.stride_width = stride;
    w.dilation_height = w.dilation_width = dilation;
    w.out_height = outputs(height), w.out_width = outputs(width);
    const auto before = [&](int in, int out) {
      return same ? std::max(0, (out - 1) * stride + (kernel - 1) * dilation + 1 - in) / 2 : 0;
    };
    w.padding_top = before(height, w.out_height), w.padding_left = before(width, w.out_width);
    w.in = dense_storage(height + 1, width + 2, channels);
    w.out = dense_storage(w.out_height + 2, w.out_width + 1, channels + 3);
    list->push_back(w);
  };
  fill(DepthwiseBackwardKernel());
  fill(DepthwiseBackwardData());
}

}  // namespace

std::vector<Problem> depthwise_backward_edges() {
  std::vector<Problem> list;
  for (int channels : {1, 3, 8, 15, 16, 17, 32, 40}) add_depthwise(6, 7, channels, 3, 1, 1, true, &list);
  for (int size : {1, 2, 3, 5, 7, 8, 14, 15, 29}) {
    add_depthwise(size, size + 1, 24, 3, 1, 1, true, &list);
    add_depthwise(size, size, 16, 3, 2, 1, true, &list);
    add_depthwise(size + 1, size, 16, 5, 1, 1, true, &list);
    if (size > 4) add_depthwise(size, size, 8, 3, 2, 1, false, &list);
  }
  add_depthwise(20, 17, 48, 5, 2, 1, true, &list);
  add_depthwise(11, 11, 24, 3, 3, 1, true, &list);
  add_depthwise(9, 12, 24, 3, 1, 2, true, &list);
  add_depthwise(12, 12, 24, 3, 2, 2, true, &list);
  add_depthwise(10, 10, 8, 2, 3, 1, false, &list);
  return list;
}

std::vector<Problem> batch_norm_edges() {
  std::vector<Problem> list;
  const auto add = [&](int height, int width, int channels, int gap) {
    const Storage s = dense_storage(height + gap, width + gap, channels + gap),
                  other = dense_storage(height, width + gap, channels);
    list.push_back(BatchNormStatistics{height, width, channels, s});
    list.push_back(BatchNormBackwardSums{height, width, channels, 1e-3, s, other});
    list.push_back(BatchNormBackwardData{height, width, channels, 1e-3, true, s, other, s});
    list.push_back(BatchNormBackwardData{height, width, channels, 1e-3, false, other, other, other});
    list.push_back(GlobalPoolBackward{height, width, channels, s});
  };
  for (int channels : {1, 3, 7, 8, 15, 16, 17, 32, 40, 64, 65, 100, 256}) add(5, 6, channels, channels % 3);
  for (int size : {1, 2, 3, 8, 13, 40}) add(size, size + 1, 24, size % 2);
  return list;
}

std::vector<Problem> layer_norm_backward_edges() {
  std::vector<Problem> list;
  for (int features : {4, 7, 8, 15, 16, 17, 63, 64, 65, 100, 384, 768}) {
    for (Norm norm : {Norm::layer, Norm::rms, Norm::unit}) {
      list.push_back(LayerNormBackwardData{features, 1e-3, true, norm});
      list.push_back(LayerNormBackwardData{features, 1e-3, false, norm});
      list.push_back(LayerNormBackwardSums{features, 1e-3, norm});
    }
    // Of some rows the squares are less than epsilon.
    list.push_back(LayerNormBackwardData{features, 0.33 * features, true, Norm::unit});
    list.push_back(LayerNormBackwardSums{features, 0.33 * features, Norm::unit});
  }
  return list;
}

std::vector<Problem> token_backward_edges() {
  std::vector<Problem> list;
  for (int features : {1, 3, 4, 8, 15, 16, 17, 32, 33, 63, 64, 65, 100, 128, 384, 768}) {
    for (int vocabulary : {1, 2, 50, 1000}) list.push_back(EmbeddingBackward{vocabulary, features, Lookup::ids});
    list.push_back(EmbeddingBackward{512, features, Lookup::positions});
    list.push_back(SequencePoolBackward{features, false});
    list.push_back(SequencePoolBackward{features, true});
    for (int token : {0, 2}) list.push_back(SelectTokenBackward{features, token});
    for (double rate : {0.1, 0.5}) list.push_back(Dropout{features, rate, true});
  }
  return list;
}

std::vector<Problem> attention_backward_edges() {
  std::vector<Problem> list;
  for (int head_dim : {1, 3, 4, 8, 15, 16, 17, 24, 32, 33, 48, 64, 80, 128}) {
    for (bool causal : {false, true}) list.push_back(AttentionBackward{2, head_dim, 512, 0.3, causal, !causal});
  }
  for (int heads : {1, 3, 12}) {
    list.push_back(AttentionBackward{heads, 32, 512, 0.2, false, false});
    list.push_back(AttentionBackward{heads, 64, 512, 0.125, true, true});
  }
  for (bool causal : {false, true}) {
    for (bool masked : {false, true}) list.push_back(AttentionBackward{3, 24, 512, 0.2, causal, masked, 0.1});
  }
  list.push_back(AttentionBackward{2, 64, 512, 0.125, false, true, 0.5});
  return list;
}

}  // namespace specimen::gen
