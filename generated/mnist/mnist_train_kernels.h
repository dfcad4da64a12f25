// mnist_train: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Images are (batch, height, width, channels), rows (batch, features); x and y are views of the inside of padded
// memory, and a kernel that reads the padding is given the address of its first pixel.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 37cb7e0e0847611e
#ifndef SPECIMEN_V2_MNIST_TRAIN_KERNELS_H
#define SPECIMEN_V2_MNIST_TRAIN_KERNELS_H

#include "mnist_train.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/padding.h"
#include "runtime/core/target.h"

namespace mnist_train {

// One table for each target. A kernel's symbol is mnist_train_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<4>* conv2d_5x5_14x14x32_64_relu;
  specimen_v2::Kernel<4>* conv2d_5x5_28x28x1_32_relu;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_5x5_14x14x32_64;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_5x5_28x28x1_32;
  specimen_v2::Kernel<3>* conv2d_transpose_5x5_14x14x64_32;
  specimen_v2::Kernel<4>* cross_entropy_10;
  specimen_v2::Kernel<4>* dense_1024_10_rows32;
  specimen_v2::Kernel<3>* dense_1024_3136_rows32;
  specimen_v2::Kernel<3>* dense_10_1024_rows32;
  specimen_v2::Kernel<4>* dense_3136_1024_rows32_relu;
  specimen_v2::Kernel<3>* dense_backward_kernel_1024_10;
  specimen_v2::Kernel<3>* dense_backward_kernel_3136_1024;
  specimen_v2::Kernel<3>* dropout_1024_p40;
  specimen_v2::Kernel<3>* elementwise_14x14x64_relu_backward;
  specimen_v2::Kernel<3>* elementwise_1x1x1024_relu_backward;
  specimen_v2::Kernel<3>* elementwise_28x28x32_relu_backward;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_10;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_3136_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_10_1024_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_3136_1024;
  specimen_v2::Kernel<2>* pack_filter_5x5_1_32;
  specimen_v2::Kernel<2>* pack_filter_5x5_32_64;
  specimen_v2::Kernel<2>* pack_filter_5x5_64_32_transposed;
  specimen_v2::Kernel<2>* pad_28x28x1_t2b2l2r2;
  specimen_v2::Kernel<4>* pool2d_backward_max_2x2_14x14x64_s2;
  specimen_v2::Kernel<4>* pool2d_backward_max_2x2_28x28x32_s2;
  specimen_v2::Kernel<2>* pool2d_max_2x2_14x14x32_s2;
  specimen_v2::Kernel<2>* pool2d_max_2x2_7x7x64_s2;
  specimen_v2::Kernel<2>* reduce_mean_batch_1;
  specimen_v2::Kernel<2>* reduce_sum_196x64;
  specimen_v2::Kernel<2>* reduce_sum_784x32;
  specimen_v2::Kernel<2>* reduce_sum_batch_10;
  specimen_v2::Kernel<2>* reduce_sum_batch_1024;
  specimen_v2::Kernel<2>* reduce_sum_batch_32;
  specimen_v2::Kernel<2>* reduce_sum_batch_64;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// 5x5 convolution, 32 -> 64, bias, relu; 20.1 MFLOP and 297 kB per example.
inline void conv2d_5x5_14x14x32_64_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                        const KernelBias& p) {
  specimen_v2::ImageArgument x_(x, y.batch(), -1216);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::WeightArgument bias_(p.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_5x5_14x14x32_64_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 5x5 convolution, 1 -> 32, bias, relu; 1.25 MFLOP and 108 kB per example.
inline void conv2d_5x5_28x28x1_32_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter, const KernelBias& p) {
  specimen_v2::ImageArgument x_(x, y.batch(), -66);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::WeightArgument bias_(p.bias, {32});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_5x5_28x28x1_32_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// gradient of a 5x5 convolution's kernel, 32 -> 64; 20.1 MFLOP and 296 kB per example.
inline void conv2d_backward_kernel_5x5_14x14x32_64(Context& ctx, const KernelBias& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -1216);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {5, 5, 32, 64}), Tensor(g.kernel, {5, 5, 32, 64}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_5x5_14x14x32_64(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {5, 5, 32, 64}));
}

// gradient of a 5x5 convolution's kernel, 1 -> 32; 1.25 MFLOP and 108 kB per example.
inline void conv2d_backward_kernel_5x5_28x28x1_32(Context& ctx, const KernelBias& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -66);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {5, 5, 1, 32}), Tensor(g.kernel, {5, 5, 1, 32}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_5x5_28x28x1_32(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {5, 5, 1, 32}));
}

// 5x5 transposed convolution, 64 -> 32; 20.1 MFLOP and 280 kB per example.
inline void conv2d_transpose_5x5_14x14x64_32(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_5x5_14x14x64_32(ctx.worker(), x_, filter_, y_), y);
}

// softmax and cross-entropy of 10 classes; 40 FLOP and 88 bytes per example.
inline void cross_entropy_10(Context& ctx, Tensor losses, Tensor gradient, ConstTensor logits, ConstTokens labels) {
  specimen_v2::RowsArgument logits_(logits, gradient.batch());
  specimen_v2::RowsArgument labels_(labels, gradient.batch());
  specimen_v2::RowsArgument losses_(losses, gradient.batch());
  specimen_v2::RowsArgument gradient_(gradient, gradient.batch());
  ctx.done(ctx.kernels().cross_entropy_10(ctx.worker(), logits_, labels_, losses_, gradient_), gradient);
}

// dense of every row, 1024 -> 10, bias; 20.5 kFLOP and 69.7 kB per example.
inline void dense_1024_10_rows32(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel, const KernelBias& p) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::WeightArgument bias_(p.bias, {10});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_1024_10_rows32(ctx.worker(), x_, kernel_, bias_, y_), y);
}

// dense of every row, 1024 -> 3136; 6.42 MFLOP and 12.9 MB per example.
inline void dense_1024_3136_rows32(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_1024_3136_rows32(ctx.worker(), x_, kernel_, y_), y);
}

// dense of every row, 10 -> 1024; 20.5 kFLOP and 45.1 kB per example.
inline void dense_10_1024_rows32(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_10_1024_rows32(ctx.worker(), x_, kernel_, y_), y);
}

// dense of every row, 3136 -> 1024, bias, relu; 6.42 MFLOP and 12.9 MB per example.
inline void dense_3136_1024_rows32_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel,
                                        const KernelBias& p) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::WeightArgument bias_(p.bias, {1024});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_3136_1024_rows32_relu(ctx.worker(), x_, kernel_, bias_, y_), y);
}

// gradient of a dense kernel, 1024 -> 10; 20.5 kFLOP and 45.1 kB per example.
inline void dense_backward_kernel_1024_10(Context& ctx, const KernelBias& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::RowsArgument dy_(dy, dy.rows());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1024, 10}), Tensor(g.kernel, {1024, 10}).elements());
  ctx.done(ctx.kernels().dense_backward_kernel_1024_10(ctx.worker(), x_, dy_, dkernel_), Tensor(g.kernel, {1024, 10}));
}

// gradient of a dense kernel, 3136 -> 1024; 6.42 MFLOP and 12.9 MB per example.
inline void dense_backward_kernel_3136_1024(Context& ctx, const KernelBias& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::RowsArgument dy_(dy, dy.rows());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3136, 1024}), Tensor(g.kernel, {3136, 1024}).elements());
  ctx.done(ctx.kernels().dense_backward_kernel_3136_1024(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3136, 1024}));
}

// dropout of a share of 0.4; 1.02 kFLOP and 8.21 kB per example.
inline void dropout_1024_p40(Context& ctx, Tensor y, ConstTensor x, const Random& random) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument random_(ConstTokens(random.words, {5}), 5);
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dropout_1024_p40(ctx.worker(), x_, random_, y_), y);
}

// relu_backward residual; 12.5 kFLOP and 151 kB per example.
inline void elementwise_14x14x64_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x64_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// relu_backward residual; 1.02 kFLOP and 12.3 kB per example.
inline void elementwise_1x1x1024_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_1x1x1024_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// relu_backward residual; 25.1 kFLOP and 301 kB per example.
inline void elementwise_28x28x32_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x32_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// panels of a 1x1 filter, 1024 -> 10; 0 FLOP and 106 kB per example.
inline void pack_filter_1x1_1024_10(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 10});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_10(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 3136, transposed; 0 FLOP and 25.7 MB per example.
inline void pack_filter_1x1_1024_3136_transposed(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 3136, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_3136_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 10 -> 1024, transposed; 0 FLOP and 81.9 kB per example.
inline void pack_filter_1x1_10_1024_transposed(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 10});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_10_1024_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 3136 -> 1024; 0 FLOP and 25.7 MB per example.
inline void pack_filter_1x1_3136_1024(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 3136, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_3136_1024(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 5x5 filter, 1 -> 32; 0 FLOP and 6.4 kB per example.
inline void pack_filter_5x5_1_32(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {5, 5, 1, 32});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_5x5_1_32(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 5x5 filter, 32 -> 64; 0 FLOP and 410 kB per example.
inline void pack_filter_5x5_32_64(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {5, 5, 32, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_5x5_32_64(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 5x5 filter, 64 -> 32, transposed; 0 FLOP and 410 kB per example.
inline void pack_filter_5x5_64_32_transposed(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {5, 5, 32, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_5x5_64_32_transposed(ctx.worker(), kernel_, packed_), packed);
}

// copy with padding of 2, 2, 2, 2 (top, bottom, left, right); 0 FLOP and 7.23 kB per example.
inline void pad_28x28x1_t2b2l2r2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch(), -66);
  ctx.done(ctx.kernels().pad_28x28x1_t2b2l2r2(ctx.worker(), x_, y_), y);
}

// gradient of 2x2 max pooling, stride 2; 12.5 kFLOP and 125 kB per example.
inline void pool2d_backward_max_2x2_14x14x64_s2(Context& ctx, Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument y_(y, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().pool2d_backward_max_2x2_14x14x64_s2(ctx.worker(), x_, y_, dy_, dx_), dx);
}

// gradient of 2x2 max pooling, stride 2; 25.1 kFLOP and 251 kB per example.
inline void pool2d_backward_max_2x2_28x28x32_s2(Context& ctx, Tensor dx, ConstTensor x, ConstTensor y, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument y_(y, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().pool2d_backward_max_2x2_28x28x32_s2(ctx.worker(), x_, y_, dy_, dx_), dx);
}

// 2x2 max pooling, stride 2; 25.1 kFLOP and 125 kB per example.
inline void pool2d_max_2x2_14x14x32_s2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().pool2d_max_2x2_14x14x32_s2(ctx.worker(), x_, y_), y);
}

// 2x2 max pooling, stride 2; 12.5 kFLOP and 62.7 kB per example.
inline void pool2d_max_2x2_7x7x64_s2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().pool2d_max_2x2_7x7x64_s2(ctx.worker(), x_, y_), y);
}

// mean over the batch; 1 FLOP and 8 bytes per example.
inline void reduce_mean_batch_1(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(y, y.elements());
  ctx.done(ctx.kernels().reduce_mean_batch_1(ctx.worker(), x_, y_), y);
}

// sum over 196 elements of 64 features; 12.5 kFLOP and 50.4 kB per example.
inline void reduce_sum_196x64(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().reduce_sum_196x64(ctx.worker(), x_, y_), y);
}

// sum over 784 elements of 32 features; 25.1 kFLOP and 100 kB per example.
inline void reduce_sum_784x32(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().reduce_sum_784x32(ctx.worker(), x_, y_), y);
}

// sum over the batch of 10 features; 10 FLOP and 80 bytes per example.
inline void reduce_sum_batch_10(Context& ctx, const KernelBias& g, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(Tensor(g.bias, {10}), Tensor(g.bias, {10}).elements());
  ctx.done(ctx.kernels().reduce_sum_batch_10(ctx.worker(), x_, y_), Tensor(g.bias, {10}));
}

// sum over the batch of 1024 features; 1.02 kFLOP and 8.19 kB per example.
inline void reduce_sum_batch_1024(Context& ctx, const KernelBias& g, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(Tensor(g.bias, {1024}), Tensor(g.bias, {1024}).elements());
  ctx.done(ctx.kernels().reduce_sum_batch_1024(ctx.worker(), x_, y_), Tensor(g.bias, {1024}));
}

// sum over the batch of 32 features; 32 FLOP and 256 bytes per example.
inline void reduce_sum_batch_32(Context& ctx, const KernelBias& g, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(Tensor(g.bias, {32}), Tensor(g.bias, {32}).elements());
  ctx.done(ctx.kernels().reduce_sum_batch_32(ctx.worker(), x_, y_), Tensor(g.bias, {32}));
}

// sum over the batch of 64 features; 64 FLOP and 512 bytes per example.
inline void reduce_sum_batch_64(Context& ctx, const KernelBias& g, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(Tensor(g.bias, {64}), Tensor(g.bias, {64}).elements());
  ctx.done(ctx.kernels().reduce_sum_batch_64(ctx.worker(), x_, y_), Tensor(g.bias, {64}));
}

using specimen_v2::fill_padding;
using specimen_v2::kLowest;
using specimen_v2::Padding;

}  // namespace mnist_train

#endif  // SPECIMEN_V2_MNIST_TRAIN_KERNELS_H
