// resnet50_train: what each kernel computes, as the kernel families' own structs. Read by the references and by the
// compiler of kernels.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 130a588786bcc449
#ifndef SPECIMEN_V2_RESNET50_TRAIN_INSTANCES_H
#define SPECIMEN_V2_RESNET50_TRAIN_INSTANCES_H

#include "kernels/batch_norm_backward_data/problem.h"
#include "kernels/batch_norm_backward_sums/problem.h"
#include "kernels/batch_norm_scale/problem.h"
#include "kernels/batch_norm_statistics/problem.h"
#include "kernels/conv2d/problem.h"
#include "kernels/conv2d_backward_kernel/problem.h"
#include "kernels/conv2d_transpose/problem.h"
#include "kernels/cross_entropy/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/dense_backward_kernel/problem.h"
#include "kernels/elementwise/problem.h"
#include "kernels/global_pool/problem.h"
#include "kernels/global_pool_backward/problem.h"
#include "kernels/pack_filter/problem.h"
#include "kernels/pad/problem.h"
#include "kernels/pool2d/problem.h"
#include "kernels/pool2d_backward/problem.h"
#include "kernels/reduce/problem.h"

namespace resnet50::kernels {

using namespace specimen::gen;  // the kernels of Specimen itself, which this directory has no copy of

}  // namespace resnet50::kernels

namespace resnet50::kernels::train_instances {

// gradient of a batch norm's input, 64 channels
inline BatchNormBackwardData batch_norm_backward_data_112x112x64() {
  BatchNormBackwardData k;
  k.height = 112;
  k.width = 112;
  k.channels = 64;
  k.epsilon = 1e-05;
  k.in.pixel = 64;
  k.in.row = 7168;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 7168;
  k.out.example = 802816;
  k.dx.pixel = 64;
  k.dx.row = 7168;
  k.dx.example = 802816;
  return k;
}

// gradient of a batch norm's input, 1024 channels
inline BatchNormBackwardData batch_norm_backward_data_14x14x1024() {
  BatchNormBackwardData k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.epsilon = 1e-05;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.dx.pixel = 1024;
  k.dx.row = 14336;
  k.dx.example = 200704;
  return k;
}

// gradient of a batch norm's input, 256 channels
inline BatchNormBackwardData batch_norm_backward_data_14x14x256() {
  BatchNormBackwardData k;
  k.height = 14;
  k.width = 14;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  k.dx.pixel = 256;
  k.dx.row = 3584;
  k.dx.example = 50176;
  return k;
}

// gradient of a batch norm's input, 512 channels
inline BatchNormBackwardData batch_norm_backward_data_14x14x512() {
  BatchNormBackwardData k;
  k.height = 14;
  k.width = 14;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 7168;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 7168;
  k.out.example = 100352;
  k.dx.pixel = 512;
  k.dx.row = 7168;
  k.dx.example = 100352;
  return k;
}

// gradient of a batch norm's input, 128 channels
inline BatchNormBackwardData batch_norm_backward_data_28x28x128() {
  BatchNormBackwardData k;
  k.height = 28;
  k.width = 28;
  k.channels = 128;
  k.epsilon = 1e-05;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  k.dx.pixel = 128;
  k.dx.row = 3584;
  k.dx.example = 100352;
  return k;
}

// gradient of a batch norm's input, 256 channels
inline BatchNormBackwardData batch_norm_backward_data_28x28x256() {
  BatchNormBackwardData k;
  k.height = 28;
  k.width = 28;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 7168;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 7168;
  k.out.example = 200704;
  k.dx.pixel = 256;
  k.dx.row = 7168;
  k.dx.example = 200704;
  return k;
}

// gradient of a batch norm's input, 512 channels
inline BatchNormBackwardData batch_norm_backward_data_28x28x512() {
  BatchNormBackwardData k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.dx.pixel = 512;
  k.dx.row = 14336;
  k.dx.example = 401408;
  return k;
}

// gradient of a batch norm's input, 128 channels
inline BatchNormBackwardData batch_norm_backward_data_56x56x128() {
  BatchNormBackwardData k;
  k.height = 56;
  k.width = 56;
  k.channels = 128;
  k.epsilon = 1e-05;
  k.in.pixel = 128;
  k.in.row = 7168;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 7168;
  k.out.example = 401408;
  k.dx.pixel = 128;
  k.dx.row = 7168;
  k.dx.example = 401408;
  return k;
}

// gradient of a batch norm's input, 256 channels
inline BatchNormBackwardData batch_norm_backward_data_56x56x256() {
  BatchNormBackwardData k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.dx.pixel = 256;
  k.dx.row = 14336;
  k.dx.example = 802816;
  return k;
}

// gradient of a batch norm's input, 64 channels
inline BatchNormBackwardData batch_norm_backward_data_56x56x64() {
  BatchNormBackwardData k;
  k.height = 56;
  k.width = 56;
  k.channels = 64;
  k.epsilon = 1e-05;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.dx.pixel = 64;
  k.dx.row = 3584;
  k.dx.example = 200704;
  return k;
}

// gradient of a batch norm's input, 2048 channels
inline BatchNormBackwardData batch_norm_backward_data_7x7x2048() {
  BatchNormBackwardData k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.epsilon = 1e-05;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  k.dx.pixel = 2048;
  k.dx.row = 14336;
  k.dx.example = 100352;
  return k;
}

// gradient of a batch norm's input, 512 channels
inline BatchNormBackwardData batch_norm_backward_data_7x7x512() {
  BatchNormBackwardData k;
  k.height = 7;
  k.width = 7;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  k.dx.pixel = 512;
  k.dx.row = 3584;
  k.dx.example = 25088;
  return k;
}

// gradients of a batch norm's gamma and beta, 64 channels
inline BatchNormBackwardSums batch_norm_backward_sums_112x112x64() {
  BatchNormBackwardSums k;
  k.height = 112;
  k.width = 112;
  k.channels = 64;
  k.epsilon = 1e-05;
  k.in.pixel = 64;
  k.in.row = 7168;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 7168;
  k.out.example = 802816;
  return k;
}

// gradients of a batch norm's gamma and beta, 1024 channels
inline BatchNormBackwardSums batch_norm_backward_sums_14x14x1024() {
  BatchNormBackwardSums k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.epsilon = 1e-05;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// gradients of a batch norm's gamma and beta, 256 channels
inline BatchNormBackwardSums batch_norm_backward_sums_14x14x256() {
  BatchNormBackwardSums k;
  k.height = 14;
  k.width = 14;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// gradients of a batch norm's gamma and beta, 512 channels
inline BatchNormBackwardSums batch_norm_backward_sums_14x14x512() {
  BatchNormBackwardSums k;
  k.height = 14;
  k.width = 14;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 7168;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 7168;
  k.out.example = 100352;
  return k;
}

// gradients of a batch norm's gamma and beta, 128 channels
inline BatchNormBackwardSums batch_norm_backward_sums_28x28x128() {
  BatchNormBackwardSums k;
  k.height = 28;
  k.width = 28;
  k.channels = 128;
  k.epsilon = 1e-05;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// gradients of a batch norm's gamma and beta, 256 channels
inline BatchNormBackwardSums batch_norm_backward_sums_28x28x256() {
  BatchNormBackwardSums k;
  k.height = 28;
  k.width = 28;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 7168;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 7168;
  k.out.example = 200704;
  return k;
}

// gradients of a batch norm's gamma and beta, 512 channels
inline BatchNormBackwardSums batch_norm_backward_sums_28x28x512() {
  BatchNormBackwardSums k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// gradients of a batch norm's gamma and beta, 128 channels
inline BatchNormBackwardSums batch_norm_backward_sums_56x56x128() {
  BatchNormBackwardSums k;
  k.height = 56;
  k.width = 56;
  k.channels = 128;
  k.epsilon = 1e-05;
  k.in.pixel = 128;
  k.in.row = 7168;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 7168;
  k.out.example = 401408;
  return k;
}

// gradients of a batch norm's gamma and beta, 256 channels
inline BatchNormBackwardSums batch_norm_backward_sums_56x56x256() {
  BatchNormBackwardSums k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.epsilon = 1e-05;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  return k;
}

// gradients of a batch norm's gamma and beta, 64 channels
inline BatchNormBackwardSums batch_norm_backward_sums_56x56x64() {
  BatchNormBackwardSums k;
  k.height = 56;
  k.width = 56;
  k.channels = 64;
  k.epsilon = 1e-05;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// gradients of a batch norm's gamma and beta, 2048 channels
inline BatchNormBackwardSums batch_norm_backward_sums_7x7x2048() {
  BatchNormBackwardSums k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.epsilon = 1e-05;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  return k;
}

// gradients of a batch norm's gamma and beta, 512 channels
inline BatchNormBackwardSums batch_norm_backward_sums_7x7x512() {
  BatchNormBackwardSums k;
  k.height = 7;
  k.width = 7;
  k.channels = 512;
  k.epsilon = 1e-05;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// scale and shift of a batch norm, 1024 channels
inline BatchNormScale batch_norm_scale_1024() {
  BatchNormScale k;
  k.channels = 1024;
  k.epsilon = 1e-05;
  return k;
}

// scale and shift of a batch norm, 128 channels
inline BatchNormScale batch_norm_scale_128() {
  BatchNormScale k;
  k.channels = 128;
  k.epsilon = 1e-05;
  return k;
}

// scale and shift of a batch norm, 2048 channels
inline BatchNormScale batch_norm_scale_2048() {
  BatchNormScale k;
  k.channels = 2048;
  k.epsilon = 1e-05;
  return k;
}

// scale and shift of a batch norm, 256 channels
inline BatchNormScale batch_norm_scale_256() {
  BatchNormScale k;
  k.channels = 256;
  k.epsilon = 1e-05;
  return k;
}

// scale and shift of a batch norm, 512 channels
inline BatchNormScale batch_norm_scale_512() {
  BatchNormScale k;
  k.channels = 512;
  k.epsilon = 1e-05;
  return k;
}

// scale and shift of a batch norm, 64 channels
inline BatchNormScale batch_norm_scale_64() {
  BatchNormScale k;
  k.channels = 64;
  k.epsilon = 1e-05;
  return k;
}

// mean and variance of 64 channels
inline BatchNormStatistics batch_norm_statistics_112x112x64() {
  BatchNormStatistics k;
  k.height = 112;
  k.width = 112;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 7168;
  k.in.example = 802816;
  return k;
}

// mean and variance of 1024 channels
inline BatchNormStatistics batch_norm_statistics_14x14x1024() {
  BatchNormStatistics k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  return k;
}

// mean and variance of 256 channels
inline BatchNormStatistics batch_norm_statistics_14x14x256() {
  BatchNormStatistics k;
  k.height = 14;
  k.width = 14;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  return k;
}

// mean and variance of 512 channels
inline BatchNormStatistics batch_norm_statistics_14x14x512() {
  BatchNormStatistics k;
  k.height = 14;
  k.width = 14;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 7168;
  k.in.example = 100352;
  return k;
}

// mean and variance of 128 channels
inline BatchNormStatistics batch_norm_statistics_28x28x128() {
  BatchNormStatistics k;
  k.height = 28;
  k.width = 28;
  k.channels = 128;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  return k;
}

// mean and variance of 256 channels
inline BatchNormStatistics batch_norm_statistics_28x28x256() {
  BatchNormStatistics k;
  k.height = 28;
  k.width = 28;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 7168;
  k.in.example = 200704;
  return k;
}

// mean and variance of 512 channels
inline BatchNormStatistics batch_norm_statistics_28x28x512() {
  BatchNormStatistics k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  return k;
}

// mean and variance of 128 channels
inline BatchNormStatistics batch_norm_statistics_56x56x128() {
  BatchNormStatistics k;
  k.height = 56;
  k.width = 56;
  k.channels = 128;
  k.in.pixel = 128;
  k.in.row = 7168;
  k.in.example = 401408;
  return k;
}

// mean and variance of 256 channels
inline BatchNormStatistics batch_norm_statistics_56x56x256() {
  BatchNormStatistics k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  return k;
}

// mean and variance of 64 channels
inline BatchNormStatistics batch_norm_statistics_56x56x64() {
  BatchNormStatistics k;
  k.height = 56;
  k.width = 56;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  return k;
}

// mean and variance of 2048 channels
inline BatchNormStatistics batch_norm_statistics_7x7x2048() {
  BatchNormStatistics k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  return k;
}

// mean and variance of 512 channels
inline BatchNormStatistics batch_norm_statistics_7x7x512() {
  BatchNormStatistics k;
  k.height = 7;
  k.width = 7;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  return k;
}

// 1x1 convolution, 1024 -> 256
inline Conv2D conv2d_1x1_14x14x1024_256() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// 1x1 convolution, 1024 -> 512
inline Conv2D conv2d_1x1_14x14x1024_512() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 512;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 512;
  k.out.row = 7168;
  k.out.example = 100352;
  return k;
}

// 1x1 convolution, 256 -> 1024
inline Conv2D conv2d_1x1_14x14x256_1024() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// 1x1 convolution, stride 2, 512 -> 1024
inline Conv2D conv2d_1x1_14x14x512_1024_s2() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in_channels = 512;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// 1x1 convolution, 128 -> 512
inline Conv2D conv2d_1x1_28x28x128_512() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in_channels = 128;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// 1x1 convolution, stride 2, 256 -> 512
inline Conv2D conv2d_1x1_28x28x256_512_s2() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in_channels = 256;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// 1x1 convolution, 512 -> 128
inline Conv2D conv2d_1x1_28x28x512_128() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// 1x1 convolution, 512 -> 256
inline Conv2D conv2d_1x1_28x28x512_256() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 256;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 256;
  k.out.row = 7168;
  k.out.example = 200704;
  return k;
}

// 1x1 convolution, 256 -> 128
inline Conv2D conv2d_1x1_56x56x256_128() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 128;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 128;
  k.out.row = 7168;
  k.out.example = 401408;
  return k;
}

// 1x1 convolution, 256 -> 64
inline Conv2D conv2d_1x1_56x56x256_64() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// 1x1 convolution, 64 -> 256
inline Conv2D conv2d_1x1_56x56x64_256() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 256;
  k.in_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  return k;
}

// 1x1 convolution, 64 -> 64
inline Conv2D conv2d_1x1_56x56x64_64() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// 1x1 convolution, stride 2, 1024 -> 2048
inline Conv2D conv2d_1x1_7x7x1024_2048_s2() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 2048;
  k.in_channels = 1024;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  return k;
}

// 1x1 convolution, 2048 -> 512
inline Conv2D conv2d_1x1_7x7x2048_512() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// 1x1 convolution, 512 -> 2048
inline Conv2D conv2d_1x1_7x7x512_2048() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 2048;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  return k;
}

// 3x3 convolution, 256 -> 256
inline Conv2D conv2d_3x3_14x14x256_256() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 256;
  k.in.row = 4096;
  k.in.example = 65536;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// 3x3 convolution, stride 2, 256 -> 256
inline Conv2D conv2d_3x3_14x14x256_256_s2() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 256;
  k.in.row = 7424;
  k.in.example = 215296;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// 3x3 convolution, 128 -> 128
inline Conv2D conv2d_3x3_28x28x128_128() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 128;
  k.in.row = 3840;
  k.in.example = 115200;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// 3x3 convolution, stride 2, 128 -> 128
inline Conv2D conv2d_3x3_28x28x128_128_s2() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 128;
  k.in.row = 7296;
  k.in.example = 415872;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// 3x3 convolution, 64 -> 64
inline Conv2D conv2d_3x3_56x56x64_64() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 64;
  k.in.row = 3712;
  k.in.example = 215296;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// 3x3 convolution, 512 -> 512
inline Conv2D conv2d_3x3_7x7x512_512() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 512;
  k.in.row = 4608;
  k.in.example = 41472;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// 3x3 convolution, stride 2, 512 -> 512
inline Conv2D conv2d_3x3_7x7x512_512_s2() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 7680;
  k.in.example = 115200;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// 7x7 convolution, stride 2, 3 -> 64
inline Conv2D conv2d_7x7_112x112x3_64_s2() {
  Conv2D k;
  k.out_height = 112;
  k.out_width = 112;
  k.out_channels = 64;
  k.in_channels = 3;
  k.kernel_height = 7;
  k.kernel_width = 7;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 3;
  k.in.row = 687;
  k.in.example = 157323;
  k.out.pixel = 64;
  k.out.row = 7168;
  k.out.example = 802816;
  return k;
}

// gradient of a 1x1 convolution's kernel, 1024 -> 256
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_14x14x1024_256() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// gradient of a 1x1 convolution's kernel, 1024 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_14x14x1024_512() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 512;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 512;
  k.out.row = 7168;
  k.out.example = 100352;
  return k;
}

// gradient of a 1x1 convolution's kernel, 256 -> 1024
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_14x14x256_1024() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// gradient of a 1x1 convolution's kernel, stride 2, 512 -> 1024
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_14x14x512_1024_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in_channels = 512;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// gradient of a 1x1 convolution's kernel, 128 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_28x28x128_512() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in_channels = 128;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// gradient of a 1x1 convolution's kernel, stride 2, 256 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_28x28x256_512_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in_channels = 256;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// gradient of a 1x1 convolution's kernel, 512 -> 128
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_28x28x512_128() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// gradient of a 1x1 convolution's kernel, 512 -> 256
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_28x28x512_256() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 256;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 256;
  k.out.row = 7168;
  k.out.example = 200704;
  return k;
}

// gradient of a 1x1 convolution's kernel, 256 -> 128
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_56x56x256_128() {
  Conv2DBackwardKernel k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 128;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 128;
  k.out.row = 7168;
  k.out.example = 401408;
  return k;
}

// gradient of a 1x1 convolution's kernel, 256 -> 64
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_56x56x256_64() {
  Conv2DBackwardKernel k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// gradient of a 1x1 convolution's kernel, 64 -> 256
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_56x56x64_256() {
  Conv2DBackwardKernel k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 256;
  k.in_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  return k;
}

// gradient of a 1x1 convolution's kernel, 64 -> 64
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_56x56x64_64() {
  Conv2DBackwardKernel k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// gradient of a 1x1 convolution's kernel, stride 2, 1024 -> 2048
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_7x7x1024_2048_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 2048;
  k.in_channels = 1024;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  return k;
}

// gradient of a 1x1 convolution's kernel, 2048 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_7x7x2048_512() {
  Conv2DBackwardKernel k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// gradient of a 1x1 convolution's kernel, 512 -> 2048
inline Conv2DBackwardKernel conv2d_backward_kernel_1x1_7x7x512_2048() {
  Conv2DBackwardKernel k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 2048;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  return k;
}

// gradient of a 3x3 convolution's kernel, 256 -> 256
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_14x14x256_256() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 256;
  k.in.row = 4096;
  k.in.example = 65536;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// gradient of a 3x3 convolution's kernel, stride 2, 256 -> 256
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_14x14x256_256_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 256;
  k.in.row = 7424;
  k.in.example = 215296;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  return k;
}

// gradient of a 3x3 convolution's kernel, 128 -> 128
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_28x28x128_128() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 128;
  k.in.row = 3840;
  k.in.example = 115200;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// gradient of a 3x3 convolution's kernel, stride 2, 128 -> 128
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_28x28x128_128_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 128;
  k.in.row = 7296;
  k.in.example = 415872;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  return k;
}

// gradient of a 3x3 convolution's kernel, 64 -> 64
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_56x56x64_64() {
  Conv2DBackwardKernel k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 64;
  k.in.row = 3712;
  k.in.example = 215296;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// gradient of a 3x3 convolution's kernel, 512 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_7x7x512_512() {
  Conv2DBackwardKernel k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 512;
  k.in.row = 4608;
  k.in.example = 41472;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// gradient of a 3x3 convolution's kernel, stride 2, 512 -> 512
inline Conv2DBackwardKernel conv2d_backward_kernel_3x3_7x7x512_512_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 7680;
  k.in.example = 115200;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  return k;
}

// gradient of a 7x7 convolution's kernel, stride 2, 3 -> 64
inline Conv2DBackwardKernel conv2d_backward_kernel_7x7_112x112x3_64_s2() {
  Conv2DBackwardKernel k;
  k.out_height = 112;
  k.out_width = 112;
  k.out_channels = 64;
  k.in_channels = 3;
  k.kernel_height = 7;
  k.kernel_width = 7;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 3;
  k.in.row = 687;
  k.in.example = 157323;
  k.out.pixel = 64;
  k.out.row = 7168;
  k.out.example = 802816;
  return k;
}

// 1x1 transposed convolution, 1024 -> 256, relu_backward residual
inline Conv2DTranspose conv2d_transpose_1x1_14x14x1024_256_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 1024;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  k.residual.pixel = 256;
  k.residual.row = 3584;
  k.residual.example = 50176;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, stride 2, 2048 -> 1024
inline Conv2DTranspose conv2d_transpose_1x1_14x14x2048_1024_s2() {
  Conv2DTranspose k;
  k.in_height = 7;
  k.in_width = 7;
  k.in_channels = 2048;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  return k;
}

// 1x1 transposed convolution, 256 -> 1024, residual
inline Conv2DTranspose conv2d_transpose_1x1_14x14x256_1024_add() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 256;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 512 -> 1024, residual
inline Conv2DTranspose conv2d_transpose_1x1_14x14x512_1024_add() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 512;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 1024;
  k.in.pixel = 512;
  k.in.row = 7168;
  k.in.example = 100352;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, stride 2, 1024 -> 512
inline Conv2DTranspose conv2d_transpose_1x1_28x28x1024_512_s2() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 1024;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  return k;
}

// 1x1 transposed convolution, 128 -> 512, residual
inline Conv2DTranspose conv2d_transpose_1x1_28x28x128_512_add() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 128;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 256 -> 512, residual
inline Conv2DTranspose conv2d_transpose_1x1_28x28x256_512_add() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 256;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 512;
  k.in.pixel = 256;
  k.in.row = 7168;
  k.in.example = 200704;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 512 -> 128, relu_backward residual
inline Conv2DTranspose conv2d_transpose_1x1_28x28x512_128_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 512;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  k.residual.pixel = 128;
  k.residual.row = 3584;
  k.residual.example = 100352;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 128 -> 256, residual
inline Conv2DTranspose conv2d_transpose_1x1_56x56x128_256_add() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 128;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 256;
  k.in.pixel = 128;
  k.in.row = 7168;
  k.in.example = 401408;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.residual.pixel = 256;
  k.residual.row = 14336;
  k.residual.example = 802816;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 256 -> 64
inline Conv2DTranspose conv2d_transpose_1x1_56x56x256_64() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 256;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// 1x1 transposed convolution, 256 -> 64, relu_backward residual
inline Conv2DTranspose conv2d_transpose_1x1_56x56x256_64_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 256;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.residual.pixel = 64;
  k.residual.row = 3584;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, stride 2, 512 -> 256
inline Conv2DTranspose conv2d_transpose_1x1_56x56x512_256_s2() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 512;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 256;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  return k;
}

// 1x1 transposed convolution, 64 -> 256, residual
inline Conv2DTranspose conv2d_transpose_1x1_56x56x64_256_add() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 64;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 256;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.residual.pixel = 256;
  k.residual.row = 14336;
  k.residual.example = 802816;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 64 -> 64, residual
inline Conv2DTranspose conv2d_transpose_1x1_56x56x64_64_add() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 64;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.residual.pixel = 64;
  k.residual.row = 3584;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 2048 -> 512, relu_backward residual
inline Conv2DTranspose conv2d_transpose_1x1_7x7x2048_512_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 7;
  k.in_width = 7;
  k.in_channels = 2048;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  k.residual.pixel = 512;
  k.residual.row = 3584;
  k.residual.example = 25088;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 1x1 transposed convolution, 512 -> 2048, residual
inline Conv2DTranspose conv2d_transpose_1x1_7x7x512_2048_add() {
  Conv2DTranspose k;
  k.in_height = 7;
  k.in_width = 7;
  k.in_channels = 512;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 2048;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  k.residual.pixel = 2048;
  k.residual.row = 14336;
  k.residual.example = 100352;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, 256 -> 256, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_14x14x256_256_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 256;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.padding_top = 1;
  k.padding_left = 1;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  k.residual.pixel = 256;
  k.residual.row = 4096;
  k.residual.example = 65536;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, stride 2, 512 -> 512, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_14x14x512_512_s2_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 7;
  k.in_width = 7;
  k.in_channels = 512;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 7168;
  k.out.example = 100352;
  k.residual.pixel = 512;
  k.residual.row = 7680;
  k.residual.example = 115200;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, 128 -> 128, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_28x28x128_128_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 128;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.padding_top = 1;
  k.padding_left = 1;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  k.residual.pixel = 128;
  k.residual.row = 3840;
  k.residual.example = 115200;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, stride 2, 256 -> 256, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_28x28x256_256_s2_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 256;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 7168;
  k.out.example = 200704;
  k.residual.pixel = 256;
  k.residual.row = 7424;
  k.residual.example = 215296;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, stride 2, 128 -> 128, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_56x56x128_128_s2_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 28;
  k.in_width = 28;
  k.in_channels = 128;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 7168;
  k.out.example = 401408;
  k.residual.pixel = 128;
  k.residual.row = 7296;
  k.residual.example = 415872;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, 64 -> 64, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_56x56x64_64_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 56;
  k.in_width = 56;
  k.in_channels = 64;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.padding_top = 1;
  k.padding_left = 1;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.residual.pixel = 64;
  k.residual.row = 3712;
  k.residual.example = 215296;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// 3x3 transposed convolution, 512 -> 512, relu_backward residual
inline Conv2DTranspose conv2d_transpose_3x3_7x7x512_512_relu_backward() {
  Conv2DTranspose k;
  k.in_height = 7;
  k.in_width = 7;
  k.in_channels = 512;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.padding_top = 1;
  k.padding_left = 1;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  k.residual.pixel = 512;
  k.residual.row = 4608;
  k.residual.example = 41472;
  k.epilogue.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// softmax and cross-entropy of 1001 classes
inline CrossEntropy cross_entropy_1001() {
  CrossEntropy k;
  k.classes = 1001;
  return k;
}

// dense of every row, 1001 -> 2048
inline Dense dense_1001_2048_rows32() {
  Dense k;
  k.inputs = 1001;
  k.units = 2048;
  k.rows = 32;
  return k;
}

// dense of every row, 2048 -> 1001, bias
inline Dense dense_2048_1001_rows32() {
  Dense k;
  k.inputs = 2048;
  k.units = 1001;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  k.rows = 32;
  return k;
}

// gradient of a dense kernel, 2048 -> 1001
inline DenseBackwardKernel dense_backward_kernel_2048_1001() {
  DenseBackwardKernel k;
  k.inputs = 2048;
  k.units = 1001;
  return k;
}

// relu_backward residual
inline Elementwise elementwise_112x112x64_relu_backward() {
  Elementwise k;
  k.height = 112;
  k.width = 112;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 7168;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 7168;
  k.out.example = 802816;
  k.residual.pixel = 64;
  k.residual.row = 7232;
  k.residual.example = 817216;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_112x112x64_scale_bias_relu() {
  Elementwise k;
  k.height = 112;
  k.width = 112;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 7168;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 7232;
  k.out.example = 817216;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_14x14x1024_relu_backward() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// multiply scale, bias
inline Elementwise elementwise_14x14x1024_scale_bias() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false}, {Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// multiply scale, bias, residual, relu
inline Elementwise elementwise_14x14x1024_scale_bias_add_relu() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 1024;
  k.out.row = 14336;
  k.out.example = 200704;
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::add, Operand::tensor, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_14x14x256_scale_bias_relu_8a2d4d1c() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_14x14x256_scale_bias_relu_e13c2a53() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 3584;
  k.in.example = 50176;
  k.out.pixel = 256;
  k.out.row = 4096;
  k.out.example = 65536;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_14x14x512_scale_bias_relu() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 7168;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 7680;
  k.out.example = 115200;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_28x28x128_scale_bias_relu_a68feeeb() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 128;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 3840;
  k.out.example = 115200;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_28x28x128_scale_bias_relu_d92da300() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 128;
  k.in.pixel = 128;
  k.in.row = 3584;
  k.in.example = 100352;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_28x28x256_scale_bias_relu() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 7168;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 7424;
  k.out.example = 215296;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_28x28x512_relu_backward() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// multiply scale, bias
inline Elementwise elementwise_28x28x512_scale_bias() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false}, {Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// multiply scale, bias, residual, relu
inline Elementwise elementwise_28x28x512_scale_bias_add_relu() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 512;
  k.out.row = 14336;
  k.out.example = 401408;
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::add, Operand::tensor, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_56x56x128_scale_bias_relu() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 128;
  k.in.pixel = 128;
  k.in.row = 7168;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 7296;
  k.out.example = 415872;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_56x56x256_relu_backward() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.residual.pixel = 256;
  k.residual.row = 14336;
  k.residual.example = 802816;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// multiply scale, bias
inline Elementwise elementwise_56x56x256_scale_bias() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false}, {Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// multiply scale, bias, residual, relu
inline Elementwise elementwise_56x56x256_scale_bias_add_relu() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 256;
  k.out.row = 14336;
  k.out.example = 802816;
  k.residual.pixel = 256;
  k.residual.row = 14336;
  k.residual.example = 802816;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::add, Operand::tensor, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_56x56x64_scale_bias_relu_0de3e07a() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_56x56x64_scale_bias_relu_290830b4() {
  Elementwise k;
  k.height = 56;
  k.width = 56;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3712;
  k.out.example = 215296;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_7x7x2048_relu_backward() {
  Elementwise k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  k.residual.pixel = 2048;
  k.residual.row = 14336;
  k.residual.example = 100352;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// multiply scale, bias
inline Elementwise elementwise_7x7x2048_scale_bias() {
  Elementwise k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false}, {Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// multiply scale, bias, residual, relu
inline Elementwise elementwise_7x7x2048_scale_bias_add_relu() {
  Elementwise k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 2048;
  k.out.row = 14336;
  k.out.example = 100352;
  k.residual.pixel = 2048;
  k.residual.row = 14336;
  k.residual.example = 100352;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::add, Operand::tensor, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_7x7x512_scale_bias_relu_206eb2b0() {
  Elementwise k;
  k.height = 7;
  k.width = 7;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// multiply scale, bias, relu
inline Elementwise elementwise_7x7x512_scale_bias_relu_6225ea80() {
  Elementwise k;
  k.height = 7;
  k.width = 7;
  k.channels = 512;
  k.in.pixel = 512;
  k.in.row = 3584;
  k.in.example = 25088;
  k.out.pixel = 512;
  k.out.row = 4608;
  k.out.example = 41472;
  k.chain.steps = {{Fn::multiply, Operand::channel, 0.0, false},
                   {Fn::add, Operand::channel, 0.0, false},
                   {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// global average pooling of 7x7
inline GlobalPool global_pool_average_7x7x2048() {
  GlobalPool k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  return k;
}

// gradient of an average over 7x7 pixels
inline GlobalPoolBackward global_pool_backward_7x7x2048() {
  GlobalPoolBackward k;
  k.height = 7;
  k.width = 7;
  k.channels = 2048;
  k.dx.pixel = 2048;
  k.dx.row = 14336;
  k.dx.example = 100352;
  return k;
}

// panels of a 1x1 filter, 1001 -> 2048, transposed
inline PackFilter pack_filter_1x1_1001_2048_transposed() {
  PackFilter k;
  k.inputs = 1001;
  k.outputs = 2048;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 1024 -> 2048
inline PackFilter pack_filter_1x1_1024_2048() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 2048;
  return k;
}

// panels of a 1x1 filter, 1024 -> 256
inline PackFilter pack_filter_1x1_1024_256() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 256;
  return k;
}

// panels of a 1x1 filter, 1024 -> 256, transposed
inline PackFilter pack_filter_1x1_1024_256_transposed() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 256;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 1024 -> 512
inline PackFilter pack_filter_1x1_1024_512() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 512;
  return k;
}

// panels of a 1x1 filter, 1024 -> 512, transposed
inline PackFilter pack_filter_1x1_1024_512_transposed() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 512;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 128 -> 256, transposed
inline PackFilter pack_filter_1x1_128_256_transposed() {
  PackFilter k;
  k.inputs = 128;
  k.outputs = 256;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 128 -> 512
inline PackFilter pack_filter_1x1_128_512() {
  PackFilter k;
  k.inputs = 128;
  k.outputs = 512;
  return k;
}

// panels of a 1x1 filter, 128 -> 512, transposed
inline PackFilter pack_filter_1x1_128_512_transposed() {
  PackFilter k;
  k.inputs = 128;
  k.outputs = 512;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 2048 -> 1001
inline PackFilter pack_filter_1x1_2048_1001() {
  PackFilter k;
  k.inputs = 2048;
  k.outputs = 1001;
  return k;
}

// panels of a 1x1 filter, 2048 -> 1024, transposed
inline PackFilter pack_filter_1x1_2048_1024_transposed() {
  PackFilter k;
  k.inputs = 2048;
  k.outputs = 1024;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 2048 -> 512
inline PackFilter pack_filter_1x1_2048_512() {
  PackFilter k;
  k.inputs = 2048;
  k.outputs = 512;
  return k;
}

// panels of a 1x1 filter, 2048 -> 512, transposed
inline PackFilter pack_filter_1x1_2048_512_transposed() {
  PackFilter k;
  k.inputs = 2048;
  k.outputs = 512;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 256 -> 1024
inline PackFilter pack_filter_1x1_256_1024() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 1024;
  return k;
}

// panels of a 1x1 filter, 256 -> 1024, transposed
inline PackFilter pack_filter_1x1_256_1024_transposed() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 1024;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 256 -> 128
inline PackFilter pack_filter_1x1_256_128() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 128;
  return k;
}

// panels of a 1x1 filter, 256 -> 512
inline PackFilter pack_filter_1x1_256_512() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 512;
  return k;
}

// panels of a 1x1 filter, 256 -> 512, transposed
inline PackFilter pack_filter_1x1_256_512_transposed() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 512;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 256 -> 64
inline PackFilter pack_filter_1x1_256_64() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 64;
  return k;
}

// panels of a 1x1 filter, 256 -> 64, transposed
inline PackFilter pack_filter_1x1_256_64_transposed() {
  PackFilter k;
  k.inputs = 256;
  k.outputs = 64;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 512 -> 1024
inline PackFilter pack_filter_1x1_512_1024() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 1024;
  return k;
}

// panels of a 1x1 filter, 512 -> 1024, transposed
inline PackFilter pack_filter_1x1_512_1024_transposed() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 1024;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 512 -> 128
inline PackFilter pack_filter_1x1_512_128() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 128;
  return k;
}

// panels of a 1x1 filter, 512 -> 128, transposed
inline PackFilter pack_filter_1x1_512_128_transposed() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 128;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 512 -> 2048
inline PackFilter pack_filter_1x1_512_2048() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 2048;
  return k;
}

// panels of a 1x1 filter, 512 -> 2048, transposed
inline PackFilter pack_filter_1x1_512_2048_transposed() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 2048;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 512 -> 256
inline PackFilter pack_filter_1x1_512_256() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 256;
  return k;
}

// panels of a 1x1 filter, 512 -> 256, transposed
inline PackFilter pack_filter_1x1_512_256_transposed() {
  PackFilter k;
  k.inputs = 512;
  k.outputs = 256;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 64 -> 256
inline PackFilter pack_filter_1x1_64_256() {
  PackFilter k;
  k.inputs = 64;
  k.outputs = 256;
  return k;
}

// panels of a 1x1 filter, 64 -> 256, transposed
inline PackFilter pack_filter_1x1_64_256_transposed() {
  PackFilter k;
  k.inputs = 64;
  k.outputs = 256;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 64 -> 64
inline PackFilter pack_filter_1x1_64_64() {
  PackFilter k;
  k.inputs = 64;
  k.outputs = 64;
  return k;
}

// panels of a 1x1 filter, 64 -> 64, transposed
inline PackFilter pack_filter_1x1_64_64_transposed() {
  PackFilter k;
  k.inputs = 64;
  k.outputs = 64;
  k.transposed = true;
  return k;
}

// panels of a 3x3 filter, 128 -> 128
inline PackFilter pack_filter_3x3_128_128() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 128;
  k.outputs = 128;
  return k;
}

// panels of a 3x3 filter, 128 -> 128, transposed
inline PackFilter pack_filter_3x3_128_128_transposed() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 128;
  k.outputs = 128;
  k.transposed = true;
  return k;
}

// panels of a 3x3 filter, 256 -> 256
inline PackFilter pack_filter_3x3_256_256() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 256;
  k.outputs = 256;
  return k;
}

// panels of a 3x3 filter, 256 -> 256, transposed
inline PackFilter pack_filter_3x3_256_256_transposed() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 256;
  k.outputs = 256;
  k.transposed = true;
  return k;
}

// panels of a 3x3 filter, 512 -> 512
inline PackFilter pack_filter_3x3_512_512() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 512;
  k.outputs = 512;
  return k;
}

// panels of a 3x3 filter, 512 -> 512, transposed
inline PackFilter pack_filter_3x3_512_512_transposed() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 512;
  k.outputs = 512;
  k.transposed = true;
  return k;
}

// panels of a 3x3 filter, 64 -> 64
inline PackFilter pack_filter_3x3_64_64() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 64;
  k.outputs = 64;
  return k;
}

// panels of a 3x3 filter, 64 -> 64, transposed
inline PackFilter pack_filter_3x3_64_64_transposed() {
  PackFilter k;
  k.height = 3;
  k.width = 3;
  k.inputs = 64;
  k.outputs = 64;
  k.transposed = true;
  return k;
}

// panels of a 7x7 filter, 3 -> 64
inline PackFilter pack_filter_7x7_3_64() {
  PackFilter k;
  k.height = 7;
  k.width = 7;
  k.inputs = 3;
  k.outputs = 64;
  return k;
}

// copy with padding of 3, 2, 3, 2 (top, bottom, left, right)
inline Pad pad_224x224x3_t3b2l3r2() {
  Pad k;
  k.height = 224;
  k.width = 224;
  k.channels = 3;
  k.top = 3;
  k.bottom = 2;
  k.left = 3;
  k.right = 2;
  k.in.pixel = 3;
  k.in.row = 672;
  k.in.example = 150528;
  k.out.pixel = 3;
  k.out.row = 687;
  k.out.example = 157323;
  return k;
}

// gradient of 3x3 max pooling, stride 2
inline Pool2DBackward pool2d_backward_max_3x3_112x112x64_s2() {
  Pool2DBackward k;
  k.in_height = 112;
  k.in_width = 112;
  k.out_height = 56;
  k.out_width = 56;
  k.channels = 64;
  k.pool_height = 3;
  k.pool_width = 3;
  k.x.pixel = 64;
  k.x.row = 7232;
  k.x.example = 817216;
  k.y.pixel = 64;
  k.y.row = 3584;
  k.y.example = 200704;
  k.dy.pixel = 64;
  k.dy.row = 3584;
  k.dy.example = 200704;
  k.dx.pixel = 64;
  k.dx.row = 7168;
  k.dx.example = 802816;
  return k;
}

// 3x3 max pooling, stride 2
inline Pool2D pool2d_max_3x3_56x56x64_s2() {
  Pool2D k;
  k.in_height = 112;
  k.in_width = 112;
  k.out_height = 56;
  k.out_width = 56;
  k.channels = 64;
  k.pool_height = 3;
  k.pool_width = 3;
  k.in.pixel = 64;
  k.in.row = 7232;
  k.in.example = 817216;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  return k;
}

// mean over the batch
inline Reduce reduce_mean_batch_1() {
  Reduce k;
  k.fn = Reduction::mean;
  k.along = Along::batch;
  return k;
}

// sum over the batch of 1001 features
inline Reduce reduce_sum_batch_1001() {
  Reduce k;
  k.along = Along::batch;
  k.inner = 1001;
  return k;
}

}  // namespace resnet50::kernels::train_instances

#endif  // SPECIMEN_V2_RESNET50_TRAIN_INSTANCES_H
