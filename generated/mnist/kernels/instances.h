// mnist: what each kernel computes, as the kernel families' own structs. Read by the references and by the compiler of
// kernels.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: fb40ab12af1706c8
#ifndef SPECIMEN_V2_MNIST_INSTANCES_H
#define SPECIMEN_V2_MNIST_INSTANCES_H

#include "kernels/conv2d/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/pad/problem.h"
#include "kernels/pool2d/problem.h"

namespace mnist::kernels::instances {

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

// dense, 1024 -> 10, bias
inline Dense dense_1024_10() {
  Dense k;
  k.inputs = 1024;
  k.units = 10;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// dense, 3136 -> 1024, bias, relu
inline Dense dense_3136_1024_relu() {
  Dense k;
  k.inputs = 3136;
  k.units = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
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

}  // namespace mnist::kernels::instances

#endif  // SPECIMEN_V2_MNIST_INSTANCES_H
