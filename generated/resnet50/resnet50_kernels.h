// resnet50: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Images are (batch, height, width, channels), rows (batch, features); x and y are views of the inside of padded
// memory, and a kernel that reads the padding is given the address of its first pixel.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: de576d9ce59b4b79
#ifndef SPECIMEN_V2_RESNET50_KERNELS_H
#define SPECIMEN_V2_RESNET50_KERNELS_H

#include "resnet50.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/padding.h"
#include "runtime/core/target.h"

namespace resnet50 {

// One table for each target. A kernel's symbol is resnet50_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<4>* conv2d_1x1_14x14x1024_256_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_14x14x1024_512_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_14x14x256_1024;
  specimen_v2::Kernel<5>* conv2d_1x1_14x14x256_1024_add_relu;
  specimen_v2::Kernel<5>* conv2d_1x1_14x14x512_1024_s2_add_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_28x28x128_512;
  specimen_v2::Kernel<5>* conv2d_1x1_28x28x128_512_add_relu;
  specimen_v2::Kernel<5>* conv2d_1x1_28x28x256_512_s2_add_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_28x28x512_128_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_28x28x512_256_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_56x56x256_128_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_56x56x256_64_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_56x56x64_256;
  specimen_v2::Kernel<5>* conv2d_1x1_56x56x64_256_add_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_56x56x64_64_relu;
  specimen_v2::Kernel<5>* conv2d_1x1_7x7x1024_2048_s2_add_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_7x7x2048_512_relu;
  specimen_v2::Kernel<4>* conv2d_1x1_7x7x512_2048;
  specimen_v2::Kernel<5>* conv2d_1x1_7x7x512_2048_add_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_14x14x256_256_f4_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_14x14x256_256_s2_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_28x28x128_128_f4_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_28x28x128_128_s2_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_56x56x64_64_f4_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_7x7x512_512_f2_relu;
  specimen_v2::Kernel<4>* conv2d_3x3_7x7x512_512_s2_relu;
  specimen_v2::Kernel<4>* conv2d_7x7_112x112x3_64_s2_relu;
  specimen_v2::Kernel<4>* dense_2048_1001;
  specimen_v2::Kernel<2>* global_pool_average_7x7x2048;
  specimen_v2::Kernel<2>* pad_224x224x3_t3b2l3r2;
  specimen_v2::Kernel<2>* pool2d_max_3x3_56x56x64_s2;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// 1x1 convolution, 1024 -> 256, bias, relu; 103 MFLOP and 2.05 MB per example.
inline void conv2d_1x1_14x14x1024_256_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {16, 1, 1, 1024, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x1024_256_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 1024 -> 512, bias, relu; 206 MFLOP and 3.3 MB per example.
inline void conv2d_1x1_14x14x1024_512_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 1, 1, 1024, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x1024_512_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 256 -> 1024, bias; 103 MFLOP and 2.06 MB per example.
inline void conv2d_1x1_14x14x256_1024(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {64, 1, 1, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1024});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x256_1024(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 256 -> 1024, bias, residual, relu; 103 MFLOP and 2.86 MB per example.
inline void conv2d_1x1_14x14x256_1024_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                               ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {64, 1, 1, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1024});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x256_1024_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, stride 2, 512 -> 1024, bias, residual, relu; 206 MFLOP and 5.2 MB per example.
inline void conv2d_1x1_14x14x512_1024_s2_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                                  ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {64, 1, 1, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1024});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x512_1024_s2_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, 128 -> 512, bias; 103 MFLOP and 2.27 MB per example.
inline void conv2d_1x1_28x28x128_512(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 1, 1, 128, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x128_512(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 128 -> 512, bias, residual, relu; 103 MFLOP and 3.88 MB per example.
inline void conv2d_1x1_28x28x128_512_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                              ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 1, 1, 128, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x128_512_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, stride 2, 256 -> 512, bias, residual, relu; 206 MFLOP and 6.84 MB per example.
inline void conv2d_1x1_28x28x256_512_s2_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                                 ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 1, 1, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x256_512_s2_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, 512 -> 128, bias, relu; 103 MFLOP and 2.27 MB per example.
inline void conv2d_1x1_28x28x512_128_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {8, 1, 1, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {128});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x512_128_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 512 -> 256, bias, relu; 206 MFLOP and 2.93 MB per example.
inline void conv2d_1x1_28x28x512_256_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {16, 1, 1, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x512_256_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 256 -> 128, bias, relu; 206 MFLOP and 4.95 MB per example.
inline void conv2d_1x1_56x56x256_128_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {8, 1, 1, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {128});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x256_128_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 256 -> 64, bias, relu; 103 MFLOP and 4.08 MB per example.
inline void conv2d_1x1_56x56x256_64_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {4, 1, 1, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x256_64_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 64 -> 256, bias; 103 MFLOP and 4.08 MB per example.
inline void conv2d_1x1_56x56x64_256(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {16, 1, 1, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x64_256(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 64 -> 256, bias, residual, relu; 103 MFLOP and 7.29 MB per example.
inline void conv2d_1x1_56x56x64_256_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {16, 1, 1, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x64_256_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, 64 -> 64, bias, relu; 25.7 MFLOP and 1.62 MB per example.
inline void conv2d_1x1_56x56x64_64_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {4, 1, 1, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x64_64_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, stride 2, 1024 -> 2048, bias, residual, relu; 206 MFLOP and 9.89 MB per example.
inline void conv2d_1x1_7x7x1024_2048_s2_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                                 ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {128, 1, 1, 1024, 16});
  specimen_v2::WeightArgument bias_(w.bias, {2048});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x1024_2048_s2_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 1x1 convolution, 2048 -> 512, bias, relu; 103 MFLOP and 4.7 MB per example.
inline void conv2d_1x1_7x7x2048_512_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 1, 1, 2048, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x2048_512_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 512 -> 2048, bias; 103 MFLOP and 4.7 MB per example.
inline void conv2d_1x1_7x7x512_2048(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {128, 1, 1, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {2048});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x512_2048(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 1x1 convolution, 512 -> 2048, bias, residual, relu; 103 MFLOP and 5.11 MB per example.
inline void conv2d_1x1_7x7x512_2048_add_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w,
                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {128, 1, 1, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {2048});
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x512_2048_add_relu(ctx.worker(), x_, filter_, bias_, residual_, y_), y);
}

// 3x3 convolution, Winograd F(4,3), 256 -> 256, bias, relu; 231 MFLOP and 9.97 MB per example.
inline void conv2d_3x3_14x14x256_256_f4_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -4864);
  specimen_v2::WeightArgument filter_(w.filter, {36, 16, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_14x14x256_256_f4_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, stride 2, 256 -> 256, bias, relu; 231 MFLOP and 3.42 MB per example.
inline void conv2d_3x3_14x14x256_256_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {16, 3, 3, 256, 16});
  specimen_v2::WeightArgument bias_(w.bias, {256});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_14x14x256_256_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, Winograd F(4,3), 128 -> 128, bias, relu; 231 MFLOP and 3.22 MB per example.
inline void conv2d_3x3_28x28x128_128_f4_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -3968);
  specimen_v2::WeightArgument filter_(w.filter, {36, 8, 128, 16});
  specimen_v2::WeightArgument bias_(w.bias, {128});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_28x28x128_128_f4_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, stride 2, 128 -> 128, bias, relu; 231 MFLOP and 2.66 MB per example.
inline void conv2d_3x3_28x28x128_128_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {8, 3, 3, 128, 16});
  specimen_v2::WeightArgument bias_(w.bias, {128});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_28x28x128_128_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, Winograd F(4,3), 64 -> 64, bias, relu; 231 MFLOP and 2.25 MB per example.
inline void conv2d_3x3_56x56x64_64_f4_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -3776);
  specimen_v2::WeightArgument filter_(w.filter, {36, 4, 64, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_56x56x64_64_f4_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, Winograd F(2,3), 512 -> 512, bias, relu; 231 MFLOP and 17.1 MB per example.
inline void conv2d_3x3_7x7x512_512_f2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -5632);
  specimen_v2::WeightArgument filter_(w.filter, {16, 32, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_7x7x512_512_f2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 3x3 convolution, stride 2, 512 -> 512, bias, relu; 231 MFLOP and 10 MB per example.
inline void conv2d_3x3_7x7x512_512_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {32, 3, 3, 512, 16});
  specimen_v2::WeightArgument bias_(w.bias, {512});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_7x7x512_512_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// 7x7 convolution, stride 2, 3 -> 64, bias, relu; 236 MFLOP and 3.88 MB per example.
inline void conv2d_7x7_112x112x3_64_s2_relu(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::ImageArgument x_(x, y.batch(), -2070);
  specimen_v2::WeightArgument filter_(w.filter, {4, 7, 7, 3, 16});
  specimen_v2::WeightArgument bias_(w.bias, {64});
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_7x7_112x112x3_64_s2_relu(ctx.worker(), x_, filter_, bias_, y_), y);
}

// dense, 2048 -> 1001, bias; 4.1 MFLOP and 8.27 MB per example.
inline void dense_2048_1001(Context& ctx, Tensor y, ConstTensor x, const FilterBias& w) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::WeightArgument filter_(w.filter, {63, 2048, 16});
  specimen_v2::WeightArgument bias_(w.bias, {1001});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_2048_1001(ctx.worker(), x_, filter_, bias_, y_), y);
}

// global average pooling of 7x7; 100 kFLOP and 410 kB per example.
inline void global_pool_average_7x7x2048(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().global_pool_average_7x7x2048(ctx.worker(), x_, y_), y);
}

// copy with padding of 3, 2, 3, 2 (top, bottom, left, right); 0 FLOP and 1.23 MB per example.
inline void pad_224x224x3_t3b2l3r2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch(), -2070);
  ctx.done(ctx.kernels().pad_224x224x3_t3b2l3r2(ctx.worker(), x_, y_), y);
}

// 3x3 max pooling, stride 2; 1.81 MFLOP and 4.07 MB per example.
inline void pool2d_max_3x3_56x56x64_s2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().pool2d_max_3x3_56x56x64_s2(ctx.worker(), x_, y_), y);
}

using specimen_v2::fill_padding;
using specimen_v2::kLowest;
using specimen_v2::Padding;

}  // namespace resnet50

#endif  // SPECIMEN_V2_RESNET50_KERNELS_H
