// mnist: how each kernel is compiled for each target: tiles, unrolling, tasks, prefetch. Read by the
// compiler of kernels; what the numbers mean is said in kernels/<family>/schedule.h.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: c0fe14a57a7cb738
#ifndef SPECIMEN_V2_MNIST_SCHEDULES_H
#define SPECIMEN_V2_MNIST_SCHEDULES_H

#include "kernels/conv2d/schedule.h"
#include "kernels/dense/schedule.h"
#include "kernels/pad/schedule.h"
#include "kernels/pool2d/schedule.h"

namespace mnist::kernels::schedules {

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

// dense, 1024 -> 10, bias
inline DenseSchedule dense_1024_10_v3() {
  DenseSchedule k;
  k.unit_vectors = 2;
  k.unroll = 4;
  return k;
}
inline DenseSchedule dense_1024_10_v4() {
  DenseSchedule k;
  k.unroll = 4;
  return k;
}

// dense, 3136 -> 1024, bias, relu
inline DenseSchedule dense_3136_1024_relu_v3() {
  DenseSchedule k;
  k.unit_vectors = 8;
  k.unroll = 4;
  return k;
}
inline DenseSchedule dense_3136_1024_relu_v4() {
  DenseSchedule k;
  k.unit_vectors = 8;
  k.unroll = 4;
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

}  // namespace mnist::kernels::schedules

#endif  // SPECIMEN_V2_MNIST_SCHEDULES_H
