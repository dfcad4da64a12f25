// resnet50_train: its kernels. What each computes, its shapes, and the call that the model makes; outputs come first.
// Images are (batch, height, width, channels), rows (batch, features); x and y are views of the inside of padded
// memory, and a kernel that reads the padding is given the address of its first pixel.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: bdbdbeb59de579c3
#ifndef SPECIMEN_V2_RESNET50_TRAIN_KERNELS_H
#define SPECIMEN_V2_RESNET50_TRAIN_KERNELS_H

#include "resnet50_train.h"
#include "runtime/core/buffer.h"
#include "runtime/core/kernel.h"
#include "runtime/core/padding.h"
#include "runtime/core/target.h"

namespace resnet50_train {

// One table for each target. A kernel's symbol is resnet50_train_f32_<name>__<target>.
struct Kernels {
  Target target;
  specimen_v2::Kernel<8>* batch_norm_backward_data_112x112x64;
  specimen_v2::Kernel<8>* batch_norm_backward_data_14x14x1024;
  specimen_v2::Kernel<8>* batch_norm_backward_data_14x14x256;
  specimen_v2::Kernel<8>* batch_norm_backward_data_14x14x512;
  specimen_v2::Kernel<8>* batch_norm_backward_data_28x28x128;
  specimen_v2::Kernel<8>* batch_norm_backward_data_28x28x256;
  specimen_v2::Kernel<8>* batch_norm_backward_data_28x28x512;
  specimen_v2::Kernel<8>* batch_norm_backward_data_56x56x128;
  specimen_v2::Kernel<8>* batch_norm_backward_data_56x56x256;
  specimen_v2::Kernel<8>* batch_norm_backward_data_56x56x64;
  specimen_v2::Kernel<8>* batch_norm_backward_data_7x7x2048;
  specimen_v2::Kernel<8>* batch_norm_backward_data_7x7x512;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_112x112x64;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_14x14x1024;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_14x14x256;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_14x14x512;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_28x28x128;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_28x28x256;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_28x28x512;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_56x56x128;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_56x56x256;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_56x56x64;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_7x7x2048;
  specimen_v2::Kernel<6>* batch_norm_backward_sums_7x7x512;
  specimen_v2::Kernel<6>* batch_norm_scale_1024;
  specimen_v2::Kernel<6>* batch_norm_scale_128;
  specimen_v2::Kernel<6>* batch_norm_scale_2048;
  specimen_v2::Kernel<6>* batch_norm_scale_256;
  specimen_v2::Kernel<6>* batch_norm_scale_512;
  specimen_v2::Kernel<6>* batch_norm_scale_64;
  specimen_v2::Kernel<3>* batch_norm_statistics_112x112x64;
  specimen_v2::Kernel<3>* batch_norm_statistics_14x14x1024;
  specimen_v2::Kernel<3>* batch_norm_statistics_14x14x256;
  specimen_v2::Kernel<3>* batch_norm_statistics_14x14x512;
  specimen_v2::Kernel<3>* batch_norm_statistics_28x28x128;
  specimen_v2::Kernel<3>* batch_norm_statistics_28x28x256;
  specimen_v2::Kernel<3>* batch_norm_statistics_28x28x512;
  specimen_v2::Kernel<3>* batch_norm_statistics_56x56x128;
  specimen_v2::Kernel<3>* batch_norm_statistics_56x56x256;
  specimen_v2::Kernel<3>* batch_norm_statistics_56x56x64;
  specimen_v2::Kernel<3>* batch_norm_statistics_7x7x2048;
  specimen_v2::Kernel<3>* batch_norm_statistics_7x7x512;
  specimen_v2::Kernel<3>* conv2d_1x1_14x14x1024_256;
  specimen_v2::Kernel<3>* conv2d_1x1_14x14x1024_512;
  specimen_v2::Kernel<3>* conv2d_1x1_14x14x256_1024;
  specimen_v2::Kernel<3>* conv2d_1x1_14x14x512_1024_s2;
  specimen_v2::Kernel<3>* conv2d_1x1_28x28x128_512;
  specimen_v2::Kernel<3>* conv2d_1x1_28x28x256_512_s2;
  specimen_v2::Kernel<3>* conv2d_1x1_28x28x512_128;
  specimen_v2::Kernel<3>* conv2d_1x1_28x28x512_256;
  specimen_v2::Kernel<3>* conv2d_1x1_56x56x256_128;
  specimen_v2::Kernel<3>* conv2d_1x1_56x56x256_64;
  specimen_v2::Kernel<3>* conv2d_1x1_56x56x64_256;
  specimen_v2::Kernel<3>* conv2d_1x1_56x56x64_64;
  specimen_v2::Kernel<3>* conv2d_1x1_7x7x1024_2048_s2;
  specimen_v2::Kernel<3>* conv2d_1x1_7x7x2048_512;
  specimen_v2::Kernel<3>* conv2d_1x1_7x7x512_2048;
  specimen_v2::Kernel<3>* conv2d_3x3_14x14x256_256;
  specimen_v2::Kernel<3>* conv2d_3x3_14x14x256_256_s2;
  specimen_v2::Kernel<3>* conv2d_3x3_28x28x128_128;
  specimen_v2::Kernel<3>* conv2d_3x3_28x28x128_128_s2;
  specimen_v2::Kernel<3>* conv2d_3x3_56x56x64_64;
  specimen_v2::Kernel<3>* conv2d_3x3_7x7x512_512;
  specimen_v2::Kernel<3>* conv2d_3x3_7x7x512_512_s2;
  specimen_v2::Kernel<3>* conv2d_7x7_112x112x3_64_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_14x14x1024_256;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_14x14x1024_512;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_14x14x256_1024;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_14x14x512_1024_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_28x28x128_512;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_28x28x256_512_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_28x28x512_128;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_28x28x512_256;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_56x56x256_128;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_56x56x256_64;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_56x56x64_256;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_56x56x64_64;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_7x7x1024_2048_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_7x7x2048_512;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_1x1_7x7x512_2048;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_14x14x256_256;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_14x14x256_256_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_28x28x128_128;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_28x28x128_128_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_56x56x64_64;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_7x7x512_512;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_3x3_7x7x512_512_s2;
  specimen_v2::Kernel<3>* conv2d_backward_kernel_7x7_112x112x3_64_s2;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_14x14x1024_256_relu_backward;
  specimen_v2::Kernel<3>* conv2d_transpose_1x1_14x14x2048_1024_s2;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_14x14x256_1024_add;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_14x14x512_1024_add;
  specimen_v2::Kernel<3>* conv2d_transpose_1x1_28x28x1024_512_s2;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_28x28x128_512_add;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_28x28x256_512_add;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_28x28x512_128_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_56x56x128_256_add;
  specimen_v2::Kernel<3>* conv2d_transpose_1x1_56x56x256_64;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_56x56x256_64_relu_backward;
  specimen_v2::Kernel<3>* conv2d_transpose_1x1_56x56x512_256_s2;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_56x56x64_256_add;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_56x56x64_64_add;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_7x7x2048_512_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_1x1_7x7x512_2048_add;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_14x14x256_256_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_14x14x512_512_s2_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_28x28x128_128_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_28x28x256_256_s2_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_56x56x128_128_s2_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_56x56x64_64_relu_backward;
  specimen_v2::Kernel<4>* conv2d_transpose_3x3_7x7x512_512_relu_backward;
  specimen_v2::Kernel<4>* cross_entropy_1001;
  specimen_v2::Kernel<3>* dense_1001_2048_rows32;
  specimen_v2::Kernel<4>* dense_2048_1001_rows32;
  specimen_v2::Kernel<3>* dense_backward_kernel_2048_1001;
  specimen_v2::Kernel<3>* elementwise_112x112x64_relu_backward;
  specimen_v2::Kernel<4>* elementwise_112x112x64_scale_bias_relu;
  specimen_v2::Kernel<3>* elementwise_14x14x1024_relu_backward;
  specimen_v2::Kernel<4>* elementwise_14x14x1024_scale_bias;
  specimen_v2::Kernel<5>* elementwise_14x14x1024_scale_bias_add_relu;
  specimen_v2::Kernel<4>* elementwise_14x14x256_scale_bias_relu_8a2d4d1c;
  specimen_v2::Kernel<4>* elementwise_14x14x256_scale_bias_relu_e13c2a53;
  specimen_v2::Kernel<4>* elementwise_14x14x512_scale_bias_relu;
  specimen_v2::Kernel<4>* elementwise_28x28x128_scale_bias_relu_a68feeeb;
  specimen_v2::Kernel<4>* elementwise_28x28x128_scale_bias_relu_d92da300;
  specimen_v2::Kernel<4>* elementwise_28x28x256_scale_bias_relu;
  specimen_v2::Kernel<3>* elementwise_28x28x512_relu_backward;
  specimen_v2::Kernel<4>* elementwise_28x28x512_scale_bias;
  specimen_v2::Kernel<5>* elementwise_28x28x512_scale_bias_add_relu;
  specimen_v2::Kernel<4>* elementwise_56x56x128_scale_bias_relu;
  specimen_v2::Kernel<3>* elementwise_56x56x256_relu_backward;
  specimen_v2::Kernel<4>* elementwise_56x56x256_scale_bias;
  specimen_v2::Kernel<5>* elementwise_56x56x256_scale_bias_add_relu;
  specimen_v2::Kernel<4>* elementwise_56x56x64_scale_bias_relu_0de3e07a;
  specimen_v2::Kernel<4>* elementwise_56x56x64_scale_bias_relu_290830b4;
  specimen_v2::Kernel<3>* elementwise_7x7x2048_relu_backward;
  specimen_v2::Kernel<4>* elementwise_7x7x2048_scale_bias;
  specimen_v2::Kernel<5>* elementwise_7x7x2048_scale_bias_add_relu;
  specimen_v2::Kernel<4>* elementwise_7x7x512_scale_bias_relu_206eb2b0;
  specimen_v2::Kernel<4>* elementwise_7x7x512_scale_bias_relu_6225ea80;
  specimen_v2::Kernel<2>* global_pool_average_7x7x2048;
  specimen_v2::Kernel<2>* global_pool_backward_7x7x2048;
  specimen_v2::Kernel<2>* pack_filter_1x1_1001_2048_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_2048;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_256;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_256_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_512;
  specimen_v2::Kernel<2>* pack_filter_1x1_1024_512_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_128_256_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_128_512;
  specimen_v2::Kernel<2>* pack_filter_1x1_128_512_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_2048_1001;
  specimen_v2::Kernel<2>* pack_filter_1x1_2048_1024_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_2048_512;
  specimen_v2::Kernel<2>* pack_filter_1x1_2048_512_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_1024;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_1024_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_128;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_512;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_512_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_64;
  specimen_v2::Kernel<2>* pack_filter_1x1_256_64_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_1024;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_1024_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_128;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_128_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_2048;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_2048_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_256;
  specimen_v2::Kernel<2>* pack_filter_1x1_512_256_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_64_256;
  specimen_v2::Kernel<2>* pack_filter_1x1_64_256_transposed;
  specimen_v2::Kernel<2>* pack_filter_1x1_64_64;
  specimen_v2::Kernel<2>* pack_filter_1x1_64_64_transposed;
  specimen_v2::Kernel<2>* pack_filter_3x3_128_128;
  specimen_v2::Kernel<2>* pack_filter_3x3_128_128_transposed;
  specimen_v2::Kernel<2>* pack_filter_3x3_256_256;
  specimen_v2::Kernel<2>* pack_filter_3x3_256_256_transposed;
  specimen_v2::Kernel<2>* pack_filter_3x3_512_512;
  specimen_v2::Kernel<2>* pack_filter_3x3_512_512_transposed;
  specimen_v2::Kernel<2>* pack_filter_3x3_64_64;
  specimen_v2::Kernel<2>* pack_filter_3x3_64_64_transposed;
  specimen_v2::Kernel<2>* pack_filter_7x7_3_64;
  specimen_v2::Kernel<2>* pad_224x224x3_t3b2l3r2;
  specimen_v2::Kernel<4>* pool2d_backward_max_3x3_112x112x64_s2;
  specimen_v2::Kernel<2>* pool2d_max_3x3_56x56x64_s2;
  specimen_v2::Kernel<2>* reduce_mean_batch_1;
  specimen_v2::Kernel<2>* reduce_sum_batch_1001;
};

// The table of a target that this build has and this machine runs. Errors: unsupported.
Status choose_kernels(Target requested, const Kernels** chosen);

// gradient of a batch norm's input, 64 channels; 3.21 MFLOP and 9.64 MB per example.
inline void batch_norm_backward_data_112x112x64(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                                const MovingMeanMovingVarianceGammaBeta& g,
                                                const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {64}), ConstTensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {64}),
                                        ConstTensor(g.moving_variance, {64}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {64});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {64}), ConstTensor(g.gamma, {64}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {64}), ConstTensor(g.beta, {64}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_112x112x64(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                             dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 1024 channels; 803 kFLOP and 2.43 MB per example.
inline void batch_norm_backward_data_14x14x1024(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                                const MovingMeanMovingVarianceGammaBeta& g,
                                                const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {1024}), ConstTensor(g.moving_mean, {1024}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {1024}),
                                        ConstTensor(g.moving_variance, {1024}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {1024});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {1024}), ConstTensor(g.gamma, {1024}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {1024}), ConstTensor(g.beta, {1024}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_14x14x1024(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                             dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 256 channels; 201 kFLOP and 607 kB per example.
inline void batch_norm_backward_data_14x14x256(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {256});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {256}), ConstTensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {256}), ConstTensor(g.beta, {256}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_14x14x256(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 512 channels; 401 kFLOP and 1.21 MB per example.
inline void batch_norm_backward_data_14x14x512(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {512});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {512}), ConstTensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {512}), ConstTensor(g.beta, {512}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_14x14x512(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 128 channels; 401 kFLOP and 1.21 MB per example.
inline void batch_norm_backward_data_28x28x128(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {128}), ConstTensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {128}),
                                        ConstTensor(g.moving_variance, {128}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {128});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {128}), ConstTensor(g.gamma, {128}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {128}), ConstTensor(g.beta, {128}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_28x28x128(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 256 channels; 803 kFLOP and 2.41 MB per example.
inline void batch_norm_backward_data_28x28x256(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {256});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {256}), ConstTensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {256}), ConstTensor(g.beta, {256}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_28x28x256(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 512 channels; 1.61 MFLOP and 4.83 MB per example.
inline void batch_norm_backward_data_28x28x512(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {512});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {512}), ConstTensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {512}), ConstTensor(g.beta, {512}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_28x28x512(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 128 channels; 1.61 MFLOP and 4.82 MB per example.
inline void batch_norm_backward_data_56x56x128(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {128}), ConstTensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {128}),
                                        ConstTensor(g.moving_variance, {128}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {128});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {128}), ConstTensor(g.gamma, {128}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {128}), ConstTensor(g.beta, {128}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_56x56x128(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 256 channels; 3.21 MFLOP and 9.64 MB per example.
inline void batch_norm_backward_data_56x56x256(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                               const MovingMeanMovingVarianceGammaBeta& g,
                                               const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {256});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {256}), ConstTensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {256}), ConstTensor(g.beta, {256}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_56x56x256(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                            dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 64 channels; 803 kFLOP and 2.41 MB per example.
inline void batch_norm_backward_data_56x56x64(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                              const MovingMeanMovingVarianceGammaBeta& g,
                                              const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {64}), ConstTensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {64}),
                                        ConstTensor(g.moving_variance, {64}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {64});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {64}), ConstTensor(g.gamma, {64}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {64}), ConstTensor(g.beta, {64}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_56x56x64(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                           dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 2048 channels; 401 kFLOP and 1.25 MB per example.
inline void batch_norm_backward_data_7x7x2048(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                              const MovingMeanMovingVarianceGammaBeta& g,
                                              const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {2048}), ConstTensor(g.moving_mean, {2048}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {2048}),
                                        ConstTensor(g.moving_variance, {2048}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {2048});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {2048}), ConstTensor(g.gamma, {2048}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {2048}), ConstTensor(g.beta, {2048}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_7x7x2048(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                           dbeta_, dx_),
           dx);
}

// gradient of a batch norm's input, 512 channels; 100 kFLOP and 311 kB per example.
inline void batch_norm_backward_data_7x7x512(Context& ctx, Tensor dx, ConstTensor x, ConstTensor dy,
                                             const MovingMeanMovingVarianceGammaBeta& g,
                                             const MovingMeanMovingVarianceGammaBeta& p) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::WeightArgument gamma_(p.gamma, {512});
  specimen_v2::VectorArgument dgamma_(ConstTensor(g.gamma, {512}), ConstTensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(ConstTensor(g.beta, {512}), ConstTensor(g.beta, {512}).elements());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().batch_norm_backward_data_7x7x512(ctx.worker(), x_, dy_, mean_, variance_, gamma_, dgamma_,
                                                          dbeta_, dx_),
           dx);
}

// gradients of a batch norm's gamma and beta, 64 channels; 3.21 MFLOP and 6.42 MB per example.
inline void batch_norm_backward_sums_112x112x64(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                                ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {64}), ConstTensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {64}),
                                        ConstTensor(g.moving_variance, {64}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {64}), Tensor(g.gamma, {64}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {64}), Tensor(g.beta, {64}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_112x112x64(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {64}));
}

// gradients of a batch norm's gamma and beta, 1024 channels; 803 kFLOP and 1.62 MB per example.
inline void batch_norm_backward_sums_14x14x1024(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                                ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {1024}), ConstTensor(g.moving_mean, {1024}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {1024}),
                                        ConstTensor(g.moving_variance, {1024}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {1024}), Tensor(g.gamma, {1024}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {1024}), Tensor(g.beta, {1024}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_14x14x1024(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {1024}));
}

// gradients of a batch norm's gamma and beta, 256 channels; 201 kFLOP and 406 kB per example.
inline void batch_norm_backward_sums_14x14x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {256}), Tensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {256}), Tensor(g.beta, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_14x14x256(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {256}));
}

// gradients of a batch norm's gamma and beta, 512 channels; 401 kFLOP and 811 kB per example.
inline void batch_norm_backward_sums_14x14x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {512}), Tensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {512}), Tensor(g.beta, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_14x14x512(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {512}));
}

// gradients of a batch norm's gamma and beta, 128 channels; 401 kFLOP and 805 kB per example.
inline void batch_norm_backward_sums_28x28x128(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {128}), ConstTensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {128}),
                                        ConstTensor(g.moving_variance, {128}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {128}), Tensor(g.gamma, {128}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {128}), Tensor(g.beta, {128}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_28x28x128(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {128}));
}

// gradients of a batch norm's gamma and beta, 256 channels; 803 kFLOP and 1.61 MB per example.
inline void batch_norm_backward_sums_28x28x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {256}), Tensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {256}), Tensor(g.beta, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_28x28x256(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {256}));
}

// gradients of a batch norm's gamma and beta, 512 channels; 1.61 MFLOP and 3.22 MB per example.
inline void batch_norm_backward_sums_28x28x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {512}), Tensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {512}), Tensor(g.beta, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_28x28x512(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {512}));
}

// gradients of a batch norm's gamma and beta, 128 channels; 1.61 MFLOP and 3.21 MB per example.
inline void batch_norm_backward_sums_56x56x128(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {128}), ConstTensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {128}),
                                        ConstTensor(g.moving_variance, {128}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {128}), Tensor(g.gamma, {128}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {128}), Tensor(g.beta, {128}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_56x56x128(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {128}));
}

// gradients of a batch norm's gamma and beta, 256 channels; 3.21 MFLOP and 6.43 MB per example.
inline void batch_norm_backward_sums_56x56x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                               ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {256}), Tensor(g.gamma, {256}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {256}), Tensor(g.beta, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_56x56x256(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {256}));
}

// gradients of a batch norm's gamma and beta, 64 channels; 803 kFLOP and 1.61 MB per example.
inline void batch_norm_backward_sums_56x56x64(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                              ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {64}), ConstTensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {64}),
                                        ConstTensor(g.moving_variance, {64}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {64}), Tensor(g.gamma, {64}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {64}), Tensor(g.beta, {64}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_56x56x64(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {64}));
}

// gradients of a batch norm's gamma and beta, 2048 channels; 401 kFLOP and 836 kB per example.
inline void batch_norm_backward_sums_7x7x2048(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                              ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {2048}), ConstTensor(g.moving_mean, {2048}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {2048}),
                                        ConstTensor(g.moving_variance, {2048}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {2048}), Tensor(g.gamma, {2048}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {2048}), Tensor(g.beta, {2048}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_7x7x2048(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {2048}));
}

// gradients of a batch norm's gamma and beta, 512 channels; 100 kFLOP and 209 kB per example.
inline void batch_norm_backward_sums_7x7x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x,
                                             ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::VectorArgument dgamma_(Tensor(g.gamma, {512}), Tensor(g.gamma, {512}).elements());
  specimen_v2::VectorArgument dbeta_(Tensor(g.beta, {512}), Tensor(g.beta, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_backward_sums_7x7x512(ctx.worker(), x_, dy_, mean_, variance_, dgamma_, dbeta_),
           Tensor(g.beta, {512}));
}

// scale and shift of a batch norm, 1024 channels; 4.1 kFLOP and 24.6 kB per example.
inline void batch_norm_scale_1024(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                  const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {1024});
  specimen_v2::WeightArgument beta_(p.beta, {1024});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {1024}), ConstTensor(g.moving_mean, {1024}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {1024}),
                                        ConstTensor(g.moving_variance, {1024}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_1024(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// scale and shift of a batch norm, 128 channels; 512 FLOP and 3.07 kB per example.
inline void batch_norm_scale_128(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                 const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {128});
  specimen_v2::WeightArgument beta_(p.beta, {128});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {128}), ConstTensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {128}),
                                        ConstTensor(g.moving_variance, {128}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_128(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// scale and shift of a batch norm, 2048 channels; 8.19 kFLOP and 49.2 kB per example.
inline void batch_norm_scale_2048(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                  const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {2048});
  specimen_v2::WeightArgument beta_(p.beta, {2048});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {2048}), ConstTensor(g.moving_mean, {2048}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {2048}),
                                        ConstTensor(g.moving_variance, {2048}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_2048(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// scale and shift of a batch norm, 256 channels; 1.02 kFLOP and 6.14 kB per example.
inline void batch_norm_scale_256(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                 const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {256});
  specimen_v2::WeightArgument beta_(p.beta, {256});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {256}), ConstTensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {256}),
                                        ConstTensor(g.moving_variance, {256}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_256(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// scale and shift of a batch norm, 512 channels; 2.05 kFLOP and 12.3 kB per example.
inline void batch_norm_scale_512(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                 const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {512});
  specimen_v2::WeightArgument beta_(p.beta, {512});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {512}), ConstTensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {512}),
                                        ConstTensor(g.moving_variance, {512}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_512(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// scale and shift of a batch norm, 64 channels; 256 FLOP and 1.54 kB per example.
inline void batch_norm_scale_64(Context& ctx, Tensor scale, Tensor shift, const MovingMeanMovingVarianceGammaBeta& p,
                                const MovingMeanMovingVarianceGammaBeta& g) {
  specimen_v2::WeightArgument gamma_(p.gamma, {64});
  specimen_v2::WeightArgument beta_(p.beta, {64});
  specimen_v2::VectorArgument mean_(ConstTensor(g.moving_mean, {64}), ConstTensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(ConstTensor(g.moving_variance, {64}),
                                        ConstTensor(g.moving_variance, {64}).elements());
  specimen_v2::VectorArgument scale_(scale, scale.elements());
  specimen_v2::VectorArgument shift_(shift, shift.elements());
  ctx.done(ctx.kernels().batch_norm_scale_64(ctx.worker(), gamma_, beta_, mean_, variance_, scale_, shift_), shift);
}

// mean and variance of 64 channels; 3.21 MFLOP and 3.21 MB per example.
inline void batch_norm_statistics_112x112x64(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {64}), Tensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {64}), Tensor(g.moving_variance, {64}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_112x112x64(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {64}));
}

// mean and variance of 1024 channels; 803 kFLOP and 811 kB per example.
inline void batch_norm_statistics_14x14x1024(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {1024}), Tensor(g.moving_mean, {1024}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {1024}),
                                        Tensor(g.moving_variance, {1024}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_14x14x1024(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {1024}));
}

// mean and variance of 256 channels; 201 kFLOP and 203 kB per example.
inline void batch_norm_statistics_14x14x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {256}), Tensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {256}), Tensor(g.moving_variance, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_14x14x256(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {256}));
}

// mean and variance of 512 channels; 401 kFLOP and 406 kB per example.
inline void batch_norm_statistics_14x14x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {512}), Tensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {512}), Tensor(g.moving_variance, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_14x14x512(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {512}));
}

// mean and variance of 128 channels; 401 kFLOP and 402 kB per example.
inline void batch_norm_statistics_28x28x128(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {128}), Tensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {128}), Tensor(g.moving_variance, {128}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_28x28x128(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {128}));
}

// mean and variance of 256 channels; 803 kFLOP and 805 kB per example.
inline void batch_norm_statistics_28x28x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {256}), Tensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {256}), Tensor(g.moving_variance, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_28x28x256(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {256}));
}

// mean and variance of 512 channels; 1.61 MFLOP and 1.61 MB per example.
inline void batch_norm_statistics_28x28x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {512}), Tensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {512}), Tensor(g.moving_variance, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_28x28x512(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {512}));
}

// mean and variance of 128 channels; 1.61 MFLOP and 1.61 MB per example.
inline void batch_norm_statistics_56x56x128(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {128}), Tensor(g.moving_mean, {128}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {128}), Tensor(g.moving_variance, {128}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_56x56x128(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {128}));
}

// mean and variance of 256 channels; 3.21 MFLOP and 3.21 MB per example.
inline void batch_norm_statistics_56x56x256(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {256}), Tensor(g.moving_mean, {256}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {256}), Tensor(g.moving_variance, {256}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_56x56x256(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {256}));
}

// mean and variance of 64 channels; 803 kFLOP and 803 kB per example.
inline void batch_norm_statistics_56x56x64(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {64}), Tensor(g.moving_mean, {64}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {64}), Tensor(g.moving_variance, {64}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_56x56x64(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {64}));
}

// mean and variance of 2048 channels; 401 kFLOP and 418 kB per example.
inline void batch_norm_statistics_7x7x2048(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {2048}), Tensor(g.moving_mean, {2048}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {2048}),
                                        Tensor(g.moving_variance, {2048}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_7x7x2048(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {2048}));
}

// mean and variance of 512 channels; 100 kFLOP and 104 kB per example.
inline void batch_norm_statistics_7x7x512(Context& ctx, const MovingMeanMovingVarianceGammaBeta& g, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::VectorArgument mean_(Tensor(g.moving_mean, {512}), Tensor(g.moving_mean, {512}).elements());
  specimen_v2::VectorArgument variance_(Tensor(g.moving_variance, {512}), Tensor(g.moving_variance, {512}).elements());
  ctx.done(ctx.kernels().batch_norm_statistics_7x7x512(ctx.worker(), x_, mean_, variance_),
           Tensor(g.moving_variance, {512}));
}

// 1x1 convolution, 1024 -> 256; 103 MFLOP and 2.05 MB per example.
inline void conv2d_1x1_14x14x1024_256(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x1024_256(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 1024 -> 512; 206 MFLOP and 3.3 MB per example.
inline void conv2d_1x1_14x14x1024_512(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x1024_512(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 256 -> 1024; 103 MFLOP and 2.05 MB per example.
inline void conv2d_1x1_14x14x256_1024(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x256_1024(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, stride 2, 512 -> 1024; 206 MFLOP and 4.39 MB per example.
inline void conv2d_1x1_14x14x512_1024_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_14x14x512_1024_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 128 -> 512; 103 MFLOP and 2.27 MB per example.
inline void conv2d_1x1_28x28x128_512(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x128_512(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, stride 2, 256 -> 512; 206 MFLOP and 5.23 MB per example.
inline void conv2d_1x1_28x28x256_512_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x256_512_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 512 -> 128; 103 MFLOP and 2.27 MB per example.
inline void conv2d_1x1_28x28x512_128(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x512_128(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 512 -> 256; 206 MFLOP and 2.93 MB per example.
inline void conv2d_1x1_28x28x512_256(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_28x28x512_256(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 256 -> 128; 206 MFLOP and 4.95 MB per example.
inline void conv2d_1x1_56x56x256_128(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x256_128(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 256 -> 64; 103 MFLOP and 4.08 MB per example.
inline void conv2d_1x1_56x56x256_64(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x256_64(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 64 -> 256; 103 MFLOP and 4.08 MB per example.
inline void conv2d_1x1_56x56x64_256(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x64_256(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 64 -> 64; 25.7 MFLOP and 1.62 MB per example.
inline void conv2d_1x1_56x56x64_64(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_56x56x64_64(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, stride 2, 1024 -> 2048; 206 MFLOP and 9.48 MB per example.
inline void conv2d_1x1_7x7x1024_2048_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x1024_2048_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 2048 -> 512; 103 MFLOP and 4.7 MB per example.
inline void conv2d_1x1_7x7x2048_512(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x2048_512(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 convolution, 512 -> 2048; 103 MFLOP and 4.7 MB per example.
inline void conv2d_1x1_7x7x512_2048(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_1x1_7x7x512_2048(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, 256 -> 256; 231 MFLOP and 2.82 MB per example.
inline void conv2d_3x3_14x14x256_256(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch(), -4352);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_14x14x256_256(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, stride 2, 256 -> 256; 231 MFLOP and 3.42 MB per example.
inline void conv2d_3x3_14x14x256_256_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_14x14x256_256_s2(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, 128 -> 128; 231 MFLOP and 1.45 MB per example.
inline void conv2d_3x3_28x28x128_128(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch(), -3968);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_28x28x128_128(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, stride 2, 128 -> 128; 231 MFLOP and 2.65 MB per example.
inline void conv2d_3x3_28x28x128_128_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_28x28x128_128_s2(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, 64 -> 64; 231 MFLOP and 1.81 MB per example.
inline void conv2d_3x3_56x56x64_64(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch(), -3776);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_56x56x64_64(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, 512 -> 512; 231 MFLOP and 9.7 MB per example.
inline void conv2d_3x3_7x7x512_512(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch(), -5120);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_7x7x512_512(ctx.worker(), x_, filter_, y_), y);
}

// 3x3 convolution, stride 2, 512 -> 512; 231 MFLOP and 10 MB per example.
inline void conv2d_3x3_7x7x512_512_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_3x3_7x7x512_512_s2(ctx.worker(), x_, filter_, y_), y);
}

// 7x7 convolution, stride 2, 3 -> 64; 236 MFLOP and 3.88 MB per example.
inline void conv2d_7x7_112x112x3_64_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch(), -2070);
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_7x7_112x112x3_64_s2(ctx.worker(), x_, filter_, y_), y);
}

// gradient of a 1x1 convolution's kernel, 1024 -> 256; 103 MFLOP and 2.05 MB per example.
inline void conv2d_backward_kernel_1x1_14x14x1024_256(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 1024, 256}),
                                       Tensor(g.kernel, {1, 1, 1024, 256}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_14x14x1024_256(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 1024, 256}));
}

// gradient of a 1x1 convolution's kernel, 1024 -> 512; 206 MFLOP and 3.3 MB per example.
inline void conv2d_backward_kernel_1x1_14x14x1024_512(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 1024, 512}),
                                       Tensor(g.kernel, {1, 1, 1024, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_14x14x1024_512(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 1024, 512}));
}

// gradient of a 1x1 convolution's kernel, 256 -> 1024; 103 MFLOP and 2.05 MB per example.
inline void conv2d_backward_kernel_1x1_14x14x256_1024(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 256, 1024}),
                                       Tensor(g.kernel, {1, 1, 256, 1024}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_14x14x256_1024(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 256, 1024}));
}

// gradient of a 1x1 convolution's kernel, stride 2, 512 -> 1024; 206 MFLOP and 4.39 MB per example.
inline void conv2d_backward_kernel_1x1_14x14x512_1024_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 512, 1024}),
                                       Tensor(g.kernel, {1, 1, 512, 1024}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_14x14x512_1024_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 512, 1024}));
}

// gradient of a 1x1 convolution's kernel, 128 -> 512; 103 MFLOP and 2.27 MB per example.
inline void conv2d_backward_kernel_1x1_28x28x128_512(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 128, 512}),
                                       Tensor(g.kernel, {1, 1, 128, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_28x28x128_512(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 128, 512}));
}

// gradient of a 1x1 convolution's kernel, stride 2, 256 -> 512; 206 MFLOP and 5.23 MB per example.
inline void conv2d_backward_kernel_1x1_28x28x256_512_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 256, 512}),
                                       Tensor(g.kernel, {1, 1, 256, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_28x28x256_512_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 256, 512}));
}

// gradient of a 1x1 convolution's kernel, 512 -> 128; 103 MFLOP and 2.27 MB per example.
inline void conv2d_backward_kernel_1x1_28x28x512_128(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 512, 128}),
                                       Tensor(g.kernel, {1, 1, 512, 128}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_28x28x512_128(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 512, 128}));
}

// gradient of a 1x1 convolution's kernel, 512 -> 256; 206 MFLOP and 2.93 MB per example.
inline void conv2d_backward_kernel_1x1_28x28x512_256(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 512, 256}),
                                       Tensor(g.kernel, {1, 1, 512, 256}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_28x28x512_256(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 512, 256}));
}

// gradient of a 1x1 convolution's kernel, 256 -> 128; 206 MFLOP and 4.95 MB per example.
inline void conv2d_backward_kernel_1x1_56x56x256_128(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 256, 128}),
                                       Tensor(g.kernel, {1, 1, 256, 128}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_56x56x256_128(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 256, 128}));
}

// gradient of a 1x1 convolution's kernel, 256 -> 64; 103 MFLOP and 4.08 MB per example.
inline void conv2d_backward_kernel_1x1_56x56x256_64(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 256, 64}), Tensor(g.kernel, {1, 1, 256, 64}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_56x56x256_64(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 256, 64}));
}

// gradient of a 1x1 convolution's kernel, 64 -> 256; 103 MFLOP and 4.08 MB per example.
inline void conv2d_backward_kernel_1x1_56x56x64_256(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 64, 256}), Tensor(g.kernel, {1, 1, 64, 256}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_56x56x64_256(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 64, 256}));
}

// gradient of a 1x1 convolution's kernel, 64 -> 64; 25.7 MFLOP and 1.62 MB per example.
inline void conv2d_backward_kernel_1x1_56x56x64_64(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 64, 64}), Tensor(g.kernel, {1, 1, 64, 64}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_56x56x64_64(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 64, 64}));
}

// gradient of a 1x1 convolution's kernel, stride 2, 1024 -> 2048; 206 MFLOP and 9.48 MB per example.
inline void conv2d_backward_kernel_1x1_7x7x1024_2048_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 1024, 2048}),
                                       Tensor(g.kernel, {1, 1, 1024, 2048}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_7x7x1024_2048_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 1024, 2048}));
}

// gradient of a 1x1 convolution's kernel, 2048 -> 512; 103 MFLOP and 4.7 MB per example.
inline void conv2d_backward_kernel_1x1_7x7x2048_512(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 2048, 512}),
                                       Tensor(g.kernel, {1, 1, 2048, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_7x7x2048_512(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 2048, 512}));
}

// gradient of a 1x1 convolution's kernel, 512 -> 2048; 103 MFLOP and 4.7 MB per example.
inline void conv2d_backward_kernel_1x1_7x7x512_2048(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {1, 1, 512, 2048}),
                                       Tensor(g.kernel, {1, 1, 512, 2048}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_1x1_7x7x512_2048(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {1, 1, 512, 2048}));
}

// gradient of a 3x3 convolution's kernel, 256 -> 256; 231 MFLOP and 2.82 MB per example.
inline void conv2d_backward_kernel_3x3_14x14x256_256(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -4352);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 256, 256}),
                                       Tensor(g.kernel, {3, 3, 256, 256}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_14x14x256_256(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 256, 256}));
}

// gradient of a 3x3 convolution's kernel, stride 2, 256 -> 256; 231 MFLOP and 3.42 MB per example.
inline void conv2d_backward_kernel_3x3_14x14x256_256_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 256, 256}),
                                       Tensor(g.kernel, {3, 3, 256, 256}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_14x14x256_256_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 256, 256}));
}

// gradient of a 3x3 convolution's kernel, 128 -> 128; 231 MFLOP and 1.45 MB per example.
inline void conv2d_backward_kernel_3x3_28x28x128_128(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -3968);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 128, 128}),
                                       Tensor(g.kernel, {3, 3, 128, 128}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_28x28x128_128(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 128, 128}));
}

// gradient of a 3x3 convolution's kernel, stride 2, 128 -> 128; 231 MFLOP and 2.65 MB per example.
inline void conv2d_backward_kernel_3x3_28x28x128_128_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 128, 128}),
                                       Tensor(g.kernel, {3, 3, 128, 128}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_28x28x128_128_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 128, 128}));
}

// gradient of a 3x3 convolution's kernel, 64 -> 64; 231 MFLOP and 1.81 MB per example.
inline void conv2d_backward_kernel_3x3_56x56x64_64(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -3776);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 64, 64}), Tensor(g.kernel, {3, 3, 64, 64}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_56x56x64_64(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 64, 64}));
}

// gradient of a 3x3 convolution's kernel, 512 -> 512; 231 MFLOP and 9.7 MB per example.
inline void conv2d_backward_kernel_3x3_7x7x512_512(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -5120);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 512, 512}),
                                       Tensor(g.kernel, {3, 3, 512, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_7x7x512_512(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 512, 512}));
}

// gradient of a 3x3 convolution's kernel, stride 2, 512 -> 512; 231 MFLOP and 10 MB per example.
inline void conv2d_backward_kernel_3x3_7x7x512_512_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch());
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {3, 3, 512, 512}),
                                       Tensor(g.kernel, {3, 3, 512, 512}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_3x3_7x7x512_512_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {3, 3, 512, 512}));
}

// gradient of a 7x7 convolution's kernel, stride 2, 3 -> 64; 236 MFLOP and 3.88 MB per example.
inline void conv2d_backward_kernel_7x7_112x112x3_64_s2(Context& ctx, const Kernel& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, x.batch(), -2070);
  specimen_v2::ImageArgument dy_(dy, dy.batch());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {7, 7, 3, 64}), Tensor(g.kernel, {7, 7, 3, 64}).elements());
  ctx.done(ctx.kernels().conv2d_backward_kernel_7x7_112x112x3_64_s2(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {7, 7, 3, 64}));
}

// 1x1 transposed convolution, 1024 -> 256, relu_backward residual; 103 MFLOP and 2.25 MB per example.
inline void conv2d_transpose_1x1_14x14x1024_256_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                              ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_14x14x1024_256_relu_backward(ctx.worker(), x_, filter_, residual_, y_),
           y);
}

// 1x1 transposed convolution, stride 2, 2048 -> 1024; 206 MFLOP and 9.59 MB per example.
inline void conv2d_transpose_1x1_14x14x2048_1024_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_14x14x2048_1024_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 transposed convolution, 256 -> 1024, residual; 103 MFLOP and 2.85 MB per example.
inline void conv2d_transpose_1x1_14x14x256_1024_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                    ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_14x14x256_1024_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 512 -> 1024, residual; 206 MFLOP and 4.1 MB per example.
inline void conv2d_transpose_1x1_14x14x512_1024_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                    ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_14x14x512_1024_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, stride 2, 1024 -> 512; 206 MFLOP and 4.51 MB per example.
inline void conv2d_transpose_1x1_28x28x1024_512_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_28x28x1024_512_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 transposed convolution, 128 -> 512, residual; 103 MFLOP and 3.87 MB per example.
inline void conv2d_transpose_1x1_28x28x128_512_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                   ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_28x28x128_512_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 256 -> 512, residual; 206 MFLOP and 4.54 MB per example.
inline void conv2d_transpose_1x1_28x28x256_512_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                   ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_28x28x256_512_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 512 -> 128, relu_backward residual; 103 MFLOP and 2.67 MB per example.
inline void conv2d_transpose_1x1_28x28x512_128_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_28x28x512_128_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 128 -> 256, residual; 206 MFLOP and 8.16 MB per example.
inline void conv2d_transpose_1x1_56x56x128_256_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                   ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x128_256_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 256 -> 64; 103 MFLOP and 4.08 MB per example.
inline void conv2d_transpose_1x1_56x56x256_64(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x256_64(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 transposed convolution, 256 -> 64, relu_backward residual; 103 MFLOP and 4.88 MB per example.
inline void conv2d_transpose_1x1_56x56x256_64_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                            ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x256_64_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, stride 2, 512 -> 256; 206 MFLOP and 5.34 MB per example.
inline void conv2d_transpose_1x1_56x56x512_256_s2(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x512_256_s2(ctx.worker(), x_, filter_, y_), y);
}

// 1x1 transposed convolution, 64 -> 256, residual; 103 MFLOP and 7.29 MB per example.
inline void conv2d_transpose_1x1_56x56x64_256_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                  ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x64_256_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 64 -> 64, residual; 25.7 MFLOP and 2.42 MB per example.
inline void conv2d_transpose_1x1_56x56x64_64_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                 ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_56x56x64_64_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 2048 -> 512, relu_backward residual; 103 MFLOP and 4.8 MB per example.
inline void conv2d_transpose_1x1_7x7x2048_512_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                            ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_7x7x2048_512_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 1x1 transposed convolution, 512 -> 2048, residual; 103 MFLOP and 5.1 MB per example.
inline void conv2d_transpose_1x1_7x7x512_2048_add(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                  ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_1x1_7x7x512_2048_add(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 3x3 transposed convolution, 256 -> 256, relu_backward residual; 231 MFLOP and 2.96 MB per example.
inline void conv2d_transpose_3x3_14x14x256_256_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_14x14x256_256_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 3x3 transposed convolution, stride 2, 512 -> 512, relu_backward residual; 231 MFLOP and 10.3 MB per example.
inline void conv2d_transpose_3x3_14x14x512_512_s2_relu_backward(Context& ctx, Tensor y, ConstTensor x,
                                                                ConstTensor filter, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_14x14x512_512_s2_relu_backward(ctx.worker(), x_, filter_, residual_, y_),
           y);
}

// 3x3 transposed convolution, 128 -> 128, relu_backward residual; 231 MFLOP and 1.79 MB per example.
inline void conv2d_transpose_3x3_28x28x128_128_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                             ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_28x28x128_128_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 3x3 transposed convolution, stride 2, 256 -> 256, relu_backward residual; 231 MFLOP and 4.17 MB per example.
inline void conv2d_transpose_3x3_28x28x256_256_s2_relu_backward(Context& ctx, Tensor y, ConstTensor x,
                                                                ConstTensor filter, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_28x28x256_256_s2_relu_backward(ctx.worker(), x_, filter_, residual_, y_),
           y);
}

// 3x3 transposed convolution, stride 2, 128 -> 128, relu_backward residual; 231 MFLOP and 4.2 MB per example.
inline void conv2d_transpose_3x3_56x56x128_128_s2_relu_backward(Context& ctx, Tensor y, ConstTensor x,
                                                                ConstTensor filter, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_56x56x128_128_s2_relu_backward(ctx.worker(), x_, filter_, residual_, y_),
           y);
}

// 3x3 transposed convolution, 64 -> 64, relu_backward residual; 231 MFLOP and 2.56 MB per example.
inline void conv2d_transpose_3x3_56x56x64_64_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                           ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_56x56x64_64_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// 3x3 transposed convolution, 512 -> 512, relu_backward residual; 231 MFLOP and 9.74 MB per example.
inline void conv2d_transpose_3x3_7x7x512_512_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor filter,
                                                           ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument filter_(filter, filter.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().conv2d_transpose_3x3_7x7x512_512_relu_backward(ctx.worker(), x_, filter_, residual_, y_), y);
}

// softmax and cross-entropy of 1001 classes; 4 kFLOP and 8.02 kB per example.
inline void cross_entropy_1001(Context& ctx, Tensor losses, Tensor gradient, ConstTensor logits, ConstTokens labels) {
  specimen_v2::RowsArgument logits_(logits, gradient.batch());
  specimen_v2::RowsArgument labels_(labels, gradient.batch());
  specimen_v2::RowsArgument losses_(losses, gradient.batch());
  specimen_v2::RowsArgument gradient_(gradient, gradient.batch());
  ctx.done(ctx.kernels().cross_entropy_1001(ctx.worker(), logits_, labels_, losses_, gradient_), gradient);
}

// dense of every row, 1001 -> 2048; 4.1 MFLOP and 8.21 MB per example.
inline void dense_1001_2048_rows32(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_1001_2048_rows32(ctx.worker(), x_, kernel_, y_), y);
}

// dense of every row, 2048 -> 1001, bias; 4.1 MFLOP and 8.27 MB per example.
inline void dense_2048_1001_rows32(Context& ctx, Tensor y, ConstTensor x, ConstTensor kernel, const KernelBias& p) {
  specimen_v2::RowsArgument x_(x, y.batch());
  specimen_v2::VectorArgument kernel_(kernel, kernel.elements());
  specimen_v2::WeightArgument bias_(p.bias, {1001});
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().dense_2048_1001_rows32(ctx.worker(), x_, kernel_, bias_, y_), y);
}

// gradient of a dense kernel, 2048 -> 1001; 4.1 MFLOP and 8.21 MB per example.
inline void dense_backward_kernel_2048_1001(Context& ctx, const KernelBias& g, ConstTensor x, ConstTensor dy) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::RowsArgument dy_(dy, dy.rows());
  specimen_v2::VectorArgument dkernel_(Tensor(g.kernel, {2048, 1001}), Tensor(g.kernel, {2048, 1001}).elements());
  ctx.done(ctx.kernels().dense_backward_kernel_2048_1001(ctx.worker(), x_, dy_, dkernel_),
           Tensor(g.kernel, {2048, 1001}));
}

// relu_backward residual; 803 kFLOP and 9.63 MB per example.
inline void elementwise_112x112x64_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_112x112x64_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// multiply scale, bias, relu; 2.41 MFLOP and 6.42 MB per example.
inline void elementwise_112x112x64_scale_bias_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                   ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_112x112x64_scale_bias_relu(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// relu_backward residual; 201 kFLOP and 2.41 MB per example.
inline void elementwise_14x14x1024_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x1024_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// multiply scale, bias; 401 kFLOP and 1.61 MB per example.
inline void elementwise_14x14x1024_scale_bias(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                              ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x1024_scale_bias(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, residual, relu; 803 kFLOP and 2.42 MB per example.
inline void elementwise_14x14x1024_scale_bias_add_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                       ConstTensor gate_2, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x1024_scale_bias_add_relu(ctx.worker(), x_, gate_, gate_2_, residual_, y_),
           y);
}

// multiply scale, bias, relu; 151 kFLOP and 403 kB per example.
inline void elementwise_14x14x256_scale_bias_relu_8a2d4d1c(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                           ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x256_scale_bias_relu_8a2d4d1c(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 151 kFLOP and 403 kB per example.
inline void elementwise_14x14x256_scale_bias_relu_e13c2a53(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                           ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x256_scale_bias_relu_e13c2a53(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 301 kFLOP and 807 kB per example.
inline void elementwise_14x14x512_scale_bias_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                  ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_14x14x512_scale_bias_relu(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 301 kFLOP and 804 kB per example.
inline void elementwise_28x28x128_scale_bias_relu_a68feeeb(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                           ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x128_scale_bias_relu_a68feeeb(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 301 kFLOP and 804 kB per example.
inline void elementwise_28x28x128_scale_bias_relu_d92da300(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                           ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x128_scale_bias_relu_d92da300(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 602 kFLOP and 1.61 MB per example.
inline void elementwise_28x28x256_scale_bias_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                  ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x256_scale_bias_relu(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// relu_backward residual; 401 kFLOP and 4.82 MB per example.
inline void elementwise_28x28x512_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x512_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// multiply scale, bias; 803 kFLOP and 3.22 MB per example.
inline void elementwise_28x28x512_scale_bias(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                             ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x512_scale_bias(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, residual, relu; 1.61 MFLOP and 4.82 MB per example.
inline void elementwise_28x28x512_scale_bias_add_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                      ConstTensor gate_2, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_28x28x512_scale_bias_add_relu(ctx.worker(), x_, gate_, gate_2_, residual_, y_), y);
}

// multiply scale, bias, relu; 1.2 MFLOP and 3.21 MB per example.
inline void elementwise_56x56x128_scale_bias_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                  ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x128_scale_bias_relu(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// relu_backward residual; 803 kFLOP and 9.63 MB per example.
inline void elementwise_56x56x256_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x256_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// multiply scale, bias; 1.61 MFLOP and 6.42 MB per example.
inline void elementwise_56x56x256_scale_bias(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                             ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x256_scale_bias(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, residual, relu; 3.21 MFLOP and 9.64 MB per example.
inline void elementwise_56x56x256_scale_bias_add_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                      ConstTensor gate_2, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x256_scale_bias_add_relu(ctx.worker(), x_, gate_, gate_2_, residual_, y_), y);
}

// multiply scale, bias, relu; 602 kFLOP and 1.61 MB per example.
inline void elementwise_56x56x64_scale_bias_relu_0de3e07a(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                          ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x64_scale_bias_relu_0de3e07a(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 602 kFLOP and 1.61 MB per example.
inline void elementwise_56x56x64_scale_bias_relu_290830b4(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                          ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_56x56x64_scale_bias_relu_290830b4(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// relu_backward residual; 100 kFLOP and 1.2 MB per example.
inline void elementwise_7x7x2048_relu_backward(Context& ctx, Tensor y, ConstTensor x, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_7x7x2048_relu_backward(ctx.worker(), x_, residual_, y_), y);
}

// multiply scale, bias; 201 kFLOP and 819 kB per example.
inline void elementwise_7x7x2048_scale_bias(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                            ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_7x7x2048_scale_bias(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, residual, relu; 401 kFLOP and 1.22 MB per example.
inline void elementwise_7x7x2048_scale_bias_add_relu(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                     ConstTensor gate_2, ConstTensor residual) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument residual_(residual, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_7x7x2048_scale_bias_add_relu(ctx.worker(), x_, gate_, gate_2_, residual_, y_), y);
}

// multiply scale, bias, relu; 75.3 kFLOP and 205 kB per example.
inline void elementwise_7x7x512_scale_bias_relu_206eb2b0(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                         ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_7x7x512_scale_bias_relu_206eb2b0(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// multiply scale, bias, relu; 75.3 kFLOP and 205 kB per example.
inline void elementwise_7x7x512_scale_bias_relu_6225ea80(Context& ctx, Tensor y, ConstTensor x, ConstTensor gate,
                                                         ConstTensor gate_2) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::VectorArgument gate_(gate, gate.elements());
  specimen_v2::VectorArgument gate_2_(gate_2, gate_2.elements());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().elementwise_7x7x512_scale_bias_relu_6225ea80(ctx.worker(), x_, gate_, gate_2_, y_), y);
}

// global average pooling of 7x7; 100 kFLOP and 410 kB per example.
inline void global_pool_average_7x7x2048(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::RowsArgument y_(y, y.batch());
  ctx.done(ctx.kernels().global_pool_average_7x7x2048(ctx.worker(), x_, y_), y);
}

// gradient of an average over 7x7 pixels; 100 kFLOP and 410 kB per example.
inline void global_pool_backward_7x7x2048(Context& ctx, Tensor dx, ConstTensor dy) {
  specimen_v2::RowsArgument dy_(dy, dx.batch());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().global_pool_backward_7x7x2048(ctx.worker(), dy_, dx_), dx);
}

// panels of a 1x1 filter, 1001 -> 2048, transposed; 0 FLOP and 16.4 MB per example.
inline void pack_filter_1x1_1001_2048_transposed(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 2048, 1001});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1001_2048_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 2048; 0 FLOP and 16.8 MB per example.
inline void pack_filter_1x1_1024_2048(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 2048});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_2048(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 256; 0 FLOP and 2.1 MB per example.
inline void pack_filter_1x1_1024_256(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_256(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 256, transposed; 0 FLOP and 2.1 MB per example.
inline void pack_filter_1x1_1024_256_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_256_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 512; 0 FLOP and 4.19 MB per example.
inline void pack_filter_1x1_1024_512(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_512(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 1024 -> 512, transposed; 0 FLOP and 4.19 MB per example.
inline void pack_filter_1x1_1024_512_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_1024_512_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 128 -> 256, transposed; 0 FLOP and 262 kB per example.
inline void pack_filter_1x1_128_256_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_128_256_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 128 -> 512; 0 FLOP and 524 kB per example.
inline void pack_filter_1x1_128_512(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 128, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_128_512(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 128 -> 512, transposed; 0 FLOP and 524 kB per example.
inline void pack_filter_1x1_128_512_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_128_512_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 2048 -> 1001; 0 FLOP and 16.5 MB per example.
inline void pack_filter_1x1_2048_1001(Context& ctx, Tensor packed, const KernelBias& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 2048, 1001});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_2048_1001(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 2048 -> 1024, transposed; 0 FLOP and 16.8 MB per example.
inline void pack_filter_1x1_2048_1024_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 2048});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_2048_1024_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 2048 -> 512; 0 FLOP and 8.39 MB per example.
inline void pack_filter_1x1_2048_512(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 2048, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_2048_512(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 2048 -> 512, transposed; 0 FLOP and 8.39 MB per example.
inline void pack_filter_1x1_2048_512_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 2048});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_2048_512_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 1024; 0 FLOP and 2.1 MB per example.
inline void pack_filter_1x1_256_1024(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_1024(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 1024, transposed; 0 FLOP and 2.1 MB per example.
inline void pack_filter_1x1_256_1024_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_1024_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 128; 0 FLOP and 262 kB per example.
inline void pack_filter_1x1_256_128(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_128(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 512; 0 FLOP and 1.05 MB per example.
inline void pack_filter_1x1_256_512(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_512(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 512, transposed; 0 FLOP and 1.05 MB per example.
inline void pack_filter_1x1_256_512_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_512_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 64; 0 FLOP and 131 kB per example.
inline void pack_filter_1x1_256_64(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_64(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 256 -> 64, transposed; 0 FLOP and 131 kB per example.
inline void pack_filter_1x1_256_64_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 64, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_256_64_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 1024; 0 FLOP and 4.19 MB per example.
inline void pack_filter_1x1_512_1024(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 1024});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_1024(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 1024, transposed; 0 FLOP and 4.19 MB per example.
inline void pack_filter_1x1_512_1024_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 1024, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_1024_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 128; 0 FLOP and 524 kB per example.
inline void pack_filter_1x1_512_128(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_128(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 128, transposed; 0 FLOP and 524 kB per example.
inline void pack_filter_1x1_512_128_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 128, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_128_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 2048; 0 FLOP and 8.39 MB per example.
inline void pack_filter_1x1_512_2048(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 2048});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_2048(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 2048, transposed; 0 FLOP and 8.39 MB per example.
inline void pack_filter_1x1_512_2048_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 2048, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_2048_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 256; 0 FLOP and 1.05 MB per example.
inline void pack_filter_1x1_512_256(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 512, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_256(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 512 -> 256, transposed; 0 FLOP and 1.05 MB per example.
inline void pack_filter_1x1_512_256_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_512_256_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 64 -> 256; 0 FLOP and 131 kB per example.
inline void pack_filter_1x1_64_256(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 64, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_64_256(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 64 -> 256, transposed; 0 FLOP and 131 kB per example.
inline void pack_filter_1x1_64_256_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 256, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_64_256_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 64 -> 64; 0 FLOP and 32.8 kB per example.
inline void pack_filter_1x1_64_64(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 64, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_64_64(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 1x1 filter, 64 -> 64, transposed; 0 FLOP and 32.8 kB per example.
inline void pack_filter_1x1_64_64_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {1, 1, 64, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_1x1_64_64_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 128 -> 128; 0 FLOP and 1.18 MB per example.
inline void pack_filter_3x3_128_128(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 128, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_128_128(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 128 -> 128, transposed; 0 FLOP and 1.18 MB per example.
inline void pack_filter_3x3_128_128_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 128, 128});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_128_128_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 256 -> 256; 0 FLOP and 4.72 MB per example.
inline void pack_filter_3x3_256_256(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 256, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_256_256(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 256 -> 256, transposed; 0 FLOP and 4.72 MB per example.
inline void pack_filter_3x3_256_256_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 256, 256});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_256_256_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 512 -> 512; 0 FLOP and 18.9 MB per example.
inline void pack_filter_3x3_512_512(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 512, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_512_512(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 512 -> 512, transposed; 0 FLOP and 18.9 MB per example.
inline void pack_filter_3x3_512_512_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 512, 512});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_512_512_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 64 -> 64; 0 FLOP and 295 kB per example.
inline void pack_filter_3x3_64_64(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 64, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_64_64(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 3x3 filter, 64 -> 64, transposed; 0 FLOP and 295 kB per example.
inline void pack_filter_3x3_64_64_transposed(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {3, 3, 64, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_3x3_64_64_transposed(ctx.worker(), kernel_, packed_), packed);
}

// panels of a 7x7 filter, 3 -> 64; 0 FLOP and 75.3 kB per example.
inline void pack_filter_7x7_3_64(Context& ctx, Tensor packed, const Kernel& p) {
  specimen_v2::WeightArgument kernel_(p.kernel, {7, 7, 3, 64});
  specimen_v2::VectorArgument packed_(packed, packed.elements());
  ctx.done(ctx.kernels().pack_filter_7x7_3_64(ctx.worker(), kernel_, packed_), packed);
}

// copy with padding of 3, 2, 3, 2 (top, bottom, left, right); 0 FLOP and 1.23 MB per example.
inline void pad_224x224x3_t3b2l3r2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch(), -2070);
  ctx.done(ctx.kernels().pad_224x224x3_t3b2l3r2(ctx.worker(), x_, y_), y);
}

// gradient of 3x3 max pooling, stride 2; 1.81 MFLOP and 8.09 MB per example.
inline void pool2d_backward_max_3x3_112x112x64_s2(Context& ctx, Tensor dx, ConstTensor x, ConstTensor y,
                                                  ConstTensor dy) {
  specimen_v2::ImageArgument x_(x, dx.batch());
  specimen_v2::ImageArgument y_(y, dx.batch());
  specimen_v2::ImageArgument dy_(dy, dx.batch());
  specimen_v2::ImageArgument dx_(dx, dx.batch());
  ctx.done(ctx.kernels().pool2d_backward_max_3x3_112x112x64_s2(ctx.worker(), x_, y_, dy_, dx_), dx);
}

// 3x3 max pooling, stride 2; 1.81 MFLOP and 4.07 MB per example.
inline void pool2d_max_3x3_56x56x64_s2(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::ImageArgument x_(x, y.batch());
  specimen_v2::ImageArgument y_(y, y.batch());
  ctx.done(ctx.kernels().pool2d_max_3x3_56x56x64_s2(ctx.worker(), x_, y_), y);
}

// mean over the batch; 1 FLOP and 8 bytes per example.
inline void reduce_mean_batch_1(Context& ctx, Tensor y, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(y, y.elements());
  ctx.done(ctx.kernels().reduce_mean_batch_1(ctx.worker(), x_, y_), y);
}

// sum over the batch of 1001 features; 1 kFLOP and 8.01 kB per example.
inline void reduce_sum_batch_1001(Context& ctx, const KernelBias& g, ConstTensor x) {
  specimen_v2::RowsArgument x_(x, x.rows());
  specimen_v2::VectorArgument y_(Tensor(g.bias, {1001}), Tensor(g.bias, {1001}).elements());
  ctx.done(ctx.kernels().reduce_sum_batch_1001(ctx.worker(), x_, y_), Tensor(g.bias, {1001}));
}

using specimen_v2::fill_padding;
using specimen_v2::kLowest;
using specimen_v2::Padding;

}  // namespace resnet50_train

#endif  // SPECIMEN_V2_RESNET50_TRAIN_KERNELS_H
