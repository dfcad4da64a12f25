// resnet50: what each kernel computes, as the kernel families' own structs. Read by the references and by the compiler
// of kernels.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: a2e3f19589458c2a
#ifndef SPECIMEN_V2_RESNET50_INSTANCES_H
#define SPECIMEN_V2_RESNET50_INSTANCES_H

#include "kernels/conv2d/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/global_pool/problem.h"
#include "kernels/pad/problem.h"
#include "kernels/pool2d/problem.h"

namespace resnet50::kernels {

using namespace specimen::gen;  // the kernels of Specimen itself, which this directory has no copy of

}  // namespace resnet50::kernels

namespace resnet50::kernels::instances {

// 1x1 convolution, 1024 -> 256, bias, relu
inline Conv2D conv2d_1x1_14x14x1024_256_relu() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 256;
  k.out.row = 4608;
  k.out.example = 82944;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 1024 -> 512, bias, relu
inline Conv2D conv2d_1x1_14x14x1024_512_relu() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 512;
  k.in_channels = 1024;
  k.in.pixel = 1024;
  k.in.row = 14336;
  k.in.example = 200704;
  k.out.pixel = 512;
  k.out.row = 7680;
  k.out.example = 115200;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 256 -> 1024, bias
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 1x1 convolution, 256 -> 1024, bias, residual, relu
inline Conv2D conv2d_1x1_14x14x256_1024_add_relu() {
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
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, stride 2, 512 -> 1024, bias, residual, relu
inline Conv2D conv2d_1x1_14x14x512_1024_s2_add_relu() {
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
  k.residual.pixel = 1024;
  k.residual.row = 14336;
  k.residual.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 128 -> 512, bias
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 1x1 convolution, 128 -> 512, bias, residual, relu
inline Conv2D conv2d_1x1_28x28x128_512_add_relu() {
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
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, stride 2, 256 -> 512, bias, residual, relu
inline Conv2D conv2d_1x1_28x28x256_512_s2_add_relu() {
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
  k.residual.pixel = 512;
  k.residual.row = 14336;
  k.residual.example = 401408;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 512 -> 128, bias, relu
inline Conv2D conv2d_1x1_28x28x512_128_relu() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 128;
  k.out.row = 3840;
  k.out.example = 115200;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 512 -> 256, bias, relu
inline Conv2D conv2d_1x1_28x28x512_256_relu() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 256;
  k.in_channels = 512;
  k.in.pixel = 512;
  k.in.row = 14336;
  k.in.example = 401408;
  k.out.pixel = 256;
  k.out.row = 7424;
  k.out.example = 215296;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 256 -> 128, bias, relu
inline Conv2D conv2d_1x1_56x56x256_128_relu() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 128;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 128;
  k.out.row = 7296;
  k.out.example = 415872;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 256 -> 64, bias, relu
inline Conv2D conv2d_1x1_56x56x256_64_relu() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 256;
  k.in.pixel = 256;
  k.in.row = 14336;
  k.in.example = 802816;
  k.out.pixel = 64;
  k.out.row = 3712;
  k.out.example = 215296;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 64 -> 256, bias
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 1x1 convolution, 64 -> 256, bias, residual, relu
inline Conv2D conv2d_1x1_56x56x64_256_add_relu() {
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
  k.residual.pixel = 256;
  k.residual.row = 14336;
  k.residual.example = 802816;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 64 -> 64, bias, relu
inline Conv2D conv2d_1x1_56x56x64_64_relu() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.in.pixel = 64;
  k.in.row = 3584;
  k.in.example = 200704;
  k.out.pixel = 64;
  k.out.row = 3712;
  k.out.example = 215296;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, stride 2, 1024 -> 2048, bias, residual, relu
inline Conv2D conv2d_1x1_7x7x1024_2048_s2_add_relu() {
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
  k.residual.pixel = 2048;
  k.residual.row = 14336;
  k.residual.example = 100352;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 2048 -> 512, bias, relu
inline Conv2D conv2d_1x1_7x7x2048_512_relu() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 2048;
  k.in.pixel = 2048;
  k.in.row = 14336;
  k.in.example = 100352;
  k.out.pixel = 512;
  k.out.row = 5120;
  k.out.example = 51200;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 1x1 convolution, 512 -> 2048, bias
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  return k;
}

// 1x1 convolution, 512 -> 2048, bias, residual, relu
inline Conv2D conv2d_1x1_7x7x512_2048_add_relu() {
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
  k.residual.pixel = 2048;
  k.residual.row = 14336;
  k.residual.example = 100352;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false},
                      {Fn::add, Operand::tensor, 0.0, false},
                      {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, Winograd F(4,3), 256 -> 256, bias, relu
inline Conv2D conv2d_3x3_14x14x256_256_f4_relu() {
  Conv2D k;
  k.out_height = 14;
  k.out_width = 14;
  k.out_channels = 256;
  k.in_channels = 256;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.algorithm = ConvAlgorithm::winograd_4;
  k.in.pixel = 256;
  k.in.row = 4608;
  k.in.example = 82944;
  k.out.pixel = 256;
  k.out.row = 3584;
  k.out.example = 50176;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, stride 2, 256 -> 256, bias, relu
inline Conv2D conv2d_3x3_14x14x256_256_s2_relu() {
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, Winograd F(4,3), 128 -> 128, bias, relu
inline Conv2D conv2d_3x3_28x28x128_128_f4_relu() {
  Conv2D k;
  k.out_height = 28;
  k.out_width = 28;
  k.out_channels = 128;
  k.in_channels = 128;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.algorithm = ConvAlgorithm::winograd_4;
  k.in.pixel = 128;
  k.in.row = 3840;
  k.in.example = 115200;
  k.out.pixel = 128;
  k.out.row = 3584;
  k.out.example = 100352;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, stride 2, 128 -> 128, bias, relu
inline Conv2D conv2d_3x3_28x28x128_128_s2_relu() {
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, Winograd F(4,3), 64 -> 64, bias, relu
inline Conv2D conv2d_3x3_56x56x64_64_f4_relu() {
  Conv2D k;
  k.out_height = 56;
  k.out_width = 56;
  k.out_channels = 64;
  k.in_channels = 64;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.algorithm = ConvAlgorithm::winograd_4;
  k.in.pixel = 64;
  k.in.row = 3712;
  k.in.example = 215296;
  k.out.pixel = 64;
  k.out.row = 3584;
  k.out.example = 200704;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, Winograd F(2,3), 512 -> 512, bias, relu
inline Conv2D conv2d_3x3_7x7x512_512_f2_relu() {
  Conv2D k;
  k.out_height = 7;
  k.out_width = 7;
  k.out_channels = 512;
  k.in_channels = 512;
  k.kernel_height = 3;
  k.kernel_width = 3;
  k.algorithm = ConvAlgorithm::winograd_2;
  k.in.pixel = 512;
  k.in.row = 5120;
  k.in.example = 51200;
  k.out.pixel = 512;
  k.out.row = 3584;
  k.out.example = 25088;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 3x3 convolution, stride 2, 512 -> 512, bias, relu
inline Conv2D conv2d_3x3_7x7x512_512_s2_relu() {
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
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// 7x7 convolution, stride 2, 3 -> 64, bias, relu
inline Conv2D conv2d_7x7_112x112x3_64_s2_relu() {
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
  k.out.row = 7232;
  k.out.example = 817216;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::relu, Operand::none, 0.0, false}};
  return k;
}

// dense, 2048 -> 1001, bias
inline Dense dense_2048_1001() {
  Dense k;
  k.inputs = 2048;
  k.units = 1001;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
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

}  // namespace resnet50::kernels::instances

#endif  // SPECIMEN_V2_RESNET50_INSTANCES_H
