// mnist: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Images are (batch, height, width, channels), rows (batch, features); x and y are views of the inside of padded
// memory, and a kernel that reads the padding is given the address of its first pixel.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: ae0652c5d70f8ede
#ifndef SPECIMEN_V2_MNIST_KERNELS_H
#define SPECIMEN_V2_MNIST_KERNELS_H

#include "mnist.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/padding.h"
#include "runtime/core/target.h"

namespace mnist {

// One table for each target. A kernel's symbol is mnist_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<4>* conv2d_5x5_14x14x32_64_relu;
  specimen_v2::Kernel<4>* conv2d_5x5_28x28x1_32_relu;
  specimen_v2::Kernel<4>* dense_1024_10;
  specimen_v2::Kernel<4>* dense_3136_1024_relu;
  specimen_v2::Kernel<2>* pad_28x28x1_t2b2l2r2;
  specimen_v2::Kernel<2>* pool2d_max_2x2_14x14x32_s2;
  specimen_v2::Kernel<2>* pool2d_max_2x2_7x7x64_s2;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// 5x5 convolution, 32 -> 64, bias, relu; 20.1 MFLOP and 297 kB per example.
inline void conv2d_5x5_14x14x32_64_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -1216);
  specimen_v2::WeightArgument filter_(w.filter, {4, 5, 5, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_5x5_14x14x32_64_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 5x5 convolution, 1 -> 32, bias, relu; 1.25 MFLOP and 108 kB per example.
inline void conv2d_5x5_28x28x1_32_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -66);
  specimen_v2::WeightArgument filter_(w.filter, {2, 5, 5, 1, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_5x5_28x28x1_32_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense, 1024 -> 10, bias; 20.5 kFLOP and 69.7 kB per example.
inline void dense_1024_10(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {1, 1024, 16});
  specimen_v2::WeightArgument bias_(w.bias, {10});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_1024_10(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense, 3136 -> 1024, bias, relu; 6.42 MFLOP and 12.9 MB per example.
inline void dense_3136_1024_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {64, 3136, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1024});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_3136_1024_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// copy with padding of 2, 2, 2, 2 (top, bottom, left, right); 0 FLOP and 7.23 kB per example.
inline void pad_28x28x1_t2b2l2r2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch(), -66);
  ctx.done(ctx.kernels().pad_28x28x1_t2b2l2r2(ctx.worker(), x_, y_), y);
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

using specimen_v2::fill_padding;
using specimen_v2::kLowest;
using specimen_v2::Padding;

}  // namespace mnist

#endif  // SPECIMEN_V2_MNIST_KERNELS_H
