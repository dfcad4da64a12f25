// digits_resnet20: what each kernel computes, as the kernel families' own structs. Read by the references and by the
// compiler of kernels.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 748bd0cdd67ca9b3
#ifndef SPECIMEN_V2_DIGITS_RESNET20_INSTANCES_H
#define SPECIMEN_V2_DIGITS_RESNET20_INSTANCES_H

#include "kernels/conv2d/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/global_pool/problem.h"
#include "kernels/pad/problem.h"

namespace digits_resnet20::kernels {

using namespace specimen::gen;  // the kernels of Specimen itself, which this directory has no copy of

}  // namespace digits_resnet20::kernels

namespace digits_resnet20::kernels::instances {

// 1x1 convolution, stride 2, 32 -> 64, bias, residual, relu
inline Conv2D conv2d_1x1_2x2x32_64_s2_add_relu() {
  Conv2D k;
  k.out_height = 2;
  k.out_width = 2;
  k.out_channels = 64;
  k.in_channels = 32;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 32;
  k.in.row = 192;
  k.in.example = 1152;
  k.out.pixel = 64;
  k.out.row = 256;
  k.out.example = 1024;
  k.residual.pixel = 64;
  k.residual.row = 256;
  k.residual.example = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, stride 2, 16 -> 32, bias, residual, relu
inline Conv2D conv2d_1x1_4x4x16_32_s2_add_relu() {
  Conv2D k;
  k.out_height = 4;
  k.out_width = 4;
  k.out_channels = 32;
  k.in_channels = 16;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 32;
  k.out.row = 192;
  k.out.example = 1152;
  k.residual.pixel = 32;
  k.residual.row = 192;
  k.residual.example = 1152;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 16 -> 16, bias, residual, relu
inline Conv2D conv2d_1x1_8x8x16_16_add_relu() {
  Conv2D k;
  k.out_height = 8;
  k.out_width = 8;
  k.out_channels = 16;
  k.in_channels = 16;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 16;
  k.out.row = 160;
  k.out.example = 1600;
  k.residual.pixel = 16;
  k.residual.row = 160;
  k.residual.example = 1600;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, stride 2, 32 -> 64, bias, relu
inline Conv2D conv2d_3x3_2x2x32_64_s2_relu() {
  Conv2D k;
  k.out_height = 2;
  k.out_width = 2;
  k.out_channels = 64;
  k.in_channels = 32;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 32;
  k.in.row = 192;
  k.in.example = 1152;
  k.out.pixel = 64;
  k.out.row = 256;
  k.out.example = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 64 -> 64, bias
inline Conv2D conv2d_3x3_2x2x64_64() {
  Conv2D k;
  k.out_height = 2;
  k.out_width = 2;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 64;
  k.in.row = 256;
  k.in.example = 1024;
  k.out.pixel = 64;
  k.out.row = 256;
  k.out.example = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 3x3 convolution, 64 -> 64, bias, residual, relu
inline Conv2D conv2d_3x3_2x2x64_64_add_relu() {
  Conv2D k;
  k.out_height = 2;
  k.out_width = 2;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 64;
  k.in.row = 256;
  k.in.example = 1024;
  k.out.pixel = 64;
  k.out.row = 256;
  k.out.example = 1024;
  k.residual.pixel = 64;
  k.residual.row = 256;
  k.residual.example = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 64 -> 64, bias, relu
inline Conv2D conv2d_3x3_2x2x64_64_relu() {
  Conv2D k;
  k.out_height = 2;
  k.out_width = 2;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 64;
  k.in.row = 256;
  k.in.example = 1024;
  k.out.pixel = 64;
  k.out.row = 256;
  k.out.example = 1024;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, stride 2, 16 -> 32, bias, relu
inline Conv2D conv2d_3x3_4x4x16_32_s2_relu() {
  Conv2D k;
  k.out_height = 4;
  k.out_width = 4;
  k.out_channels = 32;
  k.in_channels = 16;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.stride_height = 2;
  k.stride_width = 2;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 32;
  k.out.row = 192;
  k.out.example = 1152;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 32 -> 32, bias
inline Conv2D conv2d_3x3_4x4x32_32() {
  Conv2D k;
  k.out_height = 4;
  k.out_width = 4;
  k.out_channels = 32;
  k.in_channels = 32;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 32;
  k.in.row = 192;
  k.in.example = 1152;
  k.out.pixel = 32;
  k.out.row = 192;
  k.out.example = 1152;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 3x3 convolution, 32 -> 32, bias, residual, relu
inline Conv2D conv2d_3x3_4x4x32_32_add_relu() {
  Conv2D k;
  k.out_height = 4;
  k.out_width = 4;
  k.out_channels = 32;
  k.in_channels = 32;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 32;
  k.in.row = 192;
  k.in.example = 1152;
  k.out.pixel = 32;
  k.out.row = 192;
  k.out.example = 1152;
  k.residual.pixel = 32;
  k.residual.row = 192;
  k.residual.example = 1152;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 32 -> 32, bias, relu
inline Conv2D conv2d_3x3_4x4x32_32_relu() {
  Conv2D k;
  k.out_height = 4;
  k.out_width = 4;
  k.out_channels = 32;
  k.in_channels = 32;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 32;
  k.in.row = 192;
  k.in.example = 1152;
  k.out.pixel = 32;
  k.out.row = 192;
  k.out.example = 1152;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 16 -> 16, bias
inline Conv2D conv2d_3x3_8x8x16_16() {
  Conv2D k;
  k.out_height = 8;
  k.out_width = 8;
  k.out_channels = 16;
  k.in_channels = 16;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 16;
  k.out.row = 160;
  k.out.example = 1600;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 3x3 convolution, 16 -> 16, bias, residual, relu
inline Conv2D conv2d_3x3_8x8x16_16_add_relu() {
  Conv2D k;
  k.out_height = 8;
  k.out_width = 8;
  k.out_channels = 16;
  k.in_channels = 16;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 16;
  k.out.row = 160;
  k.out.example = 1600;
  k.residual.pixel = 16;
  k.residual.row = 160;
  k.residual.example = 1600;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 16 -> 16, bias, relu
inline Conv2D conv2d_3x3_8x8x16_16_relu() {
  Conv2D k;
  k.out_height = 8;
  k.out_width = 8;
  k.out_channels = 16;
  k.in_channels = 16;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 16;
  k.in.row = 160;
  k.in.example = 1600;
  k.out.pixel = 16;
  k.out.row = 160;
  k.out.example = 1600;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, 1 -> 16, bias, relu
inline Conv2D conv2d_3x3_8x8x1_16_relu() {
  Conv2D k;
  k.out_height = 8;
  k.out_width = 8;
  k.out_channels = 16;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.in.pixel = 1;
  k.in.row = 10;
  k.in.example = 100;
  k.out.pixel = 16;
  k.out.row = 160;
  k.out.example = 1600;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// dense, 64 -> 10, bias
inline Dense dense_64_10() {
  Dense k;
  k.inputs = 64;
  k.units = 10;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// global average pooling of 2x2
inline GlobalPool global_pool_average_2x2x64() {
  GlobalPool k;
  k.height = 2;
  k.width = 2;
  k.channels = 64;
  k.in.pixel = 64;
  k.in.row = 256;
  k.in.example = 1024;
  return k;
}

// copy with padding of 1, 1, 1, 1 (top, bottom, left, right)
inline Pad pad_8x8x1_t1b1l1r1() {
  Pad k;
  k.height = 8;
  k.width = 8;
  k.top = 1;
  k.bottom = 1;
  k.left = 1;
  k.right = 1;
  k.in.pixel = 1;
  k.in.row = 8;
  k.in.example = 64;
  k.out.pixel = 1;
  k.out.row = 10;
  k.out.example = 100;
  return k;
}

}  // namespace digits_resnet20::kernels::instances

#endif  // SPECIMEN_V2_DIGITS_RESNET20_INSTANCES_H
