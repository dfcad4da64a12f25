// mnist_train: what each kernel computes, as the kernel families' own structs. Read by the references and by the
// compiler of kernels.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 219c1c7901da3669
#ifndef SPECIMEN_V2_MNIST_TRAIN_INSTANCES_H
#define SPECIMEN_V2_MNIST_TRAIN_INSTANCES_H

#include "kernels/conv2d/problem.h"
#include "kernels/conv2d_backward_kernel/problem.h"
#include "kernels/conv2d_transpose/problem.h"
#include "kernels/cross_entropy/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/dense_backward_kernel/problem.h"
#include "kernels/dropout/problem.h"
#include "kernels/elementwise/problem.h"
#include "kernels/pack_filter/problem.h"
#include "kernels/pad/problem.h"
#include "kernels/pool2d/problem.h"
#include "kernels/pool2d_backward/problem.h"
#include "kernels/reduce/problem.h"

namespace mnist::kernels::train_instances {

// 5x5 convolution, 32 -> 64, bias, relu
inline Conv2D conv2d_5x5_14x14x32_64_relu() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 64;
  k.in_channels = 32;
  k.kernel_height = 5;
  k.kernel_width = 5;
  k.in.pixel = 32;
  k.in.row = 576;
  k.in.example = 10368;
  k.out.pixel = 64;
  k.out.row = 896;
  k.out.example = 12544;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 5x5 convolution, 1 -> 32, bias, relu
inline Conv2D conv2d_5x5_28x28x1_32_relu() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 32;
  k.kernel_height = 5;
  k.kernel_width = 5;
  k.in.pixel = 1;
  k.in.row = 32;
  k.in.example = 1024;
  k.out.pixel = 32;
  k.out.row = 896;
  k.out.example = 25088;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// gradient of a 5x5 convolution's kernel, 32 -> 64
inline Conv2DBackwardKernel conv2d_backward_kernel_5x5_14x14x32_64() {
  Conv2DBackwardKernel k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 64;
  k.in_channels = 32;
  k.kernel_height = 5;
  k.kernel_width = 5;
  k.in.pixel = 32;
  k.in.row = 576;
  k.in.example = 10368;
  k.out.pixel = 64;
  k.out.row = 896;
  k.out.example = 12544;
  return k;
}

// gradient of a 5x5 convolution's kernel, 1 -> 32
inline Conv2DBackwardKernel conv2d_backward_kernel_5x5_28x28x1_32() {
  Conv2DBackwardKernel k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 32;
  k.kernel_height = 5;
  k.kernel_width = 5;
  k.in.pixel = 1;
  k.in.row = 32;
  k.in.example = 1024;
  k.out.pixel = 32;
  k.out.row = 896;
  k.out.example = 25088;
  return k;
}

// 5x5 transposed convolution, 64 -> 32
inline Conv2DTranspose conv2d_transpose_5x5_14x14x64_32() {
  Conv2DTranspose k;
  k.in_height = 14;
  k.in_width = 14;
  k.in_channels = 64;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 32;
  k.kernel_height = 5;
  k.kernel_width = 5;
  k.padding_top = 2;
  k.padding_left = 2;
  k.in.pixel = 64;
  k.in.row = 896;
  k.in.example = 12544;
  k.out.pixel = 32;
  k.out.row = 448;
  k.out.example = 6272;
  return k;
}

// softmax and cross-entropy of 10 classes
inline CrossEntropy cross_entropy_10() {
  CrossEntropy k;
  k.classes = 10;
  return k;
}

// dense of every row, 1024 -> 10, bias
inline Dense dense_1024_10_rows32() {
  Dense k;
  k.inputs = 1024;
  k.units = 10;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  k.rows = 32;
  return k;
}

// dense of every row, 1024 -> 3136
inline Dense dense_1024_3136_rows32() {
  Dense k;
  k.inputs = 1024;
  k.units = 3136;
  k.rows = 32;
  return k;
}

// dense of every row, 10 -> 1024
inline Dense dense_10_1024_rows32() {
  Dense k;
  k.inputs = 10;
  k.units = 1024;
  k.rows = 32;
  return k;
}

// dense of every row, 3136 -> 1024, bias, relu
inline Dense dense_3136_1024_rows32_relu() {
  Dense k;
  k.inputs = 3136;
  k.units = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  k.rows = 32;
  return k;
}

// gradient of a dense kernel, 1024 -> 10
inline DenseBackwardKernel dense_backward_kernel_1024_10() {
  DenseBackwardKernel k;
  k.inputs = 1024;
  k.units = 10;
  return k;
}

// gradient of a dense kernel, 3136 -> 1024
inline DenseBackwardKernel dense_backward_kernel_3136_1024() {
  DenseBackwardKernel k;
  k.inputs = 3136;
  k.units = 1024;
  return k;
}

// dropout of a share of 0.4
inline Dropout dropout_1024_p40() {
  Dropout k;
  k.features = 1024;
  k.rate = 0.4;
  return k;
}

// relu_backward residual
inline Elementwise elementwise_14x14x64_relu_backward() {
  Elementwise k;
  k.height = 14;
  k.width = 14;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 896;
  k.in.example = 12544;
  k.out.pixel = 64;
  k.out.row = 896;
  k.out.example = 12544;
  k.residual.pixel = 64;
  k.residual.row = 896;
  k.residual.example = 12544;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_1x1x1024_relu_backward() {
  Elementwise k;
  k.channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 1024;
  k.in.example = 1024;
  k.out.pixel = 1024;
  k.out.row = 1024;
  k.out.example = 1024;
  k.residual.pixel = 1024;
  k.residual.row = 1024;
  k.residual.example = 1024;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// relu_backward residual
inline Elementwise elementwise_28x28x32_relu_backward() {
  Elementwise k;
  k.height = 28;
  k.width = 28;
  k.channels = 32;
  k.in.pixel = 32;
  k.in.row = 896;
  k.in.example = 25088;
  k.out.pixel = 32;
  k.out.row = 896;
  k.out.example = 25088;
  k.residual.pixel = 32;
  k.residual.row = 896;
  k.residual.example = 25088;
  k.chain.steps = {{Fn::relu_backward, Operand::tensor, 0.0, false}};
  return k;
}

// panels of a 1x1 filter, 1024 -> 10
inline PackFilter pack_filter_1x1_1024_10() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 10;
  return k;
}

// panels of a 1x1 filter, 1024 -> 3136, transposed
inline PackFilter pack_filter_1x1_1024_3136_transposed() {
  PackFilter k;
  k.inputs = 1024;
  k.outputs = 3136;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 10 -> 1024, transposed
inline PackFilter pack_filter_1x1_10_1024_transposed() {
  PackFilter k;
  k.inputs = 10;
  k.outputs = 1024;
  k.transposed = true;
  return k;
}

// panels of a 1x1 filter, 3136 -> 1024
inline PackFilter pack_filter_1x1_3136_1024() {
  PackFilter k;
  k.inputs = 3136;
  k.outputs = 1024;
  return k;
}

// panels of a 5x5 filter, 1 -> 32
inline PackFilter pack_filter_5x5_1_32() {
  PackFilter k;
  k.height = 5;
  k.width = 5;
  k.outputs = 32;
  return k;
}

// panels of a 5x5 filter, 32 -> 64
inline PackFilter pack_filter_5x5_32_64() {
  PackFilter k;
  k.height = 5;
  k.width = 5;
  k.inputs = 32;
  k.outputs = 64;
  return k;
}

// panels of a 5x5 filter, 64 -> 32, transposed
inline PackFilter pack_filter_5x5_64_32_transposed() {
  PackFilter k;
  k.height = 5;
  k.width = 5;
  k.inputs = 64;
  k.outputs = 32;
  k.transposed = true;
  return k;
}

// copy with padding of 2, 2, 2, 2 (top, bottom, left, right)
inline Pad pad_28x28x1_t2b2l2r2() {
  Pad k;
  k.height = 28;
  k.width = 28;
  k.top = 2;
  k.bottom = 2;
  k.left = 2;
  k.right = 2;
  k.in.pixel = 1;
  k.in.row = 28;
  k.in.example = 784;
  k.out.pixel = 1;
  k.out.row = 32;
  k.out.example = 1024;
  return k;
}

// gradient of 2x2 max pooling, stride 2
inline Pool2DBackward pool2d_backward_max_2x2_14x14x64_s2() {
  Pool2DBackward k;
  k.in_height = 14;
  k.in_width = 14;
  k.out_height = 7;
  k.out_width = 7;
  k.channels = 64;
  k.x.pixel = 64;
  k.x.row = 896;
  k.x.example = 12544;
  k.y.pixel = 64;
  k.y.row = 448;
  k.y.example = 3136;
  k.dy.pixel = 64;
  k.dy.row = 448;
  k.dy.example = 3136;
  k.dx.pixel = 64;
  k.dx.row = 896;
  k.dx.example = 12544;
  return k;
}

// gradient of 2x2 max pooling, stride 2
inline Pool2DBackward pool2d_backward_max_2x2_28x28x32_s2() {
  Pool2DBackward k;
  k.in_height = 28;
  k.in_width = 28;
  k.out_height = 14;
  k.out_width = 14;
  k.channels = 32;
  k.x.pixel = 32;
  k.x.row = 896;
  k.x.example = 25088;
  k.y.pixel = 32;
  k.y.row = 576;
  k.y.example = 10368;
  k.dy.pixel = 32;
  k.dy.row = 448;
  k.dy.example = 6272;
  k.dx.pixel = 32;
  k.dx.row = 896;
  k.dx.example = 25088;
  return k;
}

// 2x2 max pooling, stride 2
inline Pool2D pool2d_max_2x2_14x14x32_s2() {
  Pool2D k;
  k.in_height = 28;
  k.in_width = 28;
  k.out_height = 14;
  k.out_width = 14;
  k.channels = 32;
  k.in.pixel = 32;
  k.in.row = 896;
  k.in.example = 25088;
  k.out.pixel = 32;
  k.out.row = 576;
  k.out.example = 10368;
  return k;
}

// 2x2 max pooling, stride 2
inline Pool2D pool2d_max_2x2_7x7x64_s2() {
  Pool2D k;
  k.in_height = 14;
  k.in_width = 14;
  k.out_height = 7;
  k.out_width = 7;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 896;
  k.in.example = 12544;
  k.out.pixel = 64;
  k.out.row = 448;
  k.out.example = 3136;
  return k;
}

// mean over the batch
inline Reduce reduce_mean_batch_1() {
  Reduce k;
  k.fn = Reduction::mean;
  k.along = Along::batch;
  return k;
}

// sum over 196 elements of 64 features
inline Reduce reduce_sum_196x64() {
  Reduce k;
  k.extent = 196;
  k.inner = 64;
  return k;
}

// sum over 784 elements of 32 features
inline Reduce reduce_sum_784x32() {
  Reduce k;
  k.extent = 784;
  k.inner = 32;
  return k;
}

// sum over the batch of 10 features
inline Reduce reduce_sum_batch_10() {
  Reduce k;
  k.along = Along::batch;
  k.inner = 10;
  return k;
}

// sum over the batch of 1024 features
inline Reduce reduce_sum_batch_1024() {
  Reduce k;
  k.along = Along::batch;
  k.inner = 1024;
  return k;
}

// sum over the batch of 32 features
inline Reduce reduce_sum_batch_32() {
  Reduce k;
  k.along = Along::batch;
  k.inner = 32;
  return k;
}

// sum over the batch of 64 features
inline Reduce reduce_sum_batch_64() {
  Reduce k;
  k.along = Along::batch;
  k.inner = 64;
  return k;
}

}  // namespace mnist::kernels::train_instances

#endif  // SPECIMEN_V2_MNIST_TRAIN_INSTANCES_H
