// mnist_train: how each kernel is compiled for each target: tiles, unrolling, tasks, prefetch. Read by the
// compiler of kernels; what the numbers mean is said in kernels/<family>/schedule.h.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 14783cb96ff7c946
#ifndef SPECIMEN_V2_MNIST_TRAIN_SCHEDULES_H
#define SPECIMEN_V2_MNIST_TRAIN_SCHEDULES_H

#include "kernels/conv2d/schedule.h"
#include "kernels/conv2d_backward_kernel/schedule.h"
#include "kernels/conv2d_transpose/schedule.h"
#include "kernels/cross_entropy/schedule.h"
#include "kernels/dense/schedule.h"
#include "kernels/dense_backward_kernel/schedule.h"
#include "kernels/dropout/schedule.h"
#include "kernels/elementwise/schedule.h"
#include "kernels/pack_filter/schedule.h"
#include "kernels/pad/schedule.h"
#include "kernels/pool2d/schedule.h"
#include "kernels/pool2d_backward/schedule.h"
#include "kernels/reduce/schedule.h"

namespace mnist::kernels::train_schedules {

// 5x5 convolution, 32 -> 64, bias, relu
inline Conv2DSchedule conv2d_5x5_14x14x32_64_relu_v3() {
  Conv2DSchedule k;
  k.channel_vectors = 2;
  k.columns = 5;
  k.unroll = 4;
  k.rows = 7;
  return k;
}
inline Conv2DSchedule conv2d_5x5_14x14x32_64_relu_v4() {
  Conv2DSchedule k;
  k.channel_vectors = 2;
  k.columns = 14;
  k.rows = 4;
  return k;
}

// 5x5 convolution, 1 -> 32, bias, relu
inline Conv2DSchedule conv2d_5x5_28x28x1_32_relu_v3() {
  Conv2DSchedule k;
  k.channel_vectors = 2;
  k.columns = 6;
  k.rows = 7;
  return k;
}
inline Conv2DSchedule conv2d_5x5_28x28x1_32_relu_v4() {
  Conv2DSchedule k;
  k.channel_vectors = 2;
  k.columns = 14;
  k.rows = 4;
  return k;
}

// gradient of a 5x5 convolution's kernel, 32 -> 64
inline Conv2DBackwardKernelSchedule conv2d_backward_kernel_5x5_14x14x32_64_v3() {
  Conv2DBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 4;
  k.unroll = 7;
  k.rows = 7;
  k.unit_tiles = 2;
  k.input_tiles = 2;
  return k;
}
inline Conv2DBackwardKernelSchedule conv2d_backward_kernel_5x5_14x14x32_64_v4() {
  Conv2DBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 8;
  k.unroll = 7;
  k.rows = 7;
  return k;
}

// gradient of a 5x5 convolution's kernel, 1 -> 32
inline Conv2DBackwardKernelSchedule conv2d_backward_kernel_5x5_28x28x1_32_v3() {
  Conv2DBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 5;
  k.unroll = 4;
  k.rows = 6;
  k.unit_tiles = 2;
  k.parts = 16;
  return k;
}
inline Conv2DBackwardKernelSchedule conv2d_backward_kernel_5x5_28x28x1_32_v4() {
  Conv2DBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 5;
  k.unroll = 4;
  k.rows = 6;
  k.parts = 16;
  return k;
}

// 5x5 transposed convolution, 64 -> 32
inline Conv2DTransposeSchedule conv2d_transpose_5x5_14x14x64_32_v3() {
  Conv2DTransposeSchedule k;
  k.channel_vectors = 2;
  k.columns = 6;
  k.unroll = 4;
  k.rows = 2;
  return k;
}
inline Conv2DTransposeSchedule conv2d_transpose_5x5_14x14x64_32_v4() {
  Conv2DTransposeSchedule k;
  k.channel_vectors = 2;
  k.columns = 14;
  k.unroll = 4;
  k.rows = 2;
  return k;
}

// softmax and cross-entropy of 10 classes
inline CrossEntropySchedule cross_entropy_10_v3() {
  CrossEntropySchedule k;
  return k;
}
inline CrossEntropySchedule cross_entropy_10_v4() {
  CrossEntropySchedule k;
  return k;
}

// dense of every row, 1024 -> 10, bias
inline DenseSchedule dense_1024_10_rows32_v3() {
  DenseSchedule k;
  k.unit_vectors = 2;
  k.rows = 6;
  k.unroll = 4;
  k.row_tiles = 4;
  k.prefetch = true;
  return k;
}
inline DenseSchedule dense_1024_10_rows32_v4() {
  DenseSchedule k;
  k.rows = 14;
  k.unroll = 4;
  k.row_tiles = 4;
  k.prefetch = true;
  return k;
}

// dense of every row, 1024 -> 3136
inline DenseSchedule dense_1024_3136_rows32_v3() {
  DenseSchedule k;
  k.unit_vectors = 2;
  k.rows = 6;
  k.unroll = 4;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}
inline DenseSchedule dense_1024_3136_rows32_v4() {
  DenseSchedule k;
  k.unit_vectors = 4;
  k.rows = 5;
  k.unroll = 4;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}

// dense of every row, 10 -> 1024
inline DenseSchedule dense_10_1024_rows32_v3() {
  DenseSchedule k;
  k.unit_vectors = 2;
  k.rows = 6;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}
inline DenseSchedule dense_10_1024_rows32_v4() {
  DenseSchedule k;
  k.unit_vectors = 4;
  k.rows = 5;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}

// dense of every row, 3136 -> 1024, bias, relu
inline DenseSchedule dense_3136_1024_rows32_relu_v3() {
  DenseSchedule k;
  k.unit_vectors = 2;
  k.rows = 6;
  k.unroll = 4;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}
inline DenseSchedule dense_3136_1024_rows32_relu_v4() {
  DenseSchedule k;
  k.unit_vectors = 4;
  k.rows = 5;
  k.unroll = 4;
  k.row_tiles = 24;
  k.prefetch = true;
  return k;
}

// gradient of a dense kernel, 1024 -> 10
inline DenseBackwardKernelSchedule dense_backward_kernel_1024_10_v3() {
  DenseBackwardKernelSchedule k;
  k.inputs = 8;
  k.unroll = 4;
  k.unit_tiles = 2;
  k.input_tiles = 128;
  k.parts = 16;
  return k;
}
inline DenseBackwardKernelSchedule dense_backward_kernel_1024_10_v4() {
  DenseBackwardKernelSchedule k;
  k.inputs = 16;
  k.unroll = 4;
  k.input_tiles = 8;
  return k;
}

// gradient of a dense kernel, 3136 -> 1024
inline DenseBackwardKernelSchedule dense_backward_kernel_3136_1024_v3() {
  DenseBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 6;
  k.unroll = 4;
  k.unit_tiles = 16;
  k.input_tiles = 59;
  return k;
}
inline DenseBackwardKernelSchedule dense_backward_kernel_3136_1024_v4() {
  DenseBackwardKernelSchedule k;
  k.unit_vectors = 2;
  k.inputs = 8;
  k.unroll = 4;
  k.unit_tiles = 8;
  k.input_tiles = 49;
  return k;
}

// dropout of a share of 0.4
inline DropoutSchedule dropout_1024_p40_v3() {
  DropoutSchedule k;
  k.rows = 16;
  return k;
}
inline DropoutSchedule dropout_1024_p40_v4() {
  DropoutSchedule k;
  k.rows = 16;
  return k;
}

// relu_backward residual
inline ElementwiseSchedule elementwise_14x14x64_relu_backward_v3() {
  ElementwiseSchedule k;
  k.rows = 2;
  k.unroll = 4;
  return k;
}
inline ElementwiseSchedule elementwise_14x14x64_relu_backward_v4() {
  ElementwiseSchedule k;
  k.rows = 2;
  k.unroll = 4;
  return k;
}

// relu_backward residual
inline ElementwiseSchedule elementwise_1x1x1024_relu_backward_v3() {
  ElementwiseSchedule k;
  k.unroll = 4;
  return k;
}
inline ElementwiseSchedule elementwise_1x1x1024_relu_backward_v4() {
  ElementwiseSchedule k;
  k.unroll = 4;
  return k;
}

// relu_backward residual
inline ElementwiseSchedule elementwise_28x28x32_relu_backward_v3() {
  ElementwiseSchedule k;
  k.rows = 4;
  k.unroll = 4;
  return k;
}
inline ElementwiseSchedule elementwise_28x28x32_relu_backward_v4() {
  ElementwiseSchedule k;
  k.rows = 4;
  k.unroll = 4;
  return k;
}

// panels of a 1x1 filter, 1024 -> 10
inline PackFilterSchedule pack_filter_1x1_1024_10_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_1x1_1024_10_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 1x1 filter, 1024 -> 3136, transposed
inline PackFilterSchedule pack_filter_1x1_1024_3136_transposed_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_1x1_1024_3136_transposed_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 1x1 filter, 10 -> 1024, transposed
inline PackFilterSchedule pack_filter_1x1_10_1024_transposed_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_1x1_10_1024_transposed_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 1x1 filter, 3136 -> 1024
inline PackFilterSchedule pack_filter_1x1_3136_1024_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_1x1_3136_1024_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 5x5 filter, 1 -> 32
inline PackFilterSchedule pack_filter_5x5_1_32_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_5x5_1_32_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 5x5 filter, 32 -> 64
inline PackFilterSchedule pack_filter_5x5_32_64_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_5x5_32_64_v4() {
  PackFilterSchedule k;
  return k;
}

// panels of a 5x5 filter, 64 -> 32, transposed
inline PackFilterSchedule pack_filter_5x5_64_32_transposed_v3() {
  PackFilterSchedule k;
  return k;
}
inline PackFilterSchedule pack_filter_5x5_64_32_transposed_v4() {
  PackFilterSchedule k;
  return k;
}

// copy with padding of 2, 2, 2, 2 (top, bottom, left, right)
inline PadSchedule pad_28x28x1_t2b2l2r2_v3() {
  PadSchedule k;
  k.rows = 7;
  return k;
}
inline PadSchedule pad_28x28x1_t2b2l2r2_v4() {
  PadSchedule k;
  k.rows = 7;
  return k;
}

// gradient of 2x2 max pooling, stride 2
inline Pool2DBackwardSchedule pool2d_backward_max_2x2_14x14x64_s2_v3() {
  Pool2DBackwardSchedule k;
  k.rows = 2;
  return k;
}
inline Pool2DBackwardSchedule pool2d_backward_max_2x2_14x14x64_s2_v4() {
  Pool2DBackwardSchedule k;
  k.rows = 2;
  return k;
}

// gradient of 2x2 max pooling, stride 2
inline Pool2DBackwardSchedule pool2d_backward_max_2x2_28x28x32_s2_v3() {
  Pool2DBackwardSchedule k;
  k.rows = 4;
  return k;
}
inline Pool2DBackwardSchedule pool2d_backward_max_2x2_28x28x32_s2_v4() {
  Pool2DBackwardSchedule k;
  k.rows = 4;
  return k;
}

// 2x2 max pooling, stride 2
inline Pool2DSchedule pool2d_max_2x2_14x14x32_s2_v3() {
  Pool2DSchedule k;
  k.columns = 4;
  k.rows = 2;
  return k;
}
inline Pool2DSchedule pool2d_max_2x2_14x14x32_s2_v4() {
  Pool2DSchedule k;
  k.columns = 4;
  k.rows = 2;
  return k;
}

// 2x2 max pooling, stride 2
inline Pool2DSchedule pool2d_max_2x2_7x7x64_s2_v3() {
  Pool2DSchedule k;
  k.columns = 4;
  return k;
}
inline Pool2DSchedule pool2d_max_2x2_7x7x64_s2_v4() {
  Pool2DSchedule k;
  k.columns = 4;
  return k;
}

// mean over the batch
inline ReduceSchedule reduce_mean_batch_1_v3() {
  ReduceSchedule k;
  k.lanes = 1;
  return k;
}
inline ReduceSchedule reduce_mean_batch_1_v4() {
  ReduceSchedule k;
  k.lanes = 1;
  return k;
}

// sum over 196 elements of 64 features
inline ReduceSchedule reduce_sum_196x64_v3() {
  ReduceSchedule k;
  k.lanes = 16;
  k.vectors = 8;
  return k;
}
inline ReduceSchedule reduce_sum_196x64_v4() {
  ReduceSchedule k;
  k.lanes = 32;
  k.vectors = 8;
  return k;
}

// sum over 784 elements of 32 features
inline ReduceSchedule reduce_sum_784x32_v3() {
  ReduceSchedule k;
  k.lanes = 16;
  k.vectors = 8;
  return k;
}
inline ReduceSchedule reduce_sum_784x32_v4() {
  ReduceSchedule k;
  k.lanes = 32;
  k.vectors = 4;
  return k;
}

// sum over the batch of 10 features
inline ReduceSchedule reduce_sum_batch_10_v3() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 2;
  return k;
}
inline ReduceSchedule reduce_sum_batch_10_v4() {
  ReduceSchedule k;
  k.lanes = 1;
  return k;
}

// sum over the batch of 1024 features
inline ReduceSchedule reduce_sum_batch_1024_v3() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 8;
  return k;
}
inline ReduceSchedule reduce_sum_batch_1024_v4() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 16;
  return k;
}

// sum over the batch of 32 features
inline ReduceSchedule reduce_sum_batch_32_v3() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 8;
  return k;
}
inline ReduceSchedule reduce_sum_batch_32_v4() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 4;
  return k;
}

// sum over the batch of 64 features
inline ReduceSchedule reduce_sum_batch_64_v3() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 8;
  return k;
}
inline ReduceSchedule reduce_sum_batch_64_v4() {
  ReduceSchedule k;
  k.lanes = 1;
  k.vectors = 8;
  return k;
}

}  // namespace mnist::kernels::train_schedules

#endif  // SPECIMEN_V2_MNIST_TRAIN_SCHEDULES_H
