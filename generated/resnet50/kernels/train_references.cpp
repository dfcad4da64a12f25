// resnet50_train: its kernels as plain C++, for any compiler and machine, and to compare the fast ones with.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 09c3bbb7182aa73d
#include "kernels/batch_norm_backward_data/reference.h"
#include "kernels/batch_norm_backward_sums/reference.h"
#include "kernels/batch_norm_scale/reference.h"
#include "kernels/batch_norm_statistics/reference.h"
#include "kernels/conv2d/reference.h"
#include "kernels/conv2d_backward_kernel/reference.h"
#include "kernels/conv2d_transpose/reference.h"
#include "kernels/cross_entropy/reference.h"
#include "kernels/dense/reference.h"
#include "kernels/dense_backward_kernel/reference.h"
#include "kernels/elementwise/reference.h"
#include "kernels/global_pool/reference.h"
#include "kernels/global_pool_backward/reference.h"
#include "kernels/pack_filter/reference.h"
#include "kernels/pad/reference.h"
#include "kernels/pool2d/reference.h"
#include "kernels/pool2d_backward/reference.h"
#include "kernels/reduce/reference.h"
#include "kernels/train_instances.h"
#include "resnet50_train_kernels.h"

using specimen_v2::Buffer;
using specimen_v2::Real;
using namespace resnet50::kernels;

static const Real* const_reals(const Buffer* buffer) { return reinterpret_cast<const Real*>(buffer->host); }
static const std::int32_t* const_tokens(const Buffer* buffer) {
  return reinterpret_cast<const std::int32_t*>(buffer->host);
}
static Real* reals(const Buffer* buffer) { return reinterpret_cast<Real*>(buffer->host); }

static const BatchNormBackwardData k_batch_norm_backward_data_112x112x64 =
    resnet50::kernels::train_instances::batch_norm_backward_data_112x112x64();
static const BatchNormBackwardData k_batch_norm_backward_data_14x14x1024 =
    resnet50::kernels::train_instances::batch_norm_backward_data_14x14x1024();
static const BatchNormBackwardData k_batch_norm_backward_data_14x14x256 =
    resnet50::kernels::train_instances::batch_norm_backward_data_14x14x256();
static const BatchNormBackwardData k_batch_norm_backward_data_14x14x512 =
    resnet50::kernels::train_instances::batch_norm_backward_data_14x14x512();
static const BatchNormBackwardData k_batch_norm_backward_data_28x28x128 =
    resnet50::kernels::train_instances::batch_norm_backward_data_28x28x128();
static const BatchNormBackwardData k_batch_norm_backward_data_28x28x256 =
    resnet50::kernels::train_instances::batch_norm_backward_data_28x28x256();
static const BatchNormBackwardData k_batch_norm_backward_data_28x28x512 =
    resnet50::kernels::train_instances::batch_norm_backward_data_28x28x512();
static const BatchNormBackwardData k_batch_norm_backward_data_56x56x128 =
    resnet50::kernels::train_instances::batch_norm_backward_data_56x56x128();
static const BatchNormBackwardData k_batch_norm_backward_data_56x56x256 =
    resnet50::kernels::train_instances::batch_norm_backward_data_56x56x256();
static const BatchNormBackwardData k_batch_norm_backward_data_56x56x64 =
    resnet50::kernels::train_instances::batch_norm_backward_data_56x56x64();
static const BatchNormBackwardData k_batch_norm_backward_data_7x7x2048 =
    resnet50::kernels::train_instances::batch_norm_backward_data_7x7x2048();
static const BatchNormBackwardData k_batch_norm_backward_data_7x7x512 =
    resnet50::kernels::train_instances::batch_norm_backward_data_7x7x512();
static const BatchNormBackwardSums k_batch_norm_backward_sums_112x112x64 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_112x112x64();
static const BatchNormBackwardSums k_batch_norm_backward_sums_14x14x1024 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_14x14x1024();
static const BatchNormBackwardSums k_batch_norm_backward_sums_14x14x256 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_14x14x256();
static const BatchNormBackwardSums k_batch_norm_backward_sums_14x14x512 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_14x14x512();
static const BatchNormBackwardSums k_batch_norm_backward_sums_28x28x128 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_28x28x128();
static const BatchNormBackwardSums k_batch_norm_backward_sums_28x28x256 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_28x28x256();
static const BatchNormBackwardSums k_batch_norm_backward_sums_28x28x512 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_28x28x512();
static const BatchNormBackwardSums k_batch_norm_backward_sums_56x56x128 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_56x56x128();
static const BatchNormBackwardSums k_batch_norm_backward_sums_56x56x256 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_56x56x256();
static const BatchNormBackwardSums k_batch_norm_backward_sums_56x56x64 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_56x56x64();
static const BatchNormBackwardSums k_batch_norm_backward_sums_7x7x2048 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_7x7x2048();
static const BatchNormBackwardSums k_batch_norm_backward_sums_7x7x512 =
    resnet50::kernels::train_instances::batch_norm_backward_sums_7x7x512();
static const BatchNormScale k_batch_norm_scale_1024 = resnet50::kernels::train_instances::batch_norm_scale_1024();
static const BatchNormScale k_batch_norm_scale_128 = resnet50::kernels::train_instances::batch_norm_scale_128();
static const BatchNormScale k_batch_norm_scale_2048 = resnet50::kernels::train_instances::batch_norm_scale_2048();
static const BatchNormScale k_batch_norm_scale_256 = resnet50::kernels::train_instances::batch_norm_scale_256();
static const BatchNormScale k_batch_norm_scale_512 = resnet50::kernels::train_instances::batch_norm_scale_512();
static const BatchNormScale k_batch_norm_scale_64 = resnet50::kernels::train_instances::batch_norm_scale_64();
static const BatchNormStatistics k_batch_norm_statistics_112x112x64 =
    resnet50::kernels::train_instances::batch_norm_statistics_112x112x64();
static const BatchNormStatistics k_batch_norm_statistics_14x14x1024 =
    resnet50::kernels::train_instances::batch_norm_statistics_14x14x1024();
static const BatchNormStatistics k_batch_norm_statistics_14x14x256 =
    resnet50::kernels::train_instances::batch_norm_statistics_14x14x256();
static const BatchNormStatistics k_batch_norm_statistics_14x14x512 =
    resnet50::kernels::train_instances::batch_norm_statistics_14x14x512();
static const BatchNormStatistics k_batch_norm_statistics_28x28x128 =
    resnet50::kernels::train_instances::batch_norm_statistics_28x28x128();
static const BatchNormStatistics k_batch_norm_statistics_28x28x256 =
    resnet50::kernels::train_instances::batch_norm_statistics_28x28x256();
static const BatchNormStatistics k_batch_norm_statistics_28x28x512 =
    resnet50::kernels::train_instances::batch_norm_statistics_28x28x512();
static const BatchNormStatistics k_batch_norm_statistics_56x56x128 =
    resnet50::kernels::train_instances::batch_norm_statistics_56x56x128();
static const BatchNormStatistics k_batch_norm_statistics_56x56x256 =
    resnet50::kernels::train_instances::batch_norm_statistics_56x56x256();
static const BatchNormStatistics k_batch_norm_statistics_56x56x64 =
    resnet50::kernels::train_instances::batch_norm_statistics_56x56x64();
static const BatchNormStatistics k_batch_norm_statistics_7x7x2048 =
    resnet50::kernels::train_instances::batch_norm_statistics_7x7x2048();
static const BatchNormStatistics k_batch_norm_statistics_7x7x512 =
    resnet50::kernels::train_instances::batch_norm_statistics_7x7x512();
static const Conv2D k_conv2d_1x1_14x14x1024_256 = resnet50::kernels::train_instances::conv2d_1x1_14x14x1024_256();
static const Conv2D k_conv2d_1x1_14x14x1024_512 = resnet50::kernels::train_instances::conv2d_1x1_14x14x1024_512();
static const Conv2D k_conv2d_1x1_14x14x256_1024 = resnet50::kernels::train_instances::conv2d_1x1_14x14x256_1024();
static const Conv2D k_conv2d_1x1_14x14x512_1024_s2 = resnet50::kernels::train_instances::conv2d_1x1_14x14x512_1024_s2();
static const Conv2D k_conv2d_1x1_28x28x128_512 = resnet50::kernels::train_instances::conv2d_1x1_28x28x128_512();
static const Conv2D k_conv2d_1x1_28x28x256_512_s2 = resnet50::kernels::train_instances::conv2d_1x1_28x28x256_512_s2();
static const Conv2D k_conv2d_1x1_28x28x512_128 = resnet50::kernels::train_instances::conv2d_1x1_28x28x512_128();
static const Conv2D k_conv2d_1x1_28x28x512_256 = resnet50::kernels::train_instances::conv2d_1x1_28x28x512_256();
static const Conv2D k_conv2d_1x1_56x56x256_128 = resnet50::kernels::train_instances::conv2d_1x1_56x56x256_128();
static const Conv2D k_conv2d_1x1_56x56x256_64 = resnet50::kernels::train_instances::conv2d_1x1_56x56x256_64();
static const Conv2D k_conv2d_1x1_56x56x64_256 = resnet50::kernels::train_instances::conv2d_1x1_56x56x64_256();
static const Conv2D k_conv2d_1x1_56x56x64_64 = resnet50::kernels::train_instances::conv2d_1x1_56x56x64_64();
static const Conv2D k_conv2d_1x1_7x7x1024_2048_s2 = resnet50::kernels::train_instances::conv2d_1x1_7x7x1024_2048_s2();
static const Conv2D k_conv2d_1x1_7x7x2048_512 = resnet50::kernels::train_instances::conv2d_1x1_7x7x2048_512();
static const Conv2D k_conv2d_1x1_7x7x512_2048 = resnet50::kernels::train_instances::conv2d_1x1_7x7x512_2048();
static const Conv2D k_conv2d_3x3_14x14x256_256 = resnet50::kernels::train_instances::conv2d_3x3_14x14x256_256();
static const Conv2D k_conv2d_3x3_14x14x256_256_s2 = resnet50::kernels::train_instances::conv2d_3x3_14x14x256_256_s2();
static const Conv2D k_conv2d_3x3_28x28x128_128 = resnet50::kernels::train_instances::conv2d_3x3_28x28x128_128();
static const Conv2D k_conv2d_3x3_28x28x128_128_s2 = resnet50::kernels::train_instances::conv2d_3x3_28x28x128_128_s2();
static const Conv2D k_conv2d_3x3_56x56x64_64 = resnet50::kernels::train_instances::conv2d_3x3_56x56x64_64();
static const Conv2D k_conv2d_3x3_7x7x512_512 = resnet50::kernels::train_instances::conv2d_3x3_7x7x512_512();
static const Conv2D k_conv2d_3x3_7x7x512_512_s2 = resnet50::kernels::train_instances::conv2d_3x3_7x7x512_512_s2();
static const Conv2D k_conv2d_7x7_112x112x3_64_s2 = resnet50::kernels::train_instances::conv2d_7x7_112x112x3_64_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_14x14x1024_256 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_14x14x1024_256();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_14x14x1024_512 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_14x14x1024_512();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_14x14x256_1024 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_14x14x256_1024();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_14x14x512_1024_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_14x14x512_1024_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_28x28x128_512 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_28x28x128_512();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_28x28x256_512_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_28x28x256_512_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_28x28x512_128 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_28x28x512_128();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_28x28x512_256 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_28x28x512_256();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_56x56x256_128 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_56x56x256_128();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_56x56x256_64 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_56x56x256_64();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_56x56x64_256 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_56x56x64_256();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_56x56x64_64 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_56x56x64_64();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_7x7x1024_2048_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_7x7x1024_2048_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_7x7x2048_512 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_7x7x2048_512();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_1x1_7x7x512_2048 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_1x1_7x7x512_2048();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_14x14x256_256 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_14x14x256_256();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_14x14x256_256_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_14x14x256_256_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_28x28x128_128 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_28x28x128_128();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_28x28x128_128_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_28x28x128_128_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_56x56x64_64 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_56x56x64_64();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_7x7x512_512 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_7x7x512_512();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_3x3_7x7x512_512_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_3x3_7x7x512_512_s2();
static const Conv2DBackwardKernel k_conv2d_backward_kernel_7x7_112x112x3_64_s2 =
    resnet50::kernels::train_instances::conv2d_backward_kernel_7x7_112x112x3_64_s2();
static const Conv2DTranspose k_conv2d_transpose_1x1_14x14x1024_256_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_14x14x1024_256_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_1x1_14x14x2048_1024_s2 =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_14x14x2048_1024_s2();
static const Conv2DTranspose k_conv2d_transpose_1x1_14x14x256_1024_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_14x14x256_1024_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_14x14x512_1024_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_14x14x512_1024_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_28x28x1024_512_s2 =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_28x28x1024_512_s2();
static const Conv2DTranspose k_conv2d_transpose_1x1_28x28x128_512_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_28x28x128_512_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_28x28x256_512_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_28x28x256_512_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_28x28x512_128_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_28x28x512_128_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x128_256_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x128_256_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x256_64 =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x256_64();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x256_64_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x256_64_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x512_256_s2 =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x512_256_s2();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x64_256_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x64_256_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_56x56x64_64_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_56x56x64_64_add();
static const Conv2DTranspose k_conv2d_transpose_1x1_7x7x2048_512_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_7x7x2048_512_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_1x1_7x7x512_2048_add =
    resnet50::kernels::train_instances::conv2d_transpose_1x1_7x7x512_2048_add();
static const Conv2DTranspose k_conv2d_transpose_3x3_14x14x256_256_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_14x14x256_256_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_14x14x512_512_s2_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_14x14x512_512_s2_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_28x28x128_128_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_28x28x128_128_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_28x28x256_256_s2_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_28x28x256_256_s2_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_56x56x128_128_s2_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_56x56x128_128_s2_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_56x56x64_64_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_56x56x64_64_relu_backward();
static const Conv2DTranspose k_conv2d_transpose_3x3_7x7x512_512_relu_backward =
    resnet50::kernels::train_instances::conv2d_transpose_3x3_7x7x512_512_relu_backward();
static const CrossEntropy k_cross_entropy_1001 = resnet50::kernels::train_instances::cross_entropy_1001();
static const Dense k_dense_1001_2048_rows32 = resnet50::kernels::train_instances::dense_1001_2048_rows32();
static const Dense k_dense_2048_1001_rows32 = resnet50::kernels::train_instances::dense_2048_1001_rows32();
static const DenseBackwardKernel k_dense_backward_kernel_2048_1001 =
    resnet50::kernels::train_instances::dense_backward_kernel_2048_1001();
static const Elementwise k_elementwise_112x112x64_relu_backward =
    resnet50::kernels::train_instances::elementwise_112x112x64_relu_backward();
static const Elementwise k_elementwise_112x112x64_scale_bias_relu =
    resnet50::kernels::train_instances::elementwise_112x112x64_scale_bias_relu();
static const Elementwise k_elementwise_14x14x1024_relu_backward =
    resnet50::kernels::train_instances::elementwise_14x14x1024_relu_backward();
static const Elementwise k_elementwise_14x14x1024_scale_bias =
    resnet50::kernels::train_instances::elementwise_14x14x1024_scale_bias();
static const Elementwise k_elementwise_14x14x1024_scale_bias_add_relu =
    resnet50::kernels::train_instances::elementwise_14x14x1024_scale_bias_add_relu();
static const Elementwise k_elementwise_14x14x256_scale_bias_relu_8a2d4d1c =
    resnet50::kernels::train_instances::elementwise_14x14x256_scale_bias_relu_8a2d4d1c();
static const Elementwise k_elementwise_14x14x256_scale_bias_relu_e13c2a53 =
    resnet50::kernels::train_instances::elementwise_14x14x256_scale_bias_relu_e13c2a53();
static const Elementwise k_elementwise_14x14x512_scale_bias_relu =
    resnet50::kernels::train_instances::elementwise_14x14x512_scale_bias_relu();
static const Elementwise k_elementwise_28x28x128_scale_bias_relu_a68feeeb =
    resnet50::kernels::train_instances::elementwise_28x28x128_scale_bias_relu_a68feeeb();
static const Elementwise k_elementwise_28x28x128_scale_bias_relu_d92da300 =
    resnet50::kernels::train_instances::elementwise_28x28x128_scale_bias_relu_d92da300();
static const Elementwise k_elementwise_28x28x256_scale_bias_relu =
    resnet50::kernels::train_instances::elementwise_28x28x256_scale_bias_relu();
static const Elementwise k_elementwise_28x28x512_relu_backward =
    resnet50::kernels::train_instances::elementwise_28x28x512_relu_backward();
static const Elementwise k_elementwise_28x28x512_scale_bias =
    resnet50::kernels::train_instances::elementwise_28x28x512_scale_bias();
static const Elementwise k_elementwise_28x28x512_scale_bias_add_relu =
    resnet50::kernels::train_instances::elementwise_28x28x512_scale_bias_add_relu();
static const Elementwise k_elementwise_56x56x128_scale_bias_relu =
    resnet50::kernels::train_instances::elementwise_56x56x128_scale_bias_relu();
static const Elementwise k_elementwise_56x56x256_relu_backward =
    resnet50::kernels::train_instances::elementwise_56x56x256_relu_backward();
static const Elementwise k_elementwise_56x56x256_scale_bias =
    resnet50::kernels::train_instances::elementwise_56x56x256_scale_bias();
static const Elementwise k_elementwise_56x56x256_scale_bias_add_relu =
    resnet50::kernels::train_instances::elementwise_56x56x256_scale_bias_add_relu();
static const Elementwise k_elementwise_56x56x64_scale_bias_relu_0de3e07a =
    resnet50::kernels::train_instances::elementwise_56x56x64_scale_bias_relu_0de3e07a();
static const Elementwise k_elementwise_56x56x64_scale_bias_relu_290830b4 =
    resnet50::kernels::train_instances::elementwise_56x56x64_scale_bias_relu_290830b4();
static const Elementwise k_elementwise_7x7x2048_relu_backward =
    resnet50::kernels::train_instances::elementwise_7x7x2048_relu_backward();
static const Elementwise k_elementwise_7x7x2048_scale_bias =
    resnet50::kernels::train_instances::elementwise_7x7x2048_scale_bias();
static const Elementwise k_elementwise_7x7x2048_scale_bias_add_relu =
    resnet50::kernels::train_instances::elementwise_7x7x2048_scale_bias_add_relu();
static const Elementwise k_elementwise_7x7x512_scale_bias_relu_206eb2b0 =
    resnet50::kernels::train_instances::elementwise_7x7x512_scale_bias_relu_206eb2b0();
static const Elementwise k_elementwise_7x7x512_scale_bias_relu_6225ea80 =
    resnet50::kernels::train_instances::elementwise_7x7x512_scale_bias_relu_6225ea80();
static const GlobalPool k_global_pool_average_7x7x2048 =
    resnet50::kernels::train_instances::global_pool_average_7x7x2048();
static const GlobalPoolBackward k_global_pool_backward_7x7x2048 =
    resnet50::kernels::train_instances::global_pool_backward_7x7x2048();
static const PackFilter k_pack_filter_1x1_1001_2048_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_1001_2048_transposed();
static const PackFilter k_pack_filter_1x1_1024_2048 = resnet50::kernels::train_instances::pack_filter_1x1_1024_2048();
static const PackFilter k_pack_filter_1x1_1024_256 = resnet50::kernels::train_instances::pack_filter_1x1_1024_256();
static const PackFilter k_pack_filter_1x1_1024_256_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_1024_256_transposed();
static const PackFilter k_pack_filter_1x1_1024_512 = resnet50::kernels::train_instances::pack_filter_1x1_1024_512();
static const PackFilter k_pack_filter_1x1_1024_512_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_1024_512_transposed();
static const PackFilter k_pack_filter_1x1_128_256_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_128_256_transposed();
static const PackFilter k_pack_filter_1x1_128_512 = resnet50::kernels::train_instances::pack_filter_1x1_128_512();
static const PackFilter k_pack_filter_1x1_128_512_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_128_512_transposed();
static const PackFilter k_pack_filter_1x1_2048_1001 = resnet50::kernels::train_instances::pack_filter_1x1_2048_1001();
static const PackFilter k_pack_filter_1x1_2048_1024_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_2048_1024_transposed();
static const PackFilter k_pack_filter_1x1_2048_512 = resnet50::kernels::train_instances::pack_filter_1x1_2048_512();
static const PackFilter k_pack_filter_1x1_2048_512_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_2048_512_transposed();
static const PackFilter k_pack_filter_1x1_256_1024 = resnet50::kernels::train_instances::pack_filter_1x1_256_1024();
static const PackFilter k_pack_filter_1x1_256_1024_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_256_1024_transposed();
static const PackFilter k_pack_filter_1x1_256_128 = resnet50::kernels::train_instances::pack_filter_1x1_256_128();
static const PackFilter k_pack_filter_1x1_256_512 = resnet50::kernels::train_instances::pack_filter_1x1_256_512();
static const PackFilter k_pack_filter_1x1_256_512_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_256_512_transposed();
static const PackFilter k_pack_filter_1x1_256_64 = resnet50::kernels::train_instances::pack_filter_1x1_256_64();
static const PackFilter k_pack_filter_1x1_256_64_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_256_64_transposed();
static const PackFilter k_pack_filter_1x1_512_1024 = resnet50::kernels::train_instances::pack_filter_1x1_512_1024();
static const PackFilter k_pack_filter_1x1_512_1024_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_512_1024_transposed();
static const PackFilter k_pack_filter_1x1_512_128 = resnet50::kernels::train_instances::pack_filter_1x1_512_128();
static const PackFilter k_pack_filter_1x1_512_128_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_512_128_transposed();
static const PackFilter k_pack_filter_1x1_512_2048 = resnet50::kernels::train_instances::pack_filter_1x1_512_2048();
static const PackFilter k_pack_filter_1x1_512_2048_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_512_2048_transposed();
static const PackFilter k_pack_filter_1x1_512_256 = resnet50::kernels::train_instances::pack_filter_1x1_512_256();
static const PackFilter k_pack_filter_1x1_512_256_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_512_256_transposed();
static const PackFilter k_pack_filter_1x1_64_256 = resnet50::kernels::train_instances::pack_filter_1x1_64_256();
static const PackFilter k_pack_filter_1x1_64_256_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_64_256_transposed();
static const PackFilter k_pack_filter_1x1_64_64 = resnet50::kernels::train_instances::pack_filter_1x1_64_64();
static const PackFilter k_pack_filter_1x1_64_64_transposed =
    resnet50::kernels::train_instances::pack_filter_1x1_64_64_transposed();
static const PackFilter k_pack_filter_3x3_128_128 = resnet50::kernels::train_instances::pack_filter_3x3_128_128();
static const PackFilter k_pack_filter_3x3_128_128_transposed =
    resnet50::kernels::train_instances::pack_filter_3x3_128_128_transposed();
static const PackFilter k_pack_filter_3x3_256_256 = resnet50::kernels::train_instances::pack_filter_3x3_256_256();
static const PackFilter k_pack_filter_3x3_256_256_transposed =
    resnet50::kernels::train_instances::pack_filter_3x3_256_256_transposed();
static const PackFilter k_pack_filter_3x3_512_512 = resnet50::kernels::train_instances::pack_filter_3x3_512_512();
static const PackFilter k_pack_filter_3x3_512_512_transposed =
    resnet50::kernels::train_instances::pack_filter_3x3_512_512_transposed();
static const PackFilter k_pack_filter_3x3_64_64 = resnet50::kernels::train_instances::pack_filter_3x3_64_64();
static const PackFilter k_pack_filter_3x3_64_64_transposed =
    resnet50::kernels::train_instances::pack_filter_3x3_64_64_transposed();
static const PackFilter k_pack_filter_7x7_3_64 = resnet50::kernels::train_instances::pack_filter_7x7_3_64();
static const Pad k_pad_224x224x3_t3b2l3r2 = resnet50::kernels::train_instances::pad_224x224x3_t3b2l3r2();
static const Pool2DBackward k_pool2d_backward_max_3x3_112x112x64_s2 =
    resnet50::kernels::train_instances::pool2d_backward_max_3x3_112x112x64_s2();
static const Pool2D k_pool2d_max_3x3_56x56x64_s2 = resnet50::kernels::train_instances::pool2d_max_3x3_56x56x64_s2();
static const Reduce k_reduce_mean_batch_1 = resnet50::kernels::train_instances::reduce_mean_batch_1();
static const Reduce k_reduce_sum_batch_1001 = resnet50::kernels::train_instances::reduce_sum_batch_1001();

extern "C" {

int resnet50_train_f32_batch_norm_backward_data_112x112x64__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                      Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                      Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_112x112x64, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_14x14x1024__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                      Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                      Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_14x14x1024, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_14x14x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_14x14x256, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_14x14x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_14x14x512, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_28x28x128__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_28x28x128, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_28x28x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_28x28x256, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_28x28x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_28x28x512, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_56x56x128__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_56x56x128, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_56x56x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                     Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_56x56x256, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_56x56x64__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                    Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                    Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_56x56x64, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_7x7x2048__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                    Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                    Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_7x7x2048, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_data_7x7x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                   Buffer* variance, Buffer* gamma, Buffer* dgamma,
                                                                   Buffer* dbeta, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  batch_norm_backward_data_reference(k_batch_norm_backward_data_7x7x512, dx->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), const_reals(gamma),
                                     const_reals(dgamma), const_reals(dbeta), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_112x112x64__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                      Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_112x112x64, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_14x14x1024__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                      Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_14x14x1024, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_14x14x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_14x14x256, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_14x14x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_14x14x512, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_28x28x128__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_28x28x128, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_28x28x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_28x28x256, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_28x28x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_28x28x512, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_56x56x128__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_56x56x128, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_56x56x256__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                     Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_56x56x256, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_56x56x64__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                    Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_56x56x64, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_7x7x2048__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                    Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_7x7x2048, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_backward_sums_7x7x512__reference(const void*, Buffer* x, Buffer* dy, Buffer* mean,
                                                                   Buffer* variance, Buffer* dgamma, Buffer* dbeta) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dgamma), reals(dbeta)};
  batch_norm_backward_sums_reference(k_batch_norm_backward_sums_7x7x512, dy->dim[3].extent, const_reals(x),
                                     const_reals(dy), const_reals(mean), const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_1024__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                        Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_1024, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_128__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                       Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_128, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_2048__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                        Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_2048, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_256__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                       Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_256, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_512__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                       Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_512, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_scale_64__reference(const void*, Buffer* gamma, Buffer* beta, Buffer* mean,
                                                      Buffer* variance, Buffer* scale, Buffer* shift) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(scale), reals(shift)};
  batch_norm_scale_reference(k_batch_norm_scale_64, 1, const_reals(gamma), const_reals(beta), const_reals(mean),
                             const_reals(variance), operands, outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_112x112x64__reference(const void*, Buffer* x, Buffer* mean,
                                                                   Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_112x112x64, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_14x14x1024__reference(const void*, Buffer* x, Buffer* mean,
                                                                   Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_14x14x1024, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_14x14x256__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_14x14x256, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_14x14x512__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_14x14x512, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_28x28x128__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_28x28x128, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_28x28x256__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_28x28x256, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_28x28x512__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_28x28x512, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_56x56x128__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_56x56x128, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_56x56x256__reference(const void*, Buffer* x, Buffer* mean,
                                                                  Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_56x56x256, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_56x56x64__reference(const void*, Buffer* x, Buffer* mean,
                                                                 Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_56x56x64, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_7x7x2048__reference(const void*, Buffer* x, Buffer* mean,
                                                                 Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_7x7x2048, x->dim[3].extent, const_reals(x), operands,
                                  outputs);
  return 0;
}

int resnet50_train_f32_batch_norm_statistics_7x7x512__reference(const void*, Buffer* x, Buffer* mean,
                                                                Buffer* variance) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(mean), reals(variance)};
  batch_norm_statistics_reference(k_batch_norm_statistics_7x7x512, x->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_14x14x1024_256__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x1024_256, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_14x14x1024_512__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x1024_512, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_14x14x256_1024__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x256_1024, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_14x14x512_1024_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_14x14x512_1024_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_28x28x128_512__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x128_512, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_28x28x256_512_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x256_512_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_28x28x512_128__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x512_128, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_28x28x512_256__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_28x28x512_256, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_56x56x256_128__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x256_128, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_56x56x256_64__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x256_64, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_56x56x64_256__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x64_256, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_56x56x64_64__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_56x56x64_64, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_7x7x1024_2048_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x1024_2048_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_7x7x2048_512__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x2048_512, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_1x1_7x7x512_2048__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_1x1_7x7x512_2048, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_14x14x256_256__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_14x14x256_256, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_14x14x256_256_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_14x14x256_256_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_28x28x128_128__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_28x28x128_128, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_28x28x128_128_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_28x28x128_128_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_56x56x64_64__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_56x56x64_64, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_7x7x512_512__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_7x7x512_512, y->dim[3].extent, const_reals(x), const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_3x3_7x7x512_512_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_3x3_7x7x512_512_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_7x7_112x112x3_64_s2__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_reference(k_conv2d_7x7_112x112x3_64_s2, y->dim[3].extent, const_reals(x), const_reals(filter), operands,
                   outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x1024_256__reference(const void*, Buffer* x, Buffer* dy,
                                                                            Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_14x14x1024_256, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x1024_512__reference(const void*, Buffer* x, Buffer* dy,
                                                                            Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_14x14x1024_512, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x256_1024__reference(const void*, Buffer* x, Buffer* dy,
                                                                            Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_14x14x256_1024, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x512_1024_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                               Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_14x14x512_1024_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x128_512__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_28x28x128_512, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x256_512_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                              Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_28x28x256_512_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x512_128__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_28x28x512_128, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x512_256__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_28x28x512_256, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x256_128__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_56x56x256_128, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x256_64__reference(const void*, Buffer* x, Buffer* dy,
                                                                          Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_56x56x256_64, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x64_256__reference(const void*, Buffer* x, Buffer* dy,
                                                                          Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_56x56x64_256, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x64_64__reference(const void*, Buffer* x, Buffer* dy,
                                                                         Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_56x56x64_64, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x1024_2048_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                              Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_7x7x1024_2048_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x2048_512__reference(const void*, Buffer* x, Buffer* dy,
                                                                          Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_7x7x2048_512, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x512_2048__reference(const void*, Buffer* x, Buffer* dy,
                                                                          Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_1x1_7x7x512_2048, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_14x14x256_256__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_14x14x256_256, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_14x14x256_256_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                              Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_14x14x256_256_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_28x28x128_128__reference(const void*, Buffer* x, Buffer* dy,
                                                                           Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_28x28x128_128, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_28x28x128_128_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                              Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_28x28x128_128_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_56x56x64_64__reference(const void*, Buffer* x, Buffer* dy,
                                                                         Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_56x56x64_64, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_7x7x512_512__reference(const void*, Buffer* x, Buffer* dy,
                                                                         Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_7x7x512_512, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_3x3_7x7x512_512_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                            Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_3x3_7x7x512_512_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_backward_kernel_7x7_112x112x3_64_s2__reference(const void*, Buffer* x, Buffer* dy,
                                                                             Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  conv2d_backward_kernel_reference(k_conv2d_backward_kernel_7x7_112x112x3_64_s2, dy->dim[3].extent, const_reals(x),
                                   const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_14x14x1024_256_relu_backward__reference(const void*, Buffer* x,
                                                                                    Buffer* filter, Buffer* operand0,
                                                                                    Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_14x14x1024_256_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_14x14x2048_1024_s2__reference(const void*, Buffer* x, Buffer* filter,
                                                                          Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_14x14x2048_1024_s2, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_14x14x256_1024_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                          Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_14x14x256_1024_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_14x14x512_1024_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                          Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_14x14x512_1024_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_28x28x1024_512_s2__reference(const void*, Buffer* x, Buffer* filter,
                                                                         Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_28x28x1024_512_s2, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_28x28x128_512_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                         Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_28x28x128_512_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_28x28x256_512_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                         Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_28x28x256_512_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_28x28x512_128_relu_backward__reference(const void*, Buffer* x,
                                                                                   Buffer* filter, Buffer* operand0,
                                                                                   Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_28x28x512_128_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x128_256_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                         Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x128_256_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x256_64__reference(const void*, Buffer* x, Buffer* filter, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x256_64, y->dim[3].extent, const_reals(x), const_reals(filter),
                             operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x256_64_relu_backward__reference(const void*, Buffer* x,
                                                                                  Buffer* filter, Buffer* operand0,
                                                                                  Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x256_64_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x512_256_s2__reference(const void*, Buffer* x, Buffer* filter,
                                                                        Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x512_256_s2, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x64_256_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                        Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x64_256_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_56x56x64_64_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                       Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_56x56x64_64_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_7x7x2048_512_relu_backward__reference(const void*, Buffer* x,
                                                                                  Buffer* filter, Buffer* operand0,
                                                                                  Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_7x7x2048_512_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_1x1_7x7x512_2048_add__reference(const void*, Buffer* x, Buffer* filter,
                                                                        Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_1x1_7x7x512_2048_add, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_14x14x256_256_relu_backward__reference(const void*, Buffer* x,
                                                                                   Buffer* filter, Buffer* operand0,
                                                                                   Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_14x14x256_256_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_14x14x512_512_s2_relu_backward__reference(const void*, Buffer* x,
                                                                                      Buffer* filter, Buffer* operand0,
                                                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_14x14x512_512_s2_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_28x28x128_128_relu_backward__reference(const void*, Buffer* x,
                                                                                   Buffer* filter, Buffer* operand0,
                                                                                   Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_28x28x128_128_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_28x28x256_256_s2_relu_backward__reference(const void*, Buffer* x,
                                                                                      Buffer* filter, Buffer* operand0,
                                                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_28x28x256_256_s2_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_56x56x128_128_s2_relu_backward__reference(const void*, Buffer* x,
                                                                                      Buffer* filter, Buffer* operand0,
                                                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_56x56x128_128_s2_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_56x56x64_64_relu_backward__reference(const void*, Buffer* x, Buffer* filter,
                                                                                 Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_56x56x64_64_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_conv2d_transpose_3x3_7x7x512_512_relu_backward__reference(const void*, Buffer* x, Buffer* filter,
                                                                                 Buffer* operand0, Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  conv2d_transpose_reference(k_conv2d_transpose_3x3_7x7x512_512_relu_backward, y->dim[3].extent, const_reals(x),
                             const_reals(filter), operands, outputs);
  return 0;
}

int resnet50_train_f32_cross_entropy_1001__reference(const void*, Buffer* logits, Buffer* labels, Buffer* losses,
                                                     Buffer* gradient) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(losses), reals(gradient)};
  cross_entropy_reference(k_cross_entropy_1001, gradient->dim[1].extent, const_reals(logits), const_tokens(labels),
                          operands, outputs);
  return 0;
}

int resnet50_train_f32_dense_1001_2048_rows32__reference(const void*, Buffer* x, Buffer* kernel, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_1001_2048_rows32, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_dense_2048_1001_rows32__reference(const void*, Buffer* x, Buffer* kernel, Buffer* operand0,
                                                         Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  dense_reference(k_dense_2048_1001_rows32, y->dim[1].extent, const_reals(x), const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_dense_backward_kernel_2048_1001__reference(const void*, Buffer* x, Buffer* dy, Buffer* dkernel) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dkernel)};
  dense_backward_kernel_reference(k_dense_backward_kernel_2048_1001, dy->dim[1].extent, const_reals(x), const_reals(dy),
                                  operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_112x112x64_relu_backward__reference(const void*, Buffer* x, Buffer* operand0,
                                                                       Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_112x112x64_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_112x112x64_scale_bias_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                         Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_112x112x64_scale_bias_relu, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x1024_relu_backward__reference(const void*, Buffer* x, Buffer* operand0,
                                                                       Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x1024_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x1024_scale_bias__reference(const void*, Buffer* x, Buffer* operand0,
                                                                    Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x1024_scale_bias, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x1024_scale_bias_add_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                             Buffer* operand1, Buffer* operand2,
                                                                             Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1), reals(operand2)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x1024_scale_bias_add_relu, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x256_scale_bias_relu_8a2d4d1c__reference(const void*, Buffer* x,
                                                                                 Buffer* operand0, Buffer* operand1,
                                                                                 Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x256_scale_bias_relu_8a2d4d1c, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x256_scale_bias_relu_e13c2a53__reference(const void*, Buffer* x,
                                                                                 Buffer* operand0, Buffer* operand1,
                                                                                 Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x256_scale_bias_relu_e13c2a53, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_14x14x512_scale_bias_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                        Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_14x14x512_scale_bias_relu, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x128_scale_bias_relu_a68feeeb__reference(const void*, Buffer* x,
                                                                                 Buffer* operand0, Buffer* operand1,
                                                                                 Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x128_scale_bias_relu_a68feeeb, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x128_scale_bias_relu_d92da300__reference(const void*, Buffer* x,
                                                                                 Buffer* operand0, Buffer* operand1,
                                                                                 Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x128_scale_bias_relu_d92da300, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x256_scale_bias_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                        Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x256_scale_bias_relu, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x512_relu_backward__reference(const void*, Buffer* x, Buffer* operand0,
                                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x512_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x512_scale_bias__reference(const void*, Buffer* x, Buffer* operand0,
                                                                   Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x512_scale_bias, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_28x28x512_scale_bias_add_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                            Buffer* operand1, Buffer* operand2,
                                                                            Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1), reals(operand2)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_28x28x512_scale_bias_add_relu, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x128_scale_bias_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                        Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x128_scale_bias_relu, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x256_relu_backward__reference(const void*, Buffer* x, Buffer* operand0,
                                                                      Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x256_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x256_scale_bias__reference(const void*, Buffer* x, Buffer* operand0,
                                                                   Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x256_scale_bias, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x256_scale_bias_add_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                            Buffer* operand1, Buffer* operand2,
                                                                            Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1), reals(operand2)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x256_scale_bias_add_relu, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x64_scale_bias_relu_0de3e07a__reference(const void*, Buffer* x,
                                                                                Buffer* operand0, Buffer* operand1,
                                                                                Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x64_scale_bias_relu_0de3e07a, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_56x56x64_scale_bias_relu_290830b4__reference(const void*, Buffer* x,
                                                                                Buffer* operand0, Buffer* operand1,
                                                                                Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_56x56x64_scale_bias_relu_290830b4, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_7x7x2048_relu_backward__reference(const void*, Buffer* x, Buffer* operand0,
                                                                     Buffer* y) {
  const Real* const operands[] = {reals(operand0)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_7x7x2048_relu_backward, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_7x7x2048_scale_bias__reference(const void*, Buffer* x, Buffer* operand0,
                                                                  Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_7x7x2048_scale_bias, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_elementwise_7x7x2048_scale_bias_add_relu__reference(const void*, Buffer* x, Buffer* operand0,
                                                                           Buffer* operand1, Buffer* operand2,
                                                                           Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1), reals(operand2)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_7x7x2048_scale_bias_add_relu, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_7x7x512_scale_bias_relu_206eb2b0__reference(const void*, Buffer* x, Buffer* operand0,
                                                                               Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_7x7x512_scale_bias_relu_206eb2b0, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_elementwise_7x7x512_scale_bias_relu_6225ea80__reference(const void*, Buffer* x, Buffer* operand0,
                                                                               Buffer* operand1, Buffer* y) {
  const Real* const operands[] = {reals(operand0), reals(operand1)};
  Real* const outputs[] = {reals(y)};
  elementwise_reference(k_elementwise_7x7x512_scale_bias_relu_6225ea80, y->dim[3].extent, const_reals(x), operands,
                        outputs);
  return 0;
}

int resnet50_train_f32_global_pool_average_7x7x2048__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  global_pool_reference(k_global_pool_average_7x7x2048, y->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_global_pool_backward_7x7x2048__reference(const void*, Buffer* dy, Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  global_pool_backward_reference(k_global_pool_backward_7x7x2048, dx->dim[3].extent, const_reals(dy), operands,
                                 outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1001_2048_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1001_2048_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1024_2048__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_2048, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1024_256__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_256, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1024_256_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_256_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1024_512__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_512, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_1024_512_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_1024_512_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_128_256_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_128_256_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_128_512__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_128_512, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_128_512_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_128_512_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_2048_1001__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_2048_1001, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_2048_1024_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_2048_1024_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_2048_512__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_2048_512, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_2048_512_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_2048_512_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_1024__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_1024, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_1024_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_1024_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_128__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_128, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_512__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_512, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_512_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_512_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_64__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_64, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_256_64_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_256_64_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_1024__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_1024, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_1024_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_1024_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_128__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_128, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_128_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_128_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_2048__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_2048, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_2048_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_2048_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_256__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_256, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_512_256_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_512_256_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_64_256__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_64_256, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_64_256_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_64_256_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_64_64__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_64_64, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_1x1_64_64_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_1x1_64_64_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_128_128__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_128_128, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_128_128_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_128_128_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_256_256__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_256_256, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_256_256_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_256_256_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_512_512__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_512_512, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_512_512_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_512_512_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_64_64__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_64_64, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_3x3_64_64_transposed__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_3x3_64_64_transposed, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pack_filter_7x7_3_64__reference(const void*, Buffer* kernel, Buffer* packed) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(packed)};
  pack_filter_reference(k_pack_filter_7x7_3_64, 1, const_reals(kernel), operands, outputs);
  return 0;
}

int resnet50_train_f32_pad_224x224x3_t3b2l3r2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pad_reference(k_pad_224x224x3_t3b2l3r2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_pool2d_backward_max_3x3_112x112x64_s2__reference(const void*, Buffer* x, Buffer* y, Buffer* dy,
                                                                        Buffer* dx) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(dx)};
  pool2d_backward_reference(k_pool2d_backward_max_3x3_112x112x64_s2, dx->dim[3].extent, const_reals(x), const_reals(y),
                            const_reals(dy), operands, outputs);
  return 0;
}

int resnet50_train_f32_pool2d_max_3x3_56x56x64_s2__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  pool2d_reference(k_pool2d_max_3x3_56x56x64_s2, y->dim[3].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_reduce_mean_batch_1__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_mean_batch_1, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}

int resnet50_train_f32_reduce_sum_batch_1001__reference(const void*, Buffer* x, Buffer* y) {
  const Real* const* operands = nullptr;
  Real* const outputs[] = {reals(y)};
  reduce_reference(k_reduce_sum_batch_1001, x->dim[1].extent, const_reals(x), operands, outputs);
  return 0;
}
}

namespace resnet50_train {

extern const Kernels kReferenceKernels;
const Kernels kReferenceKernels = {
    Target::reference,
    resnet50_train_f32_batch_norm_backward_data_112x112x64__reference,
    resnet50_train_f32_batch_norm_backward_data_14x14x1024__reference,
    resnet50_train_f32_batch_norm_backward_data_14x14x256__reference,
    resnet50_train_f32_batch_norm_backward_data_14x14x512__reference,
    resnet50_train_f32_batch_norm_backward_data_28x28x128__reference,
    resnet50_train_f32_batch_norm_backward_data_28x28x256__reference,
    resnet50_train_f32_batch_norm_backward_data_28x28x512__reference,
    resnet50_train_f32_batch_norm_backward_data_56x56x128__reference,
    resnet50_train_f32_batch_norm_backward_data_56x56x256__reference,
    resnet50_train_f32_batch_norm_backward_data_56x56x64__reference,
    resnet50_train_f32_batch_norm_backward_data_7x7x2048__reference,
    resnet50_train_f32_batch_norm_backward_data_7x7x512__reference,
    resnet50_train_f32_batch_norm_backward_sums_112x112x64__reference,
    resnet50_train_f32_batch_norm_backward_sums_14x14x1024__reference,
    resnet50_train_f32_batch_norm_backward_sums_14x14x256__reference,
    resnet50_train_f32_batch_norm_backward_sums_14x14x512__reference,
    resnet50_train_f32_batch_norm_backward_sums_28x28x128__reference,
    resnet50_train_f32_batch_norm_backward_sums_28x28x256__reference,
    resnet50_train_f32_batch_norm_backward_sums_28x28x512__reference,
    resnet50_train_f32_batch_norm_backward_sums_56x56x128__reference,
    resnet50_train_f32_batch_norm_backward_sums_56x56x256__reference,
    resnet50_train_f32_batch_norm_backward_sums_56x56x64__reference,
    resnet50_train_f32_batch_norm_backward_sums_7x7x2048__reference,
    resnet50_train_f32_batch_norm_backward_sums_7x7x512__reference,
    resnet50_train_f32_batch_norm_scale_1024__reference,
    resnet50_train_f32_batch_norm_scale_128__reference,
    resnet50_train_f32_batch_norm_scale_2048__reference,
    resnet50_train_f32_batch_norm_scale_256__reference,
    resnet50_train_f32_batch_norm_scale_512__reference,
    resnet50_train_f32_batch_norm_scale_64__reference,
    resnet50_train_f32_batch_norm_statistics_112x112x64__reference,
    resnet50_train_f32_batch_norm_statistics_14x14x1024__reference,
    resnet50_train_f32_batch_norm_statistics_14x14x256__reference,
    resnet50_train_f32_batch_norm_statistics_14x14x512__reference,
    resnet50_train_f32_batch_norm_statistics_28x28x128__reference,
    resnet50_train_f32_batch_norm_statistics_28x28x256__reference,
    resnet50_train_f32_batch_norm_statistics_28x28x512__reference,
    resnet50_train_f32_batch_norm_statistics_56x56x128__reference,
    resnet50_train_f32_batch_norm_statistics_56x56x256__reference,
    resnet50_train_f32_batch_norm_statistics_56x56x64__reference,
    resnet50_train_f32_batch_norm_statistics_7x7x2048__reference,
    resnet50_train_f32_batch_norm_statistics_7x7x512__reference,
    resnet50_train_f32_conv2d_1x1_14x14x1024_256__reference,
    resnet50_train_f32_conv2d_1x1_14x14x1024_512__reference,
    resnet50_train_f32_conv2d_1x1_14x14x256_1024__reference,
    resnet50_train_f32_conv2d_1x1_14x14x512_1024_s2__reference,
    resnet50_train_f32_conv2d_1x1_28x28x128_512__reference,
    resnet50_train_f32_conv2d_1x1_28x28x256_512_s2__reference,
    resnet50_train_f32_conv2d_1x1_28x28x512_128__reference,
    resnet50_train_f32_conv2d_1x1_28x28x512_256__reference,
    resnet50_train_f32_conv2d_1x1_56x56x256_128__reference,
    resnet50_train_f32_conv2d_1x1_56x56x256_64__reference,
    resnet50_train_f32_conv2d_1x1_56x56x64_256__reference,
    resnet50_train_f32_conv2d_1x1_56x56x64_64__reference,
    resnet50_train_f32_conv2d_1x1_7x7x1024_2048_s2__reference,
    resnet50_train_f32_conv2d_1x1_7x7x2048_512__reference,
    resnet50_train_f32_conv2d_1x1_7x7x512_2048__reference,
    resnet50_train_f32_conv2d_3x3_14x14x256_256__reference,
    resnet50_train_f32_conv2d_3x3_14x14x256_256_s2__reference,
    resnet50_train_f32_conv2d_3x3_28x28x128_128__reference,
    resnet50_train_f32_conv2d_3x3_28x28x128_128_s2__reference,
    resnet50_train_f32_conv2d_3x3_56x56x64_64__reference,
    resnet50_train_f32_conv2d_3x3_7x7x512_512__reference,
    resnet50_train_f32_conv2d_3x3_7x7x512_512_s2__reference,
    resnet50_train_f32_conv2d_7x7_112x112x3_64_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x1024_256__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x1024_512__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x256_1024__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_14x14x512_1024_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x128_512__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x256_512_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x512_128__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_28x28x512_256__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x256_128__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x256_64__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x64_256__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_56x56x64_64__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x1024_2048_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x2048_512__reference,
    resnet50_train_f32_conv2d_backward_kernel_1x1_7x7x512_2048__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_14x14x256_256__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_14x14x256_256_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_28x28x128_128__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_28x28x128_128_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_56x56x64_64__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_7x7x512_512__reference,
    resnet50_train_f32_conv2d_backward_kernel_3x3_7x7x512_512_s2__reference,
    resnet50_train_f32_conv2d_backward_kernel_7x7_112x112x3_64_s2__reference,
    resnet50_train_f32_conv2d_transpose_1x1_14x14x1024_256_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_1x1_14x14x2048_1024_s2__reference,
    resnet50_train_f32_conv2d_transpose_1x1_14x14x256_1024_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_14x14x512_1024_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_28x28x1024_512_s2__reference,
    resnet50_train_f32_conv2d_transpose_1x1_28x28x128_512_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_28x28x256_512_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_28x28x512_128_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x128_256_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x256_64__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x256_64_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x512_256_s2__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x64_256_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_56x56x64_64_add__reference,
    resnet50_train_f32_conv2d_transpose_1x1_7x7x2048_512_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_1x1_7x7x512_2048_add__reference,
    resnet50_train_f32_conv2d_transpose_3x3_14x14x256_256_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_14x14x512_512_s2_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_28x28x128_128_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_28x28x256_256_s2_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_56x56x128_128_s2_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_56x56x64_64_relu_backward__reference,
    resnet50_train_f32_conv2d_transpose_3x3_7x7x512_512_relu_backward__reference,
    resnet50_train_f32_cross_entropy_1001__reference,
    resnet50_train_f32_dense_1001_2048_rows32__reference,
    resnet50_train_f32_dense_2048_1001_rows32__reference,
    resnet50_train_f32_dense_backward_kernel_2048_1001__reference,
    resnet50_train_f32_elementwise_112x112x64_relu_backward__reference,
    resnet50_train_f32_elementwise_112x112x64_scale_bias_relu__reference,
    resnet50_train_f32_elementwise_14x14x1024_relu_backward__reference,
    resnet50_train_f32_elementwise_14x14x1024_scale_bias__reference,
    resnet50_train_f32_elementwise_14x14x1024_scale_bias_add_relu__reference,
    resnet50_train_f32_elementwise_14x14x256_scale_bias_relu_8a2d4d1c__reference,
    resnet50_train_f32_elementwise_14x14x256_scale_bias_relu_e13c2a53__reference,
    resnet50_train_f32_elementwise_14x14x512_scale_bias_relu__reference,
    resnet50_train_f32_elementwise_28x28x128_scale_bias_relu_a68feeeb__reference,
    resnet50_train_f32_elementwise_28x28x128_scale_bias_relu_d92da300__reference,
    resnet50_train_f32_elementwise_28x28x256_scale_bias_relu__reference,
    resnet50_train_f32_elementwise_28x28x512_relu_backward__reference,
    resnet50_train_f32_elementwise_28x28x512_scale_bias__reference,
    resnet50_train_f32_elementwise_28x28x512_scale_bias_add_relu__reference,
    resnet50_train_f32_elementwise_56x56x128_scale_bias_relu__reference,
    resnet50_train_f32_elementwise_56x56x256_relu_backward__reference,
    resnet50_train_f32_elementwise_56x56x256_scale_bias__reference,
    resnet50_train_f32_elementwise_56x56x256_scale_bias_add_relu__reference,
    resnet50_train_f32_elementwise_56x56x64_scale_bias_relu_0de3e07a__reference,
    resnet50_train_f32_elementwise_56x56x64_scale_bias_relu_290830b4__reference,
    resnet50_train_f32_elementwise_7x7x2048_relu_backward__reference,
    resnet50_train_f32_elementwise_7x7x2048_scale_bias__reference,
    resnet50_train_f32_elementwise_7x7x2048_scale_bias_add_relu__reference,
    resnet50_train_f32_elementwise_7x7x512_scale_bias_relu_206eb2b0__reference,
    resnet50_train_f32_elementwise_7x7x512_scale_bias_relu_6225ea80__reference,
    resnet50_train_f32_global_pool_average_7x7x2048__reference,
    resnet50_train_f32_global_pool_backward_7x7x2048__reference,
    resnet50_train_f32_pack_filter_1x1_1001_2048_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_1024_2048__reference,
    resnet50_train_f32_pack_filter_1x1_1024_256__reference,
    resnet50_train_f32_pack_filter_1x1_1024_256_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_1024_512__reference,
    resnet50_train_f32_pack_filter_1x1_1024_512_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_128_256_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_128_512__reference,
    resnet50_train_f32_pack_filter_1x1_128_512_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_2048_1001__reference,
    resnet50_train_f32_pack_filter_1x1_2048_1024_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_2048_512__reference,
    resnet50_train_f32_pack_filter_1x1_2048_512_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_256_1024__reference,
    resnet50_train_f32_pack_filter_1x1_256_1024_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_256_128__reference,
    resnet50_train_f32_pack_filter_1x1_256_512__reference,
    resnet50_train_f32_pack_filter_1x1_256_512_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_256_64__reference,
    resnet50_train_f32_pack_filter_1x1_256_64_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_512_1024__reference,
    resnet50_train_f32_pack_filter_1x1_512_1024_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_512_128__reference,
    resnet50_train_f32_pack_filter_1x1_512_128_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_512_2048__reference,
    resnet50_train_f32_pack_filter_1x1_512_2048_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_512_256__reference,
    resnet50_train_f32_pack_filter_1x1_512_256_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_64_256__reference,
    resnet50_train_f32_pack_filter_1x1_64_256_transposed__reference,
    resnet50_train_f32_pack_filter_1x1_64_64__reference,
    resnet50_train_f32_pack_filter_1x1_64_64_transposed__reference,
    resnet50_train_f32_pack_filter_3x3_128_128__reference,
    resnet50_train_f32_pack_filter_3x3_128_128_transposed__reference,
    resnet50_train_f32_pack_filter_3x3_256_256__reference,
    resnet50_train_f32_pack_filter_3x3_256_256_transposed__reference,
    resnet50_train_f32_pack_filter_3x3_512_512__reference,
    resnet50_train_f32_pack_filter_3x3_512_512_transposed__reference,
    resnet50_train_f32_pack_filter_3x3_64_64__reference,
    resnet50_train_f32_pack_filter_3x3_64_64_transposed__reference,
    resnet50_train_f32_pack_filter_7x7_3_64__reference,
    resnet50_train_f32_pad_224x224x3_t3b2l3r2__reference,
    resnet50_train_f32_pool2d_backward_max_3x3_112x112x64_s2__reference,
    resnet50_train_f32_pool2d_max_3x3_56x56x64_s2__reference,
    resnet50_train_f32_reduce_mean_batch_1__reference,
    resnet50_train_f32_reduce_sum_batch_1001__reference,
};

}  // namespace resnet50_train
