// digits_resnet20: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Images are (batch, height, width, channels), rows (batch, features); x and y are views of the inside of padded
// memory, and a kernel that reads the padding is given the address of its first pixel.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 7d93feee99721fd1
#ifndef SPECIMEN_V2_DIGITS_RESNET20_KERNELS_H
#define SPECIMEN_V2_DIGITS_RESNET20_KERNELS_H

#include "digits_resnet20.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/padding.h"
#include "runtime/core/target.h"

namespace digits_resnet20 {

// One table for each target. A kernel's symbol is digits_resnet20_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<5>* conv2d_1x1_2x2x32_64_s2_add_relu;
  specimen_v2::Kernel<5>* conv2d_1x1_4x4x16_32_s2_add_relu;
  specimen_v2::Kernel<5>* conv2d_1x1_8x8x16_16_add_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_2x2x32_64_s2_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_2x2x64_64;
  specimen_v2::Kernel<5>* conv2d_3x3_2x2x64_64_add_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_2x2x64_64_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_4x4x16_32_s2_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_4x4x32_32;
  specimen_v2::Kernel<5>* conv2d_3x3_4x4x32_32_add_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_4x4x32_32_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_8x8x16_16;
  specimen_v2::Kernel<5>* conv2d_3x3_8x8x16_16_add_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_8x8x16_16_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_8x8x1_16_relu;
  specimen_v2::Kernel<4>* dense_64_10;
  specimen_v2::Kernel<2>* global_pool_average_2x2x64;
  specimen_v2::Kernel<2>* pad_8x8x1_t1b1l1r1;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// 1x1 convolution, stride 2, 32 -> 64, bias, residual, relu; 16.4 kFLOP and 11.6 kB per example.
inline void conv2d_1x1_2x2x32_64_s2_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {4, 1, 1, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_2x2x32_64_s2_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, stride 2, 16 -> 32, bias, residual, relu; 16.4 kFLOP and 9.41 kB per example.
inline void conv2d_1x1_4x4x16_32_s2_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {2, 1, 1, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_4x4x16_32_s2_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, 16 -> 16, bias, residual, relu; 32.8 kFLOP and 13.4 kB per example.
inline void conv2d_1x1_8x8x16_16_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                          ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {1, 1, 1, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {16});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_8x8x16_16_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 3x3 convolution, stride 2, 32 -> 64, bias, relu; 147 kFLOP and 78.2 kB per example.
inline void conv2d_3x3_2x2x32_64_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -224);
  specimen_v2::WeightArgument filter_(w.filter, {4, 3, 3, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_2x2x32_64_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 64 -> 64, bias; 295 kFLOP and 153 kB per example.
inline void conv2d_3x3_2x2x64_64(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -320);
  specimen_v2::WeightArgument filter_(w.filter, {4, 3, 3, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_2x2x64_64(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 64 -> 64, bias, residual, relu; 295 kFLOP and 154 kB per example.
inline void conv2d_3x3_2x2x64_64_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                          ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch(), -320);
  specimen_v2::WeightArgument filter_(w.filter, {4, 3, 3, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_2x2x64_64_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 3x3 convolution, 64 -> 64, bias, relu; 295 kFLOP and 153 kB per example.
inline void conv2d_3x3_2x2x64_64_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -320);
  specimen_v2::WeightArgument filter_(w.filter, {4, 3, 3, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_2x2x64_64_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, stride 2, 16 -> 32, bias, relu; 147 kFLOP and 25.8 kB per example.
inline void conv2d_3x3_4x4x16_32_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -176);
  specimen_v2::WeightArgument filter_(w.filter, {2, 3, 3, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_4x4x16_32_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 32 -> 32, bias; 295 kFLOP and 43.6 kB per example.
inline void conv2d_3x3_4x4x32_32(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -224);
  specimen_v2::WeightArgument filter_(w.filter, {2, 3, 3, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_4x4x32_32(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 32 -> 32, bias, residual, relu; 295 kFLOP and 45.7 kB per example.
inline void conv2d_3x3_4x4x32_32_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                          ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch(), -224);
  specimen_v2::WeightArgument filter_(w.filter, {2, 3, 3, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_4x4x32_32_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 3x3 convolution, 32 -> 32, bias, relu; 295 kFLOP and 43.6 kB per example.
inline void conv2d_3x3_4x4x32_32_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -224);
  specimen_v2::WeightArgument filter_(w.filter, {2, 3, 3, 32, 16});
  specimen_v2::WeightArgument bias_(w.bias, {32});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_4x4x32_32_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 16 -> 16, bias; 295 kFLOP and 19.8 kB per example.
inline void conv2d_3x3_8x8x16_16(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -176);
  specimen_v2::WeightArgument filter_(w.filter, {1, 3, 3, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {16});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_8x8x16_16(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 16 -> 16, bias, residual, relu; 295 kFLOP and 23.9 kB per example.
inline void conv2d_3x3_8x8x16_16_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                          ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch(), -176);
  specimen_v2::WeightArgument filter_(w.filter, {1, 3, 3, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {16});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_8x8x16_16_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 3x3 convolution, 16 -> 16, bias, relu; 295 kFLOP and 19.8 kB per example.
inline void conv2d_3x3_8x8x16_16_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -176);
  specimen_v2::WeightArgument filter_(w.filter, {1, 3, 3, 16, 16});
  specimen_v2::WeightArgument bias_(w.bias, {16});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_8x8x16_16_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, 1 -> 16, bias, relu; 18.4 kFLOP and 5.14 kB per example.
inline void conv2d_3x3_8x8x1_16_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -11);
  specimen_v2::WeightArgument filter_(w.filter, {1, 3, 3, 1, 16});
  specimen_v2::WeightArgument bias_(w.bias, {16});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_8x8x1_16_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense, 64 -> 10, bias; 1.28 kFLOP and 4.43 kB per example.
inline void dense_64_10(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {1, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {10});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_64_10(ctx.worker(), x_, filter_, bias_, y_), y);
}

// global average pooling of 2x2; 256 FLOP and 1.28 kB per example.
inline void global_pool_average_2x2x64(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().global_pool_average_2x2x64(ctx.worker(), x_, y_), y);
}

// copy with padding of 1, 1, 1, 1 (top, bottom, left, right); 0 FLOP and 656 bytes per example.
inline void pad_8x8x1_t1b1l1r1(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch(), -11);
  ctx.done(ctx.kernels().pad_8x8x1_t1b1l1r1(ctx.worker(), x_, y_), y);
}

using specimen_v2::fill_padding;
using specimen_v2::kLowest;
using specimen_v2::Padding;

}  // namespace digits_resnet20

#endif  // SPECIMEN_V2_DIGITS_RESNET20_KERNELS_H
